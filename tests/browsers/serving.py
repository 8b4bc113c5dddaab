"""The real server in a process of its own: what `il6ld serve` starts, on a free port of loopback."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from il6ld.cli import main; main()")
_SECONDS = 60


@contextmanager
def served(*options: str) -> Iterator[str]:
    """The URL of a running server of this checkout's release, all of whose pages are made."""
    command = [*COMMAND, "serve", "--project", str(ROOT), "--port", "0", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    alarm = Timer(_SECONDS, server.kill)
    alarm.start()
    try:
        assert server.stdout
        told = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert told, "the server did not start"
        _await(f"{told[0]}terms.html")
        alarm.cancel()
        yield told[0]
    finally:
        alarm.cancel()
        server.terminate()
        server.wait(_SECONDS)


def _await(url: str) -> None:
    """Waits for a page that is made late, so that no test waits for it within its own time."""
    began = time.monotonic()
    with urlopen(url, timeout=_SECONDS) as answer:
        assert answer.status == 200
    print(f"the pages were there after {time.monotonic() - began:.1f} s")


def asked(name: str, form: str, *options: str) -> str:
    """What `il6ld query` prints."""
    command = [*COMMAND, "query", "--project", str(ROOT), name, "--format", form, *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS).stdout
