"""Releases of several kinds, for faults that must leave them as they are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from il6ld import build, reasoning, release
from il6ld.project import find_project
from tests.faults.claim_files import CLAIMS, append, claim
from tests.faults.kills import OLD
from tests.faults.playback import Recorded


@pytest.fixture(scope="session")
def _released_template(tmp_path_factory: pytest.TempPathFactory, _tiny_template: Path, answers: Path) -> Path:
    folder = tmp_path_factory.mktemp("released") / "tiny"
    shutil.copytree(_tiny_template, folder)
    append(folder, CLAIMS, claim(folder, 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder.parent / "cache"))
        patch.setattr(Recorded, "folder", answers, raising=False)
        patch.setattr(reasoning, "Process", Recorded)
        build.build(find_project(folder))
    return folder


@pytest.fixture
def released(
    _released_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: None
) -> Path:
    """The tiny project with two claims of its one sentence, and its release 0.1.0 in build/."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "released"
    shutil.copytree(_released_template, folder, copy_function=shutil.copyfile)
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A small release, of what need not be a project's."""
    folder = tmp_path / "out" / "build"
    folder.parent.mkdir()
    release.publish(OLD, folder)
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves fsync out, which matters only when the power fails."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)


@pytest.fixture(scope="session")
def answer(answers: Path) -> dict[str, str]:
    """Surroundings in which the reasoner's answers are recorded once, and then played back."""
    return {"IL6LD_TEST_ANSWERS": str(answers)}
