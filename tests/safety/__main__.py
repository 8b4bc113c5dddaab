"""Prints the safety table: formats x dangers."""

from __future__ import annotations

import sys

from il6ld.formats import SERIALISATIONS
from tests.safety import cases, translations
from tests.safety.cases import Case

LEGEND = """safe: nothing unsupported can be taken; bare: only the bare statements that the case earns
told: every axis of the danger stands with the statement; out: the claim is left out, and counted
-: its reader is not installed (pip install -r locks/readers.lock)"""


def verdicts(case: Case) -> list[str]:
    """The verdict of each format on one case."""
    ours = [cases.verdict(row, case) for row in SERIALISATIONS]
    return ours + [translations.verdict(row, case) for row in translations.telling()]


def table() -> str:
    """Formats x dangers: whether a naive consumer of each file is safe."""
    names = [*(row.name for row in SERIALISATIONS), *(row.name for row in translations.telling())]
    head = ["", *names]
    rows = [[case.name, *verdicts(case)] for case in cases.read_cases()]
    widths = [max(len(line[index]) for line in (head, *rows)) for index in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in (head, *rows)
    ]
    figures = f"{len(rows)} cases, {len(names)} formats, {len(cases.axes())} axes"
    return "\n".join([*(line.rstrip() for line in lines), "", LEGEND, figures])


if __name__ == "__main__":
    text = table()
    print(text)
    sys.exit("UNSAFE" in text)
