"""The named queries, asked of the release that the repository holds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import il6ld
from il6ld.knowledge import KnowledgeBase
from il6ld.queries import write
from tests.conftest import ROOT

FOLDER = Path(__file__).parent


@cache
def base() -> KnowledgeBase:
    """The release; not to be changed."""
    return il6ld.load(ROOT)


def answer(name: str) -> str:
    """The answer to a named query with the defaults of its parameters, as CSV."""
    return write(base().query(name), "csv").replace("\r\n", "\n")
