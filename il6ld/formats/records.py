"""Records read property by property, for formats that tell them whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from il6ld.formats.translation import Material
from il6ld.namespaces import IL6, RDF, RDFS, local_name

Term = NamedNode | BlankNode | Literal | Triple


class Records:
    """Gives every property of a record, and remembers which it gave."""

    def __init__(self, material: Material) -> None:
        self.material, self.lookup = material, material.lookup
        self.told: set[NamedNode] = {IL6.subject, IL6.predicate, IL6.object}
        context = material.context
        self.curie = cache(material.curie)
        self._keys = {NamedNode(context.expand(name)): name for name in context.terms}
        self._taken = {"id", *context.terms}

    def key(self, prop: NamedNode) -> str:
        """A property as curators write it; one that no context knows by its local name, else by its CURIE."""
        found = self._keys.get(prop)
        if found is None:
            free = prop in IL6 and local_name(prop) not in self._taken
            found = self._keys[prop] = local_name(prop) if free else self.curie(prop)
        return found

    def said(self, record: Term) -> Iterator[tuple[NamedNode, str, list[Term]]]:
        """Each property of a record with its key and its values, but for its type and its label."""
        for prop in sorted(self.lookup.properties(record), key=self.key):
            self.told.add(prop)
            if prop not in (RDF.type, RDFS.label):
                yield prop, self.key(prop), self.lookup.values(record, prop)
