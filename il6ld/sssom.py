"""SSSOM tables as such: a header and rows of cells, each of which knows where it stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from il6ld.findings import Finding, Position, Severity

NO_TERM = "sssom:NoTermFound"
NEEDED = ("subject_id", "predicate_id", "object_id")
# A spreadsheet runs what begins like this.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Row:
    """One line of a table, cut at its tabs."""

    file: str
    line: int
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells, quotation marks taken away; raises csv.Error where one is not closed."""
        return next(csv.reader([self.text], delimiter="\t", strict=True), [])

    def position(self, cell: int) -> Position:
        """Where a cell, counted from 0, begins."""
        column = sum(len(text) + 1 for text in self.text.split("\t")[:cell]) + 1
        return Position(self.file, self.line, column)

    def fault(self, rule: str, cell: int, message: str, help: str = "") -> Finding:
        """An error at one cell, counted from 0."""
        return Finding(rule, Severity.ERROR, message, self.position(cell), help)


def table_rows(text: str, file: str) -> list[Row]:
    """The lines of a table that hold cells, the header first; what begins with `#` is metadata."""
    lines = enumerate(text.split("\n"), start=1)
    return [Row(file, number, line) for number, line in lines if line and not line.startswith("#")]


def prefix_faults(text: str, file: str, prefixes: Mapping[str, str]) -> Iterator[Finding]:
    """Each prefix of a table's own `curie_map` that stands for another namespace than in the project."""
    in_map = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#"):
            return
        found = _PREFIX.match(line)
        if in_map and found and prefixes.get(found["name"], found["iri"]) != found["iri"]:
            yield Finding(
                "sssom-prefix", Severity.ERROR,
                f"The table's prefix '{found['name']}' stands for <{found['iri']}>, "
                f"but in ontology/context.jsonld for <{prefixes[found['name']]}>.",
                Position(file, number, found.start("iri") + 1),
                "Write the table with the project's prefixes; its CURIEs would be read as other terms.",
            )  # fmt: skip
        in_map = line.startswith("#curie_map:") or (in_map and found is not None)


# A line of the metadata block `curie_map`, which is YAML in comments.
_PREFIX = re.compile(r"""#\s+(?P<name>[^\s:#]+):\s*["']?(?P<iri>[^\s"']+)["']?\s*$""")


def header_faults(row: Row, columns: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with a header: a column that stands twice, or one that is missing."""
    for index, name in enumerate(columns):
        if name in columns[:index]:
            message = f"The column '{name}' stands twice."
            yield row.fault("sssom-column", index, message, "Keep one of the two.")
    for name in NEEDED:
        if name not in columns:
            message = f"The column '{name}' is missing."
            yield row.fault("sssom-column", 0, message, f"The columns {', '.join(NEEDED)} are needed.")


def row_faults(row: Row, columns: Sequence[str]) -> Iterator[Finding]:
    """What keeps a row from being one: an open quotation mark, cells too many or too few, a formula."""
    try:
        cells = row.cells
    except csv.Error:
        opened = next((i for i, text in enumerate(row.text.split("\t")) if text.startswith('"')), 0)
        message = "The quotation mark that opens this cell is not closed in the same line."
        yield row.fault(
            "sssom-row", opened, message, "Keep each row on one line; a cell holds no line break."
        )
        return
    if len(cells) != len(columns):
        message = f"The row has {len(cells)} cells, but the header {len(columns)}."
        yield row.fault(
            "sssom-row", min(len(cells), len(columns)) - 1, message, "Put a tab for each empty cell."
        )
        return
    for index, cell in enumerate(cells):
        if cell.startswith(_FORMULA):
            message = f"A spreadsheet would run '{cell[:40]}' as a formula."
            yield row.fault("sssom-row", index, message, "Begin the cell with a letter or a digit.")
