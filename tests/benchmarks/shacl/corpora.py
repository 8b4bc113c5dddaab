"""The files that validators are given: a generated corpus with known mistakes, and the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import BASE
from tests.benchmarks import corpus, mistakes
from tests.benchmarks.template import Template
from tests.shapes.examples import all_shapes

_SHAPES = f"{BASE}shapes/"


@dataclass(frozen=True)
class Files:
    """One corpus: how many claims, how many triples, and where it lies as N-Quads and as N-Triples."""

    claims: int
    triples: int
    quads: Path
    plain: Path


def written(template: Template, claims: int, folder: Path) -> Files:
    """A corpus of so many claims and every mistake once for each 10,000 of them begun.

    Blank nodes have IRIs, since validators differ in what they find of nodes that no report can name.
    """
    quads, plain = (folder / f"{claims}.{ending}" for ending in ("nq", "nt"))
    made = chain(corpus.quads(template, claims), mistakes.made(template, mistakes.rounds(claims)))
    ox.serialize(map(_grounded, made), str(quads), format=ox.RdfFormat.N_QUADS)
    read = ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS)
    ox.serialize((quad.triple for quad in read), str(plain), format=ox.RdfFormat.N_TRIPLES)
    return Files(claims, _lines(plain), quads, plain)


def shapes(folder: Path, without: Iterable[str]) -> Path:
    """A file with all shapes, some of them left out."""
    kept = list(_without({ox.NamedNode(_SHAPES + name) for name in without}))
    path = folder / f"shapes-{len(kept)}.ttl"
    ox.serialize(kept, str(path), format=ox.RdfFormat.TURTLE)
    return path


def _without(names: set[ox.NamedNode]) -> Iterator[ox.Triple]:
    return (triple for triple in all_shapes() if triple.subject not in names)


def _grounded(quad: ox.Quad) -> ox.Quad:
    subject, value = _named(quad.subject), _named(quad.object)
    return ox.Quad(subject, quad.predicate, value, quad.graph_name)  # type: ignore[arg-type]


def _named(term: object) -> object:
    return ox.NamedNode(f"urn:x-il6ld-blank:{term.value}") if isinstance(term, ox.BlankNode) else term


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
