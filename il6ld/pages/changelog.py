"""A changelog in Markdown as headings and points; nothing else of Markdown is read."""

from __future__ import annotations

import re
from typing import NamedTuple

_CODE = re.compile(r"`([^`]+)`")


class Piece(NamedTuple):
    """A stretch of text, and whether it is code."""

    text: str
    is_code: bool


class Entry(NamedTuple):
    """What a changelog says of one version: its heading, sentences before the points, the points."""

    heading: str
    lead: list[list[Piece]]
    points: list[list[Piece]]


def parsed(text: str) -> list[Entry]:
    """The entries of a changelog, in its order.

    >>> [entry.heading for entry in parsed("# Changelog\\n\\n## 0.2.0\\n\\n- One `thing`,\\n  at last.\\n")]
    ['0.2.0']
    """
    entries: list[tuple[str, list[str], list[str]]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            entries.append((line.removeprefix("## ").strip(), [], []))
        elif entries:
            _add(line, *entries[-1][1:])
    return [Entry(heading, *(list(map(_pieces, part)) for part in parts)) for heading, *parts in entries]


def _add(line: str, lead: list[str], points: list[str]) -> None:
    if line.startswith("- "):
        points.append(line.removeprefix("- "))
    elif line.startswith("  ") and points:
        points[-1] += f" {line.strip()}"
    elif line.strip():
        lead.append(line.strip())


def _pieces(text: str) -> list[Piece]:
    parts = _CODE.split(text)
    return [Piece(part, bool(place % 2)) for place, part in enumerate(parts) if part]
