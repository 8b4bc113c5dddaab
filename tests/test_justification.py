"""What follows, or contradicts, is explained by axioms that suffice and of which none can be spared."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from il6ld import reasoning
from il6ld.errors import LimitExceeded
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SKOS, Namespace, read_context
from il6ld.reasoning import Axiom, Justification, asserted, hermit, justification, modules, search, trials
from il6ld.sources import Sources

CONTEXT = read_context(Path(__file__).parents[1] / "ontology" / "context.jsonld")
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in CONTEXT.prefixes.items())
CLAIMS = Namespace(CONTEXT.prefixes["claims"])
LINES = Namespace(CONTEXT.prefixes["lines"])

FACTS = {
    "cancer": Triple(IL6.MultipleMyeloma, RDFS.subClassOf, IL6.Cancer),
    "chronic": Triple(IL6.RheumatoidArthritis, RDFS.subClassOf, IL6.ChronicInflammatoryDisease),
    "mouse": Triple(LINES["il6d-0033-1"], RDF.type, IL6.EvidenceFromMouseStudy),
}
TOLD = {
    "cancer": {
        "Every multiple myeloma is a disease.",
        "Every multiple myeloma arises from some multiple myeloma cell.",
        "Every multiple myeloma cell is a malignant cell.",
        "Cancer is exactly what is a disease and arises from some malignant cell.",
    },
    "chronic": {
        "Every rheumatoid arthritis has as a feature some chronic inflammation.",
        "Whatever has as a feature something is a disease.",
        "Chronic inflammatory disease is exactly what is a disease and has as a feature some chronic "
        "inflammation.",
    },
    "mouse": {
        "lines:il6d-0033-1 is an evidence line.",
        "lines:il6d-0033-1 has observation observations:il6d-0033-1-1.",
        "observations:il6d-0033-1-1 has population populations:il6d-0033-1-1-1.",
        "populations:il6d-0033-1-1-1 has organism Mus musculus.",
        "Evidence from a mouse study is exactly what is an evidence line and has an observation that has "
        "a population that has organism Mus musculus.",
    },
    "contradiction": {
        "Interleukin 6 is a molecular entity.",
        "populations:il6d-0033-1-1-1 has organism interleukin 6.",
        "Whatever something has as organism is a living species.",
        "Nothing is both a molecular entity and a living species.",
    },
}


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEADER + text, format=RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def triples(sources: Sources) -> list[Triple]:
    return reasoning.reasonable(sources.dataset)


@pytest.fixture(scope="module")
def label(sources: Sources) -> Callable[[NamedNode], str]:
    lookup = Lookup(sources.dataset)
    records = tuple(sources.context.prefixes[name] for name in ("lines", "observations", "populations"))

    def named(node: NamedNode) -> str:
        return sources.context.compact(node.value) if node.value.startswith(records) else lookup.label(node)

    return named


@pytest.fixture(scope="module")
def found(triples: list[Triple]) -> Callable[[str], Justification]:
    """The justification of a fact, or of what is wrong with a cytokine for an organism; looked for once."""
    mistake = turtle("populations:il6d-0033-1-1-1 il6:organism il6:Interleukin6 .")

    @cache
    def justification_of(name: str) -> Justification:
        if name in FACTS:
            justified = reasoning.justify(triples, FACTS[name], timeout=60)
        else:
            justified = reasoning.explain_contradiction([*triples, *mistake], timeout=60)
        assert justified
        return justified

    return justification_of


# "chronic" falls under a definition as "cancer" does; a line like "mouse" is explained in docs/model.md.
SLOW = {"chronic", "mouse"}
NAMES = [pytest.param(name, marks=[pytest.mark.heavy] if name in SLOW else []) for name in TOLD]


@pytest.mark.parametrize("name", NAMES)
def test_just_these_axioms_give_it(
    name: str, found: Callable[[str], Justification], label: Callable[[NamedNode], str]
) -> None:
    assert found(name).minimal
    assert set(found(name).in_words(label)) == TOLD[name]
    assert len(found(name).axioms) == len(TOLD[name])
    assert found(name).runs <= 3


def copied(terms: Iterable[Triple], number: int) -> list[Triple]:
    """The triples with every name made into another, so that copies say nothing of each other."""

    def other(term: object) -> Any:
        if isinstance(term, BlankNode):
            return BlankNode(f"{term.value}n{number}")
        if isinstance(term, NamedNode) and not asserted.is_built_in(term):
            return NamedNode(f"{term.value}/{number}")
        return term

    return [Triple(*map(other, triple)) for triple in terms]


def with_sorts(axioms: Sequence[Axiom], triples: list[Triple]) -> list[Triple]:
    names = frozenset().union(*(axiom.names for axiom in axioms))
    sorts = [one for one in triples if asserted.is_declaration(one) and one.subject in names]
    return [*(triple for axiom in axioms for triple in axiom.triples), *sorts]


@pytest.mark.heavy
def test_they_suffice_and_none_can_be_spared(
    found: Callable[[str], Justification], triples: list[Triple]
) -> None:
    """One run of the whole reasoner over copies: each justification whole, and less each of its axioms."""
    document: list[Triple] = []
    expected: dict[Triple, bool] = {}
    for justified in map(found, TOLD):
        for lost in (None, *justified.axioms):
            number = len(document)
            kept = [axiom for axiom in justified.axioms if axiom != lost]
            if justified.fact is None and lost is None:
                continue
            document += copied(with_sorts(kept, triples), number)
            if justified.fact:
                expected[copied([justified.fact], number)[0]] = lost is None
    inference = reasoning.reason(document)
    assert inference.consistent, "a contradiction less one axiom is none"
    assert {fact: fact in inference.triples for fact in expected} == expected
    assert sorted(expected.values()).count(True) == len(FACTS)
    whole = with_sorts(found("contradiction").axioms, triples)
    assert not reasoning.reason(whole).consistent


def test_a_chain_of_subclasses_needs_no_reasoner(
    triples: list[Triple], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hermit, "find_java", lambda: pytest.fail("Java was started"))
    for fact, length in {
        Triple(IL6.MultipleMyeloma, RDFS.subClassOf, IL6.Entity): 2,
        Triple(CLAIMS["il6d-0005"], RDF.type, IL6.SourceRecord): 2,
        Triple(CLAIMS["il6d-0005"], RDF.type, IL6.Claim): 1,
        Triple(IL6.speciesContext, RDFS.subPropertyOf, IL6.qualifier): 1,
    }.items():
        justified = reasoning.justify(triples, fact)
        assert justified is not None
        assert (justified.minimal, justified.runs, len(justified.axioms)) == (True, 0, length)
        assert fact.object in (justified.triples[-1].object, *justified.triples[-1])


def test_the_shortest_chain_is_taken() -> None:
    told = turtle("il6:a rdfs:subClassOf il6:b , il6:c . il6:b rdfs:subClassOf il6:c . il6:x a il6:a .")
    justified = reasoning.justify(told, Triple(IL6.x, RDF.type, IL6.c))
    assert justified is not None
    assert set(justified.triples) == set(turtle("il6:x a il6:a . il6:a rdfs:subClassOf il6:c ."))


SMALL = """
il6:Disease a owl:Class ; owl:disjointWith il6:Diet . il6:Diet a owl:Class .
il6:eats a owl:ObjectProperty , owl:FunctionalProperty .
il6:Flu a owl:Class ; rdfs:subClassOf il6:Disease .
il6:Soup a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty il6:eats ; owl:someValuesFrom
    [ a owl:Class ; owl:intersectionOf ( il6:Flu il6:Diet ) ] ] .
"""


@pytest.mark.heavy
def test_what_does_not_follow_has_no_justification() -> None:
    assert reasoning.justify(turtle(SMALL), Triple(IL6.Flu, RDFS.subClassOf, IL6.Diet)) is None
    assert reasoning.justify(turtle(SMALL), Triple(IL6.Flu, SKOS.closeMatch, IL6.Diet)) is None


@pytest.mark.heavy
def test_a_class_of_nothing_is_explained() -> None:
    justified = reasoning.justify(turtle(SMALL), Triple(IL6.Soup, RDFS.subClassOf, OWL.Nothing))
    assert justified is not None and justified.minimal
    heads = {(axiom.head.subject, axiom.head.predicate) for axiom in justified.axioms}
    assert heads == {
        (IL6.Disease, OWL.disjointWith), (IL6.Flu, RDFS.subClassOf), (IL6.Soup, RDFS.subClassOf)
    }  # fmt: skip


@pytest.mark.heavy
def test_a_contradiction_that_no_chain_shows_is_explained() -> None:
    wrong = "il6:x il6:eats il6:a , il6:b , il6:c . il6:y a il6:Flu . [] a owl:AllDifferent ;"
    told = turtle(f"{SMALL} {wrong} owl:distinctMembers ( il6:a il6:b ) .")
    justified = reasoning.explain_contradiction(told, timeout=60)
    assert justified is not None and justified.minimal
    eaten = turtle("il6:x il6:eats il6:a , il6:b . il6:eats a owl:FunctionalProperty .")
    assert {one for one in justified.triples if isinstance(one.subject, NamedNode)} == set(eaten)
    assert len(justified.axioms) == 4


class Sufficing:
    """Stands in for HermiT: a set suffices where it holds one of some sets."""

    def __init__(self, *enough: set[str], patience: int = 1000) -> None:
        self.enough = enough
        self.patience = patience

    def _suffices(self, axioms: Sequence[str]) -> bool:
        return any(some <= set(axioms) for some in self.enough)

    def each(self, sets: Sequence[Sequence[str]]) -> list[bool]:
        self.patience -= 1
        if self.patience < 0:
            raise LimitExceeded("too long")
        return [self._suffices(axioms) for axioms in sets]

    def first(self, sets: Sequence[Sequence[str]]) -> int | None:
        answers = self.each(sets)
        return answers.index(True) if True in answers else None


def narrowed(axioms: Sequence[str], told: Sufficing) -> list[list[str]]:
    steps = search.narrowed(cast(Sequence[Axiom], axioms), cast(trials.Trials, told))
    return cast(list[list[str]], list(steps))


@pytest.mark.parametrize("size", [1, 7, 89, 400])
def test_whatever_suffices_none_is_left_that_can_be_spared(size: int) -> None:
    axioms = [f"axiom {number}" for number in range(size)]
    for seed in range(20):
        chance = random.Random(seed)
        told = Sufficing(*({*chance.sample(axioms, min(size, 5))} for _ in range(3)))
        least = narrowed(axioms, told)[-1]
        assert told._suffices(least)
        assert not any(told._suffices([one for one in least if one != lost]) for lost in least)
    assert narrowed(axioms, Sufficing({"another"})) == []
    assert narrowed(axioms, Sufficing(set()))[-1] == []


def test_when_time_runs_out_what_is_left_is_told() -> None:
    axioms = [f"axiom {number}" for number in range(300)]
    steps = search.narrowed(
        cast(Sequence[Axiom], axioms), cast(trials.Trials, Sufficing({axioms[7], axioms[200]}, patience=1))
    )
    left = justification._best(None, steps, trials.Clock(1))
    assert left is not None
    assert not left.minimal
    assert {axioms[7], axioms[200]} <= set(cast(tuple[str, ...], left.axioms))


@pytest.mark.skipif(sys.platform == "win32", reason="the script is a shell script")
def test_a_reasoner_that_finds_nothing_in_time_is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "java"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(hermit, "find_java", lambda: program)
    with pytest.raises(LimitExceeded, match="stopped after 0.1 seconds"):
        reasoning.justify(turtle(SMALL), Triple(IL6.Flu, RDFS.subClassOf, IL6.Diet), timeout=0.1)


def test_a_module_holds_what_bears_on_a_name_and_little_else(triples: list[Triple]) -> None:
    axioms = asserted.grouped(triples)
    assert len(axioms) > 1000
    near = modules.Modules(axioms).around(modules.Reach({IL6.MultipleMyeloma}))
    assert 4 < len(near) < 40
    heads = {(axiom.head.subject, axiom.head.predicate) for axiom in near}
    assert {(IL6.Cancer, OWL.equivalentClass), (IL6.MultipleMyelomaCell, RDFS.subClassOf)} <= heads


def test_every_triple_is_in_an_axiom_or_declares_a_name(triples: list[Triple]) -> None:
    held = {triple for axiom in asserted.grouped(triples) for triple in axiom.triples}
    rest = set(triples) - held
    assert held and rest
    assert all(map(asserted.is_declaration, rest))


SENTENCES = {
    "il6:Gout rdfs:subClassOf il6:Arthritis .": "Every Gout is an Arthritis.",
    "il6:Gout owl:equivalentClass il6:Podagra .": "Gout is exactly a Podagra.",
    "il6:Gout rdfs:subClassOf owl:Nothing .": "Every Gout cannot be.",
    "owl:Thing rdfs:subClassOf il6:Gout .": "Everything is a Gout.",
    "il6:Gout rdfs:subClassOf [ owl:complementOf il6:Cancer ] .": "Every Gout is not a Cancer.",
    "il6:Gout rdfs:subClassOf [ owl:unionOf ( il6:A il6:B il6:C ) ] .": "Every Gout is an A, a B or a C.",
    "il6:Gout rdfs:subClassOf [ owl:oneOf ( il6:x il6:y ) ] .": "Every Gout is x or y.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:affects ; owl:allValuesFrom il6:Joint ] .":
        "Every Gout affects only Joint.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:organ ; owl:allValuesFrom il6:Joint ] .":
        "Every Gout has no organ except what is a Joint.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:organ ; owl:someValuesFrom il6:Joint ] .":
        "Every Gout has an organ that is a Joint.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:organ ; owl:hasValue il6:toe ] .":
        "Every Gout has organ toe.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:affects ; owl:minCardinality 2 ] .":
        "Every Gout affects at least 2 things.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty [ owl:inverseOf il6:cause ] ; owl:someValuesFrom il6:X ] .":
        "Every Gout is what some X has as cause.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:affects ; owl:hasSelf true ] .":
        "Every Gout affects itself.",
    "il6:Gout rdfs:subClassOf [ owl:onProperty il6:affects ; owl:someValuesFrom ["
    " owl:intersectionOf ( il6:Joint [ owl:onProperty il6:organ ; owl:hasValue il6:toe ] ) ] ] .":
        "Every Gout affects some thing that both is a Joint and has organ toe.",
    "[ owl:onProperty il6:affects ; owl:someValuesFrom il6:Joint ] rdfs:subClassOf il6:Arthritis .":
        "Whatever affects some Joint is an Arthritis.",
    "il6:Gout rdfs:subClassOf [ a owl:Class ] .": "Every Gout is in a class that has no plain words.",
    "il6:affects rdfs:domain il6:Gout .": "Whatever affects something is a Gout.",
    "il6:affects rdfs:range il6:Joint .": "Whatever something affects is a Joint.",
    "il6:organ rdfs:domain il6:Gout .": "Whatever has an organ is a Gout.",
    "il6:species_context rdfs:range il6:Joint .": "Whatever something has as species context is a Joint.",
    "il6:measured rdfs:range il6:Joint .": "Whatever something has measured is a Joint.",
    "il6:based_on rdfs:domain il6:Gout .": "Whatever is based on something is a Gout.",
    "il6:organ rdfs:subPropertyOf il6:part .": "'organ' is a kind of 'part'.",
    "il6:touches a owl:SymmetricProperty .": "The relation 'touches' is symmetric.",
    "il6:x a il6:Gout .": "X is a Gout.",
    "lines:x il6:organ il6:toe .": "lines:x has organ toe.",
    "il6:x owl:sameAs il6:y .": "X is the same as y.",
    "il6:Gout owl:disjointWith il6:Cancer .": "Nothing is both a Gout and a Cancer.",
    "[] a owl:AllDisjointClasses ; owl:members ( il6:A il6:B il6:C ) .":
        "Nothing is two of these at once: A, B, C.",
    "[] a owl:AllDifferent ; owl:distinctMembers ( il6:x il6:y ) .": "X and y are different things.",
}  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
def test_every_sort_of_axiom_has_plain_words(text: str) -> None:
    (axiom,) = asserted.grouped(turtle(text))

    def label(node: NamedNode) -> str:
        name = CONTEXT.compact(node.value)
        return name.removeprefix("il6:").replace("_", " ")

    assert reasoning.in_words(axiom, label) == SENTENCES[text]


def test_of_many_disjoint_classes_only_those_that_matter_are_told() -> None:
    told = turtle("[] a owl:AllDisjointClasses ; owl:members ( il6:A il6:B il6:C ) . il6:x a il6:A , il6:C .")
    justified = reasoning.explain_contradiction(told)
    assert justified is not None
    assert "Nothing is both an A and a C." in justified.in_words(lambda node: node.value[-1])
