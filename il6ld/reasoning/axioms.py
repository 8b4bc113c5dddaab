"""Reads the axioms HermiT prints and closes them, so that a plain triple store need not reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from il6ld.namespaces import OWL, RDF, RDFS
from il6ld.reasoning.premises import NOMINAL

_AXIOM = re.compile(r"^([A-Za-z]+)\( (.*) \)$", re.MULTILINE)
# An inverse comes first, to be passed over whole; the odd bracket is HermiT's own slip among data properties.
_OPERAND = re.compile(r"ObjectInverseOf\( <[^>]*> \)|[<>]([^<>\s]+)>")

_EVERYTHING = frozenset({OWL.Thing.value, OWL.topObjectProperty.value, OWL.topDataProperty.value})
_NOTHING = frozenset({OWL.Nothing.value, OWL.bottomObjectProperty.value, OWL.bottomDataProperty.value})


@dataclass
class Hierarchy:
    """Named classes, or properties, under each other; HermiT prints direct parents of one name a group."""

    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    equals: dict[str, frozenset[str]] = field(default_factory=dict)
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    def group(self, name: str) -> frozenset[str]:
        """The name and all that mean the same."""
        return self.equals.get(name, frozenset({name}))

    def above(self, name: str) -> frozenset[str]:
        """Everything that `name` falls under, itself and its equals included."""
        if name not in self._above:
            found, waiting = set(self._universal), [name]
            while waiting:
                group = self.group(waiting.pop())
                waiting += {parent for member in group - found for parent in self.parents.get(member, ())}
                found |= group
            self._above[name] = frozenset(found)
        return self._above[name]

    @property
    def _universal(self) -> frozenset[str]:
        return frozenset().union(*(self.equals.get(name, frozenset()) for name in _EVERYTHING))

    @property
    def empty(self) -> frozenset[str]:
        """The names that nothing can belong to."""
        return frozenset().union(*(self.equals.get(name, frozenset()) for name in _NOTHING)) - _NOTHING

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each name with each other name above it; the empty ones, which fall under everything, left out."""
        for name in {*self.parents, *self.equals} - self.empty:
            yield from ((name, other) for other in self.above(name) if other != name)

    def equivalences(self) -> Iterator[tuple[str, str]]:
        """Each two names that mean the same, either way round."""
        for name in self.equals.keys() - self.empty:
            yield from ((name, other) for other in self.group(name) if other != name)


@dataclass
class Axioms:
    """What HermiT found out."""

    classes: Hierarchy = field(default_factory=Hierarchy)
    properties: Hierarchy = field(default_factory=Hierarchy)
    types: set[tuple[str, str]] = field(default_factory=set)

    def triples(self) -> Iterator[Triple]:
        """Every subclass, subproperty, equivalence and type that follows, between names a reader knows."""
        told = [
            (RDFS.subClassOf, self.classes.pairs()),
            (OWL.equivalentClass, self.classes.equivalences()),
            (RDFS.subPropertyOf, self.properties.pairs()),
            (OWL.equivalentProperty, self.properties.equivalences()),
            (RDF.type, ((one, above) for one, kind in self.types for above in self.classes.above(kind))),
        ]
        for predicate, pairs in told:
            for subject, value in pairs:
                if subject != value and _is_ours(subject) and _is_ours(value):
                    yield Triple(NamedNode(subject), predicate, NamedNode(value))


def _is_ours(name: str) -> bool:
    return not name.startswith((OWL.iri, NOMINAL, "internal:"))


def parse(printed: str) -> Axioms:
    """The axioms in what HermiT printed, one a line in a dialect of OWL's functional syntax."""
    axioms = Axioms()
    for kind, text in _AXIOM.findall(printed):
        operands = [found.group(1) for found in _OPERAND.finditer(text)]
        names = [name for name in operands if name]
        if kind == "Type" and len(names) == 2:
            axioms.types.add((names[0], names[1]))
        elif kind.startswith(("Sub", "Equivalent")):
            hierarchy = axioms.classes if "Class" in kind else axioms.properties
            _place(hierarchy, kind, operands, names)
    return axioms


def _place(hierarchy: Hierarchy, kind: str, operands: list[str], names: list[str]) -> None:
    if kind.startswith("Equivalent"):
        hierarchy.equals |= dict.fromkeys(names, frozenset(names))
    elif len(names) == len(operands) == 2:
        hierarchy.parents[names[0]].add(names[1])


@dataclass(frozen=True)
class Inference:
    """What follows from triples: whether all can be true, which names stand for nothing, what is new."""

    consistent: bool
    unsatisfiable: tuple[NamedNode, ...] = ()
    triples: frozenset[Triple] = field(default=frozenset(), repr=False)


def infer(printed: str | None, asserted: Iterable[Triple]) -> Inference:
    """The inference in what HermiT printed, less what was asserted; None stands for a contradiction."""
    if printed is None:
        return Inference(consistent=False)
    axioms = parse(printed)
    empty = sorted(axioms.classes.empty | axioms.properties.empty)
    new = frozenset(axioms.triples()).difference(asserted)
    return Inference(True, tuple(NamedNode(name) for name in empty), new)
