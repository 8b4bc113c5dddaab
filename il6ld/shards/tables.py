"""A corpus's shards as tables of DuckDB: its quads and terms, and which record stands on which line."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from il6ld.findings import Position
from il6ld.namespaces import Context
from il6ld.shards.entry import LINES, QUADS, Entry
from il6ld.validation.sql.engine import connected
from il6ld.validation.sql.loading import load
from il6ld.validation.sql.program import Program
from il6ld.validation.sql.running import Run
from il6ld.validation.sql.terms import quoted, term_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STEPS = 4  # from a part of a record up to the record on whose line it stands


@contextmanager
def loaded(folder: Path, ground: str, entries: Sequence[Entry], context: Context) -> Iterator[Tables]:
    """The tables of a folder's shards, and of no others that may lie there; it spills into the folder."""
    with connected(folder) as connection:
        stems = sorted({entry.name.rpartition("-")[0] for entry in entries})
        # Named by pattern, so that DuckDB reads several at a time.
        patterns = [Path(glob.escape(str(folder))) / f"{stem}-*{QUADS}" for stem in stems]
        load(connection, [folder / ground, *patterns])
        load_lines(connection, folder, entries)
        yield Tables(connection, context)


def load_lines(connection: DuckDBPyConnection, folder: Path, entries: Sequence[Entry]) -> None:
    """Makes the table `lines` of which record stands on which line of which file."""
    rows = ", ".join(
        f"({quoted(entry.name + LINES)}, {quoted(entry.source)}, {entry.first}, {number})"
        for number, entry in enumerate(entries)
    )
    paths = ", ".join(quoted(glob.escape(str(folder / f"{entry.name}{LINES}"))) for entry in entries)
    connection.execute(f"""CREATE TEMP TABLE lines AS SELECT id, source, first + number AS line, shard
        FROM read_csv([{paths}], header = false, auto_detect = false, delim = '\t', quote = '', escape = '',
            columns = {{'id': 'VARCHAR', 'number': 'BIGINT'}}, filename = true) t
        JOIN (VALUES {rows}) e(file, source, first, shard) ON parse_filename(t.filename) = e.file""")


class Tables:
    """The loaded tables `quads`, `dictionary` and `lines`."""

    def __init__(self, connection: DuckDBPyConnection, context: Context) -> None:
        self.connection = connection
        self._context = context

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives."""
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        """The first column of the one row that a SELECT gives."""
        return self.rows(sql)[0][0]

    def run(self, program: Program) -> Run:
        """A run of a compiled program over the tables."""
        return Run(self.connection, program)

    def fill(self, name: str, columns: dict[str, list[str]]) -> None:
        """Makes a table of texts, a column for each key."""
        listed = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in columns)
        sql = f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {listed}"
        self.connection.execute(sql, list(columns.values()))

    def locate(self, iri: str, folder: Path) -> Position | None:
        """The line of a record, or of the one that it stands in or is named by."""
        for _ in range(_STEPS):
            if found := self.line_of(iri, folder):
                return found
            above = self.above(iri)
            if above is None:
                return None
            iri = above
        return None

    def line_of(self, iri: str, folder: Path) -> Position | None:
        """The line that begins with a record."""
        found = self.rows(f"""SELECT source, line FROM lines
            WHERE id = {quoted(self._context.compact(iri))} ORDER BY shard, line LIMIT 1""")  # fmt: skip
        return Position(str(folder / found[0][0]), found[0][1], 1) if found else None

    def above(self, iri: str) -> str | None:
        """The first node that names another."""
        found: str | None = self.one(f"""SELECT min(d.lexical) FROM quads q JOIN dictionary d ON d.id = q.s
            WHERE q.o = {term_id(f"<{iri}>")}""")  # fmt: skip
        return found
