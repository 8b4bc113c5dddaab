"""`--max-findings` ends a build when so many mistakes are found, with a true count, and says that it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from il6ld import scaling
from il6ld.errors import Il6ldError, InvalidInput
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora

PROJECT = find_project(ROOT)
PLACES = [f"claims:g1-{number:04}" for number in (1, 50)]
WRONG = {place: {"polarity": "Denied", "discourseRole": "Definition"} for place in PLACES}


def refused(corpus: Path, release: Path, most: int | None) -> tuple[list[str], Il6ldError]:
    told: list[str] = []
    with pytest.raises(Il6ldError) as raised:
        scaling.build(PROJECT, corpus, release, workers=1, lines=40, tell=told.append, most=most)
    assert not release.exists()
    return told, raised.value


def test_mistakes_in_lines(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3)
    for path in (corpus / "claims").iterdir():
        path.write_bytes(path.read_bytes().replace(b"Stated", b"Sure"))
    told, _ = refused(corpus, tmp_path / "release", None)
    every = int(told[-1].split()[0])
    told, error = refused(corpus, tmp_path / "release", 3)
    assert "stopped" in told[-1] and 3 <= int(told[-1].split()[0]) < every
    assert len(error.findings) == int(told[-1].split()[0])


def test_mistakes_by_shapes(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3, edit=WRONG)
    told, error = refused(corpus, tmp_path / "release", None)
    assert "stopped" not in told[-1]
    every = int(told[-1].split()[0])
    told, error = refused(corpus, tmp_path / "release", 1)
    assert isinstance(error, InvalidInput) and "stopped" in told[-1]
    assert 1 <= int(told[-1].split()[0]) <= every
    assert all(one.position and one.position.file.endswith("000001.ndjson") for one in error.findings)


def test_a_corpus_with_fewer_mistakes_is_looked_at_to_its_end(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 1)
    made = scaling.build(PROJECT, corpus, tmp_path / "release", workers=1, most=1)
    assert (made.output / "report.ttl").exists()
