"""The rules between claims, wherever in a corpus they stand, as joins: nothing is looked up one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from il6ld.findings import Finding, Position, Severity
from il6ld.namespaces import DCTERMS, IL6, Context
from il6ld.shards.tables import Tables
from il6ld.sources.successions import circles
from il6ld.validation.sql.terms import quoted, term_id

MOST_TOLD = 100
_ROUNDS = 50  # of taking the ends of chains away, before what is left is walked

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Joined:
    """What one rule found: how often, and the first of it in words."""

    rule: str
    severity: Severity
    count: int
    findings: list[Finding]


class Joins:
    """The rules over the tables of one corpus in `folder`; `bases` are those of its records."""

    def __init__(self, tables: Tables, folder: Path, context: Context, bases: Iterable[str]) -> None:
        self._tables, self._folder, self._context = tables, folder, context
        self._bases = sorted(bases)

    def run(self) -> list[Joined]:
        """Every rule, in one order."""
        return [self.repeated(), self.dangling(), self.circles(), self.backward(), self.conflicts()]

    def repeated(self) -> Joined:
        """Two lines with one id."""
        sql = """SELECT l.id, l.source, l.line, f.source, f.line FROM lines l JOIN (
            SELECT id, arg_min(source, (shard, line)) AS source, arg_min(line, (shard, line)) AS line
            FROM lines GROUP BY id HAVING count(*) > 1) f ON f.id = l.id
            WHERE (l.source, l.line) <> (f.source, f.line)"""

        def told(row: Row) -> tuple[str, Position | None]:
            name, source, line, other, first = row
            return f"The id '{name}' is given already, in {other}, line {first}.", self._at(source, line)

        cure = "Take the next free number: ids are given once."
        return self._joined("duplicate-id", sql, "2, 3", told, cure)

    def dangling(self) -> Joined:
        """References of records to records that stand nowhere in the corpus."""
        sql = f"""SELECT s.lexical, p.lexical, o.lexical FROM (SELECT d.id, d.lexical FROM dictionary d
            WHERE d.sort = '<' AND d.id NOT IN (SELECT s FROM quads)) o JOIN quads q ON q.o = o.id
            JOIN dictionary s ON s.id = q.s JOIN dictionary p ON p.id = q.p
            WHERE ({self._records("o")}) AND ({self._records("s")})"""
        return self.unknown(sql)

    def unknown(self, sql: str) -> Joined:
        """References, a SELECT of the IRIs of record, property and what is missing, as what they are."""

        def told(row: Row) -> tuple[str, Position | None]:
            subject, predicate, missing = row
            key = predicate.rpartition("/")[2]
            message = f"{self._name(subject)} names {self._name(missing)} as {key}, and that stands nowhere."
            return message, self._tables.locate(subject, self._folder)

        return self._joined("unknown-reference", sql, "1, 2, 3", told, "Mend the id, or write the record.")

    def _records(self, alias: str) -> str:
        return " OR ".join(f"starts_with({alias}.lexical, {quoted(base)})" for base in self._bases)

    def circles(self) -> Joined:
        """Claims that take one another's place in a circle."""
        self._edges()
        for _ in range(_ROUNDS):
            taken = self._tables.one("""DELETE FROM edges WHERE old NOT IN (SELECT new FROM edges)
                OR new NOT IN (SELECT old FROM edges)""")  # fmt: skip
            if not taken:
                break
        newer: dict[str, list[str]] = {}
        for old, new in self._tables.rows("""SELECT o.lexical, n.lexical FROM edges
                JOIN dictionary o ON o.id = old JOIN dictionary n ON n.id = new ORDER BY 1, 2"""):
            newer.setdefault(old, []).append(new)
        found = circles(newer)
        cure = "Find out which came last, and take its 'replacedBy' and the other's 'replaces' away."
        findings = [
            Finding("replacement-cycle", Severity.ERROR,
                    f"These claims take one another's place in a circle: {self._chain(circle)}.",
                    self._tables.locate(circle[0], self._folder), cure)
            for circle in found[:MOST_TOLD]
        ]  # fmt: skip
        return Joined("replacement-cycle", Severity.ERROR, len(found), findings)

    def _chain(self, circle: list[str]) -> str:
        shown = circle if len(circle) <= 6 else [*circle[:5], circle[-1]]
        return " -> ".join(map(self._name, [*shown, circle[0]]))

    def _edges(self) -> None:
        self._tables.connection.execute(f"""CREATE OR REPLACE TEMP TABLE edges AS
            SELECT s AS old, o AS new FROM quads WHERE p = {term_id(DCTERMS.isReplacedBy)}
            UNION SELECT o, s FROM quads WHERE p = {term_id(DCTERMS.replaces)}""")

    def backward(self) -> Joined:
        """Claims that take the place of one whose article is newer."""
        self._edges()
        date = f"""(SELECT a.s AS claim, d.lexical AS day FROM quads a JOIN quads m
            ON m.s = a.o AND m.p = {term_id(DCTERMS.modified)} JOIN dictionary d ON d.id = m.o
            WHERE a.p = {term_id(IL6.article)})"""
        sql = f"""SELECT n.lexical, o.lexical, x.day, y.day FROM edges JOIN {date} x ON x.claim = new
            JOIN {date} y ON y.claim = old JOIN dictionary n ON n.id = new JOIN dictionary o ON o.id = old
            WHERE x.day < y.day"""

        def told(row: Row) -> tuple[str, Position | None]:
            new, old, newer, older = row
            message = f"{self._name(new)} takes the place of {self._name(old)}, but its article is older: "
            return f"{message}{newer}, not after {older}.", self._tables.locate(new, self._folder)

        cure = "Let the newer claim replace the older one, or correct 'modified' of the article."
        return self._joined("replacement-older", sql, "1, 2", told, cure)

    def conflicts(self) -> Joined:
        """Propositions that one current claim affirms and another denies: told, and no mistake."""
        sql = f"""SELECT d.lexical, e.yes, e.no FROM (SELECT q.o,
            min(c.lexical) FILTER (a.o = {_AFFIRMED}) AS yes,
            min(c.lexical) FILTER (a.o = {_DENIED}) AS no FROM quads q
            JOIN quads a ON a.s = q.s AND a.p = {term_id(IL6.polarity)}
            JOIN quads t ON t.s = q.s AND t.p = {term_id(IL6.status)} AND t.o = {term_id(IL6.Current)}
            JOIN dictionary c ON c.id = q.s WHERE q.p = {term_id(IL6.proposition)} GROUP BY q.o) e
            JOIN dictionary d ON d.id = e.o WHERE e.yes IS NOT NULL AND e.no IS NOT NULL"""
        return self.opposed(sql)

    def opposed(self, sql: str) -> Joined:
        """Conflicts, a SELECT of proposition and the IRIs of two claims, as what they are."""

        def told(row: Row) -> tuple[str, Position | None]:
            _, yes, no = row
            message = f"{self._name(yes)} affirms what {self._name(no)} denies."
            return message, self._tables.locate(no, self._folder)

        cure = "Sources do disagree. Look whether both say it, and leave them if they do."
        return self._joined("corpus-conflict", sql, "1", told, cure, Severity.INFO)

    def duplicates(self) -> tuple[int, int]:
        """How many propositions several current claims share, and how many such claims there are."""
        row = self._tables.rows(f"""SELECT count(*), coalesce(sum(n), 0) FROM (
            SELECT count(*) AS n FROM quads q
            JOIN quads t ON t.s = q.s AND t.p = {term_id(IL6.status)} AND t.o = {term_id(IL6.Current)}
            WHERE q.p = {term_id(IL6.proposition)} GROUP BY q.o HAVING n > 1)""")[0]  # fmt: skip
        return int(row[0]), int(row[1])

    def _joined(
        self,
        rule: str,
        sql: str,
        order: str,
        told: Callable[[Row], tuple[str, Position | None]],
        cure: str,
        severity: Severity = Severity.ERROR,
    ) -> Joined:
        self._tables.connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {sql}")
        rows = self._tables.rows(f"SELECT * FROM found ORDER BY {order} LIMIT {MOST_TOLD}")
        findings = [Finding(rule, severity, *told(row), cure) for row in rows]
        return Joined(rule, severity, self._tables.one("SELECT count(*) FROM found"), findings)

    def _at(self, source: str, line: int) -> Position:
        return Position(str(self._folder / source), line, 1)

    def _name(self, iri: str) -> str:
        return self._context.compact(iri)


_AFFIRMED, _DENIED = term_id(IL6.Affirmed), term_id(IL6.Denied)


def first(joined: list[Joined], severity: Severity) -> Iterator[Finding]:
    """The findings of one severity."""
    return (finding for one in joined if one.severity is severity for finding in one.findings)
