"""Puts a release on disk so that readers see the old one or the new one, never half of either.

The files are written into a folder beside the target and synced; then the two folders change places in one
step where the system has one (renameat2 on Linux), else by two renames and a journal.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from il6ld.errors import CannotWrite
from il6ld.release import disk, lock, recovery
from il6ld.release.contents import CHECKSUMS, differences, listing
from il6ld.release.place import Place
from il6ld.release.versions import refuse_older

_FULL = (errno.ENOSPC, errno.EDQUOT)
# Made by desktops in whatever folder they show: nobody's work is lost with them.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


def publish(files: Mapping[str, bytes], target: Path) -> None:
    """Makes `target` hold just these files; raises CannotWrite or Locked and leaves it as it was."""
    with prepared(target) as slot:
        slot.publish(files)


@contextlib.contextmanager
def prepared(target: Path) -> Iterator[Slot]:
    """Locks a release's folder and clears up after earlier runs; what can fail before any work fails here."""
    place = Place.of(target)
    slot = Slot(place)
    with contextlib.ExitStack() as stack:
        with slot.told():
            _check_way(place)
            stack.enter_context(lock.held(place))
            _check_rights(place)
            recovery.mend(place)
            stack.callback(_clear_up, place)
            disk.make_folder(place.new)
        yield slot


class Slot:
    """A folder that is ready to take a release."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._need = 0
        self._in_place = False

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Makes the folder hold just these files; where it does already, nothing is touched."""
        with self.told():
            try:
                if differences(files, self._place.target):
                    self._replace(files)
            finally:
                _clear_up(self._place)

    def _replace(self, files: Mapping[str, bytes]) -> None:
        place = self._place
        _keep_others(files, place)
        refuse_older(files, place.target)
        self._check_room(files)
        for name, content in files.items():
            disk.write(place.new / name, content)
        disk.sync_folder(place.new)
        self._swap()

    def _check_room(self, files: Mapping[str, bytes]) -> None:
        parent = self._place.target.parent
        block = os.statvfs(parent).f_frsize
        self._need = sum(-(-len(content) // block) + 1 for content in files.values()) * block
        room = shutil.disk_usage(parent)
        if room.total and room.free < self._need:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _swap(self) -> None:
        place = self._place
        recovery.exchange(place, place.new)
        self._in_place = True
        disk.sync_folder(place.target.parent)

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Tells what the system refused, and truly what stands on the disk now."""
        try:
            yield
        except OSError as error:
            raise CannotWrite.at(None, self._message(error), help=self._standing()) from error

    def _message(self, error: OSError) -> str:
        reason = error.strerror or str(error)
        if error.errno in _FULL:
            reason += self._room()
        if self._in_place:
            return f"The release is in '{self._place}', but may not outlast a power cut: {reason}."
        return f"The release could not be written to '{self._place}': {reason}."

    def _room(self) -> str:
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(self._place.target.parent).free
            return f": it needs {_size(self._need)}, and {_size(free)} are free" if self._need else ""
        return ""

    def _standing(self) -> str:
        if self._in_place:
            return "Run the build again when the disk is well."
        if recovery.interrupted(self._place) and not self._place.target.exists():
            return f"The release before it is safe in '{self._place.old}'; the next build puts it back."
        return "What stood there before is unchanged. Free some room or choose another folder with -o."


def _check_way(place: Place) -> None:
    target, parent = place.target, place.target.parent
    if target.exists() and not target.is_dir():
        cure = "Name another folder with -o."
        raise CannotWrite.at(None, f"'{place}' is a file, not a folder.", help=cure)
    if not parent.is_dir():
        cure = "Make it first, or name another folder with -o."
        raise CannotWrite.at(None, f"There is no folder '{parent}' to put the release in.", help=cure)


def _check_rights(place: Place) -> None:
    # The lock has tried the folder around it; of this one the kernel knows whose it is, and if it is frozen.
    if place.target.exists() and not os.access(place.target, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "that folder may not be changed")


def _keep_others(files: Mapping[str, bytes], place: Place) -> None:
    """Refuses to sweep away what no release has put there."""
    target = place.target
    there = {path.name for path in target.iterdir()} if target.is_dir() else set()
    others = sorted(there - files.keys() - (listing(target) or {}).keys() - {CHECKSUMS} - _LITTER)
    if others:
        raise CannotWrite.at(
            None,
            f"'{place}' holds what is no part of a release: {', '.join(others[:5])}"
            f"{' and more' if len(others) > 5 else ''}.",
            rule="not-a-release",
            help="Move it away, or name another folder with -o.",
        )


def _clear_up(place: Place) -> None:
    # Whatever cannot be cleared up now is cleared up, or told, by the next run.
    with contextlib.suppress(OSError, CannotWrite):
        recovery.mend(place)


def _size(number: int) -> str:
    return f"{-(-number // 1024):,} KB"
