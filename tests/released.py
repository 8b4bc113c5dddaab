"""The release that the repository holds, as a writer of a format gets it; read once, not to be changed."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Dataset, RdfFormat, parse

from il6ld.formats import Material
from il6ld.lookup import Lookup
from il6ld.namespaces import read_context
from tests.conftest import ROOT

CONTEXT = read_context(ROOT / "ontology" / "context.jsonld")


@cache
def material() -> Material:
    """What the release says, without its files."""
    return material_of(Dataset(parse(path=str(ROOT / "build" / "il6ld.nq"), format=RdfFormat.N_QUADS)))


def material_of(dataset: Dataset) -> Material:
    """The same of any dataset."""
    return Material(dataset, Lookup(dataset), CONTEXT, {})
