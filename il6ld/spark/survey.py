"""Where the blocks of a corpus's files begin, so that any worker can make any block."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from il6ld.corpora import lines
from il6ld.errors import Il6ldError, UnreadableInput
from il6ld.findings import Position
from il6ld.shards.blocks import Block, Source, blocks


@dataclass(frozen=True, slots=True)
class Span:
    """A block without its lines: where they stand in the file as it reads once unpacked."""

    block: Block
    lines: int
    offset: int
    size: int


@dataclass(slots=True)
class Survey:
    """One file: its digest, whether it is packed, its blocks, and why no more of it could be read."""

    source: Source
    sha256: str
    packed: bool
    spans: list[Span] = field(default_factory=list)
    error: Il6ldError | None = None


def survey(source: Source, most: int) -> Survey:
    """Reads a file to its end; a block has `most` lines."""
    with lines.opened(source.path, source.name) as file:
        packed = type(file.raw).__name__ != "FileIO"  # type: ignore[attr-defined]
    found = Survey(source, source.sha256(), packed)
    offset = 0
    try:
        for block in blocks(source, most):
            size = sum(map(len, block.lines))
            found.spans.append(Span(replace(block, lines=[]), len(block.lines), offset, size))
            offset += size
    except Il6ldError as error:
        found.error = error
    return found


def read(source: Source, packed: bool, spans: list[Span], most: int) -> Iterator[Block]:
    """The blocks of some spans, with their lines; UnreadableInput where they are others by now.

    What is packed is read from its beginning.
    """
    wanted = {span.block.number: span for span in spans}
    found = blocks(source, most) if packed else (_at(source, span) for span in spans)
    for block in found:
        span = wanted.pop(block.number, None)
        if span is not None:
            if block.sha256 != span.block.sha256:
                raise _changed(source, span)
            yield block
        if not wanted:
            return
    raise _changed(source, next(iter(wanted.values())))


def _at(source: Source, span: Span) -> Block:
    with source.path.open("rb") as file:
        file.seek(span.offset)
        content = file.read(span.size)
    held = [line + b"\n" for line in content.split(b"\n")]
    held[-1] = held[-1][:-1]
    digest = hashlib.sha256(content).hexdigest()
    return replace(span.block, lines=[line for line in held if line], sha256=digest)


def _changed(source: Source, span: Span) -> Il6ldError:
    return UnreadableInput.at(
        Position(source.name, span.block.first, 1), f"'{source.key}' was changed while it was read.",
        help="Let nothing write there, and run the build again.",
    )  # fmt: skip
