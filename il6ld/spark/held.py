"""The tables of a corpus where Spark holds them; lines are looked up for many records at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from il6ld.findings import Position
from il6ld.namespaces import Context
from il6ld.shards.tables import Tables
from il6ld.spark.statements import Statements
from il6ld.spark.waves import Waves
from il6ld.validation.sql.program import Program
from il6ld.validation.sql.running import Run

_STEPS = 4  # from a part of a record up to the record on whose line it stands
_FOCI = "SELECT DISTINCT d.lexical FROM results r JOIN dictionary d ON d.id = r.focus WHERE d.sort = '<'"


class Held(Tables):
    """Tables that Spark holds."""

    def __init__(self, statements: Statements, context: Context) -> None:
        connection: Any = statements  # it answers as one
        super().__init__(connection, context)
        self._statements = statements
        self._places: dict[str, tuple[str, int] | None] = {}
        self._seen: set[str] = set()

    def run(self, program: Program) -> Run:
        """A run of a program over the tables."""
        return Waves(self._statements, program)

    def fill(self, name: str, columns: dict[str, list[str]]) -> None:
        """Makes a table of texts, a column for each key."""
        kinds = ", ".join(f"{column} string" for column in columns)
        rows = list(zip(*columns.values(), strict=True))
        self._statements.keep(name, self._statements.spark.createDataFrame(rows, kinds))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives; whoever asked for names may ask next where they stand."""
        found = super().rows(sql)
        self._seen |= {value for row in found for value in row if isinstance(value, str) and "://" in value}
        return found

    def locate(self, iri: str, folder: Path) -> Position | None:
        """The line of a record, or of the one that it stands in or is named by."""
        if iri not in self._places:
            foci = {focus for (focus,) in self.rows(_FOCI)}
            self._look_up(({iri} | self._seen | foci) - self._places.keys())
        place = self._places[iri]
        return Position(str(folder / place[0]), place[1], 1) if place else None

    def _look_up(self, iris: set[str]) -> None:
        """Finds the places of records: on lines of their own, or of what names them, step by step."""
        self._places |= dict.fromkeys(iris)
        asked = {iri: iri for iri in iris}
        for _ in range(_STEPS):
            self._ask(asked)
            found = {iri: (source, line) for iri, source, line in super().rows("""SELECT a.iri,
                arg_min(l.source, (l.shard, l.line)), arg_min(l.line, (l.shard, l.line))
                FROM asked a JOIN lines l ON l.id = a.name GROUP BY a.iri""")}  # fmt: skip
            self._places |= found
            above = super().rows("""SELECT a.iri, min(d.lexical) FROM asked a
                JOIN quads q ON q.o = term_id('<' || a.node || '>') JOIN dictionary d ON d.id = q.s
                GROUP BY a.iri""")  # fmt: skip
            asked = {iri: node for iri, node in above if iri not in found}
            if not asked:
                break

    def _ask(self, asked: dict[str, str]) -> None:
        nodes = list(asked.values())
        names = [self._context.compact(node) for node in nodes]
        self.fill("asked", {"iri": list(asked), "node": nodes, "name": names})
