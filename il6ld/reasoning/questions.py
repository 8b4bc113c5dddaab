"""A fact turned into a question: can there be an exception to it?

The exceptions are a class. Where nothing can be in it, the fact follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple

from il6ld.namespaces import OWL, RDF, RDFS
from il6ld.reasoning.asserted import Axiom, Node, is_built_in
from il6ld.reasoning.modules import Reach

EXCEPTION = NamedNode("urn:il6ld:exception")
# Two individuals that nothing is known of, to say of a property that it joins something.
_ONE, _OTHER = NamedNode("urn:il6ld:one"), NamedNode("urn:il6ld:other")

# A class, and the triples that spell it where it has no name.
Spelt = tuple[Node, list[Triple]]


@dataclass(frozen=True)
class Question:
    """What an exception would be, and where to start looking for what forbids it."""

    triples: tuple[Triple, ...]
    start: Reach

    @property
    def with_witness(self) -> tuple[Triple, ...]:
        """The question and an exception: a contradiction just where none can be."""
        return (*self.triples, Triple(_ONE, RDF.type, EXCEPTION))


def _question(kinds: Iterable[Spelt], start: Reach) -> Question:
    triples = [Triple(EXCEPTION, RDF.type, OWL.Class)]
    for node, spelling in kinds:
        triples += [Triple(EXCEPTION, RDFS.subClassOf, node), *spelling]
    return Question(tuple(triples), start)


def _not(kind: Spelt) -> Spelt:
    node, spelling = kind
    own = BlankNode()
    return own, [Triple(own, RDF.type, OWL.Class), Triple(own, OWL.complementOf, node), *spelling]


def _just(individual: NamedNode) -> Spelt:
    own, row = BlankNode(), BlankNode()
    listed = [Triple(row, RDF.first, individual), Triple(row, RDF.rest, RDF.nil)]
    return own, [Triple(own, RDF.type, OWL.Class), Triple(own, OWL.oneOf, row), *listed]


def _with(predicate: NamedNode, value: NamedNode) -> Spelt:
    own = BlankNode()
    said = [(RDF.type, OWL.Restriction), (OWL.onProperty, predicate), (OWL.hasValue, value)]
    return own, [Triple(own, verb, what) for verb, what in said]


# Can there be anything at all? Not in a contradiction.
WHATEVER = _question([], Reach())


def question(fact: Triple) -> Question | None:
    """Whether a fact has an exception; None for one that is no matter of classes and properties."""
    subject, predicate, value = fact
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
        return None
    if predicate == RDFS.subClassOf:
        return _question([(subject, []), _not((value, []))], Reach({subject}))
    if predicate == RDF.type:
        return _question([_just(subject), _not((value, []))], Reach(set(), {subject}))
    if predicate == RDFS.subPropertyOf:
        kinds = [_just(_ONE), _with(subject, _OTHER), _not(_with(value, _OTHER))]
        return _question(kinds, Reach({subject}))
    if is_built_in(predicate):
        return None
    return _question([_just(subject), _not(_with(predicate, value))], Reach({predicate}, {subject, value}))


def refutation(assertion: Axiom) -> Question:
    """Whether what an assertion says can be; where it cannot, it contradicts the rest."""
    subject, predicate, value = assertion.head
    reach = Reach()
    reach.take(assertion)
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | BlankNode):
        return WHATEVER
    if predicate == RDF.type:
        return _question([_just(subject), (value, list(assertion.triples[1:]))], reach)
    if not isinstance(value, NamedNode):
        return WHATEVER
    kind = _just(value) if predicate == OWL.sameAs else _with(predicate, value)
    return _question([_just(subject), kind], reach)
