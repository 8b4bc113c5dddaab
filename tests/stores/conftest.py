"""Real stores, one of each kind for a run, and releases to push into them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from il6ld.stores import connection
from tests.stores.samples import Sample
from tests.stores.servers import MAKERS, Server, missing, running

KINDS = [
    kind if kind == "oxigraph" else pytest.param(kind, marks=pytest.mark.heavy) for kind in MAKERS
]  # fmt: skip


@pytest.fixture(scope="session", params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real store; every test that takes it runs on each kind that is installed."""
    if why := missing(request.param):
        pytest.skip(why)
    with running(request.param, tmp_path_factory.mktemp(request.param)) as started:
        yield started


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The one that is always there."""
    with running("oxigraph", tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A release in its first version: two claims."""
    first = Sample(tmp_path / "release")
    first.write({"one": "the first", "two": "the second"})
    return first


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Lets nothing wait between two tries; the seconds it would have been."""
    waited: list[float] = []
    monkeypatch.setattr(connection, "pause", waited.append)
    return waited
