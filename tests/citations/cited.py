"""A small release made by hand, and what is cited of it in each style."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from il6ld import citing
from il6ld.formats import Material
from il6ld.lookup import Lookup
from il6ld.project import find_project
from tests.conftest import ROOT

FOLDER = Path(__file__).parent
MODEL = FOLDER.parent / "changes" / "model.trig"
NAMES = ("release", "tea", "names", "tea-0001", "tea-0002")


@cache
def material() -> Material:
    """The release with the model that it needs."""
    paths = (MODEL, FOLDER / "release.trig")
    dataset = ox.Dataset(quad for path in paths for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG))
    return Material(dataset, Lookup(dataset), find_project(ROOT).context, {})


@cache
def cited(style: str) -> str:
    """Everything that is cited, in one style."""
    return citing.printed(material(), NAMES, style)
