"""The axioms that triples spell out: a triple that stands alone, with the blank nodes that hang from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode, Triple

from il6ld.namespaces import OWL, RDF, RDFS, XSD

Node = NamedNode | BlankNode

# Says what sort of thing a name stands for, and nothing about it.
_SORTS = frozenset(
    {
        *(OWL[name] for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        *(OWL.NamedIndividual, OWL.Ontology, RDFS.Class, RDFS.Datatype, RDF.Property),
    }
)
_BUILT_IN = tuple(namespace.iri for namespace in (OWL, RDF, RDFS, XSD))
# What a class expression can be the subject of.
_SAYS = frozenset({RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith})


@dataclass(frozen=True)
class Axiom:
    """One axiom as it was asserted; the first triple is the one all others hang from."""

    triples: tuple[Triple, ...]

    @property
    def head(self) -> Triple:
        """The triple that says what sort of axiom this is, and what of."""
        return self.triples[0]

    @cached_property
    def _said(self) -> dict[tuple[Node | Triple, NamedNode], list[Node]]:
        said = defaultdict(list)
        for triple in self.triples:
            if isinstance(triple.object, NamedNode | BlankNode):
                said[triple.subject, triple.predicate].append(triple.object)
        return said

    def value(self, node: Node, predicate: NamedNode) -> Node | None:
        """What this axiom says of one of its nodes, where it says it once."""
        found = self._said.get((node, predicate), [])
        return found[0] if len(found) == 1 else None

    def number(self, node: Node, predicate: NamedNode) -> str:
        """The same for a literal."""
        found = (one.object for one in self.triples if (one.subject, one.predicate) == (node, predicate))
        return next((value.value for value in found if not isinstance(value, Triple)), "")

    def members(self, node: Node | None) -> list[Node]:
        """The members of an rdf:List, in their order."""
        found, seen = [], set()
        while node is not None and node != RDF.nil and node not in seen:
            seen.add(node)
            found += self._said.get((node, RDF.first), [])
            node = self.value(node, RDF.rest)
        return found

    @cached_property
    def names(self) -> frozenset[NamedNode]:
        """Every name in it, those of RDF and OWL left out."""
        return frozenset(
            term
            for triple in self.triples
            for term in (triple.subject, triple.predicate, triple.object)
            if isinstance(term, NamedNode) and not is_built_in(term)
        )

    @cached_property
    def is_assertion(self) -> bool:
        """Whether it tells of one individual, as records do."""
        subject, predicate, value = self.head
        if not isinstance(subject, NamedNode):
            return False
        if predicate == RDF.type:
            return value not in OWL
        return not is_built_in(predicate) or predicate == OWL.sameAs

    @cached_property
    def disjoint(self) -> list[Node]:
        """The classes that it says have nothing in common; none for an axiom of another sort."""
        subject, predicate, value = self.head
        if predicate == OWL.disjointWith:
            return [node for node in (subject, value) if isinstance(node, NamedNode | BlankNode)]
        if value == OWL.AllDisjointClasses and isinstance(subject, BlankNode):
            return self.members(self.value(subject, OWL.members))
        return []


def is_built_in(node: object) -> bool:
    """Whether a name belongs to RDF, RDFS, OWL or XSD."""
    return isinstance(node, NamedNode) and node.value.startswith(_BUILT_IN)


def is_declaration(triple: Triple) -> bool:
    """Whether a triple only says what sort of thing a name stands for."""
    named = isinstance(triple.subject, NamedNode)
    return named and triple.predicate == RDF.type and triple.object in _SORTS


def grouped(triples: Iterable[Triple]) -> list[Axiom]:
    """The axioms that triples spell out, in an order that is always the same; declarations are none."""
    told: dict[Node, list[Triple]] = defaultdict(list)
    for triple in sorted(set(triples), key=str):
        if isinstance(triple.subject, NamedNode | BlankNode) and not is_declaration(triple):
            told[triple.subject].append(triple)
    hanging = {triple.object for rows in told.values() for triple in rows}
    return [
        Axiom(tuple(axiom))
        for node, rows in told.items()
        if isinstance(node, NamedNode) or node not in hanging
        for axiom in _axioms(node, rows, told)
    ]


def _axioms(node: Node, rows: list[Triple], told: dict[Node, list[Triple]]) -> Iterator[list[Triple]]:
    if isinstance(node, NamedNode):
        yield from ([row, *_hanging(row, told)] for row in rows)
        return
    kinds = [row for row in rows if row.predicate == RDF.type]
    parts = kinds + [row for row in rows if row.predicate not in _SAYS and row not in kinds]
    expression = parts + [row for part in parts for row in _hanging(part, told)]
    heads = [row for row in rows if row.predicate in _SAYS]
    yield from ([row, *expression, *_hanging(row, told)] for row in heads)
    if not heads:
        yield expression


def _hanging(triple: Triple, told: dict[Node, list[Triple]]) -> Iterator[Triple]:
    waiting, seen = [triple.object], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            yield from told.get(node, ())
            waiting += [row.object for row in told.get(node, ())]
