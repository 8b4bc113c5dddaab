"""A program run on DuckDB: its relations where they matter, its checks, and their results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from il6ld.validation.sql.program import VOID, Check, Program, Relation, without
from il6ld.validation.sql.terms import token_of

if TYPE_CHECKING:
    import duckdb

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


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
        self.sizes: dict[str, int] = {}

    def prepare(self) -> None:
        """The relations that every program uses."""
        from il6ld.validation.sql.prelude import statements

        for statement in statements(self._program.constants):
            self.connection.execute(statement)

    def find(self, most: int | None = None) -> int:
        """Runs everything, until there are `most` results; gives the number of results."""
        self.prepare()
        for relation in self._program.relations:
            self._keep(relation)
        found = 0
        for check in self._program.checks:
            if self._empty.isdisjoint(check.needs):
                found += self._insert(without(check.sql, self._empty))
                if most is not None and found >= most:
                    break
        return found

    def _keep(self, relation: Relation) -> None:
        if not self._empty.isdisjoint(relation.needs):
            self._empty.add(relation.name)
            self.sizes[relation.name] = 0
            return
        sql = f"CREATE TEMP TABLE {relation.name} AS {without(relation.sql, self._empty)}"
        row = self.connection.execute(sql).fetchone()
        self.sizes[relation.name] = row[0] if row else 0
        if not self.sizes[relation.name]:
            self._empty.add(relation.name)

    def _insert(self, sql: str) -> int:
        row = self.connection.execute(f"INSERT INTO results {sql}").fetchone()
        return int(row[0]) if row else 0

    def results(self) -> Iterator[Found]:
        """What was found, as terms."""
        rows = self.connection.execute(f"""SELECT r.source, {token_of('f')}, coalesce(r.text, {token_of('v')}, ''),
            coalesce({token_of('p')}, '') FROM results r LEFT JOIN dictionary f ON f.id = r.focus
            LEFT JOIN dictionary v ON v.id = r.value LEFT JOIN dictionary p ON p.id = r.path""")
        while chunk := rows.fetchmany(10_000):
            for row in chunk:
                yield Found(*row)
