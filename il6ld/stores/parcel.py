"""A release as it is sent: each graph by its IRI, kept as N-Triples; and the graphs a push makes beside."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from il6ld.errors import Il6ldError, InvalidInput
from il6ld.namespaces import DCAT
from il6ld.stores.fingerprints import Fingerprint, fingerprint
from il6ld.stores.spelling import Rewriting

_DESCRIPTION = "description"


@dataclass(frozen=True)
class Names:
    """The graphs that a push makes for itself, under the namespace that the release's graphs stand in."""

    home: str

    @property
    def record(self) -> str:
        """Says what was pushed last."""
        return f"{self.home}push"

    @property
    def begun(self) -> str:
        """Says which pushes have begun and not yet cleared up."""
        return f"{self.record}/begun"

    def plan(self, id: str) -> str:
        """Says which graph takes the place of which in the push of that id."""
        return f"{self.record}/{id}"

    def staged(self, id: str, graph: str) -> str:
        """Where a graph waits until all are there."""
        near = graph.startswith(self.home)
        local = graph.removeprefix(self.home) if near else hashlib.sha256(graph.encode()).hexdigest()
        return f"{self.plan(id)}/{local}"


@dataclass(frozen=True)
class Parcel:
    """A release to be pushed: its version, the SHA-256 of its list of checksums, its graphs as N-Triples."""

    version: str
    sha256: str
    graphs: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def names(self) -> Names:
        """The names of a push of it; raises InvalidInput where no graph describes the dataset."""
        for graph in self.graphs:
            if graph.endswith(f"graphs/{_DESCRIPTION}"):
                return Names(graph.removesuffix(_DESCRIPTION))
        raise InvalidInput.at(
            None, "The release has no graph 'graphs/description'.", rule="store-release",
            help="Push what 'il6ld build' writes.",
        )  # fmt: skip

    def triples(self, graph: str) -> list[ox.Triple]:
        """The triples of one graph."""
        return [quad.triple for quad in ox.parse(self.graphs[graph], format=ox.RdfFormat.N_TRIPLES)]

    def fingerprints(self, rewritings: tuple[Rewriting, ...]) -> dict[str, Fingerprint]:
        """The fingerprint of each graph, A to Z."""
        return {graph: fingerprint(self.triples(graph), rewritings) for graph in sorted(self.graphs)}


def parcel(quads: Iterable[ox.Quad], sha256: str) -> Parcel:
    """A release's quads, graph by graph; raises InvalidInput for a quad of no named graph."""
    version = ""
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        graph = quad.graph_name
        if not isinstance(graph, ox.NamedNode):
            raise unnamed()
        if quad.predicate == DCAT.version and graph.value.endswith(f"graphs/{_DESCRIPTION}"):
            version = quad.object.value if isinstance(quad.object, ox.Literal) else ""
        graphs[graph.value].append(quad.triple)
    return Parcel(version, sha256, {graph: n_triples(triples) for graph, triples in graphs.items()})


def unnamed() -> Il6ldError:
    """The error for a quad of no named graph."""
    return InvalidInput.at(
        None, "The release says something outside a named graph.", rule="store-release",
        help="Push what 'il6ld build' writes.",
    )  # fmt: skip


def n_triples(triples: Iterable[ox.Triple]) -> bytes:
    """Triples as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
