"""The ontology's terms are complete, in order, and say one thing each."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode

from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, IL6, ONTOLOGY_IRI, OWL, RDF, RDFS, SKOS, VANN
from il6ld.project import Project
from il6ld.sources import Sources

CATEGORIES = [
    IL6[name]
    for name in (
        "Anatomy",
        "BiologicalProcess",
        "CellType",
        "Diet",
        "Disease",
        "MolecularEntity",
        "Organism",
        "Phenotype",
    )  # fmt: skip
]


@pytest.fixture(scope="module")
def ontology(sources: Sources) -> Lookup:
    graph = NamedNode(sources.context.expand("graphs:ontology"))
    return Lookup(sources.dataset.quads_for_graph_name(graph))


@pytest.fixture(scope="module")
def own_terms(ontology: Lookup) -> list[NamedNode]:
    terms = {s for s, o in ontology.pairs(RDF.type) if isinstance(s, NamedNode) and s in IL6}
    assert len(terms) > 300
    return sorted(terms, key=lambda term: term.value)


@pytest.fixture(scope="module")
def entities(ontology: Lookup) -> list[NamedNode]:
    found = [node for category in CATEGORIES for node in ontology.instances(category)]
    assert 80 <= len(found) <= 125
    return found


def one_text(ontology: Lookup, term: NamedNode, predicate: NamedNode) -> str:
    values = ontology.values(term, predicate)
    assert len(values) == 1, f"{term} has {len(values)} values of {predicate}"
    (value,) = values
    assert isinstance(value, ox.Literal) and value.language == "en", term
    assert value.value == " ".join(value.value.split()), term
    return value.value


def test_every_term_has_one_label_that_no_other_has(ontology: Lookup, own_terms: list[NamedNode]) -> None:
    counts = Counter(one_text(ontology, term, RDFS.label) for term in own_terms)
    assert not [label for label, number in counts.items() if number > 1]


def test_every_term_has_one_definition_that_no_other_has(
    ontology: Lookup, own_terms: list[NamedNode]
) -> None:
    texts = [one_text(ontology, term, SKOS.definition) for term in own_terms]
    assert not [text for text, number in Counter(texts).items() if number > 1]
    assert not [text for text in texts if not re.fullmatch(r"[A-Z0-9].*\.", text)]


def test_no_synonym_is_shared_or_is_another_terms_label(ontology: Lookup, own_terms: list[NamedNode]) -> None:
    names = [(str(value), term) for term in own_terms for value in ontology.values(term, SKOS.altLabel)]
    assert len(names) > 50
    shared = [name for name, number in Counter(name for name, _ in names).items() if number > 1]
    labels = {str(value): term for term in own_terms for value in ontology.values(term, RDFS.label)}
    assert not shared
    assert not [name for name, term in names if labels.get(name, term) != term]


def test_every_term_is_defined_by_the_ontology(ontology: Lookup, own_terms: list[NamedNode]) -> None:
    assert all(ontology.nodes(term, RDFS.isDefinedBy) == [ONTOLOGY_IRI] for term in own_terms)


def test_every_outside_term_in_use_is_declared_and_labelled(ontology: Lookup, sources: Sources) -> None:
    builtin = tuple(sources.context.prefixes[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
    used = {quad.predicate for quad in sources.dataset}
    used |= {
        quad.object
        for quad in sources.dataset.quads_for_predicate(RDF.type)
        if isinstance(quad.object, NamedNode)
    }
    outside = [term for term in used if term not in IL6 and not term.value.startswith(builtin)]
    assert len(outside) > 10
    bare = [
        term
        for term in outside
        if not ontology.values(term, RDFS.label) or not ontology.values(term, RDF.type)
    ]
    assert not bare


def test_every_entity_is_below_its_one_category(ontology: Lookup, entities: list[NamedNode]) -> None:
    assert len(set(entities)) == len(entities), "an entity in two categories"
    for category in CATEGORIES:
        below = ontology.below(category, RDFS.subClassOf)
        assert [node for node in ontology.instances(category) if node not in below] == []


def test_predicates_are_complete(ontology: Lookup) -> None:
    predicates = ontology.instances(IL6.Predicate)
    assert len(predicates) >= 20
    for predicate in predicates:
        assert OWL.ObjectProperty in ontology.values(predicate, RDF.type)
        assert ontology.text(predicate, IL6.sign) in ("-1", "0", "1")
        assert ontology.text(predicate, IL6.causal) in ("true", "false")
        symmetric = OWL.SymmetricProperty in ontology.values(predicate, RDF.type)
        assert ontology.text(predicate, IL6.symmetric) == str(symmetric).lower()
        assert ontology.nodes(predicate, IL6.subjectCategory) and ontology.nodes(
            predicate, IL6.objectCategory
        )
        assert ontology.text(predicate, IL6.sign) == "0" or ontology.text(predicate, IL6.causal) == "true"


def test_every_predicate_is_mapped_or_known_to_have_no_counterpart(
    project: Project, ontology: Lookup
) -> None:
    (table,) = project.mapping_files
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    mapped = {(row[0], row[3].partition(":")[0]) for row in rows if row[0].startswith("il6:")}
    predicates = [f"il6:{node.value.removeprefix(IL6.iri)}" for node in ontology.instances(IL6.Predicate)]
    assert len(predicates) >= 20
    assert not [name for name in predicates if (name, "biolink") not in mapped]
    obo = {name for name, prefix in mapped if prefix in ("RO", "BFO", "rdfs", "sssom")}
    assert not [name for name in predicates if name not in obo]


def test_the_header_says_what_a_published_ontology_owes(ontology: Lookup) -> None:
    for name in ("title", "description", "license", "creator", "publisher", "created", "issued",
                 "modified", "bibliographicCitation", "contributor", "rights"):  # fmt: skip
        assert ontology.values(ONTOLOGY_IRI, DCTERMS[name]), name
    version = ontology.text(ONTOLOGY_IRI, OWL.versionInfo)
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert ontology.nodes(ONTOLOGY_IRI, OWL.versionIRI) == [
        NamedNode(f"https://w3id.org/il6ld/{version}/terms")
    ]
    assert ontology.text(ONTOLOGY_IRI, VANN.preferredNamespaceUri) == IL6.iri
    assert version in ontology.text(ONTOLOGY_IRI, DCTERMS.bibliographicCitation)


def test_blocks_stand_in_order(project: Project) -> None:
    assert len(project.turtle_files) >= 6
    for path in project.turtle_files:
        subjects = re.findall(r"^([A-Za-z]\w*:\S+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert subjects == sorted(subjects), path.name
