"""SSSOM: links from our terms to other people's, as SKOS."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.characters import iri_trouble
from il6ld.errors import InvalidInput
from il6ld.findings import Finding, Position, Severity
from il6ld.namespaces import SKOS, Context

_NO_TERM = "sssom:NoTermFound"
_COLUMNS = ("subject_id", "predicate_id", "object_id")
_PREDICATES = tuple(SKOS[f"{match}Match"] for match in ("exact", "close", "broad", "narrow", "related"))
# A spreadsheet runs what begins like this.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class _Row:
    """One line of a table, cut at its tabs."""

    file: str
    line: int
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells, quotation marks taken away; raises csv.Error where one is not closed."""
        return next(csv.reader([self.text], delimiter="\t", strict=True), [])

    def fault(self, rule: str, cell: int, message: str, help: str = "") -> Finding:
        """An error at one cell, counted from 0."""
        column = sum(len(text) + 1 for text in self.text.split("\t")[:cell]) + 1
        return Finding(rule, Severity.ERROR, message, Position(self.file, self.line, column), help)


def quads(text: str, file: str, context: Context, graph: ox.NamedNode) -> list[ox.Quad]:
    """One SKOS statement for each mapping of an SSSOM TSV; `NoTermFound` rows say nothing in RDF.

    Raises InvalidInput with every mistake, each at its row and cell.
    """
    lines = enumerate(text.split("\n"), start=1)
    rows = [_Row(file, number, line) for number, line in lines if line and not line.startswith("#")]
    if not rows:
        raise InvalidInput.at(
            Position(file, 1, 1), "The table has no header.", rule="sssom-column",
            help=f"Begin it with the columns {', '.join(_COLUMNS)}.",
        )  # fmt: skip
    columns = rows[0].text.split("\t")
    faults = list(_header_faults(rows[0], columns))
    found = [] if faults else [_read(row, columns, context, graph, faults) for row in rows[1:]]
    if faults:
        raise InvalidInput(f"{file}: the table cannot be read.", findings=faults)
    return [quad for quad in found if quad]


def _header_faults(row: _Row, columns: list[str]) -> Iterator[Finding]:
    for index, name in enumerate(columns):
        if name in columns[:index]:
            message = f"The column '{name}' stands twice."
            yield row.fault("sssom-column", index, message, "Keep one of the two.")
    for name in _COLUMNS:
        if name not in columns:
            message = f"The column '{name}' is missing."
            yield row.fault("sssom-column", 0, message, f"The columns {', '.join(_COLUMNS)} are needed.")


def _read(
    row: _Row, columns: list[str], context: Context, graph: ox.NamedNode, faults: list[Finding]
) -> ox.Quad | None:
    wrong = list(_row_faults(row, columns))
    cells = {} if wrong else dict(zip(columns, row.cells, strict=True))
    if cells and cells["object_id"] != _NO_TERM:
        wrong = list(_cell_faults(row, columns, cells, context))
        if not wrong:
            ends = [ox.NamedNode(context.expand(cells[name])) for name in _COLUMNS]
            return ox.Quad(ends[0], ends[1], ends[2], graph)
    faults += wrong
    return None


def _row_faults(row: _Row, columns: list[str]) -> Iterator[Finding]:
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


def _cell_faults(row: _Row, columns: list[str], cells: dict[str, str], context: Context) -> Iterator[Finding]:
    for name in _COLUMNS:
        prefix, colon, _ = cells[name].partition(":")
        if not colon or prefix not in context.prefixes:
            message = f"'{cells[name]}' in column '{name}' has no prefix of ontology/context.jsonld."
            cure = "Write a CURIE, and its prefix into ontology/context.jsonld if it is new."
            yield row.fault("unknown-prefix", columns.index(name), message, cure)
        elif trouble := iri_trouble(context.expand(cells[name])):
            cure = "Look the identifier up again."
            yield row.fault("iri", columns.index(name), f"'{cells[name]}' {trouble}.", cure)
        elif name == "predicate_id" and ox.NamedNode(context.expand(cells[name])) not in _PREDICATES:
            message = f"'{cells[name]}' is not a SKOS mapping."
            cure = "Choose skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch."
            yield row.fault("sssom-predicate", columns.index(name), message, cure)
