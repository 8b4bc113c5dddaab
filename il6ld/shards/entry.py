"""What is known of a finished shard; it is written after the shard is in its place, and never before."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

QUADS, LINES = ".nq.zst", ".lines.tsv.zst"
ENTRY = ".entry.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A shard: of which lines of which file it was made, with which ground, and what it holds.

    `first` and `lines` say which lines; `input` is their digest, `ground` that of all else it rests on.
    """

    name: str
    source: str
    first: int
    lines: int
    input: str
    ground: str
    records: int
    quads: int
    sha256: str
    index_sha256: str

    @property
    def files(self) -> dict[str, str]:
        """The names of the shard's files, and their digests."""
        return {f"{self.name}{QUADS}": self.sha256, f"{self.name}{LINES}": self.index_sha256}

    def as_json(self) -> dict[str, Any]:
        """The entry as a manifest holds it."""
        return asdict(self)

    @classmethod
    def of(cls, said: dict[str, Any]) -> Entry:
        """The entry that was written; ValueError or TypeError for what is none."""
        entry = cls(**said)
        if any(type(getattr(entry, name)) is not (int if kind == "int" else str)
               for name, kind in cls.__annotations__.items()):  # fmt: skip
            raise ValueError("no entry")
        return entry

    def write(self, folder: Path) -> None:
        """Says that the shard is whole."""
        with put(folder / f"{self.name}{ENTRY}") as file:
            file.write(json.dumps(self.as_json(), indent=2).encode() + b"\n")


def kept(folder: Path) -> dict[str, Entry]:
    """The entries of a folder by the names of their shards; what cannot be read is none."""
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob(f"*{ENTRY}")):
        with contextlib.suppress(OSError, ValueError, TypeError):
            entry = Entry.of(json.loads(path.read_bytes()))
            found[entry.name] = entry
    return found


@contextlib.contextmanager
def put(path: Path) -> Iterator[IO[bytes]]:
    """A new file that gets its name only when it is whole and on the disk."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
