"""The terms that we link to and all above them, as triples to load beside a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from il6ld.characters import iri_trouble
from il6ld.links import testimony
from il6ld.links.index import Index
from il6ld.namespaces import OWL, RDFS, SKOS, XSD, Context

# Files of this form list what is above a term without saying how: UBERON's puts the liver below the abdomen,
# which it is a part of and not a kind of. Such a step is no rdfs:subClassOf.
_MIXED_FORM = "JSON by identifier"
_TRUE = ox.Literal("true", datatype=XSD.boolean)


class Slice:
    """What ontology files say of some terms and of all terms above them."""

    def __init__(self, index: Index, context: Context) -> None:
        self._index = index
        self._context = context
        self._forms = {source.name: source.form for source in index.sources}

    def triples(self, ids: Iterable[str]) -> list[ox.Triple]:
        """Labels, `owl:deprecated`, and the steps upwards of classes.

        A step is `rdfs:subClassOf` where a file calls it is_a, and `skos:broader` where the file keeps its
        nature to itself. Terms under no prefix of ours are left out.
        """
        found: list[ox.Triple] = []
        seen: set[str] = set()
        ahead = sorted(set(ids), reverse=True)
        while ahead:
            id = ahead.pop()
            if id in seen or not self._is_sayable(id) or not self._index.terms(id):
                continue
            seen.add(id)
            node = self._node(id)
            found += self._described(id, node)
            for predicate, above in self._steps(id):
                if self._is_sayable(above):
                    found.append(ox.Triple(node, predicate, self._node(above)))
                    ahead.append(above)
        return found

    def _node(self, id: str) -> ox.NamedNode:
        return ox.NamedNode(self._context.expand(id))

    def _is_sayable(self, id: str) -> bool:
        return id.partition(":")[0] in self._context.prefixes and not iri_trouble(self._context.expand(id))

    def _described(self, id: str, node: ox.NamedNode) -> Iterator[ox.Triple]:
        terms = self._index.terms(id)
        labels = list(testimony.labels(testimony.up_to_date(terms)) or testimony.labels(terms))
        if labels:
            yield ox.Triple(node, RDFS.label, ox.Literal(labels[0]))
        if testimony.obsolete_by(terms):
            yield ox.Triple(node, OWL.deprecated, _TRUE)

    def _steps(self, id: str) -> Iterator[tuple[ox.NamedNode, str]]:
        """The steps by the newest file that states them, and by the newest that only lists what is above."""
        for mixed in (False, True):
            for term in self._index.terms(id):
                if term.parents and (self._forms[term.source] == _MIXED_FORM) == mixed:
                    nearest = self._nearest(term.parents) if mixed else term.parents
                    predicate = SKOS.broader if mixed else RDFS.subClassOf
                    yield from ((predicate, above) for above in sorted(nearest))
                    break

    def _nearest(self, above: Iterable[str]) -> set[str]:
        """Of all that is above a term, what is above nothing else of it, so that steps lead to the rest."""
        every = set(above)
        further = {
            top
            for id in every
            for term in self._index.terms(id)
            if self._forms[term.source] == _MIXED_FORM
            for top in term.parents
            if top != id
        }
        # In a circle each is above the other: then none can be spared.
        return every - further or every
