"""What il6ld asks of a triple store, and the answer of any store that keeps to SPARQL 1.1."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar, Protocol

import pyoxigraph as ox

from il6ld.errors import StoreFailed
from il6ld.stores import results, spelling
from il6ld.stores.connection import Connection

_N_TRIPLES = "application/n-triples"
PART = 8 * 1024 * 1024  # bytes of a graph that go into one request
_BATCH = 200  # graphs that one query asks after


class Store(Protocol):
    """A triple store: its graphs are asked, put, deleted, counted and read, each by its IRI."""

    name: ClassVar[str]
    title: ClassVar[str]
    isolated: ClassVar[bool]
    rewritings: ClassVar[tuple[spelling.Rewriting, ...]]

    def query(self, text: str) -> list[results.Row]:
        """The rows of a SELECT."""

    def update(self, text: str, *, repeat: bool) -> None:
        """Carries out an update; `repeat` says whether it does no harm twice."""

    def put(self, graph: str, triples: bytes) -> None:
        """Makes a graph hold just these N-Triples."""

    def delete(self, graph: str) -> None:
        """Removes a graph, if it is there."""

    def counts(self, graphs: Collection[str]) -> dict[str, int]:
        """The number of triples of each graph that has any."""

    def contents(self, counts: dict[str, int]) -> Iterator[tuple[str, list[ox.Triple]]]:
        """The triples of each graph, whose numbers are known; one after another."""


class Sparql:
    """Any store that speaks SPARQL 1.1: one URL to query, one to update, one for the Graph Store Protocol."""

    name: ClassVar[str] = "sparql"
    title: ClassVar[str] = "SPARQL 1.1"
    # Whether readers see an update whole or not at all.
    isolated: ClassVar[bool] = False
    rewritings: ClassVar[tuple[spelling.Rewriting, ...]] = (
        spelling.numbers, spelling.booleans, spelling.seconds, spelling.languages,
    )  # fmt: skip
    query_path: ClassVar[str] = ""
    update_path: ClassVar[str] = ""
    graph_path: ClassVar[str] = ""
    # The most rows that one answer may have; a graph that has more comes in pages.
    page: ClassVar[int] = 20_000
    keeps_labels: ClassVar[bool] = False

    def __init__(self, connection: Connection, url: str) -> None:
        base = url.removesuffix(self.query_path) if self.query_path else url
        self.url = base
        self.connection = connection
        self.query_url = base + self.query_path
        self.update_url = base + self.update_path
        self.graph_url = base + self.graph_path

    @classmethod
    def is_it(cls, headers: Collection[str], server: str) -> bool:
        """Whether the headers of an answer are those of such a store."""
        return False

    def query(self, text: str) -> list[results.Row]:
        """The rows of a SELECT; raises StoreFailed where they are not whole."""
        return results.rows(results.ask(self.connection, self.query_url, text), self.query_url)

    def update(self, text: str, *, repeat: bool) -> None:
        """Carries out an update."""
        self.connection.send(
            "POST", self.update_url, body=text.encode(), repeat=repeat,
            headers={"Content-Type": "application/sparql-update", "Accept": "*/*"},
        )  # fmt: skip

    def put(self, graph: str, triples: bytes) -> None:
        """Makes a graph hold just these N-Triples: one graph a request, and a large one in several."""
        headers = {"Content-Type": _N_TRIPLES, "Accept": "*/*"}
        for number, part in enumerate(_parts(triples)):
            method = "POST" if number else "PUT"  # which adds, and does no harm twice
            self.connection.send(method, self.graph_url, body=part, headers=headers, graph=graph)

    def delete(self, graph: str) -> None:
        """Removes a graph, if it is there."""
        headers = {"Accept": "*/*"}
        self.connection.send("DELETE", self.graph_url, headers=headers, graph=graph, allowed=(404,))

    def counts(self, graphs: Collection[str]) -> dict[str, int]:
        """The number of triples of each graph that has any; one query for some hundreds of graphs."""
        found: dict[str, int] = {}
        for batch in _batches(dict.fromkeys(graphs, 1), _BATCH):
            where = f"VALUES ?g {{ {_iris(batch)} }} GRAPH ?g {{ ?s ?p ?o }}"
            rows = self.query(f"SELECT ?g (COUNT(*) AS ?n) {{ {where} }} GROUP BY ?g")
            found |= {row["g"].value: int(row["n"].value) for row in rows if "g" in row}
        return found

    def contents(self, counts: dict[str, int]) -> Iterator[tuple[str, list[ox.Triple]]]:
        """The triples of each graph, one by one; raises StoreFailed where fewer come than were counted."""
        small = {graph: number for graph, number in counts.items() if number <= self.page}
        for batch in _batches(small, self.page):
            yield from self._together(batch)
        for graph in counts.keys() - small.keys():
            yield graph, self._large(graph, counts[graph])

    def _together(self, batch: dict[str, int]) -> Iterator[tuple[str, list[ox.Triple]]]:
        rows = self.query(f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {_iris(batch)} }} GRAPH ?g {{ ?s ?p ?o }} }}")
        graphs: dict[str, list[ox.Triple]] = {graph: [] for graph in batch}
        for row in rows:
            graphs[row["g"].value].append(_triple(row))
        for graph, triples in graphs.items():
            yield graph, self._whole(graph, triples, batch[graph])

    def _large(self, graph: str, number: int) -> list[ox.Triple]:
        select = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        if not self.keeps_labels:  # then what one answer calls a blank node says nothing in the next
            return self._whole(graph, list(map(_triple, self.query(select))), number)
        triples: list[ox.Triple] = []
        for start in range(0, number, self.page):
            # Ordered within, so that Virtuoso does not refuse to sort more than 10,000 rows.
            page = f"SELECT * {{ {{ {select} ORDER BY ?s ?p ?o }} }} LIMIT {self.page} OFFSET {start}"
            triples += map(_triple, self.query(page))
        return self._whole(graph, triples, number)

    def _whole(self, graph: str, triples: list[ox.Triple], number: int) -> list[ox.Triple]:
        if len(triples) == number:
            return triples
        raise StoreFailed.at(
            None, f"Of the {number:,} triples of <{graph}>, {len(triples):,} came.", rule="store-answer",
            help="Raise the store's limit on the rows of an answer, or wait until nobody writes to it.",
        )  # fmt: skip


def _parts(triples: bytes) -> Iterator[bytes]:
    """N-Triples in parts of at most `PART` bytes, lines left whole; blank nodes are never parted."""
    start = 0
    while len(triples) - start > PART and b"_:" not in triples:
        end = triples.rfind(b"\n", start, start + PART) + 1 or triples.find(b"\n", start) + 1
        yield triples[start:end]
        start = end
    yield triples[start:]


def _triple(row: results.Row) -> ox.Triple:
    subject, predicate = row["s"], row["p"]
    assert not isinstance(subject, ox.Literal) and isinstance(predicate, ox.NamedNode)
    return ox.Triple(subject, predicate, row["o"])


def _iris(graphs: Iterable[str]) -> str:
    return " ".join(f"<{graph}>" for graph in graphs)


def _batches(sizes: dict[str, int], most: int) -> Iterator[dict[str, int]]:
    """The graphs in groups of at most `_BATCH`, whose sizes come to no more than `most`."""
    batch: dict[str, int] = {}
    total = 0
    for graph, size in sizes.items():
        if batch and (len(batch) == _BATCH or total + size > most):
            yield batch
            batch, total = {}, 0
        batch[graph] = size
        total += size
    if batch:
        yield batch
