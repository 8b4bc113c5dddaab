"""The files of a corpus cut into blocks of lines: by order and size alone, so every run cuts the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from il6ld.corpora import Corpus, lines
from il6ld.errors import InvalidInput
from il6ld.findings import Position

LINES = 5_000
BYTES = 32 * 1024 * 1024  # a block ends at the line that brings it here, however few its lines are


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a corpus: where it is, what messages call it, and what its shards are called after."""

    path: Path
    name: str
    key: str
    stem: str

    def sha256(self) -> str:
        """The digest of the file as it lies there, packed or not."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a source that stand together; `first` is the number of the first of them."""

    source: Source
    number: int
    first: int
    lines: list[bytes] = field(repr=False)
    sha256: str

    @property
    def name(self) -> str:
        """What the shard of this block is called."""
        return f"{self.source.stem}-{self.number:04}"


def sources(corpus: Corpus) -> list[Source]:
    """The files of a corpus with articles first; InvalidInput where two would make shards of one name."""
    articles = corpus.file("articles")
    found = [_source(corpus, articles, "articles")] if articles else []
    for path in corpus.claim_files:
        source = _source(corpus, path, f"claims-{path.name.partition('.ndjson')[0]}")
        twin = next((other for other in found if other.stem == source.stem), None)
        if twin:
            raise InvalidInput.at(
                Position(source.name, 1, 1), f"It has the name of '{twin.key}' but for how it is packed.",
                rule="corpus-twins", help="Take one of the two away, or give it another name.",
            )  # fmt: skip
        found.append(source)
    return found


def _source(corpus: Corpus, path: Path, stem: str) -> Source:
    return Source(path, str(path), path.relative_to(corpus.path).as_posix(), stem)


def blocks(source: Source, most: int = LINES) -> Iterator[Block]:
    """A file's blocks in order; the errors of `lines.raw` for one that cannot be read to its end."""
    held: list[bytes] = []
    size, first, number = 0, 1, 1
    for line in lines.raw(source.path, source.name):
        held.append(line)
        size += len(line)
        if len(held) >= most or size >= BYTES:
            yield _block(source, number, first, held)
            number, first = number + 1, first + len(held)
            held, size = [], 0
    if held:
        yield _block(source, number, first, held)


def _block(source: Source, number: int, first: int, held: list[bytes]) -> Block:
    return Block(source, number, first, held, hashlib.sha256(b"".join(held)).hexdigest())
