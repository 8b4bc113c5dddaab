"""Asks an ASGI application as a server would, with just the target and the fields that a test names."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox

from il6ld import workers
from il6ld.pages import Site
from il6ld.server import Library, Limits, Nursery, Settings
from il6ld.server.application import application
from il6ld.server.journal import Journal
from il6ld.server.pool import Pool
from tests.released import CONTEXT

Message = MutableMapping[str, Any]
TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@dataclass
class Client:
    """One application; answers come back as httpx has them."""

    app: Any
    loop: asyncio.AbstractEventLoop

    def ask(
        self,
        method: str,
        target: str | bytes,
        headers: dict[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> httpx.Response:
        """The answer to one request; the target goes as it is."""
        return self.loop.run_until_complete(self.asked(method, target, headers, body))

    async def asked(
        self,
        method: str,
        target: str | bytes,
        headers: dict[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        gone: asyncio.Event | None = None,
    ) -> httpx.Response:
        """The same within the loop; `gone` is when the client goes away."""
        scope = _scope(method, target, headers)
        sent: list[Message] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if waiting:
                return waiting.pop()
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start, *rest = sent
        content = b"".join(message.get("body", b"") for message in rest)
        return httpx.Response(start["status"], headers=start["headers"], content=content)

    def get(self, target: str | bytes, accept: str | None = None, **headers: str) -> httpx.Response:
        """A GET, with an Accept header if one is given."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", target, fields if accept is None else {"accept": accept, **fields})

    def query(
        self, text: str, accept: str = "application/sparql-results+json", **more: str
    ) -> httpx.Response:
        """A query by GET."""
        return self.get(f"/sparql?{urlencode({'query': text, **more}, quote_via=quote)}", accept)


def _scope(method: str, target: str | bytes, headers: Any) -> Message:
    raw, _, query = (target.encode() if isinstance(target, str) else target).partition(b"?")
    fields = list(headers.items() if isinstance(headers, dict) else headers)
    names = {name.lower() for name, _ in fields}
    fields += [] if "host" in names else [("host", "localhost")]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": raw.decode("latin-1"),
        "raw_path": raw,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in fields],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


@contextlib.contextmanager
def opened(site: Site, load: Callable[[], ox.Store]) -> Iterator[Client]:
    """A client of an application over a site, with one worker over what `load` gives."""
    limits = Limits(workers.Limits(seconds=1), workers=1)
    loop = asyncio.new_event_loop()
    pool = Pool(Nursery.start(lambda: Library(load(), CONTEXT), limits.work, 0), limits)
    loop.call_soon(pool.start)
    yield Client(application(site, pool, Settings(limits), Journal(Path("/dev/null"))), loop)
    loop.run_until_complete(pool.close())
    loop.close()
