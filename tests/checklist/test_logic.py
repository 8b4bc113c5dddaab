"""D, lines 32 to 37: logic that a reasoner can use."""

from __future__ import annotations

from itertools import combinations

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from il6ld import reasoning
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SH
from il6ld.sources import Sources
from tests.checklist.conftest import BUILD, ROOT

KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
OBO = "http://purl.obolibrary.org/obo/"


@pytest.mark.heavy
@pytest.mark.parametrize("file", ["il6ld.owl", "il6ld.ttl"])
def test_32_a_second_parser_reads_the_same(file: str) -> None:
    import rdflib

    syntax = {"il6ld.owl": RdfFormat.RDF_XML, "il6ld.ttl": RdfFormat.TURTLE}[file]
    ours = {str(triple) for triple in parse(path=BUILD / file, format=syntax)}
    theirs = rdflib.Graph().parse(BUILD / file, format="xml" if file.endswith("owl") else "turtle")
    assert len(theirs) == len(ours) > 5000


def test_33_every_property_in_use_is_declared_and_ci_asks_for_owl_2_dl(
    quads: list[Quad], said: Lookup
) -> None:
    used = {
        quad.predicate for quad in quads if not quad.predicate.value.startswith((RDF.iri, RDFS.iri, OWL.iri))
    }
    assert len(used) > 80
    assert not [node for node in used if not set(said.values(node, RDF.type)) & set(KINDS)]
    classes = {q.object for q in quads if q.predicate == RDF.type and isinstance(q.object, NamedNode)}
    outside = [node for node in classes if not node.value.startswith((OWL.iri, RDF.iri, RDFS.iri))]
    assert outside and not [node for node in outside if OWL.Class not in said.values(node, RDF.type)]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "report --input build/il6ld.owl" in ci and "validate-profile --profile DL" in ci


def test_34_no_class_is_empty_and_no_two_are_one(said: Lookup) -> None:
    below = list(said.pairs(RDFS.subClassOf))
    assert len(below) > 300
    assert not [pair for pair in below if pair[1] == OWL.Nothing]
    assert not [pair for pair in said.pairs(OWL.equivalentClass) if isinstance(pair[1], NamedNode)]
    named = {(str(one), str(other)) for one, other in below if one != other}
    assert not [pair for pair in named if pair[::-1] in named]
    report = list(parse(path=BUILD / "report.ttl", format=RdfFormat.TURTLE))
    assert [triple.object.value for triple in report if triple.predicate == SH.conforms] == ["true"]


@pytest.mark.heavy
def test_34_a_reasoner_finds_no_contradiction(sources: Sources) -> None:
    inference = reasoning.start(reasoning.reasonable(sources.dataset)).result()
    assert inference.consistent and not inference.unsatisfiable
    assert len(inference.triples) > 500


def test_35_no_property_is_of_two_kinds(said: Lookup) -> None:
    properties = {node for kind in KINDS for node in said.subjects(RDF.type, kind)}
    assert len(properties) > 150
    assert not [node for node in properties if len(set(said.values(node, RDF.type)) & set(KINDS)) != 1]


def test_36_relations_of_ro_are_mapped_and_never_asserted(quads: list[Quad]) -> None:
    predicates = {quad.predicate.value for quad in quads}
    assert len(predicates) > 80
    assert not [iri for iri in predicates if iri.startswith((f"{OBO}RO_", f"{OBO}BFO_"))]
    mapped = {
        str(q.graph_name) for q in quads if isinstance(q.object, NamedNode) and f"{OBO}RO_" in q.object.value
    }
    assert mapped and all(name.endswith("graphs/links>") for name in mapped)


def test_37_categories_exclude_each_other_and_entities_have_one(said: Lookup) -> None:
    categories = {node for node, parent in said.pairs(RDFS.subClassOf) if parent == IL6.Entity}
    lists = [
        set(said.members(value))
        for group in said.subjects(RDF.type, OWL.AllDisjointClasses)
        for value in said.values(group, OWL.members)
    ]
    (disjoint,) = [members for members in lists if IL6.Disease in members]
    assert len(disjoint) >= 8 and disjoint <= categories
    for one, other in combinations(sorted(disjoint, key=str), 2):
        shared = set(said.subjects(RDFS.subClassOf, one)) & set(said.subjects(RDFS.subClassOf, other))
        assert not shared - {OWL.Nothing}, (one, other)
    assert list(said.pairs(OWL.disjointWith)), "single classes exclude each other too"
