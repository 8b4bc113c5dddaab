"""What several tests share: this project, a tiny other one, and the article where it is at hand."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from il6ld import reasoning, starter
from il6ld.project import Project, find_project
from il6ld.release import freshness
from il6ld.release.contents import content_of
from il6ld.sources import Sources, read
from tests.faults.playback import Recorded

ROOT = Path(__file__).parents[1]
ARTICLE = Path(os.environ.get("IL6LD_ARTICLE") or ROOT.parent / "shared" / "article" / "il6-and-disease.txt")


def pytest_configure() -> None:
    """Keeps bytecode in pytest's own cache where none may stand beside the sources.

    Without any, each worker compiles every test again, and each process that a test starts all of il6ld.
    """
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(ROOT / ".pytest_cache" / "bytecode")
        sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Lets the collector pass over the thousands of tests that stay until the end: a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


class _Code:
    """The folder of il6ld's own code, which stays as it is while tests run: looked through once."""

    @staticmethod
    @cache
    def rglob(pattern: str) -> list[Path]:
        return sorted((ROOT / "il6ld").rglob(pattern))


@pytest.fixture(scope="session", autouse=True)
def _code_is_read_once() -> Iterator[None]:
    """Spares each build the reading of il6ld's own code, a tenth of what a small one takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(freshness, "_CODE", _Code)
        patch.setattr(freshness, "content_of", cache(content_of))
        yield


@pytest.fixture(scope="session")
def article() -> Path:
    """The article's text, which the repository may not hold."""
    if not ARTICLE.is_file():
        pytest.skip(f"the article is not at {ARTICLE}: name it in IL6LD_ARTICLE")
    return ARTICLE


@pytest.fixture(scope="session")
def project() -> Project:
    """The project of this repository."""
    return find_project(ROOT)


@pytest.fixture(scope="session")
def sources(project: Project) -> Sources:
    """This repository's project as read; not to be changed."""
    return read(project)


@pytest.fixture(scope="session")
def _tiny_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from il6ld.curation import anchor

    folder = tmp_path_factory.mktemp("template") / "tiny"
    starter.create(folder, "https://example.org/tiny/")
    anchor(find_project(folder), folder / "article.txt")
    return folder


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the reasoner answers, one for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "answers"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def recorded(answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks the reasoner once; who comes with the same statements again gets the same answer."""
    monkeypatch.setattr(Recorded, "folder", answers, raising=False)
    monkeypatch.setattr(reasoning, "Process", Recorded)


@pytest.fixture
def unreasoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the reasoner find nothing, at once: for tests of what stands beside it or comes after it."""

    class Idle:
        def result(self) -> reasoning.Inference:
            return reasoning.Inference(consistent=True)

        def cancel(self) -> None:
            pass

    monkeypatch.setattr(reasoning, "start", lambda triples: Idle())


@pytest.fixture
def tiny(_tiny_template: Path, tmp_path: Path, recorded: None) -> Path:
    """A project of its own about something that is not IL-6: one claim, one sentence, anchored."""
    folder = tmp_path / "tiny"
    shutil.copytree(_tiny_template, folder, copy_function=shutil.copyfile)
    return folder
