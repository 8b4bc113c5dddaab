"""Class expressions, taken out of the blank nodes that spell them."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from il6ld.namespaces import OWL
from il6ld.reasoning.asserted import Axiom, Node

_LISTS = {"and": OWL.intersectionOf, "or": OWL.unionOf, "one of": OWL.oneOf}
_FILLERS = {"some": OWL.someValuesFrom, "only": OWL.allValuesFrom, "value": OWL.hasValue}
_COUNTS = {
    f"{words} {number}": name
    for words, names in {
        "at least": ("minQualifiedCardinality", "minCardinality"),
        "at most": ("maxQualifiedCardinality", "maxCardinality"),
        "exactly": ("qualifiedCardinality", "cardinality"),
    }.items()
    for number, name in enumerate(names)
}


@dataclass(frozen=True)
class Expression:
    """A class: a name, or how it is put together from other classes.

    `operator` is name, and, or, not, one of, some, only, value, at least, at most, exactly, itself or
    unknown.
    """

    operator: str
    name: NamedNode | None = None
    operands: tuple[Expression, ...] = ()
    property: NamedNode | None = None
    inverse: bool = False
    number: str = ""


def expression(axiom: Axiom, node: Node) -> Expression:
    """The class that one node of an axiom stands for."""
    if isinstance(node, NamedNode):
        return Expression("name", node)
    for operator, predicate in _LISTS.items():
        if listed := axiom.value(node, predicate):
            return Expression(operator, operands=_all(axiom, axiom.members(listed)))
    if denied := axiom.value(node, OWL.complementOf):
        return Expression("not", operands=(expression(axiom, denied),))
    if on := axiom.value(node, OWL.onProperty):
        return _restriction(axiom, node, on)
    return Expression("unknown")


def _all(axiom: Axiom, nodes: list[Node]) -> tuple[Expression, ...]:
    return tuple(expression(axiom, node) for node in nodes)


def _restriction(axiom: Axiom, node: Node, on: Node) -> Expression:
    inverse = axiom.value(on, OWL.inverseOf)
    name = inverse or on
    if not isinstance(name, NamedNode):
        return Expression("unknown")
    for operator, predicate in _FILLERS.items():
        if filler := axiom.value(node, predicate):
            operands = (expression(axiom, filler),)
            return Expression(operator, operands=operands, property=name, inverse=bool(inverse))
    for operator, term in _COUNTS.items():
        if number := axiom.number(node, OWL[term]):
            filler = axiom.value(node, OWL.onClass) or OWL.Thing
            operands = (expression(axiom, filler),)
            words = operator.rpartition(" ")[0]
            return Expression(words, None, operands, name, bool(inverse), number)
    operator = "itself" if axiom.number(node, OWL.hasSelf) else "unknown"
    return Expression(operator, property=name, inverse=bool(inverse))
