"""What people call a term: its IRI, a CURIE of ours or of a linked ontology, a label or a synonym."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from il6ld.errors import UsageError
from il6ld.findings import nearest
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SKOS, Context, local_name

_NOT_IN_IRIS = frozenset(' <>"{}|\\^`\n\t')
# Matches that are no identity: who asks with one of them is told which term of ours comes near.
_FEW = 12  # of a kind: these are all told where none of them was meant
_LOOSE = tuple(SKOS[f"{match}Match"] for match in ("close", "broad", "narrow", "related"))


class Names:
    """The names of an ontology's terms; `lookup` need hold no more than the ontology and its links."""

    def __init__(self, lookup: Lookup, context: Context) -> None:
        self._lookup = lookup
        self._context = context

    def resolve(self, name: str, kind: ox.NamedNode | None = None) -> ox.NamedNode:
        """The term that a name stands for, of a kind (a class of ours) where one is asked for.

        Raises UsageError for a name of nothing, of something else, or of several terms, with the nearest one.
        """
        found = self._iri(name) or self._called(name, kind)
        if found is None:
            raise self._unknown(name, kind)
        if kind is not None and not self.belongs(found, kind):
            told = f"'{name}' is {self._nature(found)}, not one of '{self._lookup.label(kind)}'."
            raise UsageError.at(None, told, rule="unknown-term", help=self._near(name, kind))
        return found

    def belongs(self, term: ox.NamedNode, kind: ox.NamedNode) -> bool:
        """Whether a term is one of the members of a kind."""
        return term in self.members(kind)

    def members(self, kind: ox.NamedNode) -> set[ox.NamedNode]:
        """A kind, every class below it, and every individual of one; of a closed list, the values alone."""
        if kind not in self._members:
            classes = self._lookup.below(kind, RDFS.subClassOf)
            found = classes.union(*map(self._lookup.instances, classes))
            self._members[kind] = found - classes if self._is_list(kind) else found
        return self._members[kind]

    def _is_list(self, kind: ox.NamedNode) -> bool:
        """Whether a kind is a closed list, whose values are no classes."""
        return kind in self._lookup.below(IL6.ListedValue, RDFS.subClassOf)

    @cached_property
    def _members(self) -> dict[ox.NamedNode, set[ox.NamedNode]]:
        return {}

    def _iri(self, name: str) -> ox.NamedNode | None:
        node = named(name, self._context)
        if node is None or node in self._lookup:
            return node
        same = [
            term for term in self._lookup.subjects(SKOS.exactMatch, node) if isinstance(term, ox.NamedNode)
        ]
        return self._only(name, same)

    def _called(self, name: str, kind: ox.NamedNode | None) -> ox.NamedNode | None:
        found = self._so_called(folded(name))
        if kind is not None and len(found) > 1:
            found = [term for term in found if self.belongs(term, kind)] or found
        return self._only(name, found)

    def _so_called(self, name: str) -> list[ox.NamedNode]:
        """The terms of a folded label or synonym."""
        return self._by_name.get(name, [])

    def _only(self, name: str, found: list[ox.NamedNode]) -> ox.NamedNode | None:
        own = [term for term in found if is_own(term)] or found
        if len(own) > 1:
            told = ", ".join(sorted(self._context.compact(term.value) for term in own))
            raise UsageError.at(
                None, f"'{name}' may mean {told}.", rule="unknown-term", help="Name one of them."
            )
        return own[0] if own else None

    @cached_property
    def _by_name(self) -> dict[str, list[ox.NamedNode]]:
        names: defaultdict[str, list[ox.NamedNode]] = defaultdict(list)
        for name, term in self._labels():
            if term not in names[name]:
                names[name].append(term)
        return names

    def _labels(self) -> Iterator[tuple[str, ox.NamedNode]]:
        for predicate in (RDFS.label, SKOS.altLabel):
            for subject, value in self._lookup.pairs(predicate):
                if (
                    isinstance(subject, ox.NamedNode)
                    and isinstance(value, ox.Literal)
                    and self._is_term(subject)
                ):
                    yield folded(value.value), subject

    def _is_term(self, node: ox.NamedNode) -> bool:
        """Whether claims can be about a node or made with it: no record, and no property of one."""
        return is_own(node) or OWL.Class in self._lookup.values(node, RDF.type)

    def _unknown(self, name: str, kind: ox.NamedNode | None) -> Exception:
        node = named(name, self._context)
        loose = [term for match in _LOOSE for term in (self._lookup.subjects(match, node) if node else [])]
        near = [self._context.compact(term.value) for term in loose if isinstance(term, ox.NamedNode)]
        if near:
            told = f"'{name}' is no exact match of a term here."
            return UsageError.at(
                None, told, rule="unknown-term", help=f"It comes near to {', '.join(dict.fromkeys(near))}."
            )
        return UsageError.at(
            None, f"Nothing is called '{name}'.", rule="unknown-term", help=self._near(name, kind)
        )

    def _near(self, name: str, kind: ox.NamedNode | None) -> str:
        fitting = self.members(kind) if kind is not None else None
        known = [one for one, terms in self._by_name.items() if fitting is None or fitting & set(terms)]
        return nearest(folded(name), known) or few(fitting or ()) or "Look it up with 'il6ld terms'."

    def _nature(self, term: ox.NamedNode) -> str:
        kinds = [node for node in self._lookup.nodes(term, RDF.type) if is_own(node)]
        return f"one of '{self._lookup.label(kinds[0])}'" if kinds else "something else"


def few(terms: Iterable[ox.NamedNode]) -> str:
    """All terms there are, as an advice, where they are few."""
    listed = sorted(map(local_name, terms))
    return f"Choose one of: {', '.join(listed)}." if 0 < len(listed) <= _FEW else ""


def named(name: str, context: Context) -> ox.NamedNode | None:
    """The node that an IRI, a CURIE or the end of one names; None for a text that can be none of them.

    >>> context = Context({"@vocab": "https://e.org/", "e": "https://e.org/"})
    >>> named("e:Fever", context) == named("Fever", context), named("a fever", context)
    (True, None)
    """
    if not name or not _NOT_IN_IRIS.isdisjoint(name):
        return None
    try:
        return ox.NamedNode(context.expand(name))
    except ValueError:
        return None


def is_own(term: ox.NamedNode) -> bool:
    """Whether a term stands among those of an ontology of ours."""
    return "/terms" in term.value


def folded(text: str) -> str:
    """A text as names are compared: without case and without accents.

    >>> folded("NF-\u03baB") == folded("nf-\u03bab")
    True
    """
    marks = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in marks if not unicodedata.combining(character))
