"""Runs a command and says what it cost: CPU of its whole process tree, and time on the clock."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IL6LD = str(Path(sys.executable).with_name("il6ld"))
RUNS = 5
# Leaves behind what Python itself used, the processes that it waited for (Java) not counted.
PROBE = """
import atexit, resource, sys
place, *sys.argv[1:] = sys.argv[1:]
def leave():
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(place, "w") as file:
        file.write(str(used.ru_utime + used.ru_stime))
atexit.register(leave)
from il6ld.cli import main
main()
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU, user and system, seconds on the clock, and MB that the largest process held at once."""

    cpu: float
    wall: float
    memory: float = 0


def clean_environment(scratch: Path) -> dict[str, str]:
    """Nothing known of earlier builds, and byte code kept as it is for whoever installs with pip."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    places = {"XDG_CACHE_HOME": "cache", "PYTHONPYCACHEPREFIX": "bytecode"}
    return kept | {key: str(scratch / folder) for key, folder in places.items()}


def run(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """The cost of one run with every process that it waited for; a failure ends the benchmark."""
    started = time.perf_counter()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"exit code {process.returncode}: {' '.join(command)}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def run_alone(arguments: Sequence[str], environment: dict[str, str], scratch: Path) -> Cost:
    """The cost of il6ld's own process, the reasoner's Java left out of the CPU."""
    place = scratch / "alone"
    cost = run([sys.executable, "-c", PROBE, str(place), *arguments], environment)
    return Cost(float(place.read_text()), cost.wall)


def median(measure: Callable[[], Cost], runs: int = RUNS) -> Cost:
    """The medians of some runs after one that is not counted, which leaves the byte code behind."""
    measure()
    costs = [measure() for _ in range(runs)]
    columns = zip(*((cost.cpu, cost.wall, cost.memory) for cost in costs), strict=True)
    return Cost(*map(statistics.median, columns))
