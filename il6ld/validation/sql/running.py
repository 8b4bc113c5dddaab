"""A program run on DuckDB: its relations where they matter, its checks, and their results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from il6ld.validation.sql import fallback
from il6ld.validation.sql.prelude import statements
from il6ld.validation.sql.program import Program, Relation, without
from il6ld.validation.sql.terms import token_of

if TYPE_CHECKING:
    import duckdb

_NAMED = re.compile(r"\bterm_id\('((?:[^']|'')*)'\)")


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the number of its source, and terms as N-Triples tokens, "" for none."""

    source: int
    focus: str
    value: str
    path: str


class Run:
    """One run of a program over loaded tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, program: Program) -> None:
        self.connection = connection
        self._program = program
        self._empty: set[str] = set()
        self._missing: set[str] = set()  # of the empty ones, those that were never made
        self.sizes: dict[str, int] = {}
        self._ids: dict[str, str] = {}

    def prepare(self) -> None:
        """The relations that every program uses, and the ids of the terms that it names."""
        for statement in statements(self._program.constants):
            self.connection.execute(statement)
        named = sorted(set(_NAMED.findall("\n".join(self._program.statements))))
        rows = ", ".join(f"('{token}')" for token in named) or "(NULL)"
        found = self.connection.execute(
            f"SELECT token, term_id(token) FROM (VALUES {rows}) t(token)"
        ).fetchall()
        self._ids = {token.replace("'", "''"): f"{number}::UBIGINT" for token, number in found if token}

    def _ready(self, sql: str) -> str:
        """A SELECT with ids in the place of terms, which is read faster, and without what is empty."""
        return _NAMED.sub(lambda match: self._ids.get(match[1], match[0]), without(sql, self._missing))

    def find(self, most: int | None = None) -> int:
        """Runs everything, until there are `most` results; gives the number of results."""
        self.prepare()
        self._relate()
        found = 0
        for number in self._each():
            found += number
            if most is not None and found >= most:
                break
        return found

    def _relate(self) -> None:
        """Makes the relations."""
        for relation in self._program.relations:
            self._keep(relation)

    def _each(self) -> Iterator[int]:
        """Runs one check after the other, and gives how much each has found."""
        yield from self._check()
        for one in self._program.fallbacks:
            if one.focus not in self._empty:
                yield fallback.run(self.connection, one, one.focus)

    def _check(self) -> Iterator[int]:
        for check in self._program.checks:
            if self._empty.isdisjoint(check.needs):
                yield self._insert(self._ready(check.sql))

    def focus_nodes(self) -> int:
        """How many nodes the targets of all shapes match."""
        names = sorted({name for name in self._program.targets.values() if name not in self._empty})
        nodes = " UNION ".join(f"SELECT node FROM {name} f" for name in names)
        row = self.connection.execute(f"SELECT count(*) FROM ({nodes}) n").fetchone() if names else None
        return row[0] if row else 0

    def _keep(self, relation: Relation) -> None:
        if not self._empty.isdisjoint(relation.needs):
            self._empty.add(relation.name)
            self._missing.add(relation.name)
            self.sizes[relation.name] = 0
            return
        sql = f"CREATE TEMP TABLE {relation.name} AS {self._ready(relation.sql)}"
        row = self.connection.execute(sql).fetchone()
        self.sizes[relation.name] = row[0] if row else 0
        if not self.sizes[relation.name]:
            self._empty.add(relation.name)

    def _insert(self, sql: str) -> int:
        row = self.connection.execute(f"INSERT INTO results {sql}").fetchone()
        return int(row[0]) if row else 0

    def results(self) -> Iterator[Found]:
        """What was found, as terms."""
        rows = self.connection.execute(f"""SELECT r.source, {token_of("f")},
            coalesce(r.text, {token_of("v")}, ''),
            coalesce({token_of("p")}, '') FROM results r LEFT JOIN dictionary f ON f.id = r.focus
            LEFT JOIN dictionary v ON v.id = r.value LEFT JOIN dictionary p ON p.id = r.path""")
        while chunk := rows.fetchmany(10_000):
            for row in chunk:
                yield Found(*row)
