"""uvicorn's HTTP connection with limits: on sizes before they are held, on the time of each step, on numbers.

uvicorn waits for a head, a body and a reader of its answer as long as they take, and keeps what comes.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from il6ld.server.limits import Limits
from il6ld.server.replies import SECURITY

_LINGERS, _DISCARDS = 2.0, 1 << 20  # seconds and bytes for a client that still sends when it was refused
_TOLD = 64  # connections, at once, that are told that there is no room
_LOOKS = 1.0  # seconds between two looks at a slow reader


class _Refusal(Exception):
    """Ends the reading of a request."""


class Connection(HttpToolsProtocol):
    """One connection; `guarded` makes a class of them that shares its limits."""

    limits: ClassVar[Limits]
    refused: ClassVar[Callable[[int], None]]
    waiting: ClassVar[dict[Connection, None]]  # those that wait for their client, the longest first

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._status = 400
        self._said = "This is not a request of HTTP/1.1."
        self._over = False
        self._deadline: asyncio.TimerHandle | None = None
        self._look: asyncio.TimerHandle | None = None
        self._head_open = self._between = False
        self._size = self._fields = self._body = self._discarded = self._stalled = 0
        self._buffered = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Lets the connection in, if need be in the place of one that has been waiting the longest."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            if not self.waiting:
                self._turn_away()
                return
            next(iter(self.waiting)).transport.abort()
        self._wait(self.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the connection."""
        self.waiting.pop(self, None)
        self._within(None)
        if self._look:
            self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, unless the request was refused."""
        if self._over:
            self._discard(len(data))
            return
        was_open = self._head_open
        if self._between:  # the next request begins
            self._between = False
            self._wait(self.limits.head_seconds)
        super().data_received(data)
        if self._head_open and was_open and not self._over:
            self._size += len(data)
            if self._size > self.limits.url + self.limits.head:
                self._refuse(431, "The head of the request is too long.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head_open = True
        self._size = self._fields = self._body = 0

    def on_url(self, url: bytes) -> None:
        """A part of the request target."""
        super().on_url(url)
        if len(self.url) > self.limits.url:
            self._stop(414, f"A URL has at most {self.limits.url >> 10} KB.")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header field."""
        super().on_header(name, value)
        self._fields += len(name) + len(value) + 4
        if self._fields > self.limits.head or len(self.headers) > self.limits.fields:
            most = f"{self.limits.fields} fields of {self.limits.head >> 10} KB in all"
            self._stop(431, f"A request has at most {most}.")

    def on_headers_complete(self) -> None:
        """The head is whole: nothing is read of a body that is too long."""
        self._head_open = False
        if not self.url.startswith(b"/") and self.url != b"*":
            self._stop(400, "A request names a path of this server.")
        fields = dict(self.headers)
        length = int(fields.get(b"content-length", b"0"))
        if length > self.limits.body:
            self._stop(413, f"A body has at most {self.limits.body >> 10} KB.")
        if length or b"transfer-encoding" in fields:
            self._wait(self.limits.body_seconds, "The body took too long.")
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self._body += len(body)
        if self._body > self.limits.body:
            self._stop(413, f"A body has at most {self.limits.body >> 10} KB.")
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self.waiting.pop(self, None)
        self._within(None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer has been handed over; whoever reads it has to read it."""
        super().on_response_complete()
        if not self.pipeline:
            self._between = True
            self._wait(None)
        self._stalled, self._buffered = 0, self.transport.get_write_buffer_size()
        if self._buffered and self._look is None:
            self._look = self.loop.call_later(_LOOKS, self._watch)

    def send_400_response(self, msg: str) -> None:
        """The answer to what could not be read: the one that was decided on, if one was."""
        self._refuse(self._status, self._said)

    def _wait(self, seconds: float | None, said: str = "The head of the request took too long.") -> None:
        """Counts the connection, from now on, among those that wait for their client."""
        self.waiting.pop(self, None)
        self.waiting[self] = None
        if seconds is not None:
            self._within(seconds, said)

    def _within(self, seconds: float | None, said: str = "") -> None:
        """Sets the deadline of the step that begins, or none."""
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self._refuse, 408, said)

    def _watch(self) -> None:
        """Looks whether an answer is being read, and ends the connection where it hardly is."""
        self._look = None
        left = self.transport.get_write_buffer_size()
        if not left:
            return
        read, self._buffered = self._buffered - left, left
        self._stalled = 0 if read >= self.limits.slowest * _LOOKS else self._stalled + 1
        if self._stalled * _LOOKS >= self.limits.stall_seconds:
            self._reset()
        else:
            self._look = self.loop.call_later(_LOOKS, self._watch)

    def _reset(self) -> None:
        """Ends the connection with what is still to be sent, of which the system, too, keeps megabytes."""
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _stop(self, status: int, said: str) -> None:
        """From within the parser, which tells uvicorn, which asks for the answer to what is no request."""
        self._status, self._said = status, said
        raise _Refusal

    def _refuse(self, status: int, said: str) -> None:
        """Answers in the place of the application, and closes."""
        if self._over:
            return
        self._over = True
        type(self).refused(status)
        answered = self.cycle is not None and self.cycle.response_complete and not self._head_open
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # so that the application's answer goes nowhere
            self.cycle.message_event.set()
        self.pipeline.clear()
        self.waiting.pop(self, None)
        self._within(None)
        if not (answered and self._body) and self.transport.get_write_buffer_size() == 0:
            self.transport.write(_answer(status, said))
        self._linger()

    def _turn_away(self) -> None:
        """Says that there is no room, unless too many are being told that already."""
        if len(self.connections) > self.limits.connections + _TOLD:
            self._over = True
            self.transport.abort()
        else:
            self._refuse(503, "Too many are connected. Try again in a while.")

    def _linger(self) -> None:
        """Lets a client that is still sending read the answer, which closing at once could destroy."""
        self.flow.resume_reading()
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()
        self._deadline = self.loop.call_later(_LINGERS, self.transport.abort)

    def _discard(self, size: int) -> None:
        self._discarded += size
        if self._discarded > _DISCARDS:
            self.transport.abort()


def guarded(limits: Limits, refused: Callable[[int], None]) -> type[Connection]:
    """A class of connections with such limits; `refused` is told the status of each that is turned away."""
    return type("Guarded", (Connection,), {"limits": limits, "refused": staticmethod(refused), "waiting": {}})


def _answer(status: int, said: str) -> bytes:
    title = f"{status} {HTTPStatus(status).phrase}"
    body = f"{title}\n\n{said}\n".encode()
    fields = {
        **SECURITY,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **({"Retry-After": "5"} if status == 503 else {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {title}\r\n{head}\r\n".encode() + body
