"""An index on disk that is whole: a store of pyoxigraph, the names of its terms, and what it was made of."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from il6ld.errors import Il6ldError, UnreadableInput

STORE, NAMES, NOTE = "store", "names.sqlite", "index.json"
# RocksDB keeps a journal of each time it is opened; what it answers with stands in these.
_LASTING = (".sst", "CURRENT", "IDENTITY")


@dataclass(frozen=True)
class Index:
    """The index in a folder: `quads` are how many there are, `release` is the folder that it was made of."""

    folder: Path
    release: str
    key: str
    quads: int
    sizes: dict[str, int]

    @classmethod
    def read(cls, folder: Path) -> Index | None:
        """The index that stands in a folder; None where there is none that is whole."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            said = json.loads((folder / NOTE).read_bytes())
            if said["sizes"] == sizes(folder):
                return cls(folder, **said)
        return None

    def write(self) -> None:
        """Notes that the index is whole."""
        said = asdict(self)
        del said["folder"]
        with (self.folder / NOTE).open("w", encoding="utf-8") as file:
            json.dump(said, file)
            file.flush()
            os.fsync(file.fileno())

    @property
    def names(self) -> Path:
        """The file of the names of its terms."""
        return self.folder / NAMES

    @cached_property
    def store(self) -> ox.Store:
        """The store, to be read only; it starts threads, so no process may fork after this."""
        try:
            return ox.Store.read_only(str(self.folder / STORE))
        except (OSError, RuntimeError) as error:
            raise self.broken(error) from error

    def broken(self, error: Exception) -> Il6ldError:
        """The error for an index that cannot be read, though it was whole when it was made."""
        said = " ".join(str(error).split())
        return UnreadableInput.at(
            None, f"The index in '{self.folder}' is damaged: {said}.", rule="damaged-index",
            help="Remove that folder; the index is made again when it is needed.",
        )  # fmt: skip


def sizes(folder: Path) -> dict[str, int]:
    """The size of each file that an index answers from."""
    files = [path for path in (folder / STORE).iterdir() if path.name.endswith(_LASTING)]
    return {path.name: path.stat().st_size for path in sorted([*files, folder / NAMES])}
