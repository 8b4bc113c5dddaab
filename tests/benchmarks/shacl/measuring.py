"""What a validator costs on one corpus: a fresh process each time, its count checked, cut at the limits."""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import ROOT, RUNS, Cost
from tests.benchmarks.shacl.reports import counted, difference

MOST_SECONDS, MOST_MEMORY = 600, 16 * 1024  # seconds on the clock, and MB
LONG = 20  # seconds on the clock from which on one run must do


@dataclass(frozen=True)
class Outcome:
    """What became of one validator on one corpus: its cost, or why there is none that can be compared."""

    claims: int
    peer: str
    cost: Cost | None = None
    runs: int = 0
    results: int = 0
    why: str = ""


def measured(
    claims: int,
    name: str,
    command: Sequence[str],
    known: Counter[str],
    scratch: Path,
    environment: dict[str, str],
) -> Outcome:
    """The medians of five runs after one that is not counted; of a run that takes long, that one alone."""
    report = scratch / "report.ttl"
    costs: list[Cost] = []
    while len(costs) <= RUNS:
        cost, why = _run(command, report, environment)
        if not why:
            why = difference(counted(report), known)
        if why:
            return Outcome(claims, name, cost, len(costs) + 1, why=why)
        costs.append(cost)
        if costs[0].wall > LONG:
            break
    kept = costs[1:] or costs
    columns = zip(*((cost.cpu, cost.wall, cost.memory) for cost in kept), strict=True)
    return Outcome(claims, name, Cost(*map(statistics.median, columns)), len(kept), known.total())


def _run(command: Sequence[str], report: Path, environment: dict[str, str]) -> tuple[Cost, str]:
    """The cost of one run, and why it was no whole one."""
    with report.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        watch = _Watch(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        watch.end()
    process.returncode = os.waitstatus_to_exitcode(status)
    cost = Cost(used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / 1024)
    failed = f"it ended with exit code {process.returncode}" if process.returncode else ""
    return cost, watch.cut or failed


class _Watch:
    """Ends a process, and what it started, once it is beyond a limit."""

    def __init__(self, leader: int) -> None:
        self.cut = ""
        self._leader = leader
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends the watch."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        deadline = time.monotonic() + MOST_SECONDS
        while not self._over.wait(0.2):
            if time.monotonic() > deadline:
                self.cut = f"cut after {MOST_SECONDS // 60} minutes"
            elif sum(_held(self._leader)) > MOST_MEMORY:
                self.cut = f"cut at {MOST_MEMORY // 1024} GB"
            if self.cut:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._leader, signal.SIGKILL)
                return


def _held(leader: int) -> Iterator[float]:
    """MB that each process of a session holds."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == leader:
                yield int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
        except (OSError, ValueError):  # it has ended
            continue
