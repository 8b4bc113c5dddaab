"""Small releases to push, each test's under a namespace of its own, so that one server serves them all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyoxigraph as ox
from click.testing import CliRunner, Result

from il6ld import release
from il6ld.cli import cli
from il6ld.namespaces import DCAT, RDFS, Namespace
from tests.stores.servers import Server


@dataclass
class Sample:
    """A release on disk whose claims can be chosen: its folder, and the namespace of its graphs."""

    folder: Path
    home: str = field(default_factory=lambda: f"https://example.org/{uuid.uuid4().hex}/graphs/")

    def write(self, claims: Mapping[str, str], version: str = "1.0.0", more: str = "") -> Path:
        """Writes the release: a graph for each claim with its label, blank nodes, and `more` N-Triples."""
        n = Namespace(self.home)
        about, node = n.dataset, ox.BlankNode("x")
        quads = [
            ox.Quad(about, DCAT.version, ox.Literal(version), n.description),
            ox.Quad(about, RDFS.seeAlso, node, n.ontology),
            ox.Quad(node, RDFS.seeAlso, ox.BlankNode("y"), n.ontology),
        ]
        quads += [ox.Quad(n[name], RDFS.label, ox.Literal(text), n[name]) for name, text in claims.items()]
        others = ox.parse(more.encode(), format=ox.RdfFormat.N_TRIPLES)
        quads += [ox.Quad(other.subject, other.predicate, other.object, n.extra) for other in others]
        content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        self.folder.mkdir(exist_ok=True)
        for name, text in release.with_checksums({"il6ld.nq": content}).items():
            (self.folder / name).write_bytes(text)
        return self.folder

    def push(self, server: Server, *options: str, url: str = "") -> Result:
        """What `il6ld push` comes to."""
        return il6ld(server, "push", url or server.url, "--release", str(self.folder), *options)

    def pull(self, server: Server, output: Path, *options: str, url: str = "") -> Result:
        """What `il6ld pull --against` this release comes to."""
        against = ("--against", str(self.folder))
        return il6ld(server, "pull", url or server.url, "-o", str(output), *against, *options)

    def labels(self, server: Server) -> list[str]:
        """The labels that readers see in the graphs of the release, A to Z; nothing of what stands beside."""
        return labels(server, self.home)

    def graphs(self, server: Server) -> set[str]:
        """Every graph in the store under the release's namespace, by its local name."""
        rows = select(server, f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {_under(self.home)} }}")
        return {row["g"].removeprefix(self.home) for row in rows}


def il6ld(server: Server, *arguments: str) -> Result:
    """What a command comes to, as the server's user."""
    empty = {"IL6LD_STORE_USER": None, "IL6LD_STORE_PASSWORD": None, "IL6LD_STORE_TOKEN": None}
    return CliRunner().invoke(cli, list(arguments), env={**empty, **server.environment}, prog_name="il6ld")


def _under(home: str) -> str:
    return f"FILTER STRSTARTS(STR(?g), '{home}')"


def labels(server: Server, home: str) -> list[str]:
    """The labels in the graphs of a namespace, less those that a push has put beside."""
    beside = f"FILTER (!STRSTARTS(STR(?g), '{home}push'))"
    rows = select(server, f"SELECT ?o {{ GRAPH ?g {{ ?s {RDFS.label} ?o }} {_under(home)} {beside} }}")
    return sorted(row["o"] for row in rows)


def select(server: Server, query: str) -> list[dict[str, str]]:
    """The rows of a query, asked without any of il6ld's code."""
    path = {"virtuoso": "/sparql"}.get(server.kind, "/query")
    answer = httpx.post(
        server.url + path, data={"query": query}, timeout=60, auth=server.reading,
        headers={"Accept": "application/sparql-results+json"},
    )  # fmt: skip
    answer.raise_for_status()
    bindings = answer.json()["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]


def put(server: Server, graph: str, triples: str) -> None:
    """Puts a graph into a store, as somebody else would."""
    path = {"virtuoso": "/sparql-graph-crud-auth", "fuseki": "/data"}.get(server.kind, "/store")
    answer = httpx.put(
        server.url + path, params={"graph": graph}, content=triples.encode(), auth=server.writing, timeout=60,
        headers={"Content-Type": "application/n-triples"},
    )  # fmt: skip
    answer.raise_for_status()
