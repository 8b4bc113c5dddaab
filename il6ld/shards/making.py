"""One block becomes one shard: packed N-Quads, and a table of which record stands on which line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import zstandard

from il6ld.corpora import Lines, lines
from il6ld.errors import Il6ldError
from il6ld.findings import Finding, Position
from il6ld.shards.blocks import Block
from il6ld.shards.entry import LINES, QUADS, Entry, put

MOST_FINDINGS = 100  # are told of a shard; all are counted
_ID = re.compile(r'\{"id": ?"([^"\\\t]+)"')


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a block: the entry of its shard, or what is wrong with its lines."""

    name: str
    lines: int
    entry: Entry | None
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0
    kind: type[Il6ldError] | None = None


def make(block: Block, told: Lines, ground: str, folder: Path) -> Made:
    """Writes the shard of a block into a folder; OSError where that cannot be done."""
    out, index, errors = _written(block, told)
    if errors:
        findings = [finding for error in errors for finding in error.findings]
        kind = type(errors[0])
        return Made(block.name, len(block.lines), None, findings[:MOST_FINDINGS], len(findings), kind)
    quads, table = packed("".join(out).encode()), packed("".join(index).encode())
    for suffix, content in ((QUADS, quads), (LINES, table)):
        with put(folder / f"{block.name}{suffix}") as file:
            file.write(content)
    entry = Entry(
        block.name, block.source.key, block.first, len(block.lines), block.sha256, ground,
        len(out), sum(text.count("\n") for text in out),
        hashlib.sha256(quads).hexdigest(), hashlib.sha256(table).hexdigest(),
    )  # fmt: skip
    entry.write(folder)
    return Made(block.name, len(block.lines), entry)


def _written(block: Block, told: Lines) -> tuple[list[str], list[str], list[Il6ldError]]:
    """The N-Quads of each record, the rows of the table, and what is wrong."""
    out: list[str] = []
    index: list[str] = []
    errors: list[Il6ldError] = []
    for number, raw in enumerate(block.lines):
        place = Position(block.source.name, block.first + number, 1)
        try:
            text = lines.text_of(raw, place.file, place.line)
            if text and not text.isspace():
                out.append(told.quads(lines.Text(text, place)))
                index.append(f"{_id(text)}\t{number}\n")
        except Il6ldError as error:
            errors.append(error)
    return out, index, errors


def _id(text: str) -> str:
    found = _ID.match(text)
    return found[1] if found else str(json.loads(text)["id"])


def packed(content: bytes) -> bytes:
    """The content packed by zstd, the same bytes every time."""
    return _packer().compress(content)


def pack(parts: Iterable[bytes], file: IO[bytes]) -> None:
    """Packs what comes in parts into an open file."""
    with _packer().stream_writer(file, closefd=False) as writer:
        for part in parts:
            writer.write(part)


def _packer() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=3, write_checksum=True)
