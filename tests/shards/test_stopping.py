"""A signal that comes while the database works ends the run as it ends any other."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

# A build that never ends, and says when DuckDB is at work. What a signal raises just before it begins may be
# lost, since DuckDB drops what is raised in the Python that it calls: `lost` drops it too.
_ENDLESS = """
import contextlib, sys, threading, time
from il6ld import cli, exits, scaling
from il6ld.validation.sql.engine import connected
from pathlib import Path

def lost():
    print("working", file=sys.stderr, flush=True)
    with contextlib.suppress(exits.Stopped):
        time.sleep(30)

def endless(*_, **__):
    with connected(Path.cwd()) as connection:
        if sys.argv[-1] == "before":
            lost()
        else:
            threading.Timer(0.3, lambda: print("working", file=sys.stderr, flush=True)).start()
        connection.execute("SELECT count(*) FROM range(1000000000000) a(x) WHERE x % 7 = 3").fetchall()

scaling.build = endless
sys.argv[:] = ["il6ld", "build", "--project", sys.argv[1], "--corpus", ".", "-o", sys.argv[2]]
cli.main()
"""


@pytest.mark.parametrize("moment", ["before", "while"])
def test_a_query_is_left_in_good_order(tmp_path: Path, moment: str) -> None:
    command = [sys.executable, "-c", _ENDLESS, str(ROOT), moment]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr and process.stderr.readline() == "working\n"
            time.sleep(0.1)
            process.terminate()
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert told == "Terminated.\n"
    assert process.returncode == 128 + signal.SIGTERM
