"""Prefixes and terms, read once from `context.jsonld`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode


class Namespace:
    """An IRI that others begin with; `SKOS.note` and `SKOS["note"]` are NamedNodes.

    >>> Namespace("http://www.w3.org/2004/02/skos/core#").note.value
    'http://www.w3.org/2004/02/skos/core#note'
    """

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        node = NamedNode(self.iri + name)
        setattr(self, name, node)  # found without this method from now on
        return node

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self.iri + name)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, NamedNode) and node.value.startswith(self.iri)


# What the code itself has to name; every other prefix stands in context.jsonld alone.
BASE = "https://w3id.org/il6ld/"
IL6 = Namespace(f"{BASE}terms/")
GRAPHS = Namespace(f"{BASE}graphs/")
ONTOLOGY_IRI = NamedNode(f"{BASE}terms")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SH = Namespace("http://www.w3.org/ns/shacl#")
DC = Namespace("http://purl.org/dc/elements/1.1/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VANN = Namespace("http://purl.org/vocab/vann/")
VOID = Namespace("http://rdfs.org/ns/void#")
OA = Namespace("http://www.w3.org/ns/oa#")
NP = Namespace("http://www.nanopub.org/nschema#")
NPX = Namespace("http://purl.org/nanopub/x/")

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\Z")


def is_bare_graph(graph: object) -> bool:
    """Whether a graph is that of the bare triples; every project has one, under its own base."""
    return isinstance(graph, NamedNode) and graph.value.endswith("graphs/bare")


def local_name(node: NamedNode | str) -> str:
    """What follows the last `#`, `/` or `:` of an IRI."""
    return re.split(r"[#/:]", node if isinstance(node, str) else node.value)[-1]


@dataclass(frozen=True)
class Context:
    """A JSON-LD context: what prefixes and terms stand for."""

    entries: dict[str, Any] = field(repr=False)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The context as it is put at the head of a JSON-LD document."""
        return {"@context": self.entries}

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Each prefix with the namespace IRI it stands for."""
        iris = {name: _iri(entry) for name, entry in self.entries.items() if _is_prefix(name, entry)}
        return {name: iri for name, iri in iris.items() if iri}

    @cached_property
    def terms(self) -> dict[str, dict[str, Any]]:
        """Each key a record may use, with its definition in the context."""
        return {
            name: entry
            for name, entry in self.entries.items()
            if isinstance(entry, dict) and not _is_prefix(name, entry)
        }

    @cached_property
    def _by_length(self) -> list[tuple[str, str]]:
        return sorted(((iri, name) for name, iri in self.prefixes.items()), key=lambda p: (-len(p[0]), p[1]))

    def expand(self, name: str) -> str:
        """The IRI of a CURIE, of a term of this context, or of a bare term name.

        >>> go = {"@id": "https://go.org/GO_", "@prefix": True}
        >>> context = Context({"@vocab": "https://e.org/", "GO": go})
        >>> context.expand("GO:0006954"), context.expand("Fever")
        ('https://go.org/GO_0006954', 'https://e.org/Fever')
        """
        prefix, colon, rest = name.partition(":")
        if colon and prefix in self.prefixes and not rest.startswith("//"):
            return self.prefixes[prefix] + rest
        if colon:
            return name
        own = self.terms.get(name, {}).get("@id")
        return self.expand(own) if own else str(self.entries["@vocab"]) + name

    def compact(self, iri: str) -> str:
        """The CURIE of an IRI, or the IRI itself where no prefix fits."""
        for namespace, prefix in self._by_length:
            if iri.startswith(namespace) and _LOCAL_NAME.match(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def merged(self, other: dict[str, Any]) -> Context:
        """This context with the entries of another put over it."""
        return Context({**self.entries, **other})


def _is_prefix(name: str, entry: Any) -> bool:
    if name.startswith("@"):
        return False
    if isinstance(entry, str):
        return not entry.startswith("@")
    return bool(entry.get("@prefix"))


def _iri(entry: Any) -> str:
    return entry if isinstance(entry, str) else str(entry.get("@id", ""))


@lru_cache
def read_context(path: Path) -> Context:
    """The context of one `context.jsonld` file."""
    return Context(json.loads(path.read_text(encoding="utf-8"))["@context"])
