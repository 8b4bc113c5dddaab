"""C, lines 21 to 31: terms that a reader can rely on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from il6ld.lookup import Lookup
from il6ld.namespaces import ONTOLOGY_IRI, OWL, RDF, RDFS, SKOS, Namespace, read_context
from il6ld.pipeline import Pipeline
from il6ld.project import find_project
from tests.checklist.conftest import ROOT
from tests.test_no_quotation import runs

IAO = Namespace("http://purl.obolibrary.org/obo/IAO_")
OBO_IN_OWL = Namespace("http://www.geneontology.org/formats/oboInOwl#")
TEXTS = (RDFS.label, SKOS.altLabel, SKOS.definition)
BUILT_IN = {
    RDF.iri: {"type", "first", "rest", "nil"},
    RDFS.iri: {
        *("label", "comment", "isDefinedBy", "seeAlso"),
        *("subClassOf", "subPropertyOf", "domain", "range"),
    },
    OWL.iri: {
        *("Ontology", "Class", "Restriction", "NamedIndividual", "AllDisjointClasses", "AllDifferent"),
        *("ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
        *("SymmetricProperty", "TransitiveProperty"),
        *("FunctionalProperty", "equivalentClass", "disjointWith", "members", "distinctMembers", "inverseOf"),
        *("onProperty", "someValuesFrom", "allValuesFrom", "hasValue", "intersectionOf", "unionOf", "oneOf"),
        *("cardinality", "minCardinality", "maxCardinality", "versionIRI", "versionInfo", "deprecated"),
        *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality", "onClass", "Thing"),
        *("complementOf", "disjointUnionOf", "propertyDisjointWith", "propertyChainAxiom"),
    },
}  # fmt: skip


def texts(said: Lookup, term: NamedNode, predicate: NamedNode) -> list[str]:
    return [value.value for value in said.values(term, predicate) if isinstance(value, Literal)]


def outside_definitions(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.obo")):
        yield from re.findall(r'^def: "((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8"), re.MULTILINE)


def test_21_everything_declared_has_a_label(said: Lookup) -> None:
    declared = [node for node, _ in said.pairs(RDF.type) if isinstance(node, NamedNode)]
    assert len(declared) > 800
    assert not [node for node in declared if not texts(said, node, RDFS.label)]


def test_22_every_term_has_a_definition(said: Lookup, own_terms: list[NamedNode]) -> None:
    assert not [term for term in own_terms if not texts(said, term, SKOS.definition)]


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_23_one_label_and_one_definition_that_no_other_has(
    predicate: NamedNode, said: Lookup, own_terms: list[NamedNode]
) -> None:
    assert {len(texts(said, term, predicate)) for term in own_terms} == {1}
    # Over everything, ours or not: what two things share is no name.
    found = {(text.value, node) for node, text in said.pairs(predicate) if isinstance(text, Literal)}
    assert len(found) >= len(own_terms)
    assert not [text for text, number in Counter(text for text, _ in found).items() if number > 1]


def test_24_every_term_says_which_ontology_defines_it(said: Lookup, own_terms: list[NamedNode]) -> None:
    assert {tuple(said.nodes(term, RDFS.isDefinedBy)) for term in own_terms} == {(ONTOLOGY_IRI,)}


def test_25_no_stray_white_space_in_names(quads: list[Quad]) -> None:
    found = {
        quad.object.value for quad in quads if quad.predicate in TEXTS and isinstance(quad.object, Literal)
    }
    assert len(found) > 1000
    assert not [
        text for text in found if text != " ".join(text.split(" ")).strip() or re.search(r"[\t\r\n]", text)
    ]


def test_26_no_term_of_the_release_is_deprecated_by_halves(said: Lookup) -> None:
    for term, value in said.pairs(OWL.deprecated):
        assert isinstance(term, NamedNode) and str(value).startswith('"true"')
        assert said.label(term).startswith("obsolete ") and said.nodes(term, IAO["0100001"])
    assert texts(said, IAO["0100001"], RDFS.label) == ["term replaced by"]


OBSOLETE = """
my:{name}
    a owl:Class , il6:BiologicalProcess ;
    rdfs:subClassOf il6:BiologicalProcess ;
    owl:deprecated true ;{replaced}
    rdfs:label "{label}"@en ;
    skos:definition "What was called {name}."@en .
"""


def broken_with(folder: Path, *blocks: dict[str, str]) -> set[str]:
    """The shapes that a tiny project breaks once these terms are in it."""
    path = folder / "ontology" / "terms.ttl"
    prefix = "@prefix IAO: <http://purl.obolibrary.org/obo/IAO_> .\n"
    path.write_text(prefix + path.read_text(encoding="utf-8") + "".join(OBSOLETE.format(**b) for b in blocks))
    report = Pipeline(find_project(folder)).validate()
    assert report.focus_nodes > 20
    return {result.shape.value.rpartition("/")[2] for result in report.results}


REPLACED = "\n    IAO:0100001 my:Sleep ;"


def test_26_a_deprecated_term_with_label_and_successor_is_welcome(tiny: Path) -> None:
    assert broken_with(tiny, {"name": "Nap", "label": "obsolete nap", "replaced": REPLACED}) == set()


def test_26_a_deprecated_term_must_say_so_name_its_successor_and_be_let_alone(tiny: Path) -> None:
    claims = tiny / "ontology" / "articles" / "first" / "claims" / "introduction.yaml"
    claims.write_text(claims.read_text(encoding="utf-8").replace("object: my:Sleep", "object: my:Nap"))
    terms = tiny / "ontology" / "terms.ttl"
    broken = terms.read_text(encoding="utf-8").replace("subClassOf il6:MolecularEntity", "subClassOf my:Rest")
    assert broken != terms.read_text(encoding="utf-8")
    terms.write_text(broken)
    found = broken_with(
        tiny,
        {"name": "Nap", "label": "nap", "replaced": REPLACED},
        {"name": "Rest", "label": "obsolete rest", "replaced": ""},
    )
    expected = {
        "term-deprecated-label",
        "term-deprecated-replaced",
        "term-deprecated-used",
        "entity-deprecated",
    }
    assert expected <= found


def test_27_links_and_cross_references_are_curies(said: Lookup, quads: list[Quad]) -> None:
    context = read_context(ROOT / "ontology" / "context.jsonld")
    linked = [quad.object for quad in quads if str(quad.graph_name).endswith("graphs/links>")]
    iris = [node.value for node in linked if isinstance(node, NamedNode)]
    assert len(iris) > 150
    assert not [iri for iri in iris if context.compact(iri) == iri]
    for _, value in said.pairs(OBO_IN_OWL.hasDbXref):
        assert isinstance(value, Literal) and re.fullmatch(r"\w+:\S+", value.value)


def test_28_no_property_has_a_label_of_ro(
    said: Lookup, own_properties: list[NamedNode], ontologies: Path
) -> None:
    blocks = (ontologies / "ro.obo").read_text(encoding="utf-8").split("\n\n")
    names = [
        re.search(r"^name: (.*)$", block, re.MULTILINE) for block in blocks if block.startswith("[Typedef]")
    ]
    taken = {name[1].casefold() for name in names if name}
    assert len(taken) > 400 and "regulates" in taken
    assert not [term for term in own_properties if said.label(term).casefold() in taken]


def test_29_every_definition_leads_to_its_source(said: Lookup, own_terms: list[NamedNode]) -> None:
    for term in own_terms:
        holders = [term, *said.nodes(term, RDFS.isDefinedBy)]
        assert any(texts(said, holder, IAO["0000119"]) for holder in holders), term


@pytest.mark.heavy
def test_29_the_definitions_are_our_own_as_the_header_says(
    said: Lookup, own_terms: list[NamedNode], ontologies: Path
) -> None:
    theirs: set[tuple[str, ...]] = set()
    for definition in outside_definitions(ontologies):
        theirs |= runs(definition)
    assert len(theirs) > 100_000
    assert not [
        term for term in own_terms for text in texts(said, term, SKOS.definition) if runs(text) & theirs
    ]


def test_30_texts_for_readers_are_tagged_en(quads: list[Quad]) -> None:
    predicates = {*TEXTS, SKOS.note, SKOS.scopeNote, SKOS.example}
    found = [quad.object for quad in quads if quad.predicate in predicates]
    assert len(found) > 1500
    assert {text.language for text in found if isinstance(text, Literal)} == {"en"}


def test_31_built_in_terms_are_used_as_they_are_meant(quads: list[Quad]) -> None:
    used = {
        term.value
        for q in quads
        for term in (q.subject, q.predicate, q.object)
        if isinstance(term, NamedNode)
    }
    for namespace, names in BUILT_IN.items():
        found = {iri.removeprefix(namespace) for iri in used if iri.startswith(namespace)}
        assert found and found - names == set()
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    assert not [iri for iri in subjects if iri.startswith(tuple(BUILT_IN)) and iri != RDF.nil.value]
