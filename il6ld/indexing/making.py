"""Makes the index of a release, in a process of its own, since the store that is filled starts threads.

python -m il6ld.indexing.making RELEASE FOLDER

What there is to say goes to standard output, pickled: texts, and at the end None or an error.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox
import zstandard

from il6ld.errors import Il6ldError
from il6ld.exits import as_error
from il6ld.indexing.index import NAMES, STORE, Index, sizes
from il6ld.indexing.names import keep
from il6ld.indexing.place import ONTOLOGY, damaged, key, shards

EVERY = 5.0  # seconds between two words
_CHUNK = 1 << 20


class Shards(io.RawIOBase):
    """The quads of all shards, one after the other, unpacked; each is held against its digest."""

    def __init__(self, release: Path, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._release, self._tell = release, tell
        self._left = list(shards(release).items())
        self._total = sum(path.stat().st_size for path, _ in self._left)
        self._read, self.quads, self._told = 0, 0, time.monotonic()
        self._waiting = memoryview(b"")
        self.error: Il6ldError | None = None  # what the parser would wrap in an error of its own
        self._ahead = iter(self._chunks())

    def readable(self) -> bool:
        """That it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Puts the next bytes into a buffer, and tells how many there are."""
        if not self._waiting:
            self._waiting = memoryview(next(self._ahead, b""))
        size = min(len(buffer), len(self._waiting))
        buffer[:size] = self._waiting[:size]
        self._waiting = self._waiting[size:]
        return size

    def _chunks(self) -> Iterator[bytes]:
        for path, sha256 in self._left:
            try:
                total = yield from self._unpacked(path)
            except zstandard.ZstdError as error:
                raise self._damaged(path, f"cannot be unpacked ({error})") from error
            if total != sha256:
                raise self._damaged(path, "does not match its checksum")

    def _unpacked(self, path: Path) -> Generator[bytes, None, str]:
        """The content of a file, and at last the digest of its bytes."""
        total, unpacker = hashlib.sha256(), zstandard.ZstdDecompressor().decompressobj()
        with path.open("rb") as file:
            while packed := file.read(_CHUNK):
                total.update(packed)
                self._read += len(packed)
                if chunk := unpacker.decompress(packed):
                    self.quads += chunk.count(b"\n")
                    yield chunk
                self._perhaps()
        return total.hexdigest()

    def _damaged(self, path: Path, how: str) -> Il6ldError:
        self.error = damaged(self._release, f"{path.name} {how}")
        return self.error

    def _perhaps(self) -> None:
        if time.monotonic() - self._told > EVERY:
            self._told = time.monotonic()
            self._tell(f"{self.quads:,} quads, {self._read / self._total:.0%} of the corpus")


def make(release: Path, folder: Path, tell: Callable[[str], None]) -> None:
    """Makes the index of a release in an empty folder; UnreadableInput where the release is not whole."""
    content = Shards(release, tell)
    store = ox.Store(str(folder / STORE))
    try:
        store.bulk_load(input=cast(IO[bytes], content), format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError, ValueError) as error:
        raise (content.error or error) from error
    tell(f"{content.quads:,} quads are in; now the names of the terms")
    store.flush()
    del store
    with (release / ONTOLOGY).open("rb") as file:
        terms = zstandard.ZstdDecompressor().stream_reader(file)
        keep(folder / NAMES, ox.parse(terms, format=ox.RdfFormat.N_QUADS))
    _settle(folder)
    Index(folder, str(release.resolve()), key(release), content.quads, sizes(folder)).write()


def _settle(folder: Path) -> None:
    """Waits until all of it is on the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def main(release: str, folder: str) -> None:
    """Makes an index, and says over standard output how far it is and what came of it."""
    out = os.fdopen(os.dup(1), "wb")

    def say(what: str | Il6ldError | None) -> None:
        out.write(pickle.dumps(what))
        out.flush()  # raises where nobody listens any more, and so ends what nobody waits for

    try:
        make(Path(release), Path(folder), say)
        say(None)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        say(as_error(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
