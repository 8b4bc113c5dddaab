"""What the ontology tells the reader of records: classes, ranges, defaults, labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.namespaces import IL6, ONTOLOGY_IRI, OWL, RDF, RDFS, SCHEMA, SH, VANN


@dataclass
class Vocabulary:
    """Look-ups over the ontology's triples, by IRI."""

    declared: set[str] = field(default_factory=set)
    members: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)
    record_prefixes: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, ox.NamedNode] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)

    @property
    def record_classes(self) -> dict[str, str]:
        """The class of each record prefix: `claims` is il6:Claim."""
        return {prefix: iri for iri, prefix in self.record_prefixes.items()}

    def label(self, iri: str) -> str:
        """The label of a term, or the end of its IRI."""
        return self.labels.get(iri) or iri.rsplit("/", 1)[-1]


# Looked up once: there are thousands of triples.
_TYPE, _LABEL, _DEFAULT, _SYMMETRIC = RDF.type, RDFS.label, SH.defaultValue, IL6.symmetric
_RANGES, _PREFIX = (RDFS.range, SCHEMA.rangeIncludes), VANN.preferredNamespacePrefix


def vocabulary(triples: Iterable[ox.Triple]) -> Vocabulary:
    """The look-ups that `triples` give."""
    found = Vocabulary()
    for triple in triples:
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        iri, predicate, value = triple.subject.value, triple.predicate, triple.object
        if predicate == _TYPE:
            found.declared.add(iri)
            if isinstance(value, ox.NamedNode):
                found.members.setdefault(value.value, []).append(iri)
        elif predicate == _LABEL and isinstance(value, ox.Literal):
            found.labels.setdefault(iri, value.value)
        elif predicate in _RANGES and isinstance(value, ox.NamedNode):
            found.ranges[iri] = value.value
        elif predicate == _PREFIX and isinstance(value, ox.Literal):
            found.record_prefixes[iri] = value.value
        elif predicate == _DEFAULT and isinstance(value, ox.NamedNode):
            found.defaults[iri] = value
        elif predicate == _SYMMETRIC and isinstance(value, ox.Literal) and value.value == "true":
            found.symmetric.add(iri)
    return found


def defined_by(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """`rdfs:isDefinedBy` for each declared term, from the namespaces that the ontology headers name."""
    ontologies = {IL6.iri: ONTOLOGY_IRI}
    declared: dict[ox.NamedNode, None] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            if triple.predicate == _TYPE and triple.object != OWL.Ontology:
                declared[triple.subject] = None
            elif triple.predicate == VANN.preferredNamespaceUri and isinstance(triple.object, ox.Literal):
                ontologies[triple.object.value] = triple.subject
    for term in declared:
        for namespace, ontology in ontologies.items():
            if term.value.startswith(namespace):
                yield ox.Triple(term, RDFS.isDefinedBy, ontology)
