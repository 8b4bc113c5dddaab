"""Puts right what a run left behind that was killed, so that nobody has to.

Where two folders can change places in one step, a release is never missing, and what is left behind is
rubbish. Where they cannot, it is missing between two renames; a journal, on the disk before the first of
them, says so until the second is on the disk, and the run that finds it puts the old release back.
"""

from __future__ import annotations

import json
from pathlib import Path

from il6ld.errors import CannotWrite
from il6ld.release import disk
from il6ld.release.place import Place

FORMAT = 1


def interrupted(place: Place) -> bool:
    """Whether a run was killed while the release may have been missing from its place."""
    return place.journal.exists()


def begin(place: Place) -> None:
    """Notes on the disk that the release is about to be missing from its place."""
    entry = {"format": FORMAT, "old": place.old.name, "new": place.new.name}
    disk.write(place.journal, f"{json.dumps(entry)}\n".encode())
    disk.sync_folder(place.target.parent)


def exchange(place: Place, made: Path) -> None:
    """Lets a whole folder take the place of the release; what stood there then is rubbish, or gone."""
    if not place.target.exists():
        disk.rename(made, place.target)
    elif not disk.exchange(made, place.target):
        begin(place)
        disk.rename(place.target, place.old)
        disk.rename(made, place.target)


def mend(place: Place) -> None:
    """Puts the old release back if it was missing, and removes what was left; only while the lock is held."""
    if interrupted(place):
        _check_format(place)
        if not place.target.exists() and place.old.exists():
            disk.rename(place.old, place.target)
    left = [path for path in (place.journal, place.new, place.old) if path.exists() or path.is_symlink()]
    if left:
        disk.sync_folder(place.target.parent)
    for path in left:
        disk.remove(path)


def _check_format(place: Place) -> None:
    try:
        found = int(json.loads(place.journal.read_bytes())["format"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return  # Cut short: then nothing had been renamed yet.
    if found > FORMAT:
        raise CannotWrite.at(
            None,
            f"A newer il6ld was stopped while it replaced '{place}' (journal format {found}).",
            rule="newer-journal",
            help=f"Build with that version, or move '{place.old}' to '{place.target}' and delete "
            f"'{place.journal}'.",
        )
