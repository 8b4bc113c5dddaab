"""Two small releases made by hand, the later of which differs from the earlier in every way there is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from il6ld.changes import WRITERS, Changes, compare
from il6ld.formats import Material
from il6ld.lookup import Lookup
from il6ld.project import find_project
from tests.conftest import ROOT

FOLDER = Path(__file__).parent
WRITTEN = {f"expected.{name.replace('text', 'txt')}": write for name, write in WRITERS.items()}


@cache
def quads(name: str) -> tuple[ox.Quad, ...]:
    """A release with the model that both have."""
    paths = (FOLDER / "model.trig", FOLDER / f"{name}.trig")
    return tuple(quad for path in paths for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG))


def material(found: tuple[ox.Quad, ...]) -> Material:
    """A release as it is compared."""
    dataset = ox.Dataset(found)
    return Material(dataset, Lookup(dataset), find_project(ROOT).context, {})


def between(before: str = "before", after: str = "after") -> Changes:
    """What changed from one to the other."""
    return compare(material(quads(before)), material(quads(after)), (before, after))
