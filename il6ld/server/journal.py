"""What is written of requests and failures: a line of JSON each, so that nothing in it ends a line early.

A query is never written, only its hash. What cannot be written is counted and let go.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
import traceback
from pathlib import Path
from typing import Any

from il6ld.errors import CannotWrite

_STDERR = 2
_LONGEST = 500  # characters of a path
# Without blocking, so that neither a pipe that nobody reads nor a slow reader keeps the server waiting.
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK


class Journal:
    """Writes requests to a file, if there is one; failures there, else to standard error."""

    def __init__(self, path: Path | None = None) -> None:
        self._requests = path is not None
        self.lost = 0
        try:
            self._file = _STDERR if path is None else os.open(path, _FLAGS, 0o600)
        except OSError as error:
            raise CannotWrite.at(
                None, f"The log '{path}' cannot be written: {error.strerror}.",
                help="Name a file that you may write, or leave --log out.",
            ) from error  # fmt: skip

    def request(
        self, method: str, path: str, status: int, size: int, seconds: float, query: str = ""
    ) -> None:
        """One request that was answered; `path` without its query."""
        if self._requests:
            asked = {"query": digest(query)} if query else {}
            milliseconds = round(seconds * 1000, 1)
            self._write(
                method=method, path=path[:_LONGEST], status=status, bytes=size, ms=milliseconds, **asked
            )

    def event(self, *, query: str = "", **told: Any) -> None:
        """Something that whoever runs the server may want to know."""
        self._write(**told, **({"query": digest(query)} if query else {}))

    def failure(self, error: BaseException) -> str:
        """An error of the server's own; gives the id under which it is written."""
        number = secrets.token_hex(4)
        trace = traceback.format_exception(error)
        self._write(event="error", id=number, error=type(error).__name__, trace="".join(trace))
        return number

    def _write(self, **told: Any) -> None:
        line = json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **told}) + "\n"
        try:
            os.write(self._file, line.encode())
        except OSError:
            self.lost += 1

    def close(self) -> None:
        """Closes the file."""
        if self._requests:
            with contextlib.suppress(OSError):
                os.close(self._file)


def digest(query: str) -> str:
    """What stands for a query in the log."""
    return hashlib.sha256(query.encode(errors="surrogatepass")).hexdigest()[:16]
