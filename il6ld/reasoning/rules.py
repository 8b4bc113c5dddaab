"""Classification by rules: enough of OWL 2 EL for our definitions, however many classes there are; no Java.

Names, intersections, unions, `some` and `value` are understood, and of other axioms nothing is made: what is
found follows, and more may follow. A test holds it to HermiT on our own ontology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Triple

from il6ld.namespaces import OWL, RDF, RDFS
from il6ld.reasoning.asserted import grouped
from il6ld.reasoning.expressions import Expression, expression

_CLASSES = frozenset({RDFS.subClassOf, OWL.equivalentClass})


@dataclass(frozen=True)
class Classes:
    """What each named class falls under, itself left out; what is enough for a class; the subproperties."""

    above: dict[NamedNode, frozenset[NamedNode]]
    enough: list[tuple[Expression, NamedNode]] = field(repr=False)
    below: dict[NamedNode, frozenset[NamedNode]] = field(repr=False)


def classify(triples: Iterable[Triple]) -> Classes:
    """The classes that triples tell of, in one order."""
    known = list(triples)
    work = _Saturation(list(_told(known)), _below(known))
    work.run()
    above = {
        one.name: frozenset(other.name for other in found if other.name and other != one)
        for one, found in work.under.items()
        if one.name
    }
    return Classes(dict(sorted(above.items())), work.enough, work.below)


def _told(triples: list[Triple]) -> Iterator[tuple[Expression, Expression]]:
    """Each class with one that it falls under."""
    # Blank nodes spell expressions; what else is said of names is no business of ours.
    spelled = (one for one in triples if one.predicate in _CLASSES or isinstance(one.subject, BlankNode))
    for axiom in grouped(spelled):
        subject, predicate, value = axiom.head
        if predicate in _CLASSES and isinstance(subject, NamedNode | BlankNode) \
                and isinstance(value, NamedNode | BlankNode):  # fmt: skip
            one, other = expression(axiom, subject), expression(axiom, value)
            yield one, other
            if predicate == OWL.equivalentClass:
                yield other, one


def _below(triples: list[Triple]) -> dict[NamedNode, frozenset[NamedNode]]:
    """Each property with all that say at least as much, itself among them."""
    direct: defaultdict[NamedNode, set[NamedNode]] = defaultdict(set)
    for subject, predicate, value in triples:
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            if predicate == RDFS.subPropertyOf:
                direct[value].add(subject)
            elif predicate == RDF.type and value == OWL.ObjectProperty:
                direct[subject].add(subject)
    return {one: frozenset(_reached(one, direct)) for one in list(direct)}


def _reached(start: NamedNode, direct: dict[NamedNode, set[NamedNode]]) -> set[NamedNode]:
    found, ahead = {start}, [start]
    while ahead:
        new = direct.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


class _Saturation:
    """Applies the rules until nothing new follows; every expression stands for a class of its own."""

    def __init__(
        self, told: list[tuple[Expression, Expression]], below: dict[NamedNode, frozenset[NamedNode]]
    ) -> None:
        self.below = below
        self._told: defaultdict[Expression, set[Expression]] = defaultdict(set)
        for one, other in told:
            self._told[one].add(other)
        self.enough = [
            (one, other.name) for one, other in told if one.operator != "name" and other.name is not None
        ]
        self._sought = list(dict.fromkeys(part for one, _ in told for part in _parts(one)))
        self.under: dict[Expression, set[Expression]] = {}

    def run(self) -> None:
        """Fills `under`: every expression that has to be known, with all that it falls under."""
        for pair in list(self._told.items()):
            for one in (pair[0], *pair[1]):
                self._begin(one)
        while sum(self._grow(one) for one in list(self.under)):
            pass

    def _begin(self, one: Expression) -> None:
        for part in (one, *_parts(one)):
            self.under.setdefault(part, {part})

    def _grow(self, one: Expression) -> bool:
        """Whether something new was found of an expression."""
        found = self.under[one]
        before = len(found)
        ahead = list(found)
        while ahead:
            each = ahead.pop()
            told = self._told.get(each, set()) | self.under.get(each, set())
            new = (told | set(each.operands if each.operator == "and" else ())) - found
            found |= new
            ahead += new
        found.update(part for part in self._sought if part not in found and self._holds(found, part))
        return len(found) > before

    def _holds(self, found: set[Expression], part: Expression) -> bool:
        if part.operator == "and":
            return all(operand in found for operand in part.operands)
        if part.operator == "or":  # what belongs to one of them belongs to all together
            return any(operand in found for operand in part.operands)
        if part.operator not in ("some", "value") or part.inverse or part.property is None:
            return False
        narrower = self.below.get(part.property, frozenset({part.property}))
        (wanted,) = part.operands
        return any(
            each.operator == part.operator and each.property in narrower and not each.inverse
            # An individual is no other, whatever the class of its name falls under.
            and (each.operands[0] == wanted if part.operator == "value"
                 else wanted in self.under.get(each.operands[0], ()))
            for each in found
        )  # fmt: skip


def _parts(one: Expression) -> Iterator[Expression]:
    """An expression's parts and itself, names left out, the innermost first."""
    for operand in one.operands:
        yield from _parts(operand)
    if one.operator != "name":
        yield one
