"""SSSOM: links from our terms to other people's, as SKOS."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.characters import iri_trouble
from il6ld.errors import InvalidInput
from il6ld.findings import Finding, Position
from il6ld.namespaces import SKOS, Context
from il6ld.sssom import NEEDED, NO_TERM, Row, header_faults, prefix_faults, row_faults, table_rows

_PREDICATES = tuple(SKOS[f"{match}Match"] for match in ("exact", "close", "broad", "narrow", "related"))


def quads(text: str, file: str, context: Context, graph: ox.NamedNode) -> list[ox.Quad]:
    """One SKOS statement for each mapping of an SSSOM TSV; `NoTermFound` and denied rows say nothing in RDF.

    Raises InvalidInput with every mistake, each at its row and cell.
    """
    rows = table_rows(text, file)
    if not rows:
        raise InvalidInput.at(
            Position(file, 1, 1), "The table has no header.", rule="sssom-column",
            help=f"Begin it with the columns {', '.join(NEEDED)}.",
        )  # fmt: skip
    columns = rows[0].text.split("\t")
    faults = [*prefix_faults(text, file, context.prefixes), *header_faults(rows[0], columns)]
    found = [] if faults else [_read(row, columns, context, graph, faults) for row in rows[1:]]
    if faults:
        raise InvalidInput(f"{file}: the table cannot be read.", findings=faults)
    return [quad for quad in found if quad]


def _read(
    row: Row, columns: list[str], context: Context, graph: ox.NamedNode, faults: list[Finding]
) -> ox.Quad | None:
    wrong = list(row_faults(row, columns))
    cells = {} if wrong else dict(zip(columns, row.cells, strict=True))
    if cells and cells["object_id"] != NO_TERM:
        wrong = list(_cell_faults(row, columns, cells, context))
        # SKOS has no word for a match that is denied; without this it would be a plain one.
        if not wrong and not cells.get("predicate_modifier"):
            ends = [ox.NamedNode(context.expand(cells[name])) for name in NEEDED]
            return ox.Quad(ends[0], ends[1], ends[2], graph)
    faults += wrong
    return None


def _cell_faults(row: Row, columns: list[str], cells: dict[str, str], context: Context) -> Iterator[Finding]:
    for name in NEEDED:
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
