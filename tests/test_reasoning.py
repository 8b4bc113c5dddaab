"""What must follow comes out of HermiT, and only while the fact it rests on is there."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import reasoning
from il6ld.namespaces import GRAPHS, IL6, OWL, RDF, RDFS, SKOS, Namespace, local_name, read_context
from il6ld.reasoning import axioms, hermit, premises

ONTOLOGY = Path(__file__).parents[1] / "ontology"
PREFIXES = read_context(ONTOLOGY / "context.jsonld").prefixes
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
LINES = Namespace(PREFIXES["lines"])

# Three lines of evidence: from mice, from patients, and from mice that lack a gene.
RECORDS = """
lines:mice a il6:EvidenceLine ; il6:observation observations:mice .
observations:mice a il6:Observation ; il6:population populations:mice .
populations:mice a il6:Population ; il6:organism NCBITaxon:10090 .

lines:patients a il6:EvidenceLine ; il6:observation observations:patients .
observations:patients a il6:Observation ; il6:population populations:patients .
populations:patients a il6:Population ; il6:organism NCBITaxon:9606 ; il6:condition il6:MultipleMyeloma .

lines:knockout a il6:EvidenceLine ; il6:observation observations:knockout .
observations:knockout a il6:Observation ;
    il6:population populations:mice ; il6:intervention interventions:knockout .
interventions:knockout a il6:Intervention ;
    il6:kind il6:GermlineKnockout ; il6:target il6:Interleukin6 ; il6:role il6:Varied .
"""

# Each inference that is promised, and the one fact whose loss must undo it.
PROMISED = {
    "mouse-study": (
        ox.Triple(LINES.mice, RDF.type, IL6.EvidenceFromMouseStudy),
        "DELETE DATA { populations:mice il6:organism NCBITaxon:10090 }",
    ),
    "patients": (
        ox.Triple(LINES.patients, RDF.type, IL6.EvidenceFromPatients),
        "DELETE DATA { populations:patients il6:condition il6:MultipleMyeloma }",
    ),
    "knockout": (
        ox.Triple(LINES.knockout, RDF.type, IL6.EvidenceFromKnockout),
        "DELETE DATA { interventions:knockout il6:role il6:Varied }",
    ),
    "cancer": (
        ox.Triple(IL6.MultipleMyeloma, RDFS.subClassOf, IL6.Cancer),
        """DELETE { il6:MultipleMyeloma rdfs:subClassOf ?origin }
           WHERE { il6:MultipleMyeloma rdfs:subClassOf ?origin . ?origin owl:onProperty il6:arisesFrom }""",
    ),
    "chronic-inflammatory-disease": (
        ox.Triple(IL6.RheumatoidArthritis, RDFS.subClassOf, IL6.ChronicInflammatoryDisease),
        """DELETE { il6:RheumatoidArthritis rdfs:subClassOf ?feature }
           WHERE { il6:RheumatoidArthritis rdfs:subClassOf ?feature .
                   ?feature owl:onProperty il6:hasFeature }""",
    ),
}

# These rest on records alone, and records of other names say nothing of each other: one run for all.
TWINS = ("mouse-study", "patients", "knockout")

# A cytokine where an organism is due.
MISTAKES = {
    "population": "populations:mice il6:organism il6:Interleukin6 .",
    "claim": "claims:c il6:proposition propositions:p . propositions:p il6:speciesContext il6:Interleukin6 .",
}


def turtle(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(HEADER + text, format=ox.RdfFormat.TURTLE)]


def dataset(**graphs: list[ox.Triple]) -> ox.Dataset:
    """Each list of triples in the graph of its name."""
    return ox.Dataset(
        ox.Quad(triple.subject, triple.predicate, triple.object, GRAPHS[name])
        for name, triples in graphs.items()
        for triple in triples
    )


def without(triples: list[ox.Triple], update: str) -> list[ox.Triple]:
    """The triples less what a SPARQL update takes away."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    before = len(store)
    store.update(HEADER + update)
    assert len(store) == before - 1, "the twin must lack just one fact"
    return [quad.triple for quad in store]


@pytest.fixture(scope="module")
def ontology() -> list[ox.Triple]:
    files = sorted(ONTOLOGY.glob("*.ttl"))
    assert files
    return [quad.triple for path in files for quad in ox.parse(path=str(path))]


@pytest.fixture(scope="module")
def evidence(ontology: list[ox.Triple]) -> list[ox.Triple]:
    return reasoning.reasonable(dataset(ontology=ontology, claim=turtle(RECORDS)))


def apart(triples: list[ox.Triple], name: str) -> list[ox.Triple]:
    """The same records under names of their own."""
    records = tuple(PREFIXES[kind] for kind in ("lines", "observations", "populations", "interventions"))

    def own(node: ox.NamedNode) -> ox.NamedNode:
        return ox.NamedNode(f"{node.value}-{name}") if node.value.startswith(records) else node

    pairs = [(one.subject, one.object) for one in triples]
    assert all(isinstance(node, ox.NamedNode) for pair in pairs for node in pair)
    return [ox.Triple(own(one.subject), one.predicate, own(one.object)) for one in triples]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def twins(ontology: list[ox.Triple]) -> reasoning.Inference:
    """What follows of the records with mice for all organisms, and of their twins that lack one fact each."""
    right = [mistake.replace("il6:Interleukin6", "NCBITaxon:10090") for mistake in MISTAKES.values()]
    told = turtle(RECORDS + "\n".join(right))
    for name in TWINS:
        told += apart(without(turtle(RECORDS), PROMISED[name][1]), name)
    return reasoning.reason(reasoning.reasonable(dataset(ontology=ontology, claim=told)))


@pytest.fixture(scope="module")
def inference(evidence: list[ox.Triple]) -> reasoning.Inference:
    return reasoning.reason(evidence)


def test_the_ontology_contradicts_nothing(inference: reasoning.Inference) -> None:
    assert inference.consistent
    assert inference.unsatisfiable == ()


@pytest.mark.parametrize("name", PROMISED)
def test_what_is_promised_follows(name: str, inference: reasoning.Inference) -> None:
    assert PROMISED[name][0] in inference.triples


@pytest.mark.parametrize("name", TWINS)
def test_less_one_fact_of_a_record_it_does_not_follow(name: str, twins: reasoning.Inference) -> None:
    (expected,) = apart([PROMISED[name][0]], name)
    others = apart([PROMISED[other][0] for other in TWINS if other != name], name)
    assert twins.consistent
    assert twins.triples >= set(others), "the twin was reasoned over"
    assert expected not in twins.triples


CHRONIC = pytest.param("chronic-inflammatory-disease", marks=pytest.mark.heavy)


@pytest.mark.parametrize("name", ["cancer", CHRONIC])
def test_less_one_fact_it_does_not_follow(name: str, evidence: list[ox.Triple]) -> None:
    expected, loss = PROMISED[name]
    twin = reasoning.reason(without(evidence, loss))
    assert twin.consistent
    assert twin.triples, "the twin was reasoned over"
    assert expected not in twin.triples


# The mistake in a population is what tests/test_justification.py explains.
@pytest.mark.parametrize("name", [pytest.param("population", marks=pytest.mark.heavy), "claim"])
def test_a_cytokine_for_an_organism_is_a_contradiction(name: str, evidence: list[ox.Triple]) -> None:
    found = reasoning.reason([*evidence, *turtle(MISTAKES[name])])
    assert found == reasoning.Inference(consistent=False)


def test_a_mouse_for_an_organism_is_none(twins: reasoning.Inference) -> None:
    assert twins.consistent
    assert PROMISED["mouse-study"][0] in twins.triples, "these records were reasoned over"


def test_a_class_and_a_property_that_nothing_can_have_are_named() -> None:
    found = reasoning.reason(
        turtle("""
        il6:Disease a owl:Class ; owl:disjointWith il6:Diet . il6:Diet a owl:Class .
        il6:Mixture a owl:Class ; rdfs:subClassOf il6:Disease , il6:Diet .
        il6:Part a owl:Class ; rdfs:subClassOf il6:Mixture .
        il6:eats a owl:ObjectProperty ; rdfs:domain il6:Disease , il6:Diet .
        il6:Flu a il6:Disease .
        """)
    )
    assert found.consistent
    assert found.unsatisfiable == (IL6.Mixture, IL6.Part, IL6.eats)
    assert not found.triples, "what is nothing falls under everything, which tells nobody anything"


def test_what_follows_is_new_and_closed(evidence: list[ox.Triple], inference: reasoning.Inference) -> None:
    assert not inference.triples & set(evidence)
    known = inference.triples | set(evidence)
    named = {one for one in known if isinstance(one.object, ox.NamedNode) and one.object not in OWL}
    above = {(one.subject, one.object) for one in named if one.predicate == RDFS.subClassOf}
    kinds = {(one.subject, one.object) for one in named if one.predicate == RDF.type}
    assert len(above) > 100
    assert {(a, d) for a, b in above for c, d in above if b == c and a != d} <= above
    assert {(a, d) for a, b in kinds for c, d in above if b == c} <= kinds
    assert all(one.subject != one.object for one in inference.triples)


@pytest.mark.heavy
def test_nominals_change_nothing_but_the_time(
    evidence: list[ox.Triple], inference: reasoning.Inference
) -> None:
    assert any(triple.predicate == OWL.hasValue for triple in evidence)
    assert reasoning.reason(evidence, exact=True) == inference


@pytest.mark.heavy
def test_owlready2_agrees_on_the_unpunned_classes(
    ontology: list[ox.Triple], inference: reasoning.Inference, tmp_path: Path
) -> None:
    """Owlready2 loads the ontology from one file and, punning left out, finds the same superclasses."""
    import owlready2

    classes = {triple.subject for triple in ontology if triple.object == OWL.Class}
    plain = [
        triple
        for triple in premises.without_nominals(reasoning.reasonable(dataset(ontology=ontology)))
        if not (triple.predicate == RDF.type and triple.subject in classes and triple.object not in OWL)
    ]
    file = tmp_path / "il6ld.owl"
    ox.serialize(plain, str(file), format=ox.RdfFormat.RDF_XML)
    owlready2.JAVA_EXE = str(hermit.find_java())
    world = owlready2.World()
    loaded = world.get_ontology(file.as_uri()).load()
    owlready2.sync_reasoner_hermit([loaded], debug=0)

    ours = {
        (one.subject.value, one.object.value)
        for one in [*ontology, *inference.triples]
        if one.predicate == RDFS.subClassOf
        and isinstance(one.subject, ox.NamedNode)
        and isinstance(one.object, ox.NamedNode)
    }
    theirs = {
        (below.iri, above.iri)
        for below in world.classes()
        for above in below.ancestors() - {below, owlready2.Thing}
        if not above.iri.startswith(premises.NOMINAL) and not below.iri.startswith(premises.NOMINAL)
    }
    assert (IL6.MultipleMyeloma.value, IL6.Cancer.value) in theirs
    assert theirs == ours


def test_only_what_has_consequences_is_reasoned_over() -> None:
    told = turtle("""
        il6:Disease a owl:Class ; rdfs:label "disease"@en ; skos:definition "A disorder."@en .
        il6:note a owl:AnnotationProperty . il6:count a owl:DatatypeProperty .
        il6:Flu a il6:Disease ; il6:note "common" ; il6:count 3 .
        <https://w3id.org/il6ld/terms> a owl:Ontology ; owl:imports il6:other .
    """)
    link = turtle("il6:Disease skos:exactMatch MONDO:0000001 .")
    kept = reasoning.reasonable(
        dataset(ontology=told, links=link, description=link, bare=link, inferred=link)
    )
    assert ox.Triple(IL6.Flu, RDF.type, IL6.Disease) in kept
    predicates = {triple.predicate for triple in kept}
    assert predicates == {RDF.type}
    assert SKOS.exactMatch not in predicates


def test_nothing_is_fetched() -> None:
    document = premises.as_document(turtle("il6:a owl:imports il6:b . il6:a a il6:B ."))
    assert b"imports" not in document
    assert local_name(IL6.a).encode() in document


def test_equals_and_parents_are_read_as_hermit_prints_them() -> None:
    printed = """
EquivalentClasses( <urn:A> <urn:B> )
EquivalentClasses( <http://www.w3.org/2002/07/owl#Thing> <urn:All> )
SubClassOf( <urn:C> <urn:B> )
EquivalentDataProperties( <urn:p> >urn:q> )
SubObjectPropertyOf( ObjectInverseOf( <urn:r> ) <urn:s> )
Type( <urn:x> <urn:C> )
"""
    told = {tuple(local_name(term) for term in triple) for triple in axioms.parse(printed).triples()}
    both = {("A", "equivalentClass", "B"), ("A", "subClassOf", "B"), ("p", "equivalentProperty", "q")}
    assert both | {("C", "subClassOf", "A"), ("C", "subClassOf", "B"), ("C", "subClassOf", "All")} <= told
    assert {name for one, verb, name in told if (one, verb) == ("x", "type")} == {"A", "B", "C", "All"}
    assert not {"r", "s"} & {one for one, _, _ in told}
