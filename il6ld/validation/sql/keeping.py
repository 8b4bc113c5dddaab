"""Compiled programs, kept from one run to the next: reading the queries of shapes takes long."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import SH
from il6ld.validation.shapes import Shapes
from il6ld.validation.sql.program import Program


def compiled(shapes: Shapes) -> Program:
    """The program of a shapes graph, as it was kept or made now; InvalidInput for shapes of no use."""
    return _compiled(shapes.ntriples)


@lru_cache(maxsize=4)
def _compiled(ntriples: bytes) -> Program:
    shapes = Shapes(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
    if not any(shapes.values(node, SH.select) for node in shapes.nodes):
        return _made(shapes)
    path = folder() / f"{_key(ntriples)}.json"
    return _read(path) or _kept(path, _made(shapes))


def folder() -> Path:
    """Where programs are kept: in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "il6ld" / "shapes"


def _made(shapes: Shapes) -> Program:
    from il6ld.validation.sql.compiling import compile_shapes

    return compile_shapes(shapes)


def _key(ntriples: bytes) -> str:
    """The same for the same graph, however its blank nodes are called."""
    graph = ox.Dataset(ox.parse(ntriples, format=ox.RdfFormat.N_QUADS))
    graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    lines = sorted(str(quad) for quad in graph)
    return hashlib.sha256("\n".join([_compiler(), *lines]).encode()).hexdigest()[:32]


def _compiler() -> str:
    """What tells one compiler from another: its source, and what reads queries for it."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    told = b"".join(path.read_bytes() for path in sources)
    return f"{version('rdflib')} {hashlib.sha256(told).hexdigest()}"


def _read(path: Path) -> Program | None:
    """What was kept, where its first line proves it whole."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        digest, _, text = path.read_text("utf-8").partition("\n")
        if digest == hashlib.sha256(text.encode()).hexdigest():
            return Program.from_json(text)
    return None


def _kept(path: Path, program: Program) -> Program:
    """The program, kept if that can be, and if it names no blank node: these have other names next time."""
    if any(source.shape.startswith("_:") or source.constraint.startswith("_:") for source in program.sources):
        return program
    text = program.as_json()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
            file.write(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
        Path(file.name).replace(path)
    return program
