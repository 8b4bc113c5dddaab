"""I. Nanopub: lines 60 to 63."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from il6ld import nanopubs
from il6ld.namespaces import IL6, NP, RDF
from tests.checklist.conftest import BUILD

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
PARTS = (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)


@cache
def graphs() -> dict[Graph, list[ox.Triple]]:
    """The triples of each graph of the released nanopublications."""
    found: dict[Graph, list[ox.Triple]] = {}
    for quad in ox.parse(path=BUILD / "il6ld-nanopubs.trig", format=ox.RdfFormat.TRIG):
        found.setdefault(quad.graph_name, []).append(quad.triple)
    return found


@cache
def heads() -> dict[Graph, ox.NamedNode]:
    """The nanopublication that each head is of."""
    declared = ((graph, triple) for graph, triples in graphs().items() for triple in triples)
    found = {
        graph: triple.subject
        for graph, triple in declared
        if triple.predicate == RDF.type and triple.object == NP.Nanopublication
    }
    assert len(found) > 50
    return {graph: node for graph, node in found.items() if isinstance(node, ox.NamedNode)}


def parts(head: Graph) -> dict[ox.NamedNode, Graph]:
    """The assertion, provenance and publication info that a head names."""
    return {t.predicate: t.object for t in graphs()[head] if t.predicate in PARTS}  # type: ignore[misc]


def mentions(triples: Iterable[ox.Triple], node: object) -> bool:
    return any(node in (triple.subject, triple.object) for triple in triples)


def test_60_a_head_names_one_nanopublication_and_its_three_distinct_graphs() -> None:
    assert len(set(heads().values())) == len(heads())
    for head, node in heads().items():
        said = parts(head)
        assert said.keys() == set(PARTS) and len({head, *said.values()}) == 4
        assert len(graphs()[head]) == 4 and all(triple.subject == node for triple in graphs()[head])
        assert mentions(graphs()[said[NP.hasProvenance]], said[NP.hasAssertion])
        assert mentions(graphs()[said[NP.hasPublicationInfo]], node)


def test_61_there_is_no_graph_more_and_no_ill_typed_value() -> None:
    named = {graph for head in heads() for graph in (head, *parts(head).values())}
    assert named == graphs().keys()
    assert nanopubs.check((BUILD / "il6ld-nanopubs.trig").read_bytes()) == []


def test_62_no_nanopublication_has_more_than_1200_triples() -> None:
    sizes = [sum(len(graphs()[graph]) for graph in (head, *parts(head).values())) for head in heads()]
    assert 10 < max(sizes) <= 1200


def test_63_what_is_superseded_says_so_where_it_is_published() -> None:
    past = {
        triple.subject
        for triples in graphs().values()
        for triple in triples
        if triple.predicate == IL6.status and triple.object != IL6.Current
    }
    assert past
    infos = [(node, graphs()[parts(head)[NP.hasPublicationInfo]]) for head, node in heads().items()]
    told = [node for node, triples in infos if any(triple.object == IL6.Superseded for triple in triples)]
    assert len(told) == len([node for node in past if "/claims/" in str(node)]) > 0
