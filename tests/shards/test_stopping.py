"""A signal that comes while the database works ends the run as it ends any other."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT

# A build that never ends, and says when DuckDB is at work.
_ENDLESS = """
import sys, threading
from il6ld import cli, scaling
from il6ld.validation.sql.engine import connected
from pathlib import Path

def endless(*_, **__):
    with connected(Path.cwd()) as connection:
        threading.Timer(0.3, lambda: print("working", file=sys.stderr, flush=True)).start()
        connection.execute("SELECT count(*) FROM range(1000000000000) a(x) WHERE x % 7 = 3").fetchall()

scaling.build = endless
sys.argv = ["il6ld", "build", "--project", sys.argv[1], "--corpus", ".", "-o", "release"]
cli.main()
"""


def test_a_query_is_left_in_good_order(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _ENDLESS, str(ROOT)]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr and process.stderr.readline() == "working\n"
        time.sleep(0.1)
        process.terminate()
        told = process.stderr.read()
    assert told == "Terminated.\n"
    assert process.returncode == 128 + signal.SIGTERM
