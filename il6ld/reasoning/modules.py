"""The part of many axioms that can bear on a few names.

An axiom about classes is left out where it would say nothing if all names not yet reached were empty
(syntactic locality); what follows about a class is then never lost. Axioms about individuals are followed
from subject to object only, so that a module stays small: what else bears on an individual is in wider ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Triple

from il6ld.namespaces import OWL, RDF, RDFS
from il6ld.reasoning.asserted import Axiom, is_built_in
from il6ld.reasoning.expressions import Expression, expression

_OF_PROPERTIES = frozenset({RDFS.domain, RDFS.range, RDFS.subPropertyOf})
_EITHER = frozenset({OWL.inverseOf, OWL.equivalentProperty, OWL.differentFrom})


@dataclass
class Reach:
    """Names reached so far: individuals apart from classes and properties, as one name may be both."""

    terms: set[NamedNode] = field(default_factory=set)
    individuals: set[NamedNode] = field(default_factory=set)

    def is_empty(self, told: Expression) -> bool:
        """Whether a class is empty where all terms not reached are."""
        match told.operator:
            case "name":
                return told.name == OWL.Nothing or not (is_built_in(told.name) or told.name in self.terms)
            case "and":
                return any(map(self.is_empty, told.operands))
            case "or":
                return all(map(self.is_empty, told.operands))
            case "not":
                return self.is_everything(told.operands[0])
            case "some" | "at least" | "exactly":
                return told.property not in self.terms or self.is_empty(told.operands[0])
            case "value" | "itself":
                return told.property not in self.terms
        return False

    def is_everything(self, told: Expression) -> bool:
        """Whether everything is in a class where all terms not reached are empty."""
        match told.operator:
            case "name":
                return told.name == OWL.Thing
            case "and":
                return all(map(self.is_everything, told.operands))
            case "or":
                return any(map(self.is_everything, told.operands))
            case "not":
                return self.is_empty(told.operands[0])
            case "only":
                return told.property not in self.terms or self.is_everything(told.operands[0])
            case "at most":
                return told.property not in self.terms or self.is_empty(told.operands[0])
        return False

    def touches(self, axiom: Axiom) -> bool:
        """Whether an axiom that asserts nothing of one individual can bear on what is reached."""
        subject, predicate, value = axiom.head
        if axiom.disjoint:
            return sum(self._may_be(axiom, node) for node in axiom.disjoint) > 1
        if predicate == RDFS.subClassOf:
            return self._may_be(axiom, subject)
        if predicate == OWL.equivalentClass:
            return self._may_be(axiom, subject) or self._may_be(axiom, value)
        if isinstance(subject, BlankNode):
            return not axiom.names.isdisjoint(self.all)
        if predicate in _OF_PROPERTIES or value in OWL:
            return subject in self.terms
        return predicate not in _EITHER or subject in self.all or value in self.all

    def _may_be(self, axiom: Axiom, node: object) -> bool:
        if isinstance(node, NamedNode):
            return node in self.terms or node == OWL.Thing
        return isinstance(node, BlankNode) and not self.is_empty(expression(axiom, node))

    @property
    def all(self) -> set[NamedNode]:
        """Names of every sort."""
        return self.terms | self.individuals

    def take(self, axiom: Axiom) -> None:
        """Reaches the names of an axiom."""
        # Disjointness is a matter of two classes at a time: the others it names are no part of it.
        if not axiom.disjoint:
            for triple in axiom.triples:
                self._take(triple)

    def _take(self, triple: Triple) -> None:
        subject, predicate, value = triple
        ends = {node for node in (subject, value) if isinstance(node, NamedNode) and not is_built_in(node)}
        if not is_built_in(predicate):
            self.terms.add(predicate)
            self.individuals |= ends
        elif predicate == RDF.type and value not in OWL:
            self.individuals |= ends - {value}
            self.terms |= ends & {value}
        else:
            if predicate in (OWL.hasValue, OWL.sameAs, OWL.differentFrom, RDF.first):
                self.individuals |= ends
            if predicate not in (OWL.hasValue, OWL.sameAs, OWL.differentFrom):
                self.terms |= ends


class Modules:
    """Axioms, sorted so that the module of a few names is soon found."""

    def __init__(self, axioms: Sequence[Axiom]) -> None:
        self._assertions: dict[NamedNode, list[Axiom]] = defaultdict(list)
        self._pointing: dict[object, set[NamedNode]] = defaultdict(set)
        self._schema = [axiom for axiom in axioms if not axiom.is_assertion]
        for axiom in axioms:
            subject, predicate, value = axiom.head
            if axiom.is_assertion and isinstance(subject, NamedNode):
                self._assertions[subject].append(axiom)
                if predicate != RDF.type and value != subject:
                    self._pointing[value].add(subject)

    def around(self, start: Reach, radius: int = 0) -> list[Axiom]:
        """The axioms that can bear on names, nearest first.

        `radius` says how many steps to go from individuals to those that point at them.
        """
        reach = Reach(set(start.terms), set(start.individuals))
        for _ in range(radius):
            reach.individuals |= {one for other in reach.individuals for one in self._pointing[other]}
        found: list[Axiom] = []
        seen: set[NamedNode] = set()
        schema = self._schema
        while True:
            fresh = sorted(reach.individuals - seen, key=lambda node: node.value)
            told = [axiom for individual in fresh for axiom in self._assertions.get(individual, ())]
            touched = [axiom for axiom in schema if reach.touches(axiom)]
            if not told and not touched:
                return found
            seen.update(fresh)
            taken = set(touched)
            schema = [axiom for axiom in schema if axiom not in taken]
            found += [*told, *touched]
            for axiom in (*told, *touched):
                reach.take(axiom)

    def roots(self) -> list[NamedNode]:
        """The individuals that none other points at; from them almost all can be reached."""
        return [node for node in self._assertions if node not in self._pointing]
