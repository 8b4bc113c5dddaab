"""What HermiT is given: the triples worth reasoning over, in the form it reads fastest."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from il6ld.namespaces import GRAPHS, OWL, RDF, RDFS, SKOS

# Descriptions of the dataset and links to other ontologies are no axioms of ours; the rest is derived.
LEFT_OUT = frozenset(GRAPHS[name] for name in ("bare", "description", "inferred", "links"))
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
NOMINAL = "urn:il6ld:nominal:"

_ANNOTATIONS = frozenset({RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo})


def reasonable(dataset: ox.Dataset) -> list[ox.Triple]:
    """The triples that can have consequences: ontology and records, without what only describes.

    Statements made with data properties are left out as well. Shapes judge values, and say at which line;
    here one ill-typed number would stop HermiT.
    """
    triples = {quad.triple for quad in dataset if quad.graph_name not in LEFT_OUT}
    silent = _ANNOTATIONS | _declared(triples, OWL.AnnotationProperty)
    headers = _declared(triples, OWL.Ontology)
    valued = _declared(triples, OWL.DatatypeProperty)
    return [
        triple
        for triple in triples
        if triple.predicate not in silent
        and triple.predicate not in SKOS
        and triple.subject not in headers
        and not (triple.predicate in valued and isinstance(triple.object, ox.Literal))
    ]


def _declared(triples: Iterable[ox.Triple], kind: ox.NamedNode) -> set[Subject]:
    return {triple.subject for triple in triples if triple.predicate == RDF.type and triple.object == kind}


def as_document(triples: Iterable[ox.Triple], exact: bool = False) -> bytes:
    """N-Triples for HermiT: no imports, so that nothing is fetched, and no nominals unless `exact`."""
    kept = [triple for triple in triples if triple.predicate != OWL.imports]
    if not exact:
        kept = list(without_nominals(kept))
    document = io.BytesIO()
    ox.serialize(kept, document, format=ox.RdfFormat.N_TRIPLES)
    return document.getvalue()


def without_nominals(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples with `hasValue a` said as `someValuesFrom A`, A a class that `a` is in.

    A nominal makes HermiT carry every individual into each test of its classes: 2.2 CPU s, not 0.9.
    All that follows from the new axioms followed from the old. Lost is only what needs A to have no other
    member: what would follow for a record put in a defined class by hand, its value left unsaid. So that
    little is lost even then, A has the types that `a` is given.
    """
    triples = list(triples)
    names: dict[Subject, ox.NamedNode] = {}
    for triple in triples:
        value = triple.object
        if triple.predicate == OWL.hasValue and isinstance(value, ox.NamedNode):
            name = names.setdefault(value, ox.NamedNode(f"{NOMINAL}n{len(names)}"))
            yield ox.Triple(triple.subject, OWL.someValuesFrom, name)
        else:
            yield triple
    for value, name in names.items():
        yield ox.Triple(name, RDF.type, OWL.Class)
        yield ox.Triple(value, RDF.type, name)
    for triple in triples:
        if triple.predicate == RDF.type and triple.object not in OWL:
            kin = names.get(triple.subject)
            if kin:
                yield ox.Triple(kin, RDFS.subClassOf, triple.object)
