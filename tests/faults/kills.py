"""Kills processes while they publish, at any moment, and looks at what they leave.

python -m tests.faults.kills FOLDER ROUNDS|every exchange|renames
prints how often the kill left the disk in which state: killed at random, or at every call that touches it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from il6ld import release
from il6ld.release import disk
from tests.faults.running import FailingSystem, held, system

FILES = 4


def version(number: int) -> dict[str, bytes]:
    """A release of many files that bear one number."""
    content = f"{number}\n".encode() * 2000
    return release.with_checksums({f"file{each:02}": content for each in range(FILES)})


OLD, NEW = version(1), version(2)


def killed_after(seconds: float, target: Path) -> None:
    """Starts a process that puts one release in the place of the other, and kills it."""
    child = os.fork()
    if child == 0:
        while True:
            release.publish(NEW, target)
            release.publish(OLD, target)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


class Deadly(FailingSystem):
    """A system on which the process dies at one call."""

    def counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) == self.number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return wrapped


def killed_at(number: int, target: Path, exchange: bool) -> bool:
    """Starts a process that publishes, and dies at one call; False where it was done before."""
    child = os.fork()
    if child == 0:
        with system(Deadly(number), exchange=exchange):
            release.publish(NEW, target)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def state(target: Path) -> str:
    """What a kill left; fails where that is neither release whole, nor a release that will be put back."""
    left = sorted(path.name for path in target.parent.iterdir() if path != target)
    if not target.exists():
        assert release.interrupted(target), left
        return "missing, with a journal"
    assert held(target) in (OLD, NEW)
    return "whole, with something left over" if left else "whole"


def mended(target: Path) -> None:
    """What the next run finds, and leaves when it is done, without anybody's help."""
    with release.prepared(target):
        assert held(target) in (OLD, NEW)
    assert os.listdir(target.parent) == [target.name]
    release.publish(OLD, target)


def at_random(target: Path, number: int) -> Iterator[str]:
    """The states that kills at any moment leave."""
    random_ = random.Random(5)
    for _ in range(number):
        killed_after(random_.uniform(0, 0.05), target)
        yield state(target)
        mended(target)


def at_every_call(target: Path, exchange: bool) -> Iterator[str]:
    """The states that a kill at each call leaves."""
    number = 1
    while killed_at(number, target, exchange):
        yield state(target)
        mended(target)
        number += 1


if __name__ == "__main__":
    place, rounds, how = Path(sys.argv[1]) / "build", sys.argv[2], sys.argv[3]
    if how == "renames":
        disk.exchange = lambda one, other: False
    if rounds == "every":
        os.fsync = lambda fd: None  # a kill asks nothing of it, and it would only cost time
    release.publish(OLD, place)
    found = at_every_call(place, how == "exchange") if rounds == "every" else at_random(place, int(rounds))
    for kind, times in sorted(Counter(found).items()):
        print(f"{times:5} {kind}")
