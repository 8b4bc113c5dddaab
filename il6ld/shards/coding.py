"""A shard's statements as small tables of Parquet, kept beside the release, so that no shard is read twice.

Made once of a shard, they are what all that looks at several shards is made of: `quads` by predicate,
`terms`, `subjects` with a digest of what is said of each, `mentions` of what stands elsewhere, `rows` of
claims, `edges` (how predicates run) and `sums`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from il6ld.errors import LimitExceeded
from il6ld.namespaces import IL6, RDF, Context
from il6ld.shards import columns
from il6ld.shards.bare import QUALIFIERS
from il6ld.shards.tables import Tables
from il6ld.validation.sql.engine import connected
from il6ld.validation.sql.loading import load
from il6ld.validation.sql.terms import QUICK_ID, quoted, term_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PARTS = ("quads", "terms", "subjects", "mentions", "rows", "edges", "sums")
_MEMORY = "2GB"  # of a process that looks at one shard
_ROWS = 16_384  # of a group: those of other predicates are passed over


@dataclass(frozen=True, slots=True)
class Coded:
    """The tables of one shard, or of the ground, under one stem in a folder."""

    stem: Path

    def part(self, name: str) -> Path:
        """The file of one table."""
        return self.stem.with_name(f"{self.stem.name}.{name}.parquet")


@contextmanager
def working(folder: Path, threads: int = 1) -> Iterator[DuckDBPyConnection]:
    """A database on so many cores that spills into a folder of this process alone."""
    with (
        TemporaryDirectory(dir=folder, prefix=".work-") as private,
        connected(Path(private), _MEMORY) as connection,
    ):
        connection.execute(f"SET threads = {threads}")
        connection.execute(f"CREATE OR REPLACE TEMP MACRO term_id(t) AS {QUICK_ID}")
        yield connection


def encode(connection: DuckDBPyConnection, quads: Path, out: Coded, ground: Coded | None, context: Context,
           bases: Iterable[str]) -> None:  # fmt: skip
    """Makes the tables of a file of N-Quads; `ground` are those of the ontology, None for itself.

    Afterwards the tables `quads` and `dictionary` are those of the file.
    """
    load(connection, [quads])
    _require_quick_ids(connection)
    run = connection.execute
    known = _read(ground, "subjects") if ground else "quads"
    run(f"CREATE OR REPLACE TEMP TABLE known AS SELECT s FROM {known}")
    qualifiers = f"SELECT p FROM {_read(ground, 'rows')}" if ground else QUALIFIERS
    run(f"CREATE OR REPLACE TEMP TABLE qualifiers AS {qualifiers}")
    run(f"CREATE OR REPLACE TEMP TABLE subjects AS {_SUBJECTS}")
    for name, sql in _TABLES.items():
        copy(connection, sql, out.part(name))
    tables = Tables(connection, context)
    rows = columns.rows(tables, bases) if ground else "SELECT p FROM qualifiers ORDER BY p"
    copy(connection, rows, out.part("rows"))


def surround(connection: DuckDBPyConnection, ground: Coded) -> None:
    """Puts the ontology beside the shard whose tables these are; `own` stays the shard's alone."""
    run = connection.execute
    run("ALTER TABLE quads RENAME TO own")
    run(f"CREATE TEMP TABLE quads AS SELECT * FROM own UNION SELECT * FROM {_read(ground, 'quads')}")
    run(f"""INSERT INTO dictionary SELECT * FROM {_read(ground, "terms")} t
        ANTI JOIN dictionary d ON d.id = t.id""")


def finish(connection: DuckDBPyConnection, out: Coded) -> None:
    """Says in figures what the table `own` holds; with that, all tables of the shard are there."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE subjects AS {_SUBJECTS.replace('quads', 'own')}")
    copy(connection, _SUMS, out.part("sums"))


def read(parts: Iterable[Coded], name: str, how: str = "") -> str:
    """One table of several shards, as an expression for FROM; `how` tells DuckDB more."""
    listed = ", ".join(quoted(str(part.part(name))) for part in parts)
    return f"read_parquet([{listed}]{how})"


def _read(part: Coded, name: str) -> str:
    return read([part], name)


# What a proposition is called follows from what it says: wherever it stands, it says the same.
_SHARED = f"SELECT DISTINCT s FROM quads WHERE p = {term_id(RDF.type)} AND o = {term_id(IL6.Proposition)}"
_SUBJECTS = f"""SELECT q.s, bit_xor(hash(q.p, q.o)) AS digest, count(*) AS n,
    bool_or(x.s IS NOT NULL) AS shared FROM quads q LEFT JOIN ({_SHARED}) x ON x.s = q.s GROUP BY q.s"""
_TABLES = {
    "quads": "SELECT s, p, o, k FROM quads ORDER BY p, s, o",
    "terms": "SELECT id, sort, lexical FROM dictionary ORDER BY id",
    "subjects": "SELECT s, digest, shared FROM subjects ORDER BY s",
    "mentions": """SELECT DISTINCT q.o AS id FROM quads q JOIN dictionary d ON d.id = q.o AND d.sort = '<'
        WHERE q.o NOT IN (SELECT s FROM known) AND q.o NOT IN (SELECT s FROM subjects) ORDER BY id""",
    "edges": """SELECT d.lexical AS predicate, e.closed, e.literal FROM (SELECT q.p,
        bool_and(x.s IS NOT NULL AND NOT x.shared) AS closed, bool_and(o.sort NOT IN ('<', '_')) AS literal
        FROM quads q LEFT JOIN subjects x ON x.s = q.o JOIN dictionary o ON o.id = q.o
        GROUP BY q.p) e JOIN dictionary d ON d.id = e.p ORDER BY 1""",
}  # fmt: skip
# What is told of each shard in figures, so that these can be added up; `shared` nodes are told one by one.
_AXES = ("status", "polarity", "certainty", "reading")
_NONE = "NULL::UBIGINT AS id"
_SUMS = f"""SELECT 'triples' AS kind, '' AS name, {_NONE}, coalesce(sum(n), 0)::BIGINT AS n
        FROM subjects WHERE NOT shared
    UNION ALL SELECT 'subjects', '', {_NONE}, count(*) FROM subjects WHERE NOT shared
    UNION ALL SELECT 'class', d.lexical, {_NONE}, count(*) FROM own q
        JOIN subjects x ON x.s = q.s AND NOT x.shared JOIN dictionary d ON d.id = q.o
        WHERE q.p = {term_id(RDF.type)} GROUP BY 2
    UNION ALL SELECT 'property', d.lexical, {_NONE}, 1 FROM (SELECT DISTINCT p FROM own) q
        JOIN dictionary d ON d.id = q.p
    UNION ALL SELECT 'axis', p.lexical || ' ' || o.lexical, {_NONE}, count(*) FROM own q
        JOIN dictionary p ON p.id = q.p JOIN dictionary o ON o.id = q.o
        WHERE q.p IN ({", ".join(term_id(IL6[axis]) for axis in _AXES)}) GROUP BY 2
    UNION ALL SELECT 'shared', '', s, n FROM subjects WHERE shared
    UNION ALL SELECT 'shared class', d.lexical, q.s, 1 FROM own q JOIN subjects x ON x.s = q.s AND x.shared
        JOIN dictionary d ON d.id = q.o WHERE q.p = {term_id(RDF.type)}"""


def copy(connection: DuckDBPyConnection, sql: str, path: Path) -> None:
    """Writes what a SELECT gives as Parquet; the file gets its name when it is whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    connection.execute("SET preserve_insertion_order = true")
    how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS}"
    connection.execute(f"COPY ({sql}) TO {quoted(str(beside))} ({how})")
    connection.execute("SET preserve_insertion_order = false")
    beside.replace(path)


def _require_quick_ids(connection: DuckDBPyConnection) -> None:
    """Loading takes other ids where two terms of a file share one; ids of several files must agree."""
    row = connection.execute(f"SELECT term_id(t) = {QUICK_ID} FROM (VALUES ('<x:y>')) v(t)").fetchone()
    if not row or not row[0]:
        message = "Two terms of a shard have the same number, which was never seen before."
        raise LimitExceeded.at(None, message, help="Report it, please.")
