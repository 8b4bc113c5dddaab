"""Reads a release, and, asked to, writes every translation of it: the difference is what they cost.

python -m tests.benchmarks.translating RELEASE [write]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

from il6ld import formats
from il6ld.lookup import Lookup
from il6ld.project import find_project

if __name__ == "__main__":
    place = Path(sys.argv[1])
    dataset = ox.Dataset(ox.parse(path=place / "il6ld.nq", format=ox.RdfFormat.N_QUADS))
    files = {path.name: path.read_bytes() for path in place.iterdir()}
    material = formats.Material(dataset, Lookup(dataset), find_project(place.parent).context, files)
    if "write" in sys.argv[2:]:
        written = formats.translate(material, formats.released())
        assert all(one.files for one in written.values())
