"""The ASGI application: which part answers a request, and what every answer has."""

from __future__ import annotations

import asyncio
import json
import os
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from il6ld.pages import Site
from il6ld.server import paths, protocol, replies
from il6ld.server.documents import HOME, Documents
from il6ld.server.journal import Journal
from il6ld.server.limits import Settings
from il6ld.server.making import Making
from il6ld.server.measures import Measures, resident
from il6ld.server.paths import BadPath, Path
from il6ld.server.pool import Pool
from il6ld.server.replies import Refused
from il6ld.server.sparql import PAGE, Endpoint

_PLAIN = "text/plain; charset=utf-8"
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


def application(
    site: Site | Making, pool: Pool, settings: Settings | None = None, journal: Journal | None = None
) -> Application:
    """What a server of ASGI runs: the pages of a site, and the pool's answers at /sparql."""
    return Application(site, pool, settings or Settings(), journal or Journal())


class Application:
    """Sees to each request: refuses it, or lets a part answer it; then counts it and writes it down."""

    def __init__(self, site: Site | Making, pool: Pool, settings: Settings, journal: Journal) -> None:
        self._making = site if isinstance(site, Making) else None
        site = site.site if isinstance(site, Making) else site
        self.measures = Measures()
        self.cut_off = 0  # answers that the end of the server has cut off
        self._settings = settings
        self._journal = journal
        self._pool = pool
        self._documents = Documents(site, settings)
        self._endpoint = Endpoint(site, pool, settings.limits, self.measures)
        pool.told = journal.event

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of ASGI: a request, or the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(Request(scope, receive), receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._pool.start()
        arriving = asyncio.ensure_future(self._making.arrive()) if self._making else None
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if arriving:
            arriving.cancel()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, request: Request, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        response = replies.finished(await self._response(request), request)
        await response(request.scope, receive, send)
        self.measures.request(response.status_code)
        self._journal.request(
            request.method, request.scope["path"], response.status_code, len(response.body),
            time.monotonic() - began, getattr(request.state, "query", ""),
        )  # fmt: skip

    async def _response(self, request: Request) -> Response:
        path = Path("", canonical=True)
        try:
            path = self._path(request)
            return await self._answer(request, path)
        except BadPath as error:
            refused = Refused(400, str(error))
        except Refused as error:
            refused = error
        except asyncio.CancelledError:
            self.cut_off += 1
            refused = Refused(503, "The server is being stopped.", headers={"Retry-After": "5"})
        except Exception as error:
            number = self._journal.failure(error)
            refused = Refused(500, f"Something went wrong here. In the log it has the id {number}.")
        return refused.response(request, root="../" * path.text.count("/"))

    def _path(self, request: Request) -> Path:
        if len(request.headers.getlist("host")) != 1:
            raise BadPath("A request names one host.")
        raw = request.scope.get("raw_path") or request.scope["path"].encode()
        base = self._settings.base_path.encode()
        if base and raw != base and not raw.startswith(base + b"/"):
            raise Refused(404, "There is nothing at this address.")
        return paths.read(raw[len(base) :] or b"/")

    async def _answer(self, request: Request, path: Path) -> Response:
        place = path.text
        if request.method == "OPTIONS":
            return replies.options(request, protocol.METHODS if place == "sparql" else replies.READING)
        if place == "sparql":
            if self._making:
                await self._making.until(PAGE)
            return await self._endpoint.respond(request)
        if place in ("health", "metrics"):
            if request.method not in ("GET", "HEAD"):
                raise replies.not_allowed(replies.READING)
            return self._health() if place == "health" else self._metrics()
        if self._making:
            await self._making.until(place or HOME)
        return self._documents.respond(request, path)

    def _health(self) -> Response:
        well = bool(self._pool.pids) and not self._pool.closed
        told = {"status": "ok" if well else "no workers", "workers": len(self._pool.pids)}
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return Response(json.dumps(told), 200 if well else 503, headers)

    def _metrics(self) -> Response:
        gauges = {
            "il6ld_workers": len(self._pool.pids),
            "il6ld_worker_starts": self._pool.starts,
            "il6ld_queries_waiting": self._pool.waiting,
            "il6ld_resident_bytes": resident([os.getpid()]),
            "il6ld_workers_resident_bytes": resident(self._pool.pids),
            "il6ld_log_lines_lost": self._journal.lost,
        }
        headers = {"Content-Type": _METRICS, "Cache-Control": "no-store"}
        return Response(self.measures.text(gauges), 200, headers)
