"""What a push leaves behind to be known by: a graph of its own, which names every graph that il6ld wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import pyoxigraph as ox

from il6ld.errors import StoreFailed
from il6ld.namespaces import DCAT, DCTERMS, SCHEMA, SPDX, VOID
from il6ld.stores.fingerprints import Fingerprint
from il6ld.stores.parcel import Names, n_triples
from il6ld.stores.store import Store

FORMAT = 1


class Status(StrEnum):
    """Whether the graphs are as the record says, or on their way there."""

    COMPLETE = "complete"
    CHANGING = "changing"


@dataclass(frozen=True)
class Record:
    """What was pushed: version and hash of the release, and each graph that is there because of il6ld."""

    id: str
    version: str
    sha256: str
    kind: str
    status: Status = Status.COMPLETE
    graphs: dict[str, Fingerprint] = field(default_factory=dict, repr=False)

    def triples(self, name: str) -> bytes:
        """The record as N-Triples, about the graph that it stands in."""
        return n_triples(self._statements(ox.NamedNode(name)))

    def _statements(self, about: ox.NamedNode) -> Iterator[ox.Triple]:
        said = {
            SCHEMA.schemaVersion: str(FORMAT), DCTERMS.identifier: self.id, DCAT.version: self.version,
            SPDX.checksumValue: self.sha256, SCHEMA.runtimePlatform: self.kind,
            SCHEMA.creativeWorkStatus: str(self.status),
        }  # fmt: skip
        for predicate, text in said.items():
            yield ox.Triple(about, predicate, ox.Literal(text))
        for graph, print_ in self.graphs.items():
            node = ox.NamedNode(graph)
            yield ox.Triple(node, VOID.triples, ox.Literal(print_.triples))
            yield ox.Triple(node, SPDX.checksumValue, ox.Literal(print_.sha256))


def next_id(sha256: str, before: Record | None) -> str:
    """The id of the push of a release after another push: the same for everyone who begins it there."""
    return hashlib.sha256(f"{sha256} after {before.id if before else 'nothing'}".encode()).hexdigest()[:32]


def read_record(store: Store, names: Names) -> Record | None:
    """The record in a store; None where there is none, and StoreFailed where it cannot be understood."""
    counts = store.counts([names.record])
    if not counts:
        return None
    ((_, triples),) = store.contents(counts)
    said: dict[str, dict[ox.NamedNode, str]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
            said.setdefault(triple.subject.value, {})[triple.predicate] = triple.object.value
    try:
        return _record(said.pop(names.record), said)
    except (KeyError, ValueError) as error:
        raise StoreFailed.at(
            None, f"The record of the last push, <{names.record}>, cannot be understood.",
            rule="store-record", help="If a newer il6ld wrote it, use that one; if not, delete the graph.",
        ) from error  # fmt: skip


def _record(own: dict[ox.NamedNode, str], graphs: dict[str, dict[ox.NamedNode, str]]) -> Record:
    if int(own[SCHEMA.schemaVersion]) > FORMAT:
        raise ValueError(own)
    prints = {
        graph: Fingerprint(int(said[VOID.triples]), said[SPDX.checksumValue])
        for graph, said in graphs.items()
    }
    return Record(
        own[DCTERMS.identifier], own[DCAT.version], own[SPDX.checksumValue], own[SCHEMA.runtimePlatform],
        Status(own[SCHEMA.creativeWorkStatus]), prints,
    )  # fmt: skip
