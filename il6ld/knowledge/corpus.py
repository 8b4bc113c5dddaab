"""The release of a corpus as Python has it: the same questions, answered from an index on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld import queries
from il6ld.errors import LimitExceeded
from il6ld.indexing import Index, KeptNames, index_of, quads_of
from il6ld.knowledge.base import KnowledgeBase
from il6ld.names import Names
from il6ld.namespaces import IL6
from il6ld.queries import ANY, Answer

if TYPE_CHECKING:
    import rdflib

MOST_IN_RDFLIB = 1_000_000  # quads, about 2 GB of memory
CLAIMS = "claims.parquet"


class CorpusBase(KnowledgeBase):
    """The release of a corpus; claims are read from disk when they are looked at.

    Its index is made on first use, in the user's cache: `tell` hears how far that is.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None] = lambda _: None) -> None:
        super().__init__(folder / CLAIMS)  # beside which the context stands
        self._folder = folder
        self._tell = tell

    def __repr__(self) -> str:
        return f"CorpusBase({str(self._folder)!r})"

    def prepare(self) -> None:
        """Sees to it that the index is there; the errors of `index_of`."""
        _ = self._index

    @cached_property
    def _index(self) -> Index:
        return index_of(self._folder, self._tell)

    @cached_property
    def store(self) -> ox.Store:
        """Every quad of the release, on disk, to be read only."""
        return self._index.store

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Raises UnreadableInput for an index that turns out to be damaged while it is read."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise self._index.broken(error) from error

    @cached_property
    def graph(self) -> rdflib.Dataset:
        """The same as an rdflib Dataset in memory; LimitExceeded for more quads than rdflib bears."""
        if self._index.quads > MOST_IN_RDFLIB:
            raise LimitExceeded.at(
                None, f"rdflib would hold {self._index.quads:,} quads in memory; at most {MOST_IN_RDFLIB:,}"
                " are loaded.", rule="rdflib-size", help="Ask with kb.query, or look around in kb.store.",
            )  # fmt: skip
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        for content in quads_of(self._folder):
            dataset.parse(data=content, format="nquads")
        return dataset

    @cached_property
    def names(self) -> Names:
        """The names of the terms of the ontology and of the corpus's own entities."""
        return KeptNames(self._index.names, self.store, self.context)

    def count(self, *by: str, status: str = ANY) -> Answer:
        """How many claims take each stance, by columns, as in a release; read off the table of claims."""
        wanted = None if status == ANY else self.names.resolve(status, IL6.Status)
        return queries.counted(self._folder / CLAIMS, by, wanted, self.context)
