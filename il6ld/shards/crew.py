"""Blocks made into shards by as many processes as there are cores, told as they are done."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from il6ld.corpora import Lines
from il6ld.errors import LimitExceeded
from il6ld.shards.blocks import Block
from il6ld.shards.ground import Ground
from il6ld.shards.making import Made, make

_PR_SET_PDEATHSIG = 1
_WAITING = 2  # blocks a worker: it never has to wait for the next, and few are held
_told: Lines | None = None


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
        raise LimitExceeded.at(
            None, "A process that was making a shard was ended from outside.", rule="worker-lost",
            help="It may have lacked memory. Run the build again: finished shards are not made anew.",
        ) from error  # fmt: skip
    finally:
        crew.shutdown(cancel_futures=True)


def _begin(ground: Ground, parent: int) -> None:
    """A worker's beginning: it ends with the run, however the run ends, and leaves signals to it."""
    global _told
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    _told = Lines(ground.context, ground.words)


def _make(block: Block, ground: str, folder: Path) -> Made:
    assert _told is not None
    return make(block, _told, ground, folder)
