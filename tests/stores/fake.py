"""A server that does what it is told: hands requests to a real store, but for those that a fault takes."""

from __future__ import annotations

import http.client
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_OF_ONE_CONNECTION = {"connection", "content-length", "keep-alive", "transfer-encoding"}


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_write(self) -> bool:
        """Whether it could change a store."""
        return self.method in ("PUT", "DELETE") or "update" in self.path

    @property
    def is_swap(self) -> bool:
        """Whether it is the update that puts all graphs in place, and not its trial."""
        return b"DELETE { GRAPH ?place" in self.body and b"/trial>" not in self.body


@dataclass(frozen=True)
class Reply:
    """An answer, and how much of it is sent how."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    sent: float = 1.0  # the part of the body that is sent before the connection ends
    abruptly: bool = False  # with a reset
    every: float = 0.0  # seconds between two bytes


Upstream = Callable[[Request], Reply]
Fault = Callable[[Request, Upstream], Reply]


class Fake:
    """The server: `faults` are asked first, each as often as it may be; `seen` is what came."""

    def __init__(self, upstream: str = "") -> None:
        self._upstream = urlsplit(upstream)
        self.faults: list[tuple[Callable[[Request], bool], Fault, list[int]]] = []
        self.seen: list[Request] = []
        self.url = ""
        self.released = threading.Event()

    def on(self, when: Callable[[Request], bool], fault: Fault, times: int = 1, after: int = 0) -> None:
        """Lets a fault take some of the requests that `when` is true of, after some that pass."""
        self.faults.append((when, fault, [after, times]))

    @property
    def writes(self) -> list[Request]:
        """The requests that could have changed something."""
        return [request for request in self.seen if request.is_write]

    def answer(self, request: Request) -> Reply:
        """What is answered: by the first fault that takes the request, else by the store behind."""
        self.seen.append(request)
        for when, fault, left in self.faults:
            if left[1] and when(request):
                if left[0]:
                    left[0] -= 1
                    continue
                left[1] -= 1
                return fault(request, self.upstream)
        return self.upstream(request)

    def upstream(self, request: Request) -> Reply:
        """The answer of the store behind."""
        assert self._upstream.hostname
        connection = http.client.HTTPConnection(self._upstream.hostname, self._upstream.port, timeout=60)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("host", "connection")}
        connection.request(request.method, request.path, request.body, headers)
        response = connection.getresponse()
        body = response.read()
        kept = {k: v for k, v in response.getheaders() if k.lower() not in _OF_ONE_CONNECTION}
        connection.close()
        return Reply(response.status, kept, body)


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answers with a status, and hands nothing on."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request, upstream: Reply(code, named, body)


def changed(**how: Any) -> Fault:
    """Hands the request on, and does something to the answer: `sent`, `abruptly`, `every`."""

    def fault(request: Request, upstream: Upstream) -> Reply:
        reply = upstream(request)
        return Reply(reply.status, reply.headers, reply.body or b"?", **how)

    return fault


def held(told: Fake, reached: threading.Event, applied: bool) -> Fault:
    """Never answers; `reached` says that the request is there, and carried out where `applied`."""

    def fault(request: Request, upstream: Upstream) -> Reply:
        if applied:
            upstream(request)
        reached.set()
        told.released.wait()
        return Reply(500)

    return fault


@contextmanager
def fake(upstream: str = "", certificate: Path | None = None) -> Iterator[Fake]:
    """Runs a Fake on loopback; with a certificate (PEM with its key), over TLS."""
    told = Fake(upstream)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(told))
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    told.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}{urlsplit(upstream).path}"
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        server.server_close()


def _handler(told: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # so that a head and its body leave together

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = told.answer(Request(self.command, self.path, dict(self.headers.items()), body))
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            part = reply.body[: int(len(reply.body) * reply.sent)]
            for piece in [part[i : i + 1] for i in range(len(part))] if reply.every else [part]:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(reply.every)
            if reply.abruptly:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = reply.sent < 1

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    return Handler
