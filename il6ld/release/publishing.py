"""Puts a release on disk so that readers see the old one or the new one, never half of either.

The files are written into a folder beside the target and synced; then the two folders change places in one
step where the system has one (renameat2 on Linux), else by two renames.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from il6ld.errors import CannotWrite, Locked

CHECKSUMS = "SHA256SUMS"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def with_checksums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, A to Z, and the list of their checksums as `sha256sum -c` reads it."""
    listing = "".join(f"{sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    return {**dict(sorted(files.items())), CHECKSUMS: listing.encode()}


def differences(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """How a folder differs from the files it should hold, one line each."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    missing = [f"{name} is missing" for name in files if name not in there]
    extra = [f"{name} does not belong there" for name in sorted(there - files.keys())]
    changed = [
        f"{name} differs" for name in files if name in there and (folder / name).read_bytes() != files[name]
    ]
    return missing + extra + changed


def publish(files: Mapping[str, bytes], target: Path) -> None:
    """Makes `target` hold just these files; raises CannotWrite or Locked and leaves it as it was."""
    if target.exists() and not target.is_dir():
        raise CannotWrite.at(
            None, f"'{target}' is a file, not a folder.", help="Name another folder with -o."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _lock(target), _folder_beside(target) as staging:
            for name, content in files.items():
                _write(staging / name, content)
            _sync_folder(staging)
            _swap(staging, target)
            _sync_folder(target.parent)
    except OSError as error:
        raise CannotWrite.at(
            None,
            f"The release could not be written to '{target}': {error.strerror or error}.",
            help="What stood there before is unchanged. Free some room or choose another folder with -o.",
        ) from error


@contextlib.contextmanager
def _lock(target: Path) -> Iterator[None]:
    path = target.with_name(f".{target.name}.lock")
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked.at(
                None,
                f"Another run is writing '{target}'.",
                help="Wait for it, or choose another folder with -o.",
            ) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _folder_beside(target: Path) -> Iterator[Path]:
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    staging.chmod(0o755)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        old = staging.with_name(staging.name + ".old")
        target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; False where the system has no such step."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
