"""The pool of workers: what becomes of a query whose worker ends, and how workers are replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld import workers
from il6ld.server import Job, Library, Limits, Nursery, Outcome
from il6ld.server.pool import Pool
from tests.released import CONTEXT

pytestmark = pytest.mark.heavy  # it ends processes

LIMITS = Limits(workers.Limits(seconds=0.3), workers=1, queue=2, patience=10)
ENDS = {"SEGV": "crash", "ABRT": "memory", "KILL": "crash", "XCPU": "time", "BUS": "crash"}


class Fragile:
    """A store whose queries do to their process what they say."""

    def query(self, text: str, **_: Any) -> Any:
        for name in ENDS:
            if f"{name}" in text:
                os.kill(os.getpid(), signal.Signals[f"SIG{name}"])
        if "MEMORY" in text:
            raise MemoryError
        if "SLEEP" in text:
            time.sleep(30)
        return ox.Store().query("ASK {}")


class Told(list[dict[str, Any]]):
    """What the pool tells."""

    def hear(self, **told: Any) -> None:
        self.append(told)


def job(word: str) -> Job:
    return Job(f"ASK {{ ?{word} ?p ?o }}")


@pytest.fixture
def told() -> Told:
    """What is heard of workers."""
    return Told()


def fragile() -> Library:
    return Library(Fragile(), CONTEXT)  # type: ignore[arg-type]


@pytest.fixture
def pool(loop: asyncio.AbstractEventLoop, told: Told) -> Iterator[Pool]:
    """One worker over a fragile store."""
    found = Pool(Nursery.start(fragile, LIMITS.work, 0), LIMITS)
    found.told = told.hear
    loop.call_soon(found.start)
    yield found
    loop.run_until_complete(found.close())


def asked(loop: asyncio.AbstractEventLoop, pool: Pool, *words: str) -> list[Outcome]:
    """The outcomes of some jobs, one after the other."""

    async def each() -> list[Outcome]:
        return [await pool.ask(job(word)) for word in words]

    return loop.run_until_complete(each())


@pytest.mark.parametrize("name", ENDS)
def test_d24_a_worker_that_ends_costs_its_query_alone(
    loop: asyncio.AbstractEventLoop, pool: Pool, told: Told, name: str
) -> None:
    lost, fine = asked(loop, pool, name, "fine")
    assert (lost.word, fine.word, fine.content) == (ENDS[name], "whole", b'{"head":{},"boolean":true}')
    assert lost.content == b"" and lost.message
    assert told == [
        {
            "event": "worker-ended",
            "word": ENDS[name],
            "status": -signal.Signals[f"SIG{name}"],
            "query": job(name).query,
        }
    ]


def test_d24_a_worker_without_memory_says_so(loop: asyncio.AbstractEventLoop, pool: Pool) -> None:
    assert [one.word for one in asked(loop, pool, "MEMORY", "fine")] == ["memory", "whole"]


def test_d08_a_worker_that_takes_too_long_is_ended(loop: asyncio.AbstractEventLoop, pool: Pool) -> None:
    asked(loop, pool, "fine")
    (before,) = pool.pids
    began = time.monotonic()
    assert [one.word for one in asked(loop, pool, "SLEEP", "fine")] == ["time", "whole"]
    assert time.monotonic() - began < 5 and before not in pool.pids
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_d24_workers_are_not_started_faster_than_so(loop: asyncio.AbstractEventLoop, pool: Pool) -> None:
    asked(loop, pool, "fine")
    began = time.monotonic()
    asked(loop, pool, *["SEGV"] * 5)
    assert time.monotonic() - began > 3 * 0.05


def test_d11_the_queue_is_bounded_and_so_is_the_wait(loop: asyncio.AbstractEventLoop, pool: Pool) -> None:
    async def many() -> list[str]:
        await pool.ask(job("fine"))
        jobs = [pool.ask(job("SLEEP")) for _ in range(9)]
        return [one.word for one in await asyncio.gather(*jobs)]

    words = loop.run_until_complete(many())
    assert words.count("busy") >= 6 and set(words) == {"busy", "time"}


def test_d24_without_a_nursery_there_are_no_answers_and_no_waiting(
    loop: asyncio.AbstractEventLoop, pool: Pool
) -> None:
    pool._limits = replace(LIMITS, patience=0.5)
    asked(loop, pool, "fine")
    os.kill(pool._nursery._pid, signal.SIGKILL)
    lost, *rest = asked(loop, pool, "SEGV", "fine", "fine")
    # The worker ends with its nursery, while it is asked or just before.
    assert lost.word in ("crash", "busy") and {one.word for one in rest} == {"busy"}
    assert pool.closed and not pool.pids


def test_the_processes_end_with_the_pool(loop: asyncio.AbstractEventLoop) -> None:
    nursery = Nursery.start(lambda: Library(ox.Store(), CONTEXT), LIMITS.work, 0)
    found = Pool(nursery, replace(LIMITS, workers=3))
    loop.call_soon(found.start)
    asked(loop, found, "fine")
    loop.run_until_complete(asyncio.sleep(0.3))
    pids = [*found.pids, nursery._pid]
    loop.run_until_complete(found.close())
    assert len(pids) > 1
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_holds_nothing_of_the_server_open(loop: asyncio.AbstractEventLoop, pool: Pool) -> None:
    asked(loop, pool, "fine")
    for pid in pool.pids:
        assert set(os.listdir(f"/proc/{pid}/fd")) <= {"0", "1", "2", *map(str, range(3, 64))}
        links = [os.readlink(f"/proc/{pid}/fd/{one}") for one in os.listdir(f"/proc/{pid}/fd")]
        assert len([link for link in links if link.startswith("socket:")]) == 1
