"""The application as the tests ask it: in this process, with real workers, and without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from il6ld import pages, serving, workers
from il6ld.pages import Site
from il6ld.project import Project
from il6ld.server import Library, Limits, Nursery, Settings
from il6ld.server.application import application
from il6ld.server.journal import Journal
from il6ld.server.pool import Pool
from tests.server.asking import Client
from tests.server.samples import BASE, site

LIMITS = Limits(workers.Limits(seconds=1, memory=200 << 20), workers=2, queue=6, patience=2)
SETTINGS = Settings(
    LIMITS,
    gone={"claims/c-0003": "It was in version 0.1.0, and is in none since."},
    successors={"claims/c-0002": ("claims/c-0001",)},
)


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The loop that everything runs in."""
    found = asyncio.new_event_loop()
    yield found
    found.close()


@pytest.fixture(scope="session")
def library(project: Project) -> Library:
    """The release, to be asked."""
    return serving.library(pages.of_project(project))


@pytest.fixture(scope="session")
def pool(loop: asyncio.AbstractEventLoop, library: Library) -> Iterator[Pool]:
    """Two workers over the release."""
    found = Pool(Nursery.start(lambda: library, LIMITS.work, 0), LIMITS)
    loop.call_soon(found.start)
    yield found
    loop.run_until_complete(found.close())


@pytest.fixture(scope="session")
def small() -> Site:
    """A site of a few pages, made by hand."""
    return site()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the application writes what it does."""
    return tmp_path / "log"


@pytest.fixture
def client(loop: asyncio.AbstractEventLoop, pool: Pool, small: Site, log: Path) -> Client:
    """Asks the application over the small site, and the release."""
    return Client(application(small, pool, SETTINGS, Journal(log)), loop)


@pytest.fixture
def base() -> str:
    """What the IRIs of the small site begin with."""
    return BASE
