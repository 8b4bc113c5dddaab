"""SSSOM: links from our terms to other people's, as SKOS."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.findings import Position
from il6ld.namespaces import SKOS, Context
from il6ld.sources.yaml_nodes import decode

_NO_TERM = "sssom:NoTermFound"
_COLUMNS = ("subject_id", "predicate_id", "object_id")
_PREDICATES = tuple(SKOS[f"{match}Match"] for match in ("exact", "close", "broad", "narrow", "related"))


def quads(raw: bytes, file: str, context: Context, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """One SKOS statement for each mapping of an SSSOM TSV file; `NoTermFound` rows say nothing in RDF."""
    lines = decode(raw, file).split("\n")
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
    reader = csv.DictReader(lines[start:], delimiter="\t", strict=True)
    if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
        raise InvalidInput.at(
            Position(file, start + 1, 1), f"The column '{missing[0]}' is missing.", rule="sssom-column"
        )
    for row in reader:
        if row["object_id"] != _NO_TERM:
            yield _quad(row, Position(file, start + reader.line_num, 1), context, graph)


def _quad(row: dict[str, str], position: Position, context: Context, graph: ox.NamedNode) -> ox.Quad:
    nodes = []
    for column in _COLUMNS:
        prefix, colon, _ = row[column].partition(":")
        if not colon or prefix not in context.prefixes:
            raise InvalidInput.at(
                position,
                f"'{row[column]}' in column '{column}' has no prefix of ontology/context.jsonld.",
                rule="unknown-prefix",
            )
        nodes.append(ox.NamedNode(context.expand(row[column])))
    if nodes[1] not in _PREDICATES:
        raise InvalidInput.at(
            position, f"'{row['predicate_id']}' is not a SKOS mapping.", rule="sssom-predicate",
            help="Choose skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch.",
        )  # fmt: skip
    return ox.Quad(nodes[0], nodes[1], nodes[2], graph)
