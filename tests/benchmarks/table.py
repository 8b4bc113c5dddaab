"""The cells and rows of the tables that the benchmarks print: each figure, and whether it keeps its limit."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.processes import Cost


def cell(measured: float, limit: float = 0, digits: int = 2) -> str:
    """A figure, and its limit where it has one (0 is none)."""
    verdict = f" (at most {limit:g}: {'kept' if measured <= limit else 'MISSED'})" if limit else ""
    return f"{measured:.{digits}f}{verdict}"


@dataclass(frozen=True)
class Row:
    """One line of a table of processes; limits in seconds, 0 where there is none."""

    title: str
    cost: Cost
    cpu_limit: float = 0
    wall_limit: float = 0

    def __str__(self) -> str:
        cells = [cell(self.cost.cpu, self.cpu_limit), cell(self.cost.wall, self.wall_limit)]
        return f"| {self.title} | {' | '.join(cells)} |"
