"""What the tests of corpora share: the ontology's words, and the corpus CONIB where it is at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from il6ld import importing
from il6ld.corpora import Corpus, Lines
from il6ld.sources import Sources, read_shapes
from tests.conftest import ROOT

CONIB = ROOT.parent / "shared" / "corpora" / "bel_conib"


@pytest.fixture(scope="session")
def told(sources: Sources) -> Lines:
    """What turns the lines of this project's own records into N-Quads."""
    return Lines(sources.context, sources.words)


@pytest.fixture
def read_once(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets imports take this project as it was read for other tests."""
    shapes = read_shapes(sources.project)
    monkeypatch.setattr(importing, "read", lambda project: sources)
    monkeypatch.setattr(importing, "read_shapes", lambda project: shapes)


@pytest.fixture(scope="session")
def conib() -> Path:
    """The folder of a corpus of 19,196 real statements, which the repository does not hold."""
    if not CONIB.is_dir():
        pytest.skip(f"the corpus CONIB is not at {CONIB}")
    return CONIB


@pytest.fixture
def corpus_of(sources: Sources) -> Callable[[Path], Corpus]:
    """A function from a folder to the corpus that stands there."""
    return lambda path: Corpus(path, sources.context)
