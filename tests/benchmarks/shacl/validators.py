"""One validator on one file: validators.py NAME DATA SHAPES writes the report graph to standard output.

Run as a file, by the interpreter that has the validator; it imports nothing that the validator itself does
not need, so that a process costs what the validator costs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def il6ld(data: Path, shapes: Path) -> bytes:
    """The shapes compiled to SQL, on DuckDB."""
    import pyoxigraph as ox

    from il6ld.validation.sql import validate_files

    rules = (quad.triple for quad in ox.parse(path=str(shapes), format=ox.RdfFormat.TURTLE))
    return validate_files([data], rules).as_turtle()


def pyshacl(data: Path, shapes: Path) -> bytes:
    """pySHACL as its documentation has it."""
    from pyshacl import validate
    from rdflib import Graph

    read, rules = Graph().parse(data, format="nt"), Graph().parse(shapes, format="turtle")
    return _turtle(validate(read, shacl_graph=rules, inplace=True)[1])


def pyshacl_prepared(data: Path, shapes: Path) -> bytes:
    """pySHACL as il6ld runs it: files read by pyoxigraph, each query parsed once, no messages."""
    import pyoxigraph as ox

    from il6ld.validation.engines import ENGINES

    rules = ox.parse(path=str(shapes), format=ox.RdfFormat.TURTLE)
    text = ox.serialize((quad.triple for quad in rules), format=ox.RdfFormat.N_TRIPLES)
    return ENGINES["pyshacl"](data.read_bytes(), text or b"")


def pyshifty(data: Path, shapes: Path) -> bytes:
    """pyshifty as its documentation has it, without inference."""
    from shifty import validate

    return _turtle(validate(data, shapes, graph_mode="data", infer=False, sort_results=False)[1])


def pyrudof(data: Path, shapes: Path) -> bytes:
    """pyrudof's own engine, the one that its documentation recommends."""
    from pyrudof import (  # type: ignore[import-not-found]
        RDFFormat,
        ResultShaclValidationFormat,
        Rudof,
        RudofConfig,
        ShaclFormat,
    )

    rudof = Rudof(RudofConfig())
    rudof.read_data(data, format=RDFFormat.NTriples)
    rudof.read_shacl(shapes, format=ShaclFormat.Turtle)
    rudof.validate_shacl()
    return str(rudof.serialize_shacl_validation_results(ResultShaclValidationFormat.Turtle)).encode()


VALIDATORS: dict[str, Callable[[Path, Path], bytes]] = {
    one.__name__: one for one in (il6ld, pyshacl, pyshacl_prepared, pyshifty, pyrudof)
}


def _turtle(graph: object) -> bytes:
    """A graph of rdflib."""
    return bytes(graph.serialize(format="turtle", encoding="utf-8"))  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.stdout.buffer.write(VALIDATORS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))
