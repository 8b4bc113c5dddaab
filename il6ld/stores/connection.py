"""One kept-alive connection to a store: deadlines, safe repetition, and messages that give no secret away.

A redirect is never followed, since what comes with a request is meant for one host.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING

from il6ld.errors import LimitExceeded, StoreFailed
from il6ld.stores.credentials import Credentials
from il6ld.stores.refusals import refused

if TYPE_CHECKING:
    import ssl

    import httpx

MAX_ANSWER = 512 * 1024 * 1024
TRIES = 4
LONGEST_PAUSE = 60.0  # seconds, whatever a store asks for
_TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR")
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

pause = time.sleep


@dataclass(frozen=True)
class Deadlines:
    """How long to wait, in seconds: to be let in, for a byte, to send some, and for all of an answer."""

    connect: float = 10.0
    silence: float = 120.0
    sending: float = 60.0
    total: float = 600.0


@dataclass(frozen=True)
class Answer:
    """What a store answered, whole: its status, its headers and its body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The type of the body, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def pause(self) -> float | None:
        """The seconds that the store asks to be left alone for, if it says so in seconds."""
        asked = self.headers.get("retry-after", "")
        return min(float(asked), LONGEST_PAUSE) if asked.isdigit() else None


class Connection:
    """Sends requests to one store, and gives its answers or raises StoreFailed."""

    def __init__(self, credentials: Credentials, deadlines: Deadlines | None = None) -> None:
        import httpx

        from il6ld.stores.authentication import Proof

        self.credentials = credentials
        self._deadlines = deadlines or Deadlines()
        limits = self._deadlines
        self._client = httpx.Client(
            auth=Proof(credentials), follow_redirects=False,
            verify=_authorities(*map(os.environ.get, _TRUST)),
            timeout=httpx.Timeout(limits.silence, connect=limits.connect, write=limits.sending),
        )  # fmt: skip

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._client.close()

    def send(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str], graph: str = "",
        repeat: bool = True, allowed: tuple[int, ...] = (),
    ) -> Answer:  # fmt: skip
        """The answer to a request; with `repeat`, what may pass is tried again, as it does no harm twice."""
        for waited in _pauses(TRIES if repeat else 1):
            try:
                answer = self._once(method, url, body, headers, graph)
            except StoreFailed:
                if waited is None:
                    raise
                pause(waited)
                continue
            if answer.status < 300 or answer.status in allowed:
                return answer
            if waited is None or answer.status not in PASSING:
                raise refused(answer.status, answer.headers, answer.body, url, graph, self.credentials)
            pause(waited if answer.pause is None else answer.pause)
        raise AssertionError("the last try gives an answer or an error")

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str], graph: str) -> Answer:
        import httpx

        # Bytes, so that httpx sends their length: Virtuoso stores nothing of what comes in chunks.
        request = self._client.build_request(
            method, url, content=body if method in ("PUT", "POST") else None, headers=dict(headers),
            params={"graph": graph} if graph else None,
        )  # fmt: skip
        try:
            response = self._client.send(request, stream=True)
            try:
                return Answer(response.status_code, response.headers, self._read(response))
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            reason = self.credentials.masked(" ".join(str(error).split())) or type(error).__name__
            raise StoreFailed.at(
                None, f"No whole answer came from {url}: {reason}.", rule="store-unreachable",
                help="Is the store up, is the URL right, and can this machine reach it?",
            ) from error  # fmt: skip

    def _read(self, response: httpx.Response) -> bytes:
        until = time.monotonic() + self._deadlines.total
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MAX_ANSWER:
                raise LimitExceeded.at(None, f"A store's answer has more than {MAX_ANSWER:,} bytes.")
            if time.monotonic() > until:
                import httpx

                raise httpx.ReadTimeout(f"it took more than {self._deadlines.total:g} seconds")
        return bytes(body)


@lru_cache
def _authorities(*_: str | None) -> ssl.SSLContext:
    """Whose certificates are trusted, as the environment says; read once, for it takes a while."""
    import httpx

    return httpx.create_ssl_context()


def _pauses(tries: int) -> Iterator[float | None]:
    """The seconds to wait after each try that fails; None after the last."""
    yield from (0.5 * 2**number for number in range(tries - 1))
    yield None
