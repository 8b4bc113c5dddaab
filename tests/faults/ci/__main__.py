"""Runs the heavier cases, all or those whose names begin as asked, and tells what each came to.

python -m tests.faults.ci [b04 f05 ...]
"""

from __future__ import annotations

import re
import sys
import time
import traceback
from collections.abc import Callable

from tests.faults.ci import disk, runs, supply
from tests.faults.ci.cases import Skipped

ELSEWHERE = {
    "B5, B10, B14, B15, B17 to B19": "wholly in make test",
    "B11": "of the server in tests/server, of readers of the folder in make test",
    "F1": "in .ci/run, 'the same bytes with Python ...'",
    "F8": "waits for a second release",
}


def cases(asked: list[str]) -> list[tuple[str, Callable[[], str]]]:
    """The cases by name, in the order of the rows."""
    found = [
        (name, case)
        for module in (disk, runs, supply)
        for name, case in vars(module).items()
        if re.match(r"[bf]\d\d_", name) and (not asked or name.startswith(tuple(asked)))
    ]
    return sorted(found, key=lambda pair: pair[0][:3])


def outcome(case: Callable[[], str]) -> tuple[str, str]:
    """Whether a case held, was skipped or failed, and what is to be said about it."""
    try:
        return "held", case()
    except Skipped as reason:
        return "skipped", str(reason)
    except Exception:
        return "FAILED", traceback.format_exc()


def main() -> int:
    """Runs the cases; 1 where one failed or none was there."""
    outcomes = []
    for name, case in cases(sys.argv[1:]):
        started = time.monotonic()
        state, told = outcome(case)
        outcomes.append(state)
        print(f"{state:8} {time.monotonic() - started:5.0f} s  {name}: {told}", flush=True)
    for rows, where in ELSEWHERE.items():
        print(f"not here          {rows}: {where}")
    print(", ".join(f"{outcomes.count(state)} {state}" for state in ("held", "skipped", "FAILED")))
    return int(not outcomes or "FAILED" in outcomes)


if __name__ == "__main__":
    sys.exit(main())
