"""Where the release of a corpus is made: a folder beside its place that outlives the run, until all is whole.

A shard that is whole has an entry. The next run takes it over, from here or from the release in place, if it
was made of the same lines on the same ground and still has the bytes it had. When all is whole, the folder
and the release before it change places in one step.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from il6ld.errors import CannotWrite
from il6ld.release import CHECKSUMS, disk, lock, recovery
from il6ld.release.contents import listing
from il6ld.release.place import Place
from il6ld.shards.blocks import Block
from il6ld.shards.entry import ENTRY, LINES, QUADS, Entry, kept

MANIFEST = "manifest.json"
FORMAT = 1


@contextlib.contextmanager
def opened(target: Path) -> Iterator[Workshop]:
    """The workshop of a release; while it is open no other run writes there. CannotWrite or Locked."""
    place = Place.of(target)
    try:
        _check(place)
        with lock.held(place):
            recovery.mend(place)
            yield Workshop(place)
    except OSError as error:
        message = f"The release could not be written to '{place}': {error.strerror or error}."
        cure = "What stood there before is unchanged. Finished shards are kept for the next run."
        raise CannotWrite.at(None, message, help=cure) from error


def _check(place: Place) -> None:
    target = place.target
    if target.exists() and not target.is_dir():
        raise CannotWrite.at(None, f"'{place}' is a file, not a folder.", help="Name another folder with -o.")
    if not target.parent.is_dir():
        cure = "Make it first, or name another folder with -o."
        raise CannotWrite.at(None, f"There is no folder '{target.parent}' to put the release in.", help=cure)
    others = sorted({path.name for path in target.iterdir()} - (listing(target) or {}).keys() - {CHECKSUMS}) \
        if target.is_dir() else []  # fmt: skip
    if others:
        raise CannotWrite.at(
            None, f"'{place}' holds what is no part of a release: {', '.join(others[:5])}.",
            rule="not-a-release", help="Move it away, or name another folder with -o.",
        )  # fmt: skip


class Workshop:
    """A folder in which a release is made, and what may be taken over from before."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.folder = place.target.with_name(f".{place.target.name}.il6ld-part")
        self.kept = place.target.with_name(f".{place.target.name}.il6ld-kept")
        self.before = manifest(place.target)
        if not self.folder.is_dir():
            disk.make_folder(self.folder)
        here = [*kept(self.folder).values(), *_entries(manifest(self.folder))]
        self._known: dict[str, list[tuple[Path, Entry]]] = {}
        for folder, entries in ((self.folder, here), (place.target, _entries(self.before))):
            for entry in entries:
                self._known.setdefault(entry.name, []).append((folder, entry))

    def unchanged(self, key: str, digest: str, ground: str) -> list[Entry]:
        """The shards of a file with the bytes it had, taken over unread; empty if it must be read."""
        if self.before.get("inputs", {}).get(key) != digest:
            return []
        entries = [entry for entry in _entries(self.before) if entry.source == key]
        return entries if all(self._taken(self._place.target, entry, ground) for entry in entries) else []

    def whole(self, block: Block, ground: str) -> Entry | None:
        """The entry of a block whose shard is there already."""
        made_of = (block.source.key, block.first, block.sha256)
        for folder, entry in self._known.get(block.name, ()):
            if (entry.source, entry.first, entry.input) == made_of and self._taken(folder, entry, ground):
                return entry
        return None

    def _taken(self, folder: Path, entry: Entry, ground: str) -> bool:
        return entry.ground == ground and all(
            self._has(folder / f"{entry.name}{suffix}", sha256)
            for suffix, sha256 in ((QUADS, entry.sha256), (LINES, entry.index_sha256))
        )

    def _has(self, path: Path, sha256: str) -> bool:
        """Whether a file of this digest is in the folder, or can be brought there."""
        here = self.folder / path.name
        if _sha256(here) == sha256:
            return True
        if path == here or _sha256(path) != sha256:
            return False
        here.unlink(missing_ok=True)
        _link(path, here)
        return True

    def tidy(self, names: set[str]) -> None:
        """Removes from the folder whatever has none of these names, entries left aside."""
        for path in self.folder.iterdir():
            if path.name not in names and not path.name.endswith(ENTRY):
                _remove(path)

    def leave(self) -> None:
        """Removes the folder: the release that is there is as it should be."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, names: set[str], digests: dict[str, str]) -> None:
        """Lets the folder, with these files and their checksums, become the release; OSError if it cannot."""
        self.tidy(names)
        known = {name: digests.get(name) or _sha256(self.folder / name) for name in names}
        listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(known.items()))
        disk.write(self.folder / CHECKSUMS, listing.encode())
        for path in self.folder.glob(f"*{ENTRY}"):  # the manifest holds them now
            path.unlink()
        disk.sync_folder(self.folder)
        self._swap()

    def _swap(self) -> None:
        place = self._place
        recovery.exchange(place, self.folder)
        disk.sync_folder(place.target.parent)
        self.leave()
        recovery.mend(place)


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release of a corpus; empty where there is none that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / MANIFEST).read_bytes())
        if said["format"] == FORMAT and isinstance(said["shards"], list) and isinstance(said["inputs"], dict):
            return dict(said)
    return {}


def _entries(said: dict[str, Any]) -> list[Entry]:
    try:
        return [Entry.of(one) for one in said.get("shards", [])]
    except (TypeError, ValueError):
        return []


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
