"""How terms are named and put in order, the same in every text format."""

from __future__ import annotations

import re
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from il6ld.errors import InvalidInput
from il6ld.namespaces import OWL, RDF, RDFS, SKOS, Context

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal
GraphName = NamedNode | BlankNode | DefaultGraph
OrderKey = tuple[int, str, str]

# What a reader looks for first; every other predicate follows from A to Z.
PREDICATES_FIRST: tuple[NamedNode, ...] = (
    RDF.type,
    RDFS.subClassOf,
    OWL.equivalentClass,
    OWL.disjointWith,
    RDFS.subPropertyOf,
    OWL.inverseOf,
    RDFS.domain,
    RDFS.range,
    OWL.onProperty,
    OWL.intersectionOf,
    OWL.unionOf,
    OWL.oneOf,
    OWL.complementOf,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.hasValue,
    RDFS.label,
    SKOS.altLabel,
    SKOS.definition,
)

_CURIE = re.compile(r"[A-Za-z][A-Za-z0-9-]*:[A-Za-z0-9_-]+\Z")
_DIGITS = re.compile(r"[0-9]+")


class Names:
    """The names of IRIs in one context, remembered."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._curies: dict[NamedNode, str | None] = {}
        self._keys: dict[Term | DefaultGraph, OrderKey] = {}

    def curie(self, node: NamedNode) -> str | None:
        """The CURIE that every Turtle and JSON-LD reader expands to this IRI, or None."""
        if node not in self._curies:
            self._curies[node] = self._compacted(node)
        return self._curies[node]

    def _compacted(self, node: NamedNode) -> str | None:
        curie = self.context.compact(node.value)
        return curie if curie != node.value and _CURIE.match(curie) else None

    def order(self, term: Term | DefaultGraph) -> OrderKey:
        """A sort key: the default graph, OWL's own terms, other IRIs by name, literals, then blank nodes.

        Numbers within names count as numbers: `il6d-2` stands before `il6d-10`.
        """
        key = self._keys.get(term)
        if key is None:
            key = self._keys[term] = self._order(term)
        return key

    def _order(self, term: Term | DefaultGraph) -> OrderKey:
        if isinstance(term, Literal):
            return 3, str(term), ""
        if isinstance(term, BlankNode):
            return 4, _numbered(term.value), term.value
        if isinstance(term, NamedNode):
            name = self.curie(term) or str(term)
            return 1 if term in OWL else 2, _numbered(name), name
        return 0, "", ""

    @cached_property
    def _first(self) -> dict[NamedNode, OrderKey]:
        return {predicate: (0, f"{place:02}", "") for place, predicate in enumerate(PREDICATES_FIRST)}

    def sorted(self, terms: list[Term]) -> list[Term]:
        """The terms in order."""
        return sorted(terms, key=self.order) if len(terms) > 1 else terms

    def predicate_order(self, predicate: NamedNode) -> OrderKey:
        """A sort key: type, logic, labels and definition first, the rest from A to Z."""
        return self._first.get(predicate) or self.order(predicate)


def _numbered(name: str) -> str:
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), name)


def rdf11_terms(quad: Quad) -> tuple[Node, Term]:
    """Subject and object of a quad; a triple term or text direction, unknown to RDF 1.1, is refused."""
    subject, term = quad.subject, quad.object
    directed = isinstance(term, Literal) and term.direction
    if isinstance(subject, Triple) or isinstance(term, Triple) or directed:
        raise InvalidInput(f"no format of this release can hold a triple term or a text direction: {quad}")
    return subject, term
