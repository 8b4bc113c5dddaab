"""The kinds of triple store that are known, one small class each: where it listens, what is odd about it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from il6ld.stores import spelling
from il6ld.stores.store import Sparql


class Oxigraph(Sparql):
    """Oxigraph's own server; the URL is that of its start page."""

    name: ClassVar[str] = "oxigraph"
    title: ClassVar[str] = "Oxigraph"
    isolated: ClassVar[bool] = True
    rewritings: ClassVar[tuple[spelling.Rewriting, ...]] = (spelling.integer_types, *Sparql.rewritings)
    query_path: ClassVar[str] = "/query"
    update_path: ClassVar[str] = "/update"
    graph_path: ClassVar[str] = "/store"

    @classmethod
    def is_it(cls, headers: Collection[str], server: str) -> bool:
        """Whether the headers of an answer are Oxigraph's."""
        return server.startswith("Oxigraph")


class Fuseki(Sparql):
    """Apache Jena Fuseki; the URL is that of one dataset (http://host:3030/ds)."""

    name: ClassVar[str] = "fuseki"
    title: ClassVar[str] = "Apache Jena Fuseki"
    isolated: ClassVar[bool] = True
    query_path: ClassVar[str] = "/query"
    update_path: ClassVar[str] = "/update"
    graph_path: ClassVar[str] = "/data"

    @classmethod
    def is_it(cls, headers: Collection[str], server: str) -> bool:
        """Whether the headers of an answer are Fuseki's."""
        return "fuseki-request-id" in headers or "Fuseki" in server


class Virtuoso(Sparql):
    """OpenLink Virtuoso; the URL is that of its web server (http://host:8890).

    It cuts off what has more than 10,000 rows without a word, so graphs are read in pages; names of blank
    nodes stay the same from one answer to the next.
    """

    name: ClassVar[str] = "virtuoso"
    title: ClassVar[str] = "OpenLink Virtuoso"
    query_path: ClassVar[str] = "/sparql"
    update_path: ClassVar[str] = "/sparql-auth"
    graph_path: ClassVar[str] = "/sparql-graph-crud-auth"
    page: ClassVar[int] = 5_000
    keeps_labels: ClassVar[bool] = True

    @classmethod
    def is_it(cls, headers: Collection[str], server: str) -> bool:
        """Whether the headers of an answer are Virtuoso's."""
        return server.startswith(("Virtuoso", "OpenLink"))


STORES: dict[str, type[Sparql]] = {kind.name: kind for kind in (Oxigraph, Fuseki, Virtuoso, Sparql)}
