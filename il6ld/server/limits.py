"""How much may be asked of a server, and what it is told of where it stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from il6ld import workers

_KB = 1 << 10


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds; beyond each a request is refused, and never waited for."""

    # A query: what its process may use, and how much it may answer.
    work: workers.Limits = workers.Limits()
    query: int = 16 * _KB
    rows: int = 10_000
    # Queries at once, and those that may wait for their turn, and how long.
    workers: int = max(2, os.cpu_count() or 1)
    queue: int = 64
    patience: float = 10
    # A request.
    url: int = 8 * _KB
    head: int = 16 * _KB
    fields: int = 100
    body: int = 64 * _KB
    # A connection: how long a head, a body and the next request may take, and how slowly answers may be read.
    connections: int = 512
    head_seconds: float = 10
    body_seconds: float = 10
    idle_seconds: float = 10
    stall_seconds: float = 10
    slowest: int = 1 * _KB  # a second
    # What is under way when the server is told to end.
    grace: float = 5


@dataclass(frozen=True)
class Settings:
    """Where the site stands below a host, and what became of claims that are not what they were.

    `gone` gives the reason for each path below the base that was promised and is no more, `successors` the
    paths of what took the place of another.
    """

    limits: Limits = Limits()
    base_path: str = ""
    gone: Mapping[str, str] = field(default_factory=dict, repr=False)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
