"""One run at a time writes a release.

The kernel holds the lock and lets go of it when the run ends, however it ends; so a lock file that was left
behind means nothing, whatever process it names.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator

from il6ld.errors import Il6ldError, Locked
from il6ld.release.place import Place


@contextlib.contextmanager
def held(place: Place) -> Iterator[None]:
    """Keeps others from writing the release; raises Locked, naming the run that does, or OSError."""
    descriptor = _take(place)
    try:
        _sign(descriptor)
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(place.lock)
        os.close(descriptor)


def _take(place: Place) -> int:
    while True:
        descriptor = os.open(place.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The run before may have removed the file between the two calls: a lock on it binds nobody.
            if _is_still(descriptor, place):
                return descriptor
        except BlockingIOError as error:
            owner = _owner(descriptor)
            os.close(descriptor)
            raise _locked(place, owner) from error
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_still(descriptor: int, place: Place) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(place.lock))
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.write(descriptor, json.dumps({"pid": os.getpid(), "host": os.uname().nodename}).encode())


def _owner(descriptor: int) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        owner = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {int(owner['pid'])} on {owner['host']}"
    return "another run"


def _locked(place: Place, owner: str) -> Il6ldError:
    return Locked.at(
        None,
        f"'{place}' is being written by {owner}.",
        help="Wait for it, or choose another folder with -o.",
    )
