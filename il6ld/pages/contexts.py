"""Small contexts: the prefixes and terms that a file of a few triples uses, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from il6ld.lookup import Term
from il6ld.namespaces import Context


@dataclass(frozen=True)
class _Part(Context):
    """A part of a context that has every prefix which is asked for, and so the CURIEs of the whole."""

    curie: Callable[[str], str] = field(repr=False)

    def compact(self, iri: str) -> str:
        return self.curie(iri)


class Contexts:
    """Parts of one context; what each IRI needs of it is worked out once."""

    def __init__(self, context: Context) -> None:
        self._whole = context
        self._needs: dict[str, frozenset[str]] = {}
        self._curies: dict[str, str] = {}

    def used(self, terms: Iterable[Term]) -> Context:
        """The context with those entries alone that some terms need, in their old order."""
        wanted = set(self._always)
        for term in set(terms):
            if isinstance(term, ox.NamedNode):
                wanted |= self._needed(term.value)
            elif isinstance(term, ox.Literal):
                wanted |= self._needed(term.datatype.value)
        entries = {name: entry for name, entry in self._whole.entries.items() if name in wanted}
        return _Part(entries, self._compacted)

    def _compacted(self, iri: str) -> str:
        if iri not in self._curies:
            self._curies[iri] = self._whole.compact(iri)
        return self._curies[iri]

    def _needed(self, iri: str) -> frozenset[str]:
        if iri not in self._needs:
            curie = self._compacted(iri)
            prefixes = {curie.partition(":")[0]} if curie != iri else set()
            self._needs[iri] = frozenset(prefixes | self._by_term.get(iri, set()))
        return self._needs[iri]

    @cached_property
    def _always(self) -> list[str]:
        """What JSON-LD itself has names for."""
        entries = self._whole.entries.items()
        return [name for name, entry in entries if name.startswith("@") or str(entry).startswith("@")]

    @cached_property
    def _by_term(self) -> dict[str, set[str]]:
        """For the IRI of each term of the context: its names, and the prefixes in what is said of it."""
        found: dict[str, set[str]] = {}
        for name, entry in self._whole.terms.items():
            spelt = {str(word).partition(":")[0] for word in entry.values() if ":" in str(word)}
            found.setdefault(self._whole.expand(name), set()).update({name, *spelt})
        return found
