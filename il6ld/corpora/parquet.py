"""Records as Parquet: a column for each key, its text where a key has one text, else its JSON.

The same fields as in the lines, by way of DuckDB, which looks for every key there is: none is left behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from il6ld.corpora.lines import MAX_LINE, Text
from il6ld.errors import UnreadableInput
from il6ld.findings import Position

# Keys with just one text in every record; any other may hold several, a number or a record.
_TEXTS = frozenset(
    {"article", "attributedTo", "certainty", "discourseRole", "id", "label", "polarity", "reading", "status"}
)
_ROWS = 2048


def write(sources: Sequence[Path], target: Path, order: Sequence[str]) -> int:
    """Writes the records of files of lines into one Parquet file, its keys in an order; their number.

    Where there is no record, there is no file.
    """
    import duckdb

    files = ", ".join(_quoted(str(path)) for path in sources)
    size = f"maximum_object_size={MAX_LINE}"
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT DISTINCT unnest(json_keys(json)) FROM read_ndjson_objects([{files}], {size})"
        ).fetchall()
        keys = sorted((key for (key,) in found), key=lambda key: _place(key, order))
        if not keys:
            return 0
        types = ", ".join(f"{_quoted(key)}: '{'VARCHAR' if key in _TEXTS else 'JSON'}'" for key in keys)
        columns = ", ".join(f'"{key}"' for key in keys)
        lines = f"read_ndjson([{files}], columns={{{types}}}, {size})"
        database.execute(
            f"COPY (SELECT {columns} FROM {lines}) TO {_quoted(str(target))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        counted = database.execute(f"SELECT count(*) FROM {_quoted(str(target))}").fetchone()
    return int(counted[0]) if counted else 0


def read(path: Path, name: str) -> Iterator[Text]:
    """The rows of a Parquet file as the lines that they were; UnreadableInput for what is no Parquet."""
    import duckdb

    try:
        with duckdb.connect() as database:
            rows = database.execute(f"SELECT * FROM read_parquet({_quoted(str(path))})")
            names = [column[0] for column in rows.description]
            number = 0
            while block := rows.fetchmany(_ROWS):
                for row in block:
                    number += 1
                    yield Text(_line(names, row), Position(name, number, 1))
    except duckdb.Error as error:
        raise UnreadableInput.at(
            Position(name, 1, 1), f"'{name}' is no whole Parquet file: {str(error).splitlines()[0]}",
            rule="packed-file", help="Fetch or write it again.",
        ) from error  # fmt: skip


def _line(names: Sequence[str], row: Sequence[Any]) -> str:
    told = (
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False) if name in _TEXTS else value}"
        for name, value in zip(names, row, strict=True)
        if value is not None
    )
    return f"{{{', '.join(told)}}}"


def _place(key: str, order: Sequence[str]) -> tuple[int, str]:
    return (-1 if key == "id" else order.index(key) if key in order else len(order), key)


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
