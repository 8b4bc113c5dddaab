"""Sees to it that a release has its index: one run makes it, others wait for it, and old ones are removed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from il6ld.errors import CannotWrite, Il6ldError
from il6ld.indexing.index import Index
from il6ld.indexing.place import folder, key, shards

Tell = Callable[[str], None]


def index_of(release: Path, tell: Tell = lambda _: None) -> Index:
    """The index of a corpus's release, made now if it is not there or not whole.

    Raises UsageError where there is no such release, UnreadableInput where it is not whole, and CannotWrite
    where the cache takes no index.
    """
    shards(release)
    name = key(release)
    place = folder() / name
    if found := Index.read(place):
        return found
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _alone(place, tell) as lock:
            if found := Index.read(place):  # another run has made it meanwhile
                return found
            return _made(release, place, lock, tell)
    except OSError as error:
        raise _unwritable(place.parent, error.strerror or str(error)) from error


@contextlib.contextmanager
def _alone(place: Path, tell: Tell) -> Iterator[int]:
    """Keeps other runs from making the same index; the kernel lets go of the lock, however this run ends."""
    lock = os.open(place.with_name(f".{place.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Another run is making the index of this corpus; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def _made(release: Path, place: Path, lock: int, tell: Tell) -> Index:
    beside = place.with_name(f".{place.name}.new")
    tell(f"Making an index of the corpus, once, in {place}")
    try:
        for path in (beside, place):  # of a run that was killed; damaged
            shutil.rmtree(path, ignore_errors=True)
        _forget(place.parent)
        beside.mkdir()
        _make(release, beside, lock, tell)
        beside.replace(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    found = Index.read(place)
    if found is None:
        raise _unwritable(place.parent, "what was written is not what stands there")
    return found


def _make(release: Path, beside: Path, lock: int, tell: Tell) -> None:
    """Runs the maker in a fresh interpreter, which holds the lock as long as it runs."""
    command = [sys.executable, "-P", "-m", "il6ld.indexing.making", str(release), str(beside)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    maker = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment, pass_fds=(lock,),
        start_new_session=True,  # so that Ctrl-C comes to this process alone
    )  # fmt: skip
    assert maker.stdout is not None
    try:
        with maker.stdout as said:
            while isinstance(word := _word(said), str):
                tell(word)
    finally:
        maker.kill()
        maker.wait()
    if isinstance(word, Il6ldError):
        reason = str(word).rpartition(": ")[2]  # what the system said, at the end of what RocksDB says
        raise _unwritable(beside.parent, reason) if isinstance(word, CannotWrite) else word
    if word is not None:
        raise _unwritable(beside.parent, f"the process that made it ended with {maker.returncode}")


def _word(said: object) -> object:
    try:
        return pickle.load(said)  # type: ignore[arg-type]
    except (EOFError, pickle.UnpicklingError) as error:
        return error


def _forget(kept: Path) -> None:
    """Removes the indexes of releases that are gone or have changed."""
    for path in kept.iterdir():
        old = None if path.name.startswith(".") else Index.read(path)
        if old and key(Path(old.release)) != old.key:
            shutil.rmtree(path, ignore_errors=True)


def _unwritable(kept: Path, reason: str) -> Il6ldError:
    free = ""
    with contextlib.suppress(OSError):
        free = f" {shutil.disk_usage(kept).free >> 20:,} MB are free there."
    return CannotWrite.at(
        None, f"The index of the corpus could not be kept in '{kept}': {reason.rstrip('.')}.{free}",
        rule="index-place", help="Set XDG_CACHE_HOME to a folder that has room: about 7 KB for each claim.",
    )  # fmt: skip
