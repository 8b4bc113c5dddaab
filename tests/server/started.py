"""A real server on loopback in a process of its own, over the small site and an empty store, and its limits.

    python -m tests.server.started '{"head_seconds": 1}'

prints its URL and serves until it is told to end.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
LARGE = 16 << 20  # more than the system keeps for a connection


@dataclass
class Started:
    """One server: its process and its port."""

    process: subprocess.Popen[str]
    port: int
    url: str

    def connect(self, seconds: float = 10) -> socket.socket:
        """A connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def send(self, content: bytes, seconds: float = 10) -> bytes:
        """All that it answers to some bytes, until it closes or says no more."""
        with self.connect(seconds) as connection:
            with contextlib.suppress(ConnectionError):
                connection.sendall(content)
            return received(connection)

    def children(self) -> list[int]:
        """The processes that it has started, and those that these have."""
        found: list[int] = []
        ahead = [self.process.pid]
        while ahead:
            pid = ahead.pop()
            text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            ahead += map(int, text.split())
            found += map(int, text.split())
        return found

    def stop(self, number: int = signal.SIGTERM, patience: float = 15) -> int:
        """Ends it by a signal; gives its exit code."""
        self.process.send_signal(number)
        return self.process.wait(patience)


def received(connection: socket.socket) -> bytes:
    """What comes over a connection until it is closed, or nothing more comes."""
    content = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        while chunk := connection.recv(1 << 16):
            content += chunk
    return content


def status(answer: bytes) -> int:
    """The status of the first answer in some bytes; 0 where there is none."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found[1]) if found else 0


@contextlib.contextmanager
def started(*command: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> Iterator[Started]:
    """A server that a command starts, as soon as it has told its URL."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        # A shell lets what it starts in the background ignore interrupts, and that is handed on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout and process.stderr
        line = process.stdout.readline().strip()
        if not line:
            raise AssertionError(f"it did not start: {process.wait(10)}\n{process.stderr.read()}")
        found = re.fullmatch(r"http://(?:127\.0\.0\.1|\[::1\]|0\.0\.0\.0):(\d+)(/.*)", line)
        assert found, line
        yield Started(process, int(found[1]), line)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(15)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def limited(**limits: Any) -> contextlib.AbstractContextManager[Started]:
    """A server with other limits."""
    return started("-m", "tests.server.started", json.dumps(limits))


def until(condition: Any, seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.05)
    return False


def main() -> int:
    """Serves."""
    from il6ld import workers
    from il6ld.pages import Page
    from il6ld.server import Library, Limits, Nursery, Settings, listening, running
    from il6ld.server.application import application
    from il6ld.server.journal import Journal
    from il6ld.server.pool import Pool
    from tests.released import CONTEXT
    from tests.server.samples import site

    limits = Limits(workers.Limits(seconds=2), **{"workers": 1, **json.loads(sys.argv[1])})
    nursery = Nursery.start(lambda: Library(ox.Store(), CONTEXT), limits.work, 0)
    listener = listening.listen("127.0.0.1", 0)
    pages = {**site().pages, "large.txt": Page("large.txt", b"x" * LARGE, "text/plain; charset=utf-8")}
    app = application(replace(site(), pages=pages), Pool(nursery, limits), Settings(limits), Journal())
    return running.run(app, listener, limits, lambda: print(listening.url(listener), flush=True))


if __name__ == "__main__":
    sys.exit(main())
