"""The workers as the server sees them: a query goes to a free one, and one that misbehaves is replaced."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from il6ld import workers
from il6ld.server.jobs import LENGTHS, Job, Outcome
from il6ld.server.limits import Limits
from il6ld.server.nursery import Closed, Nursery

_T = TypeVar("_T")
_BETWEEN_STARTS = 0.05  # seconds, however fast workers die
_FULL = "Too many queries are being answered. Try again in a while."
_ENDS = {
    "time": "The query was stopped after {seconds:g} s. Let its patterns share variables, or add a LIMIT.",
    "memory": "The query needs more memory than it may. Narrow its patterns, or add a LIMIT.",
    "crash": "The query made its process end. Make it simpler.",
}


@dataclass(eq=False)
class _Worker:
    """One process and the way to it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, job: Job) -> Outcome:
        self.writer.write(job.packed())
        sizes = await self.reader.readexactly(LENGTHS.size)
        head, body = LENGTHS.unpack(sizes)
        return Outcome.read(await self.reader.readexactly(head), await self.reader.readexactly(body))


class Pool:
    """So many workers as the limits say; `told` hears of each that had to be replaced, and why."""

    def __init__(self, nursery: Nursery, limits: Limits) -> None:
        self._nursery = nursery
        self._limits = limits
        self.told: Callable[..., None] = lambda **_: None
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._next_start = 0.0
        self.waiting = 0
        self.starts = 0
        self.closed = False

    @property
    def pids(self) -> list[int]:
        """The processes of the workers there are."""
        return [worker.pid for worker in self._all]

    def start(self) -> None:
        """Asks for the workers; queries wait for the first."""
        for _ in range(self._limits.workers):
            self._in_background(self._add())

    async def ask(self, job: Job) -> Outcome:
        """The outcome of a job; a worker that is asked when this is cancelled is ended."""
        if self.closed or self.waiting >= self._limits.queue:
            return Outcome("busy", _FULL)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience):
                worker = await self._next()
        except TimeoutError:
            return Outcome("busy", _FULL)
        finally:
            self.waiting -= 1
        return await self._asked(worker, job)

    async def _next(self) -> _Worker:
        while (worker := await self._free.get()).reader.at_eof():
            self._in_background(self._lost(worker, "", "idle"))
        return worker

    async def _asked(self, worker: _Worker, job: Job) -> Outcome:
        word = ""
        try:
            async with asyncio.timeout(self._limits.work.seconds):
                outcome = await worker.ask(job)
        except TimeoutError:
            word = "time"
        except (EOFError, OSError):
            word = "crash"
        except asyncio.CancelledError:
            self._in_background(self._lost(worker, job.query, "left"))
            raise
        else:
            self._free.put_nowait(worker)
            return outcome
        word = await asyncio.shield(self._in_background(self._lost(worker, job.query, word)))
        return Outcome(word, _ENDS[word].format(seconds=self._limits.work.seconds))

    async def _lost(self, worker: _Worker, query: str, word: str) -> str:
        """Ends a worker and asks for another one; gives the word for how it ended."""
        self._all.discard(worker)
        worker.writer.close()
        status = 0
        with contextlib.suppress(Closed):
            status = await self._nursery.end(worker.pid)
        if word == "crash":
            word = _word(status)
        self.told(event="worker-ended", word=word, status=status, query=query)
        self._in_background(self._add())
        return word

    async def _add(self) -> None:
        """One more worker, not sooner than a while after the last."""
        now = time.monotonic()
        self._next_start = max(now, self._next_start + _BETWEEN_STARTS)
        await asyncio.sleep(self._next_start - now)
        try:
            pid, connection = await self._nursery.fork()
        except Closed:
            self.closed = True
            return
        self.starts += 1
        worker = _Worker(pid, *await asyncio.open_connection(sock=connection))
        self._all.add(worker)
        self._free.put_nowait(worker)

    def _in_background(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """Ends every worker and their nursery."""
        self.closed = True
        for worker in self._all:
            worker.writer.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._nursery.close()


def _word(status: int) -> str:
    """What a worker's exit code says of it."""
    if status == -signal.SIGXCPU:
        return "time"
    return "memory" if status in (workers.OUT_OF_MEMORY, -signal.SIGABRT) else "crash"
