"""Killed at any moment, a build leaves nothing that could be taken for whole, and the next goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from il6ld import scaling
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora


@pytest.mark.parametrize("kills", [10, pytest.param(60, marks=pytest.mark.heavy)])
def test_a_killed_build_goes_on_to_the_same_release(
    kills: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)
    corpus = corpora.write(tmp_path / "corpus", 4)
    command = [sys.executable, "-m", "tests.shards.killing", str(corpus), str(tmp_path), str(kills)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    killed = int(told.stdout.split()[0])
    assert killed >= kills // 2, told.stdout
    project = find_project(ROOT)
    scaling.build(project, corpus, tmp_path / "fresh", workers=1, lines=20)
    expected = corpora.digests(tmp_path / "fresh")
    for number in range(-(-kills // 10)):
        scaling.build(project, corpus, tmp_path / f"release-{number}", workers=2, lines=20)
        assert corpora.digests(tmp_path / f"release-{number}") == expected
    assert {path.name.rpartition("-")[2] for path in tmp_path.glob(".release*")} == {"kept"}
