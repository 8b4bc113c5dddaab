"""The tables of a whole corpus, so far as anything looks at all of it: some predicates of all shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS
from il6ld.shards.coding import Coded, read
from il6ld.shards.reach import Beyond, Edges
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import quoted, term_id

# What the rule of safety and the joins look at, beside the rows of claims.
_REPLACEMENTS = (DCTERMS.replaces, DCTERMS.isReplacedBy)
_JOINED = (IL6.basedOn, IL6.disputes, IL6.erratum, DCTERMS.modified, *_REPLACEMENTS)


def edges(tables: Tables, shards: Sequence[Coded], ground: Coded) -> Edges:
    """How predicates run in the shards, and which stand in the ground."""
    rows = tables.rows(f"""SELECT predicate, bool_and(closed), bool_and(literal)
        FROM {read(shards, "edges")} GROUP BY 1""")  # fmt: skip
    standing = tables.rows(f"SELECT predicate FROM {read([ground], 'edges')}")
    return Edges(
        frozenset(predicate for predicate, _, _ in rows),
        frozenset(predicate for predicate, closed, _ in rows if closed),
        frozenset(predicate for predicate, _, literal in rows if literal),
        frozenset(predicate for (predicate,) in standing),
    )  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """All shards of a corpus and its ground, coded."""

    shards: Sequence[Coded]
    ground: Coded

    @property
    def all(self) -> list[Coded]:
        """The ground, and then the shards."""
        return [self.ground, *self.shards]

    def gather(self, tables: Tables, beyond: Beyond) -> None:
        """Makes `quads` of what shapes that look beyond and joins look at, and of all of the ground.

        The table `dictionary` has the terms of the ground alone.
        """
        run = tables.connection.execute
        run(f"CREATE OR REPLACE TEMP TABLE dictionary AS SELECT * FROM {read([self.ground], 'terms')}")
        every, ground = read(self.shards, "quads"), read([self.ground], "quads")
        parts = " UNION ALL ".join(
            f"SELECT * FROM {every} WHERE {one}" for one in self._chosen(tables, beyond)
        )
        run(f"""CREATE OR REPLACE TEMP TABLE quads AS SELECT * FROM {ground}
            UNION ALL SELECT DISTINCT * FROM ({parts})""")
        if beyond.ends:
            run(f"""INSERT INTO quads SELECT min(s), p, o, any_value(k) FROM {every}
                WHERE p IN ({_ids(tables, beyond.ends)}) AND p NOT IN (SELECT p FROM quads) GROUP BY p, o""")
        replacing = f"SELECT * FROM quads WHERE p IN ({', '.join(map(term_id, _REPLACEMENTS))})"
        run(f"""INSERT INTO quads SELECT DISTINCT s, p, o, k FROM {every} WHERE p = {term_id(IL6.article)}
            AND s IN (SELECT s FROM ({replacing}) a UNION SELECT o FROM ({replacing}) b)""")

    def _chosen(self, tables: Tables, beyond: Beyond) -> Iterator[str]:
        """Which quads are looked at, as conditions; ids are written out, so that others are passed over."""
        if beyond.any_predicate:
            yield "TRUE"
            return
        named = {*beyond.predicates, *(one.value for one in _JOINED)} - {RDF.type.value}
        yield f"p IN ({_ids(tables, named)})"
        role, hypothesis = (_ids(tables, [one.value]) for one in (IL6.discourseRole, IL6.Hypothesis))
        yield f"p = {role} AND o = {hypothesis}"
        aimed = _ids(tables, [iri for iri in beyond.classes if ":" in iri]) or "NULL"
        below = f"""WITH RECURSIVE below(c) AS (SELECT unnest([{aimed}]) UNION SELECT q.s FROM below b
            JOIN {read([self.ground], "quads")} q ON q.o = b.c AND q.p = {term_id(RDFS.subClassOf)})
            SELECT c FROM below"""
        yield f"p = {_ids(tables, [RDF.type.value])}" + ("" if beyond.any_class else f" AND o IN ({below})")

    def add_speakers(self, tables: Tables, rows: str, beyond: Beyond) -> None:
        """Adds quads of what speaks of bare triples: propositions, claims, and what these rest on."""
        run, every = tables.connection.execute, read(self.shards, "quads")
        run(f"""CREATE OR REPLACE TEMP TABLE told_by AS SELECT r.claim, r.node FROM {rows} r
            JOIN (SELECT DISTINCT s, o FROM bare) b ON b.s = r.from_id AND b.o = r.to_id""")
        run(f"""CREATE OR REPLACE TEMP TABLE speaking AS WITH RECURSIVE reached(s) AS (
            SELECT claim FROM told_by
            UNION SELECT q.o FROM reached r JOIN quads q ON q.s = r.s AND q.p = {term_id(IL6.basedOn)})
            SELECT s FROM reached UNION SELECT node FROM told_by""")
        qualifiers = [str(number) for (number,) in tables.rows("SELECT p FROM qualifiers ORDER BY p")]
        among = ", ".join([_ids(tables, beyond.spoken), *(f"{number}::UBIGINT" for number in qualifiers)])
        run(f"""INSERT INTO quads SELECT DISTINCT n.s, n.p, n.o, n.k FROM {every} n
            ANTI JOIN quads q ON q.s = n.s AND q.p = n.p AND q.o = n.o
            WHERE n.p IN ({among}) AND n.s IN (SELECT s FROM speaking)""")

    def name(self, tables: Tables, ids: str) -> None:
        """Puts the terms of some ids, a SELECT of one column, into `dictionary`."""
        run = tables.connection.execute
        run(f"""CREATE OR REPLACE TEMP TABLE nameless AS SELECT id FROM ({ids}) n(id)
            WHERE id NOT IN (SELECT id FROM dictionary) AND id IS NOT NULL""")
        run(f"""INSERT INTO dictionary SELECT DISTINCT claim, '<', iri FROM {read(self.shards, "rows")}
            WHERE claim IN (SELECT id FROM nameless)""")
        run("DELETE FROM nameless WHERE id IN (SELECT id FROM dictionary)")
        if not tables.one("SELECT count(*) FROM nameless"):
            return
        terms = read(self.shards, "terms", ", filename = true")
        files = tables.rows(f"SELECT DISTINCT filename FROM {terms} WHERE id IN (SELECT id FROM nameless)")
        if files:
            listed = ", ".join(quoted(name) for (name,) in files)
            run(f"""INSERT INTO dictionary SELECT id, any_value(sort), any_value(lexical)
                FROM read_parquet([{listed}]) t WHERE id IN (SELECT id FROM nameless) GROUP BY id""")


def _ids(tables: Tables, iris: Iterable[str]) -> str:
    """The ids of terms, written out."""
    tables.fill("names", {"name": [f"<{iri}>" for iri in sorted(iris)]})
    return ", ".join(f"{number}::UBIGINT" for (number,) in tables.rows("SELECT term_id(name) FROM names"))


EVERYTHING = "SELECT s FROM quads UNION SELECT o FROM quads"
# What is told in words, beside what is found by shapes: claims that replace others, and when articles were.
TOLD = f"""SELECT unnest([s, o]) FROM quads WHERE p IN ({", ".join(map(term_id, _REPLACEMENTS))})
    UNION SELECT o FROM quads WHERE p = {term_id(DCTERMS.modified)}
    UNION SELECT unnest([focus, value, path]) FROM results"""


class Everywhere(Tables):
    """Tables that tell of a part of what is said, and find the rest in the shards when they are asked."""

    whole: Whole

    def above(self, iri: str) -> str | None:
        """The first node that names another, wherever it does."""
        found: str | None = self.one(f"""SELECT min(t.lexical) FROM {read(self.whole.all, "terms")} t
            WHERE t.id IN (SELECT s FROM {read(self.whole.all, "quads")} WHERE o = {term_id(f"<{iri}>")})""")
        return found
