"""What a worker is asked and what it answers, as they go over a socket: JSON, then the bytes of an answer."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from typing import Any, Self

LENGTHS = struct.Struct("!II")


@dataclass(frozen=True)
class Job:
    """A query, the graphs to ask (all, where neither list is given), and the forms its answer may take.

    `base` is what relative IRIs are relative to.
    `rows_form` is for rows and truth values, `triples_form` for triples; empty where the client takes none of
    ours. Of more than `rows` rows only so many are given if `cut` allows that, else none.
    """

    query: str = field(repr=False)
    base: str = ""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows_form: str = "json"
    triples_form: str = "ttl"
    rows: int = 10_000
    cut: bool = False

    def packed(self) -> bytes:
        """The job as bytes."""
        return packed(asdict(self), b"")

    @classmethod
    def read(cls, header: dict[str, Any]) -> Self:
        """The job that `packed` made bytes of."""
        graphs = {name: header[name] for name in ("default_graphs", "named_graphs")}
        lists = {name: None if value is None else tuple(value) for name, value in graphs.items()}
        return cls(**{**header, **lists})


@dataclass(frozen=True)
class Outcome:
    """What became of a query: `whole`, or why there is no answer, in one word and in a sentence.

    The words are unreadable, refused, unacceptable, too-large, time, memory, crash and busy. `cut` is the
    number of rows of an answer that was cut.
    """

    word: str
    message: str = ""
    form: str = ""
    cut: int = 0
    content: bytes = field(default=b"", repr=False)

    def packed(self) -> bytes:
        """The outcome as bytes."""
        header = {"word": self.word, "message": self.message, "form": self.form, "cut": self.cut}
        return packed(header, self.content)

    @classmethod
    def read(cls, header: bytes, content: bytes) -> Self:
        """The outcome that `packed` made bytes of."""
        return cls(**json.loads(header), content=content)


def packed(header: dict[str, Any], content: bytes) -> bytes:
    """A message: two lengths, a header in JSON, and content."""
    head = json.dumps(header).encode()
    return LENGTHS.pack(len(head), len(content)) + head + content
