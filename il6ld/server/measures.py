"""What is counted while the server runs, in the text format of Prometheus."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Measures:
    """Requests by class of status, queries by outcome, and the seconds that answers took."""

    requests: Counter[str] = field(default_factory=Counter)
    queries: Counter[str] = field(default_factory=Counter)
    query_seconds: float = 0.0

    def request(self, status: int) -> None:
        """One more request."""
        self.requests[f"{status // 100}xx"] += 1

    def query(self, outcome: str, seconds: float) -> None:
        """One more query."""
        self.queries[outcome] += 1
        self.query_seconds += seconds

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything, with what is so at this moment."""
        lines = [*_counter("il6ld_requests_total", "class", self.requests)]
        lines += _counter("il6ld_queries_total", "outcome", self.queries)
        lines += ["# TYPE il6ld_query_seconds summary", f"il6ld_query_seconds_sum {self.query_seconds:.3f}"]
        lines += [f"il6ld_query_seconds_count {self.queries.total()}"]
        for name, value in gauges.items():
            lines += [f"# TYPE {name} gauge", f"{name} {value}"]
        return "\n".join([*lines, ""])


def _counter(name: str, label: str, counts: Counter[str]) -> Iterator[str]:
    yield f"# TYPE {name} counter"
    for key in sorted(counts):
        yield f'{name}{{{label}="{key}"}} {counts[key]}'


def resident(pids: Iterable[int]) -> int:
    """The bytes of memory that processes use, shared parts counted for each; 0 where it is not told."""
    found = (Path(f"/proc/{pid}/statm") for pid in pids)
    return sum(map(_pages, found)) * os.sysconf("SC_PAGE_SIZE")


def _pages(path: Path) -> int:
    try:
        return int(path.read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
