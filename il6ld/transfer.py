"""A release on its way to a triple store, and back."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from il6ld import indexing, release, stores
from il6ld.errors import InvalidInput, StoreFailed
from il6ld.files import replace_bytes
from il6ld.findings import Checked
from il6ld.project import Project

_QUADS, _DESCRIPTION = "il6ld.nq", "void.ttl"
_SHOWN = 10
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Destination:
    """Where a store is: its URL, its kind if said, its other URLs, and how long to wait for it."""

    url: str
    kind: str = ""
    update: str = ""
    graphs: str = ""
    deadlines: stores.Deadlines = field(default_factory=stores.Deadlines)

    @contextlib.contextmanager
    def opened(self) -> Iterator[stores.Store]:
        """The store, probed; raises UsageError where a URL holds a secret, StoreFailed where none answers."""
        url = stores.refuse_secrets(self.url)
        with stores.Connection(stores.find(url), self.deadlines) as connection:
            yield stores.open_store(connection, url, self.kind, self.update, self.graphs)


def read_parcel(folder: Path) -> stores.Parcel:
    """The graphs of a release on disk; raises InvalidInput where it is not whole."""
    wrong = release.damage(folder)
    if release.interrupted(folder) or not (folder / release.CHECKSUMS).is_file():
        wrong = wrong or ["a build was stopped, or there was none"]
    if wrong:
        raise InvalidInput.at(
            None, f"'{folder}' is not a whole release: {'; '.join(wrong[:_SHOWN])}.", rule="damaged-release",
            help="Build it with 'il6ld build'.",
        )  # fmt: skip
    digest = hashlib.sha256((folder / release.CHECKSUMS).read_bytes()).hexdigest()
    if indexing.is_corpus(folder):
        return _corpus(folder, digest)
    return stores.parcel(ox.parse(path=folder / _QUADS, format=ox.RdfFormat.N_QUADS), digest)


def _corpus(folder: Path, digest: str) -> stores.Parcel:
    """The graphs of a corpus, spooled; its description is the one graph that is no shard."""
    spool = stores.Spool(indexing.lines_of(folder))
    (ontology,) = (graph for graph in spool if graph.endswith("graphs/ontology"))
    said = [quad.triple for quad in ox.parse(path=folder / _DESCRIPTION, format=ox.RdfFormat.TURTLE)]
    triples = ox.serialize(said, format=ox.RdfFormat.N_TRIPLES) or b""
    spool.add(f"{ontology.removesuffix('ontology')}description", triples)
    return stores.Parcel("", digest, spool)


def push(
    project: Project, to: Destination, folder: Path | None = None, *,
    force: bool = False, dry_run: bool = False, tell: Tell = lambda _: None,
) -> Checked:  # fmt: skip
    """Makes a store hold the project's release, or that of a folder; says what was changed."""
    parcel = read_parcel(folder or project.output)
    began = time.monotonic()
    with to.opened() as store:
        tell(f"Found {store.title} at {to.url}")
        before = stores.read_record(store, parcel.names)
        if before and not force:
            _refuse_older(parcel, before)
        done = stores.push(store, parcel, before, force=force, dry_run=dry_run, tell=tell)
        summary = _summary(store, done, dry_run) | {"seconds": f"{time.monotonic() - began:.1f}"}
        return Checked(done.warnings, summary)


def _refuse_older(parcel: stores.Parcel, before: stores.Record) -> None:
    if release.is_older(parcel.version, before.version):
        raise InvalidInput.at(
            None, f"Version {parcel.version} would take the place of {before.version} in the store.",
            rule="older-release", help="To go back on purpose, push with --force.",
        )  # fmt: skip


def _summary(store: stores.Store, done: stores.Pushed, dry_run: bool) -> dict[str, str]:
    plan = done.plan
    triples = sum(print_.triples for print_ in plan.after.graphs.values())
    written, removed = ("to write", "to remove") if dry_run else ("written", "removed")
    way = "one update" if done.at_once else "graph by graph"
    way += "" if done.at_once and store.isolated else ": readers may for a moment see some old, some new"
    nothing = {} if not plan.is_empty else {"changed": "nothing: the store holds this release"}
    changes = {
        written: _named(plan.changed, dry_run),
        removed: _named(plan.removed, dry_run),
        "left": f"{_number(plan.kept)}, as they should be",
        "swap": way,
    }
    return {
        "store": store.title,
        "version": plan.after.version or "none is told",
        "release": f"{len(plan.after.graphs):,} graphs, {triples:,} triples",
        **(nothing or changes),
    }


def _named(graphs: list[str], with_names: bool) -> str:
    if not with_names or not graphs:
        return _number(graphs)
    more = ", ..." if len(graphs) > _SHOWN else ""
    return f"{_number(graphs)}: {', '.join(graphs[:_SHOWN])}{more}"


def _number(graphs: list[str]) -> str:
    return f"{len(graphs):,} graph{'s' if len(graphs) != 1 else ''}"


def pull(project: Project, source: Destination, output: Path, against: Path | None = None) -> Checked:
    """Writes the release in a store as N-Quads, if it is the one that was pushed, and that of a folder."""
    parcel = read_parcel(against) if against else None
    names = parcel.names if parcel else stores.Names(project.context.prefixes["graphs"])
    began = time.monotonic()
    with source.opened() as store:
        pulled = stores.pull(store, names, parcel)
        title = store.title
    content = ox.serialize(pulled.dataset, format=ox.RdfFormat.N_QUADS) or b""
    if not content:
        raise StoreFailed.at(None, "The release there is empty.", rule="store-graph", help="Push it again.")
    replace_bytes(output, b"\n".join(sorted(content.rstrip(b"\n").split(b"\n"))) + b"\n")
    record = pulled.record
    return Checked(
        pulled.warnings,
        {
            "store": title,
            "version": record.version,
            "release": f"{len(record.graphs):,} graphs, {len(pulled.dataset):,} triples",
            "the same": f"{len(record.graphs):,} of {len(record.graphs):,} graphs as they were pushed"
            + (f", and as in {against}" if against else ""),
            "seconds": f"{time.monotonic() - began:.1f}",
        },
    )
