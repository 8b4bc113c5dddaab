"""Brings a release back from a store, and proves that it is the one that was pushed."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.errors import StoreFailed
from il6ld.findings import Finding, Severity
from il6ld.stores.comparison import Compared, rewritten
from il6ld.stores.fingerprints import fingerprint
from il6ld.stores.kinds import STORES
from il6ld.stores.parcel import Names, Parcel
from il6ld.stores.record import Record, Status, read_record
from il6ld.stores.store import Store

_TRIES = 3


@dataclass(frozen=True)
class Pulled:
    """A release as it came back: its record, its quads, and what the store is known to have rewritten."""

    record: Record
    dataset: ox.Dataset
    warnings: list[Finding]


def pull(store: Store, names: Names, against: Parcel | None = None) -> Pulled:
    """A store's release; raises StoreFailed if it is not whole, not what was pushed, or not `against`."""
    record = _recorded(store, names)
    for _ in range(_TRIES):
        graphs = dict(store.contents(store.counts(record.graphs)))
        again = _recorded(store, names)
        if again == record:
            break
        record = again  # a push came between
    else:
        raise StoreFailed.at(None, "The release changed each time it was read.", rule="store-busy",
                             help="Run it again when nobody pushes.")  # fmt: skip
    errors = _differences(record, graphs) + (_other_release(store, record, against) if against else [])
    if errors:
        raise StoreFailed(errors[0].message, findings=errors)
    warnings = Compared()
    for graph in against.graphs if against else ():
        warnings.rewritten += rewritten(store, against.triples(graph) if against else (), graphs[graph])
    return Pulled(record, _dataset(graphs), warnings.warnings)


def _recorded(store: Store, names: Names) -> Record:
    record = read_record(store, names)
    if record is None:
        raise StoreFailed.at(
            None, f"Nothing was pushed to this store: there is no <{names.record}>.", rule="store-record",
            help="Look at the URL, or push a release to it with 'il6ld push'.",
        )  # fmt: skip
    if record.status is not Status.COMPLETE:
        raise StoreFailed.at(None, "A push of this release has begun and not ended.", rule="push-incomplete",
                             help="Run 'il6ld push' again.")  # fmt: skip
    return record


def _differences(record: Record, graphs: dict[str, list[ox.Triple]]) -> list[Finding]:
    """What is not as the record says; compared as the store that was pushed to rewrites."""
    kind = STORES.get(record.kind)
    rewritings = kind.rewritings if kind else ()
    wrong = [
        graph for graph, wanted in record.graphs.items()
        if fingerprint(graphs.get(graph, []), rewritings) != wanted
    ]  # fmt: skip
    return [_changed(graph, "was changed since it was pushed") for graph in sorted(wrong)]


def _other_release(store: Store, record: Record, against: Parcel) -> list[Finding]:
    wanted = against.fingerprints(STORES.get(record.kind, type(store)).rewritings)
    return [
        _changed(graph, "is not what the release at hand says")
        for graph in sorted(wanted.keys() | record.graphs.keys())
        if wanted.get(graph) != record.graphs.get(graph)
    ]


def _changed(graph: str, how: str) -> Finding:
    return Finding("store-graph", Severity.ERROR, f"<{graph}> {how}.", help="Push the release again.")


def _dataset(graphs: dict[str, list[ox.Triple]]) -> ox.Dataset:
    """All graphs as one, the blank nodes of one apart from those of another."""
    dataset = ox.Dataset()
    for number, (graph, triples) in enumerate(sorted(graphs.items())):
        name = ox.NamedNode(graph)
        for triple in triples:
            ends = (_apart(end, number) for end in (triple.subject, triple.object))
            subject, value = ends
            dataset.add(ox.Quad(subject, triple.predicate, value, name))  # type: ignore[arg-type]
    return dataset


def _apart(term: object, number: int) -> object:
    return ox.BlankNode(f"g{number}{term.value}") if isinstance(term, ox.BlankNode) else term
