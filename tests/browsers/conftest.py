"""What the tests in a browser share: the server, the browser, and visits to pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browsers import chromium
from tests.browsers.serving import served
from tests.browsers.visiting import Visit

Visits = Callable[..., Visit]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The URL of the server."""
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Any:
    """Debian's Chromium."""
    return chromium.started()


@pytest.fixture(scope="session")
def lent() -> dict[str, Visit]:
    """The visits that were made so far in this session, by their options."""
    return {}


@pytest.fixture
def visits(browser: Any, address: str, lent: dict[str, Visit]) -> Iterator[Visits]:
    """Makes visits, with options of a browser's context; in the end none may have complained of anything."""
    made: list[Visit] = []

    def visit(**options: Any) -> Visit:
        key = repr(sorted(options.items()))
        if key not in lent:
            lent[key] = Visit(browser, address, **options)
        made.append(lent[key])
        made[-1].begin()
        return made[-1]

    yield visit
    for one in made:
        one.end()
