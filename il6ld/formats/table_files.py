"""The tables as files: CSV, which a release holds, and Parquet, where DuckDB is installed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from il6ld.formats.tables import TEXT, TEXTS, Table, tables
from il6ld.formats.translation import Material, Written, as_json_lines
from il6ld.tables import never_run

NAMES = ("claims", "evidence", "entities")
SEPARATOR = "|"


def write_csv(material: Material) -> Written:
    """The tables as CSV by RFC 4180: UTF-8 without a byte order mark, a header, lines that end in CR LF."""
    found, account = tables(material)
    return Written({f"il6ld-{table.name}.csv": _csv(table) for table in found}, account)


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_cell(row.get(name, ()), kind) for name, kind in table.columns.items()])
    return text.getvalue().encode()


def _cell(values: tuple[str, ...], kind: str) -> str:
    """The values of a cell as one text; in a column of several, a | or \\ within a value follows a \\."""
    if kind == TEXTS:
        values = tuple(value.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}") for value in values)
    joined = SEPARATOR.join(values)
    return never_run(joined) if kind in (TEXT, TEXTS) else joined


def write_parquet(material: Material) -> Written:
    """The tables as Parquet: whole numbers, truth values and lists are just that."""
    found, account = tables(material)
    with TemporaryDirectory() as folder:
        return Written({f"il6ld-{one.name}.parquet": _parquet(one, Path(folder)) for one in found}, account)


def _parquet(table: Table, folder: Path) -> bytes:
    import duckdb

    rows, target = folder / "rows.jsonl", folder / "table.parquet"
    rows.write_bytes(as_json_lines(_typed(row, table.columns) for row in table.rows))
    columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in table.columns.items())
    source = f"read_json({_quoted(str(rows))}, format = 'newline_delimited', columns = {{{columns}}})"
    with duckdb.connect(config={"threads": 1}) as database:
        database.execute(f"COPY (FROM {source}) TO {_quoted(str(target))} (FORMAT parquet)")
    return target.read_bytes()


def _typed(row: dict[str, tuple[str, ...]], columns: dict[str, str]) -> dict[str, list[str] | str | None]:
    """A row as DuckDB reads it into its columns: a list, or one text, or nothing."""
    cells = {name: row.get(name, ()) for name in columns}
    return {
        name: list(values) if columns[name] == TEXTS else SEPARATOR.join(values) or None
        for name, values in cells.items()
    }


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
