"""Blocks made into shards by as many processes as there are cores, told as they are done."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from il6ld.corpora import Lines
from il6ld.errors import Il6ldError, LimitExceeded
from il6ld.shards.blocks import Block
from il6ld.shards.ground import Ground
from il6ld.shards.making import Made, make

_PR_SET_PDEATHSIG = 1
_WAITING = 2  # blocks a worker: it never has to wait for the next, and few are held
_told: Lines | None = None
_given: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


def shards(
    blocks: Iterable[Block], ground: Ground, folder: Path, workers: int
) -> Generator[Made, None, None]:
    """What came of each block, in the order in which they are done; LimitExceeded if a worker is lost.

    The errors of `blocks` come through only after what was begun is done.
    """
    if workers == 1:  # nothing is gained by another process
        told = Lines(ground.context, ground.words)
        yield from (make(block, told, ground.digest, folder) for block in blocks)
        return
    how = get_context("fork")  # the words are not sent, they are there
    crew = ProcessPoolExecutor(workers, mp_context=how, initializer=_begin, initargs=(ground, os.getpid()))
    running: set[Future[Made]] = set()
    try:
        for block in blocks:
            running.add(crew.submit(_make, block, ground.digest, folder))
            while len(running) >= workers * _WAITING:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in wait(running).done)
    except BrokenProcessPool as error:
        raise _lost() from error
    finally:
        crew.shutdown(cancel_futures=True)


def _begin(ground: Ground, parent: int) -> None:
    global _told
    _attend(parent)
    _told = Lines(ground.context, ground.words)


def _attend(parent: int) -> None:
    """A worker's beginning: it ends with the run, however the run ends, and leaves signals to it."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _make(block: Block, ground: str, folder: Path) -> Made:
    assert _told is not None
    return make(block, _told, ground, folder)


def over(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Generator[Result, None, None]:
    """What `work` makes of each item, in the order of the items; LimitExceeded if a worker is lost.

    Neither `work` nor the items are sent to the workers: they are forked when both are known.
    """
    global _given
    if workers == 1 or len(items) < 2:
        yield from map(work, items)
        return
    _given = (work, items)
    crew = ProcessPoolExecutor(
        workers, mp_context=get_context("fork"), initializer=_attend, initargs=(os.getpid(),)
    )
    try:
        yield from crew.map(_do, range(len(items)))
    except BrokenProcessPool as error:
        raise _lost() from error
    finally:
        crew.shutdown(cancel_futures=True)
        _given = None


def _do(number: int) -> Any:
    assert _given is not None
    work, items = _given
    return work(items[number])


def _lost() -> Il6ldError:
    return LimitExceeded.at(
        None, "A process that was making a shard was ended from outside.", rule="worker-lost",
        help="It may have lacked memory. Run the build again: finished shards are not made anew.",
    )  # fmt: skip
