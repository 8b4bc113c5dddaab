"""Work that may not end by itself, done in a process of its own that is stopped at its limits.

Queries are evaluated by native code that knows no time limit and that some queries make crash; what such a
process has made is passed on only when it is whole.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import resource
import selectors
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from il6ld.errors import Il6ldError, LimitExceeded
from il6ld.exits import as_error

_Made = TypeVar("_Made")
OUT_OF_MEMORY = 3  # the child's exit code
_OWN_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Limits:
    """What a piece of work may use: `seconds` on the clock and of CPU each, and `memory` in bytes."""

    seconds: float = 10
    memory: int = 1 << 30


def apart(work: Callable[[], _Made], limits: Limits) -> _Made:
    """What `work` returns, done in a child process; its Il6ldErrors are raised here.

    Raises LimitExceeded where it needs more than its limits, or where it crashes. What is returned must be
    fit for pickle. The process is forked, so no other thread may be running.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(work, limits, writer)
    os.close(writer)
    try:
        content = _received(reader, limits.seconds)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reader)
    _, status = os.waitpid(child, 0)
    made: _Made = _unpacked(content, status, limits)
    return made


def _work(work: Callable[[], Any], limits: Limits, writer: int) -> None:
    """The child's part; it never returns."""
    try:
        for number in _OWN_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        confine(beyond(limits))
        try:
            result: tuple[bool, Any] = (True, work())
        except Exception as error:
            if isinstance(error, MemoryError) or os.environ.get("IL6LD_TRACEBACK"):
                raise
            result = (False, as_error(error))
        content = pickle.dumps(result)
        with open(writer, "wb") as pipe:
            pipe.write(content)
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:
        with contextlib.suppress(OSError):
            traceback.print_exc()
        os._exit(1)


def beyond(limits: Limits) -> Limits:
    """The limits, with the address space that this process has already on top, where the system tells it."""
    with contextlib.suppress(OSError, ValueError):
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        return replace(limits, memory=limits.memory + held)
    return limits


def confine(limits: Limits) -> None:
    """Holds this process to limits from now on: what it has used of CPU so far does not count."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(usage.ru_utime + usage.ru_stime + limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _received(reader: int, seconds: float) -> bytes:
    """Everything the child writes; raises LimitExceeded where it does not end in time."""
    ends = time.monotonic() + seconds
    chunks: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(reader, selectors.EVENT_READ)
        while True:
            left = ends - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise _too_long(seconds)
            chunk = os.read(reader, 1 << 20)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)


def _unpacked(content: bytes, status: int, limits: Limits) -> Any:
    code = os.waitstatus_to_exitcode(status)
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _too_long(limits.seconds)
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):
        raise LimitExceeded.at(
            None, f"It needs more than {limits.memory >> 20:,} MB of memory.", rule="query-memory",
            help="Ask for less at a time: narrow the patterns, or add a LIMIT.",
        )  # fmt: skip
    if code != 0:
        message = f"The process that did it ended with {code}."
        raise LimitExceeded.at(None, message, rule="query-crash", help="Make the query simpler.")
    succeeded, result = pickle.loads(content)
    if not succeeded:
        raise result
    return result


def _too_long(seconds: float) -> Il6ldError:
    return LimitExceeded.at(
        None, f"It was stopped after {seconds:g} s.", rule="query-time",
        help="Narrow the patterns so that they share variables, add a LIMIT, or allow it more time.",
    )  # fmt: skip
