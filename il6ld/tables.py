"""Rows of one dataclass as an aligned table, TSV or JSON."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

Row = Any  # a dataclass instance whose fields are the columns

# How a formula begins, with an apostrophe or more before it where it was kept from running already.
_FORMULA = re.compile(r"'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def as_table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as aligned columns under their names."""
    return aligned([list(columns), *([_cell(getattr(row, name)) for name in columns] for row in rows)])


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells, the first their names, as columns; one that is empty below its name is left out.

    On a terminal what does not fit is cut at the terminal's width, in a pipe never.
    """
    kept = [i for i in range(len(lines[0])) if len(lines) == 1 or any(line[i] for line in lines[1:])]
    widths = {i: max(len(line[i]) for line in lines) for i in kept}
    texts = ["  ".join(line[i].ljust(widths[i]) for i in kept).rstrip() for line in lines]
    if not sys.stdout.isatty():
        return "\n".join(texts)
    width = shutil.get_terminal_size().columns
    return "\n".join(text if len(text) <= width else f"{text[: width - 1]}\u2026" for text in texts)


def as_tsv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Tab-separated values with a header."""
    lines = ["\t".join(columns)]
    lines += ["\t".join(as_cell(_cell(getattr(row, name))) for name in columns) for row in rows]
    return "\n".join(lines)


def as_cell(text: str) -> str:
    """A text as one cell of a TSV: on one line, and never what a spreadsheet would run as a formula.

    >>> as_cell("=1+1")
    "'=1+1"
    """
    return never_run(" ".join(text.splitlines()).replace("\t", " "))


def never_run(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would run it.

    Who takes one apostrophe away from what begins with one and then as a formula does, has the text again.

    >>> never_run("@SUM(A1)"), never_run("'+1"), never_run("it's 1+1")
    ("'@SUM(A1)", "''+1", "it's 1+1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_json(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A JSON list of objects."""
    return json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False)


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


TABLES: dict[str, Callable[[Sequence[str], Sequence[Row]], str]] = {
    "table": as_table,
    "tsv": as_tsv,
    "json": as_json,
}
