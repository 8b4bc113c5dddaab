"""Look-ups over quads, graph names left aside: what a subject says, and who says it of an object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

import pyoxigraph as ox

from il6ld.namespaces import RDF, RDFS

Subject = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


_Node = TypeVar("_Node", bound=Term)


class Lookup:
    """An index of quads by subject and by object; built once, asked often."""

    def __init__(self, quads: Iterable[ox.Quad | ox.Triple]) -> None:
        self._said: dict[Term, dict[ox.NamedNode, list[Term]]] = defaultdict(dict)
        self._sayers: dict[tuple[ox.NamedNode, Term], list[Subject]] = defaultdict(list)
        for quad in quads:
            subject, predicate, value, *_ = quad  # each look at an attribute of a quad makes a new object
            values = self._said[subject].setdefault(predicate, [])
            if value not in values:
                values.append(value)
                if not isinstance(subject, ox.Triple):
                    self._sayers[predicate, value].append(subject)

    def __contains__(self, subject: Term) -> bool:
        return subject in self._said

    def properties(self, subject: Term) -> dict[ox.NamedNode, list[Term]]:
        """Everything said of a subject, by predicate."""
        return self._said.get(subject, {})

    def values(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        """The objects of a subject and predicate, in one order whatever that of the quads."""
        return _in_order(self._said.get(subject, {}).get(predicate, []))

    def nodes(self, subject: Term, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """The same, IRIs alone."""
        return [value for value in self.values(subject, predicate) if isinstance(value, ox.NamedNode)]

    def node(self, subject: Term, predicate: ox.NamedNode) -> ox.NamedNode | None:
        """The first IRI of a subject and predicate."""
        return next(iter(self.nodes(subject, predicate)), None)

    def text(self, subject: Term, predicate: ox.NamedNode, default: str = "") -> str:
        """The first literal of a subject and predicate."""
        found = (value.value for value in self.values(subject, predicate) if isinstance(value, ox.Literal))
        return next(found, default)

    def subjects(self, predicate: ox.NamedNode, value: Term) -> list[Subject]:
        """Who says `value` with `predicate`."""
        return _in_order(self._sayers.get((predicate, value), []))

    def pairs(self, predicate: ox.NamedNode) -> Iterator[tuple[Subject, Term]]:
        """Each subject and object that `predicate` joins."""
        for (other, value), subjects in self._sayers.items():
            if other == predicate:
                for subject in subjects:
                    yield subject, value

    def instances(self, class_: ox.NamedNode) -> list[ox.NamedNode]:
        """The IRIs typed as a class, A to Z."""
        found = [node for node in self.subjects(RDF.type, class_) if isinstance(node, ox.NamedNode)]
        return sorted(found, key=lambda node: node.value)

    def members(self, start: Term) -> list[Term]:
        """The members of an RDF list; nothing where `start` begins none."""
        found: list[Term] = []
        node, seen = start, set[Term]()
        while node not in seen and (first := self.values(node, RDF.first)):
            found.append(first[0])
            seen.add(node)
            node = next(iter(self.values(node, RDF.rest)), RDF.nil)
        return found

    def label(self, node: Term) -> str:
        """The label of a node, or the end of its IRI."""
        if not isinstance(node, ox.NamedNode):
            return node.value if isinstance(node, ox.Literal) else str(node)
        return self.text(node, RDFS.label) or node.value.rsplit("/", 1)[-1]

    def below(self, node: ox.NamedNode, predicate: ox.NamedNode) -> set[ox.NamedNode]:
        """A node and all that reach it by `predicate`, however far; cycles are harmless."""
        return set(self._closure(node, predicate))

    def _closure(self, node: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[ox.NamedNode]:
        seen, ahead = {node}, [node]
        while ahead:
            current = ahead.pop()
            yield current
            for nearer in self.subjects(predicate, current):
                if isinstance(nearer, ox.NamedNode) and nearer not in seen:
                    seen.add(nearer)
                    ahead.append(nearer)


class StoreLookup(Lookup):
    """The same look-ups in every graph of a store, with no index of its own: for few questions."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def __contains__(self, subject: Term) -> bool:
        return not isinstance(subject, ox.Literal | ox.Triple) and any(
            True for _ in self._store.quads_for_pattern(subject, None, None)
        )

    def properties(self, subject: Term) -> dict[ox.NamedNode, list[Term]]:
        """Everything said of a subject, by predicate, A to Z."""
        said: defaultdict[ox.NamedNode, list[Term]] = defaultdict(list)
        if not isinstance(subject, ox.Literal | ox.Triple):
            for _, predicate, value, _ in self._store.quads_for_pattern(subject, None, None):
                said[predicate].append(value)
        return {predicate: _in_order(list(set(said[predicate]))) for predicate in sorted(said, key=str)}

    def values(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        """The objects of a subject and predicate, in one order whatever that of the quads."""
        if isinstance(subject, ox.Literal | ox.Triple):
            return []
        return _in_order(
            list({quad.object for quad in self._store.quads_for_pattern(subject, predicate, None)})
        )

    def subjects(self, predicate: ox.NamedNode, value: Term) -> list[Subject]:
        """Who says `value` with `predicate`."""
        quads = self._store.quads_for_pattern(None, predicate, value)
        return _in_order(list({quad.subject for quad in quads if not isinstance(quad.subject, ox.Triple)}))

    def pairs(self, predicate: ox.NamedNode) -> Iterator[tuple[Subject, Term]]:
        """Each subject and object that `predicate` joins."""
        for subject, _, value, _ in self._store.quads_for_pattern(None, predicate, None):
            yield subject, value


def _in_order(terms: list[_Node]) -> list[_Node]:
    if len(terms) > 1:
        terms.sort(key=str)
    return terms
