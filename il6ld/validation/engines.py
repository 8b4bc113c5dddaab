"""The SHACL engines, one function and one row each.

Every engine takes data and shapes as N-Triples without blank nodes in the data, and gives its report graph
as N-Triples. pySHACL is the reference; pyshifty is about a hundred times faster.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

import pyoxigraph as ox

from il6ld.errors import Il6ldError, InvalidInput
from il6ld.namespaces import XSD

Engine = Callable[[bytes, bytes], bytes]


def pyshacl(data: bytes, shapes: bytes) -> bytes:
    """The report of pySHACL, the reference."""
    import pyshacl as engine

    try:
        _, report, _ = engine.validate(_graph(data), shacl_graph=_without_messages(shapes), inplace=True)
    except Exception as error:  # pySHACL raises whatever rdflib's parsers raise
        raise _unusable(error) from error
    return bytes(report.serialize(format="nt", encoding="utf-8"))


def pyshifty(data: bytes, shapes: bytes) -> bytes:
    """The report of pyshifty, the default."""
    engine = _prepared(shapes)
    how: dict[str, Any] = {
        "data": data,
        "data_format": "nt",
        "graph_mode": "data",
        "run_infer": False,
        "sort_results": False,
        "on_unsupported": "error",
    }
    try:
        # Whether there is anything to report is told in a third of the time that the report takes.
        if not engine.validate_algebra(**how).violations:
            return b""
        return str(engine.validate_w3c(**how)._report_ntriples).encode()
    except ValueError as error:
        raise _unusable(error) from error


def duckdb(data: bytes, shapes: bytes) -> bytes:
    """The report of the shapes compiled to SQL, for data of any size."""
    from il6ld.validation.sql import validate_triples

    return validate_triples(data, shapes)


ENGINES: dict[str, Engine] = {"duckdb": duckdb, "pyshacl": pyshacl, "pyshifty": pyshifty}


def _unusable(error: Exception) -> Il6ldError:
    message = f"The shapes cannot be used: {' '.join(str(error).split())}"
    return InvalidInput.at(None, message, rule="shapes", help="Look in shapes/.")


@lru_cache(maxsize=4)
def _prepared(shapes: bytes) -> Any:
    try:
        return _shifty().PreparedValidator(shapes=shapes, shapes_format="nt")
    except ValueError as error:
        raise _unusable(error) from error


@lru_cache(maxsize=1)
def _shifty() -> ModuleType:
    # Its compiled module alone: the package's own __init__ costs 70 ms of imports that are not needed here.
    package = find_spec("shifty")
    spec = PathFinder.find_spec("_shifty", package.submodule_search_locations) if package else None
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("pyshifty is not installed", name="shifty")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _without_messages(shapes: bytes) -> Any:
    # pySHACL fails where it would fill a value with a backslash into a message; we fill them in ourselves.
    graph = _graph(shapes)
    from rdflib import SH

    graph.remove((None, SH.message, None))
    return graph


def _graph(ntriples: bytes) -> Any:
    """An rdflib graph, read ten times faster than rdflib reads one."""
    graph = _graph_class()()
    for triple in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES):
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


@lru_cache(maxsize=1)
def _graph_class() -> Any:
    from rdflib import Graph
    from rdflib.plugins.sparql import prepareQuery

    class Prepared(Graph):
        """A graph that parses each query once; pySHACL asks the same one of every focus node."""

        prepare = staticmethod(lru_cache(prepareQuery))

        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(query_object, str):
                query_object = self.prepare(query_object)
            return super().query(query_object, *args, **kwargs)

    return Prepared


@lru_cache(maxsize=65536)
def _term(term: Any) -> Any:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    # Not normalised: rdflib would make "1" of "01"^^xsd:integer, and a report must show what was written.
    datatype = None if term.language else URIRef(term.datatype.value)
    if term.datatype == XSD.string:
        datatype = None
    return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
