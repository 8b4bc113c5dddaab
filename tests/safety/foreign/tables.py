"""The tables as Python's csv module and as DuckDB read them, who know nothing of what they hold."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.safety.foreign import TERMS, Read

_DCTERMS = "http://purl.org/dc/terms/"
_SPACES = {
    **{kind: f"https://w3id.org/il6ld/{kind}/" for kind in ("claims", "errata", "lines", "propositions")},
    "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
}
_AXES = {"replaces": _DCTERMS + "replaces", "replacedBy": _DCTERMS + "isReplacedBy"}
# The columns that say who claims what, and those that sum up others; each of the rest tells of an axis.
_CORE = ("id", "subject", "predicate", "object")
_SUMS = ("bare", "qualms")


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each row of the claims, every cell of it as an axis."""
    ((name, payload),) = ((name, file) for name, file in files.items() if name.startswith("il6ld-claims."))
    records = from_csv(payload) if name.endswith(".csv") else from_parquet(payload)
    return [_read(record) for record in records]


def from_csv(payload: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, each with its header's columns."""
    lines = csv.reader(io.StringIO(payload.decode("utf-8"), newline=""), strict=True)
    header = next(lines)
    return [dict(zip(header, line, strict=True)) for line in lines]


def from_parquet(payload: bytes) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    import duckdb

    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(payload)
        found = duckdb.read_parquet(str(path))
        return [dict(zip(found.columns, line, strict=True)) for line in found.fetchall()]


def values(cell: Any) -> list[str]:
    """What one cell says: the values of a list, or what stands between the bars of a text."""
    if isinstance(cell, list):
        return cell
    if isinstance(cell, bool):
        return [str(cell).lower()]
    text = re.sub(r"\A'(?='*\s*[=+\-@])", "", "" if cell is None else str(cell))
    parts = re.findall(r"(?:[^|\\]|\\.)+", text, re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts]


def _read(record: Mapping[str, Any]) -> Read:
    axes = frozenset(_told(record))
    claim, subject, predicate, term = (_iri(record[part]) for part in _CORE)
    return Read(claim, subject, predicate, term, axes)


def _told(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for column in record.keys() - {*_CORE, *_SUMS}:
        for value in values(record[column]):
            literal = column in ("openList", "note", "unaffectedBy")
            yield _AXES.get(column, TERMS + column), value if literal else _iri(value)


def _iri(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    return _SPACES.get(prefix, f"{prefix}:") + rest if colon else TERMS + name
