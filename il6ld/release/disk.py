"""The calls that change a disk: every one that puts a release there goes through here.

A release folder is flat, so nothing here goes down into folders, neither to write nor to remove.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def make_folder(path: Path) -> None:
    """Makes a folder that everybody may read, whatever the umask."""
    os.mkdir(path)
    os.chmod(path, 0o755)


def write(path: Path, content: bytes) -> None:
    """Writes a file that was not there, readable by everybody, and waits until it is on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.fchmod(descriptor, 0o644)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename(one: Path, other: Path) -> None:
    """Gives a file or folder another name."""
    os.rename(one, other)


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; False where the system has no such step."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def remove(path: Path) -> None:
    """Removes a file or a flat folder, if it is there; a link goes, what it leads to stays."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(mode):
        os.unlink(path)
        return
    for name in os.listdir(path):
        os.unlink(path / name)
    os.rmdir(path)
