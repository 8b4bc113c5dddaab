"""/sparql: queries, and what there is to be said of the endpoint where none is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from il6ld.pages import SUFFIXES, Site
from il6ld.server import protocol
from il6ld.server.description import Description
from il6ld.server.forms import FORMS, ROWS, TRIPLES
from il6ld.server.jobs import Job, Outcome
from il6ld.server.limits import Limits
from il6ld.server.measures import Measures
from il6ld.server.negotiation import choose
from il6ld.server.pool import Pool
from il6ld.server.replies import Refused, accepted

PAGE = "query.html"
_STATUSES: Mapping[str, int] = {
    "unreadable": 400, "refused": 400, "unacceptable": 406, "too-large": 507,
    "time": 503, "memory": 503, "crash": 503, "busy": 503,
}  # fmt: skip
_SOON = {"Retry-After": "5"}


class Endpoint:
    """Answers at one path; counts what it does."""

    def __init__(self, site: Site, pool: Pool, limits: Limits, measures: Measures) -> None:
        self._site = site
        self._pool = pool
        self._limits = limits
        self._measures = measures
        self._description = Description(site, pool, limits)

    async def respond(self, request: Request) -> Response:
        """The answer to a request; raises Refused."""
        asked = await protocol.read(request, self._limits)
        if asked.query is None:
            return await self._described(request, asked)
        request.state.query = asked.query
        job = protocol.job(request, asked, self._limits, f"{self._site.base}sparql")
        began = time.monotonic()
        outcome = await self._outcome(request, job)
        self._measures.query(outcome.word, time.monotonic() - began)
        return _response(outcome)

    async def _outcome(self, request: Request, job: Job) -> Outcome:
        """The outcome of a job, which is given up where the client goes away."""
        answer = asyncio.ensure_future(self._pool.ask(job))
        gone = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else Outcome("left")
        finally:
            answer.cancel()
            gone.cancel()

    async def _described(self, request: Request, asked: protocol.Asked) -> Response:
        if request.method == "POST":
            raise Refused(400, "There is no query.")
        forms = {suffix: (SUFFIXES[suffix],) for suffix in self._description.forms}
        page = self._site.pages.get(PAGE)
        offers = {**({"html": (SUFFIXES["html"],)} if page else {}), **forms}
        wanted = asked.one("format")
        form = choose(accepted(request), offers) if wanted is None else wanted
        if form not in offers:
            raise Refused(406, f"The endpoint is described in: {', '.join(offers)}.")
        if form == "html" and page:
            return Response(page.content, 200, {"Content-Type": page.media_type})
        return Response(await self._description.written(form), 200, {"Content-Type": SUFFIXES[form]})


async def _left(request: Request) -> None:
    """Returns when the client has gone; its body has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(outcome: Outcome) -> Response:
    if outcome.word == "whole":
        cut = {"X-Cut": str(outcome.cut)} if outcome.cut else {}
        return Response(outcome.content, 200, {"Content-Type": FORMS[outcome.form].media_type, **cut})
    if outcome.word == "left":
        return Response(None, 499)
    message = outcome.message
    if outcome.word == "unacceptable" and message in ("rows", "triples"):
        forms = ROWS if message == "rows" else TRIPLES
        message = "The answer is there as: " + ", ".join(FORMS[name].media_type for name in forms)
    headers = _SOON if outcome.word == "busy" else {}
    raise Refused(_STATUSES[outcome.word], message, headers=headers)
