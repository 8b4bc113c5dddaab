"""What makes four graphs a nanopublication: the links of the head, and what each graph must mention."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from il6ld.literals import expected
from il6ld.namespaces import NP, RDF, local_name

MAX_TRIPLES = 1200
# What the head says, and the type that it may give to each graph besides.
LINKS = {
    "assertion": (NP.hasAssertion, NP.Assertion),
    "provenance": (NP.hasProvenance, NP.Provenance),
    "publication info": (NP.hasPublicationInfo, NP.PublicationInfo),
}

_IS_NANOPUB = (RDF.type, NP.Nanopublication)

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True)
class Nanopub:
    """One nanopublication of a document; `linked` holds what its head names for each part, right or wrong."""

    node: ox.NamedNode
    head: Graph
    linked: dict[str, list[ox.NamedNode]]
    graphs: dict[Graph, list[ox.Quad]] = field(repr=False)

    @property
    def iri(self) -> str:
        """Its IRI as text."""
        return self.node.value

    @cached_property
    def names(self) -> list[Graph]:
        """The graphs that are its own: the head, and all that the head names."""
        return [self.head, *(graph for linked in self.linked.values() for graph in linked)]

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """Everything in its graphs, each graph once."""
        return [quad for name in dict.fromkeys(self.names) for quad in self.graphs.get(name, ())]

    def part(self, name: str) -> list[ox.Quad]:
        """The quads of one part."""
        return [quad for graph in self.linked[name] for quad in self.graphs.get(graph, ())]


def nanopubs(quads: Iterable[ox.Quad]) -> list[Nanopub]:
    """The nanopublications that a document declares, sorted by their IRIs."""
    graphs: dict[Graph, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(quad)
    found = [
        _nanopub(quad.subject, graph, graphs)
        for graph, held in graphs.items()
        for quad in held
        if (quad.predicate, quad.object) == _IS_NANOPUB and isinstance(quad.subject, ox.NamedNode)
    ]
    return sorted(found, key=lambda nanopub: (nanopub.iri, str(nanopub.head)))


def _nanopub(node: ox.NamedNode, head: Graph, graphs: dict[Graph, list[ox.Quad]]) -> Nanopub:
    linked = {
        name: sorted(
            {
                quad.object
                for quad in graphs[head]
                if quad.subject == node and quad.predicate == link and isinstance(quad.object, ox.NamedNode)
            },
            key=str,
        )
        for name, (link, _) in LINKS.items()
    }
    return Nanopub(node, head, linked, graphs)


def strangers(quads: Iterable[ox.Quad], found: Iterable[Nanopub]) -> list[str]:
    """What is wrong with a document as a whole: graphs of no nanopublication, or of two."""
    owners: dict[Graph, set[str]] = {}
    declared: Counter[str] = Counter()
    for nanopub in found:
        declared[nanopub.iri] += 1
        for graph in nanopub.names:
            owners.setdefault(graph, set()).add(nanopub.iri)
    unowned = {quad.graph_name for quad in quads} - owners.keys()
    return [
        *(
            f"The nanopublication <{iri}> is declared in {number} graphs."
            for iri, number in sorted(declared.items())
            if number > 1
        ),
        *(
            f"The graph {graph} belongs to {len(iris)} nanopublications."
            for graph, iris in sorted(owners.items(), key=str)
            if len(iris) > 1
        ),
        *(f"The graph {_called(graph)} belongs to no nanopublication." for graph in sorted(unowned, key=str)),
    ]


def _called(graph: Graph) -> str:
    return "without a name" if isinstance(graph, ox.DefaultGraph) else str(graph)


def faults(nanopub: Nanopub) -> Iterator[str]:
    """What is wrong with the form of one nanopublication."""
    for look in (_links, _names, _contents):
        wrong = list(look(nanopub))
        yield from wrong
        if wrong:  # everything that follows would say the same again
            return


def _links(nanopub: Nanopub) -> Iterator[str]:
    if not isinstance(nanopub.head, ox.NamedNode):
        yield "Its head is a graph without a name."
    for name, graphs in nanopub.linked.items():
        if len(graphs) != 1:
            yield f"Its head names {len(graphs) or 'no'} graph{'s' * (len(graphs) > 1)} as its {name}."


def _names(nanopub: Nanopub) -> Iterator[str]:
    if len({nanopub.node, *nanopub.names}) < 5:
        yield "The nanopublication and its four graphs have not five different IRIs."
    for graph in nanopub.names:
        if isinstance(graph, ox.NamedNode) and not graph.value.startswith(nanopub.iri):
            yield f"The IRI of the graph {graph} does not begin with that of the nanopublication."


def _contents(nanopub: Nanopub) -> Iterator[str]:
    for quad in sorted(nanopub.graphs[nanopub.head], key=str):
        if quad.subject not in nanopub.names and not _is_link(nanopub, quad):
            yield f"Its head says something else than what its graphs are: {quad.triple}."
    mentions = {"provenance": nanopub.linked["assertion"][0], "publication info": nanopub.node}
    for name, (graph, *_) in nanopub.linked.items():
        quads, term = nanopub.part(name), mentions.get(name)
        if not quads:
            yield f"The graph {graph}, its {name}, is empty or is not there."
        elif term and not any(term in (quad.subject, quad.object) for quad in quads):
            yield f"Its {name} says nothing of {term}."


def _is_link(nanopub: Nanopub, quad: ox.Quad) -> bool:
    links = [(link, nanopub.linked[name][0]) for name, (link, _) in LINKS.items()]
    return quad.subject == nanopub.node and (quad.predicate, quad.object) in [*links, _IS_NANOPUB]


def asides(nanopub: Nanopub) -> Iterator[str]:
    """What the head says of the graphs beyond their types: no harm, but no place for it."""
    types = {(name, kind) for name, (_, kind) in LINKS.items()}
    for quad in sorted(nanopub.graphs[nanopub.head], key=str):
        names = [name for name, graphs in nanopub.linked.items() if quad.subject in graphs]
        if names and (quad.predicate != RDF.type or (names[0], quad.object) not in types):
            yield f"Its head says more of a graph than what it is: {quad.triple}."


def odd_literals(nanopub: Nanopub) -> Iterator[str]:
    """Each value that is not what its datatype says."""
    for quad in nanopub.quads:
        term = quad.object
        if isinstance(term, ox.Literal) and (due := expected(term.value, term.datatype.value)):
            yield f"{local_name(quad.predicate)} has the value {term}, which is not {due}."
