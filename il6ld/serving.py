"""`il6ld serve`: the release of a project, read once and whole, over HTTP."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld import history, pages, workers
from il6ld.errors import Il6ldError, UsageError
from il6ld.namespaces import DCTERMS
from il6ld.project import Project
from il6ld.server import Library, Limits, Making, Nursery, Settings, listening

if TYPE_CHECKING:
    from il6ld.pages import Page, Release

_NEEDED = ("starlette", "uvicorn", "httptools")  # looked for at once, imported when the children are forked
_BASE_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?\Z")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """Where to listen and how much to do; port 0 is any that is free, 0 workers one for each core."""

    host: str = "127.0.0.1"
    port: int = 8000
    seconds: float = 10
    workers: int = 0
    log: Path | None = None
    base_path: str = ""

    @property
    def limits(self) -> Limits:
        """The limits of a server with these options."""
        work = workers.Limits(self.seconds)
        return Limits(work, workers=self.workers) if self.workers else Limits(work)


def serve(project: Project, options: Options, ready: Tell, warn: Tell) -> int:
    """Serves until it is told to end; tells its URL when it is ready. Gives the exit code.

    Raises UsageError where there is no release or the port is taken, CannotWrite where the log cannot be.
    """
    if not _BASE_PATH.match(options.base_path):
        raise UsageError.at(None, f"'{options.base_path}' is no path.", rule="base-path",
                            help="Write it as /il6ld.")  # fmt: skip
    for package in _NEEDED:
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(name=package)
    listener = listening.listen(options.host, options.port)
    if not listening.is_loopback(listener):
        warn(f"Everyone who can reach this machine at {options.host} can ask it.")
    release = pages.of_project(project)
    limits, base_path = options.limits, options.base_path.rstrip("/")
    # The children are forked before anything is imported that they do not need, and before any thread runs.
    making = Making.start(lambda: made(release))
    nursery = Nursery.start(lambda: library(release), limits.work)
    settings = Settings(limits, base_path, gone(project, release), successors(release))
    making.base = release.base
    from il6ld.server import running
    from il6ld.server.application import application
    from il6ld.server.journal import Journal
    from il6ld.server.pool import Pool

    app = application(making, Pool(nursery, limits), settings, Journal(options.log))
    code = running.run(
        app, listener, limits,
        ready=lambda: ready(listening.url(listener, base_path)), broken=lambda: bool(making.failure),
    )  # fmt: skip
    if making.failure:
        raise Il6ldError(f"The pages could not be made: {making.failure}")
    return code


def library(release: Release) -> Library:
    """What there is to ask: a store of the quads that the pages are made from, and how its claims stand."""
    from il6ld.pages.stance import Stances

    store, stances = ox.Store(), Stances(release)
    store.bulk_extend(release.dataset)
    held = {claim.value: words for claim in release.claims if (words := stances.of(claim).held)}
    return Library(store, release.context, held)


def made(release: Release) -> Iterator[Page | Mapping[str, str]]:
    """The pages as they are made, and at last the table of documents."""
    from il6ld.pages.making import made as each
    from il6ld.pages.rendering import Pen

    pen = Pen(release)
    yield from each(release, pen)
    yield pen.addresses.documents()


def gone(project: Project, release: Release) -> dict[str, str]:
    """Why there is nothing, for each path at which a published release promised a record."""
    there = {quad.subject.value for quad in release.dataset if isinstance(quad.subject, ox.NamedNode)}
    return {
        promise.iri.removeprefix(release.base): f"It was in version {promise.version}, and is in none since."
        for promise in history.promises(project, (), release.dataset)
        if promise.iri not in there
    }


def successors(release: Release) -> dict[str, tuple[str, ...]]:
    """The paths of the records that replace others, by the paths of those."""
    found: dict[str, tuple[str, ...]] = {}
    for quad in release.dataset.quads_for_predicate(DCTERMS.isReplacedBy):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            old, new = (node.value.removeprefix(release.base) for node in (quad.subject, quad.object))
            found[old] = tuple(dict.fromkeys((*found.get(old, ()), new)))
    return found
