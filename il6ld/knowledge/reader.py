"""Reads records as Python objects want them: CURIEs, local names, texts."""

from __future__ import annotations

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import SKOS, Context, local_name


class Reader:
    """Look-ups whose answers are text; a node that is None has nothing to say."""

    def __init__(self, lookup: Lookup, context: Context) -> None:
        self.lookup = lookup
        self._context = context

    def curie(self, node: ox.NamedNode) -> str:
        """The CURIE of a node, or its IRI where no prefix fits."""
        return self._context.compact(node.value)

    def curies(self, subject: ox.NamedNode | None, predicate: ox.NamedNode) -> tuple[str, ...]:
        """The CURIEs of the IRIs that a subject has for a predicate, A to Z."""
        return tuple(map(self.curie, self.lookup.nodes(subject, predicate))) if subject else ()

    def first(self, subject: ox.NamedNode | None, predicate: ox.NamedNode) -> str:
        """The first of them, or nothing."""
        return next(iter(self.curies(subject, predicate)), "")

    def name(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
        """The local name of the first IRI, or nothing."""
        node = self.lookup.node(subject, predicate)
        return local_name(node) if node else ""

    def text(self, subject: ox.NamedNode | None, predicate: ox.NamedNode) -> str:
        """The first literal, or nothing."""
        return self.lookup.text(subject, predicate) if subject else ""

    def notes(self, node: ox.NamedNode) -> tuple[str, ...]:
        """What curators noted."""
        notes = self.lookup.values(node, SKOS.note)
        return tuple(note.value for note in notes if isinstance(note, ox.Literal))
