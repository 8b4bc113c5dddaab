"""Readers that share no code with what wrote the files: rdflib, and pyld for JSON-LD."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from typing import Any

# A term in N-Triples spelling, a blank node with its label; and a graph's name, empty for the default graph.
Statement = tuple[str, str, str]
Row = tuple[str, str, str, str]


def statements(filename: str, payload: bytes) -> set[Statement]:
    """What a file says, whatever graph it says it in."""
    return {(subject, predicate, term) for subject, predicate, term, _ in rows(filename, payload)}


def rows(filename: str, payload: bytes) -> set[Row]:
    """What a file says, and in which graph."""
    return set(READERS[filename.rpartition(".")[2]](payload))


def with_rdflib(syntax: str) -> Callable[[bytes], Iterator[Row]]:
    """A reader of one syntax, by rdflib's name for it, that leaves every literal as it is spelled."""

    def read(payload: bytes) -> Iterator[Row]:
        import rdflib

        rdflib.NORMALIZE_LITERALS = False
        dataset = rdflib.Dataset()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # rdflib tells of its own old names and of values it finds odd
            dataset.parse(data=payload, format=syntax)
        for subject, predicate, term, graph in dataset.quads():
            named = graph is not None and graph != rdflib.graph.DATASET_DEFAULT_GRAPH_ID
            yield _n3(subject), _n3(predicate), _n3(term), _n3(graph) if named else ""

    return read


def _n3(term: Any) -> str:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return f"<{term}>"
    if isinstance(term, rdflib.BNode):
        return f"_:{term}"
    return _literal(str(term), str(term.datatype or _STRING), term.language)


_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _literal(value: str, datatype: str, language: str | None) -> str:
    quoted = json.dumps(value, ensure_ascii=False)
    if language:
        return f"{quoted}@{language.lower()}"
    return quoted if datatype == _STRING else f"{quoted}^^<{datatype}>"


def with_pyld(payload: bytes) -> Iterator[Row]:
    """JSON-LD as a JSON-LD processor reads it."""
    from pyld import jsonld

    for graph, triples in jsonld.to_rdf(json.loads(payload)).items():
        for triple in triples:
            subject, predicate, term = (_pyld_term(triple[part]) for part in _PARTS)
            yield subject, predicate, term, "" if graph == "@default" else f"<{graph}>"


_PARTS = ("subject", "predicate", "object")


def _pyld_term(term: dict[str, str]) -> str:
    if term["type"] == "IRI":
        return f"<{term['value']}>"
    if term["type"] == "blank node":
        return term["value"]
    return _literal(term["value"], term["datatype"], term.get("language"))


READERS: dict[str, Callable[[bytes], Iterator[Row]]] = {
    "nq": with_rdflib("nquads"),
    "trig": with_rdflib("trig"),
    "ttl": with_rdflib("turtle"),
    "owl": with_rdflib("xml"),
    "jsonld": with_pyld,
}
