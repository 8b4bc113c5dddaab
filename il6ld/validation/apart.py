"""An engine in a process of its own, which can be stopped: for shapes that il6ld did not bring.

The engines hold on to the interpreter while they work, so that nothing in the same process can stop them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from il6ld.errors import InvalidInput, LimitExceeded, UsageError
from il6ld.validation.engines import ENGINES

_REFUSED = 3


def run(engine: str, data: bytes, shapes: bytes, patience: float) -> bytes:
    """What the engine reports; LimitExceeded after `patience` seconds, or where its process breaks down."""
    command = [sys.executable, "-P", "-m", __name__, engine, str(len(data))]
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    try:
        done = subprocess.run(
            command, input=data + shapes, capture_output=True, timeout=patience, env=env, check=False
        )
    except subprocess.TimeoutExpired as error:
        message = f"The shapes were not done with after {patience:g} seconds."
        cure = "Look for a query or a path in the project's own shapes that tries everything with everything."
        raise LimitExceeded.at(None, message, rule="limit", help=cure) from error
    if done.returncode == 0:
        return done.stdout
    told = " ".join(done.stderr.decode("utf-8", "replace").split())
    if done.returncode == _REFUSED:
        raise InvalidInput.at(None, told, rule="shapes", help="Look in the project's own shapes/.")
    raise LimitExceeded.at(
        None, f"The engine broke down over the shapes (exit {done.returncode}).",
        help="Look for a query that nests deeply in the project's own shapes.",
    )  # fmt: skip


def main(engine: str, length: str) -> int:
    """Reads data, then shapes, from standard input, and writes the report to standard output."""
    given = sys.stdin.buffer.read()
    try:
        sys.stdout.buffer.write(ENGINES[engine](given[: int(length)], given[int(length) :]))
    except (InvalidInput, UsageError) as error:
        print(error, file=sys.stderr)
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
