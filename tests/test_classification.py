"""The rules find what HermiT finds of our ontology, and nothing that does not follow."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from il6ld.namespaces import GRAPHS, IL6, RDFS
from il6ld.reasoning.rules import Classes, classify
from tests.conftest import ROOT

E = "https://example.org/"
PREFIXES = f"""@prefix : <{E}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."""
SICK = ":Sick owl:equivalentClass [ owl:intersectionOf ( :Mouse {} ) ] ."


def some(on: str, of: str) -> str:
    return f"[ owl:onProperty :{on} ; owl:someValuesFrom {of} ]"


def value(on: str, of: str) -> str:
    return f"[ owl:onProperty :{on} ; owl:hasValue :{of} ]"


def classified(turtle: str) -> Classes:
    return classify(quad.triple for quad in ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def above(name: str, turtle: str) -> set[str]:
    found = classified(turtle).above[ox.NamedNode(E + name)]
    return {one.value.removeprefix(E) for one in found}


def test_our_ontology_is_classified_as_by_hermit() -> None:
    quads = list(ox.parse(path=str(ROOT / "build" / "il6ld.nq"), format=ox.RdfFormat.N_QUADS))
    told = [quad.triple for quad in quads if quad.graph_name == GRAPHS.ontology]
    stated = {(one.subject, one.object) for one in told if one.predicate == RDFS.subClassOf}
    by_hermit = {
        (quad.subject, quad.object) for quad in quads
        if quad.graph_name == GRAPHS.inferred and quad.predicate == RDFS.subClassOf
    }  # fmt: skip
    by_rules = {(one, other) for one, found in classify(told).above.items() for other in found}
    assert by_rules - stated == by_hermit and len(by_hermit) > 200
    assert (IL6.MultipleMyeloma, IL6.Cancer) in by_rules - stated


@pytest.mark.parametrize("what", ["it", "part", "group"])
def test_who_has_what_is_enough_belongs(what: str) -> None:
    sick = {"it": ":Ill", "part": some("has", ":Ill"), "group": "[ owl:unionOf ( :Ill :Old ) ]"}[what]
    told = f":Flu rdfs:subClassOf :Ill . :has rdfs:subPropertyOf :meets . {SICK.format(some('meets', sick))}"
    ill = some("has", ":Flu") if what == "part" else ":Flu"
    said = f":Mimi rdfs:subClassOf :Mouse , {some('has', ill)} ."
    assert above("Mimi", told + said) == {"Mouse", "Sick"}


def test_who_lacks_part_of_it_does_not() -> None:
    told = SICK.format(some("has", ":Ill")) + ":Flu rdfs:subClassOf :Ill ."
    assert above("Tom", f"{told} :Tom rdfs:subClassOf {some('has', ':Flu')} .") == set()
    assert above("Tom", f"{told} :Tom rdfs:subClassOf :Mouse , {some('meets', ':Flu')} .") == {"Mouse"}
    only = "[ owl:onProperty :has ; owl:allValuesFrom :Ill ]"
    assert above("Tom", f"{told} :Tom rdfs:subClassOf :Mouse , {only} .") == {"Mouse"}


def test_an_individual_is_no_other_though_their_names_are_classes() -> None:
    told = SICK.format(value("has", "Ill")) + ":Flu rdfs:subClassOf :Ill ."
    assert above("Tom", f"{told} :Tom rdfs:subClassOf :Mouse , {value('has', 'Flu')} .") == {"Mouse"}
    assert above("Tom", f"{told} :Tom rdfs:subClassOf :Mouse , {value('has', 'Ill')} .") == {"Mouse", "Sick"}


def test_classes_under_each_other_are_each_under_the_other() -> None:
    told = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A ."
    assert above("A", told) == {"B", "C"} and above("C", told) == {"A", "B"}
