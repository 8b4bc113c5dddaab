"""What the tests of the checklist look at: the committed release, and what lies beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, RDF, RDFS

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def quads() -> list[Quad]:
    """Every quad of the release."""
    found = list(parse(path=BUILD / "il6ld.nq", format=RdfFormat.N_QUADS))
    assert len(found) > 5000
    return found


@pytest.fixture(scope="session")
def said(quads: list[Quad]) -> Lookup:
    """What the release says, whatever graph it says it in."""
    return Lookup(quads)


@pytest.fixture(scope="session")
def described() -> Lookup:
    """What void.ttl says of the release."""
    return Lookup(parse(path=BUILD / "void.ttl", format=RdfFormat.TURTLE))


@pytest.fixture(scope="session")
def own_terms(said: Lookup) -> list[NamedNode]:
    """Every term that the ontology declares, A to Z."""
    types = {term for term, _ in said.pairs(RDF.type) if isinstance(term, NamedNode) and term in IL6}
    assert len(types) > 300
    return sorted(types, key=lambda term: term.value)


@pytest.fixture(scope="session")
def own_properties(own_terms: list[NamedNode], said: Lookup) -> list[NamedNode]:
    """Those of them that are properties."""
    found = [
        term for term in own_terms if any("Property" in str(kind) for kind in said.values(term, RDF.type))
    ]
    assert len(found) > 50 and all(said.values(term, RDFS.label) for term in found)
    return found


@pytest.fixture(scope="session")
def store() -> Store:
    """The release in a store, each graph under its name."""
    found = Store()
    found.bulk_load(path=str(BUILD / "il6ld.trig"), format=RdfFormat.TRIG)
    return found


@pytest.fixture(scope="session")
def ontologies() -> Path:
    """The folder of outside ontologies, which the repository does not hold."""
    folder = SHARED / "ontologies"
    if not folder.is_dir():
        pytest.skip("the outside ontologies are not beside the repository")
    return folder
