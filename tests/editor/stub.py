"""A server for trying the query page: its files from memory, answers from pyoxigraph, the strictest headers.

It stands in for il6ld.server, so that what the page does with an answer, a cut one and a refusal can be seen
alone. Loopback only.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from il6ld.pages import editing
from il6ld.pages.release import Release, read
from il6ld.pages.rendering import Pen

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "il6ld" / "pages" / "assets"
CSP = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def files(release: Release) -> dict[str, bytes]:
    """The query page of a release and the assets, by path."""
    made = {page.path: page.content for page in editing.pages(release, Pen(release))}
    return made | {f"assets/{path.name}": path.read_bytes() for path in ASSETS.iterdir()}


def release() -> Release:
    """The release of this checkout."""
    return read(ROOT / "build")


class Stub(BaseHTTPRequestHandler):
    """Answers what the page asks; the words SLOW and BUSY in a query make it so."""

    files: Mapping[str, bytes]
    store: ox.Store

    def do_GET(self) -> None:
        """A file, or 404."""
        path = self.path.partition("?")[0].lstrip("/")
        content = self.files.get(path)
        if content is None:
            self._send(404, "text/html", b"<!doctype html><title>None</title><p>There is no such page.")
        else:
            self._send(200, _TYPES.get(Path(path).suffix, "text/plain"), content)

    def do_POST(self) -> None:
        """The answer to a query."""
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "SLOW" in query:
            time.sleep(3)
        if "BUSY" in query:
            return self._send(503, "text/plain", b"Too many queries are running.", ("Retry-After", "2"))
        try:
            found = self.store.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            return self._send(400, "text/plain", f"error: {error}".encode())
        if isinstance(found, ox.QueryTriples):
            self._send(200, "application/n-triples", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        else:
            self._rows(json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b""))

    def _rows(self, answer: dict[str, Any]) -> None:
        """Rows, no more of them than were asked for; or yes or no."""
        most = int(parse_qs(urlsplit(self.path).query)["rows"][0])
        found = answer.get("results", {"bindings": []})["bindings"]
        cut = [("X-Cut", str(most))] if len(found) > most else []
        del found[most:]
        self._send(200, "application/sparql-results+json", json.dumps(answer).encode(), *cut)

    def _send(self, status: int, media_type: str, content: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        own = {"Content-Type": f"{media_type}; charset=utf-8", "Content-Security-Policy": CSP,
               "Content-Length": str(len(content))}  # fmt: skip
        for name, value in [*own.items(), *headers]:
            self.send_header(name, value)
        with suppress(ConnectionError):  # whoever asked may have stopped
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a running stub."""
    made = release()
    store = ox.Store()
    store.extend(made.dataset)
    answers = type("Answers", (Stub,), {"files": files(made), "store": store})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
