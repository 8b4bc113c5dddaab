"""Work done apart: its result is whole or not there, and it is stopped at its limits."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld.errors import Il6ldError, LimitExceeded, UsageError
from il6ld.workers import Limits, apart

CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def counted() -> None:
    answer = stored(3000).query(CARTESIAN)
    assert isinstance(answer, ox.QuerySolutions)
    next(answer)


def stored(number: int) -> ox.Store:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"a:{i}"), ox.NamedNode("a:p"), ox.Literal(str(i))) for i in range(number)
    )
    return store


def refused(work: object, limits: Limits) -> str:
    assert callable(work)
    with pytest.raises(LimitExceeded) as caught:
        apart(work, limits)
    return caught.value.findings[0].rule


def test_a_result_arrives_whole() -> None:
    assert apart(lambda: b"x" * 5_000_000, Limits()) == b"x" * 5_000_000


def test_an_error_arrives_with_its_findings() -> None:
    def work() -> None:
        raise UsageError.at(None, "No such thing.", rule="some-rule", help="Look again.")

    with pytest.raises(UsageError) as caught:
        apart(work, Limits())
    assert caught.value.findings[0].rule == "some-rule" and caught.value.findings[0].help == "Look again."


def test_a_mistake_of_ours_arrives_as_one() -> None:
    with pytest.raises(Il6ldError) as caught:
        apart(lambda: [][0], Limits())
    assert caught.value.exit_code == 8


def test_a_query_is_stopped_in_the_middle() -> None:
    started = time.monotonic()
    assert refused(counted, Limits(0.5)) == "query-time"
    assert time.monotonic() - started < 3


def test_waiting_is_stopped_too() -> None:
    assert refused(lambda: time.sleep(30), Limits(0.2)) == "query-time"


def test_memory_is_bounded() -> None:
    assert refused(lambda: len(bytearray(1 << 30)), Limits(10, 400 << 20)) == "query-memory"


def test_a_crash_is_told() -> None:
    deep = f"ASK {'{' * 20_000}{'}' * 20_000}"
    assert refused(lambda: bool(stored(1).query(deep)), Limits()) in ("query-crash", "query-memory")


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGBUS])
def test_so_is_a_signal(number: int) -> None:
    assert refused(lambda: os.kill(os.getpid(), number), Limits()) == "query-crash"


def children() -> set[str]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {number for task in tasks for number in task.read_text().split()}


def test_no_child_is_left() -> None:
    before = children()
    for seconds in (0.1, 5):
        with contextlib.suppress(LimitExceeded):
            apart(lambda: time.sleep(0.5), Limits(seconds))
    assert children() == before
