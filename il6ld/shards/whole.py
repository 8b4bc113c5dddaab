"""The tables of a whole corpus, so far as anything looks at all of it: some predicates of all shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS
from il6ld.safety import SOUND_AXES
from il6ld.safety.rule import ABOUT_THE_RECORD, CORE
from il6ld.shards.coding import Coded, read
from il6ld.shards.reach import Beyond, Edges
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import listed, term_id

# What the rule of safety and the joins look at.
_JOINED = {
    *SOUND_AXES, *CORE, IL6.proposition, IL6.status, IL6.polarity, IL6.basedOn, IL6.disputes, IL6.erratum,
    IL6.discourseRole, IL6.article, DCTERMS.modified, DCTERMS.replaces, DCTERMS.isReplacedBy,
}  # fmt: skip


def edges(tables: Tables, shards: Sequence[Coded]) -> tuple[Edges, set[str]]:
    """How predicates run in the shards; and those that tell of propositions."""
    rows = tables.rows(f"""SELECT predicate, bool_and(closed), bool_or(shared) FROM {read(shards, 'edges')}
        GROUP BY 1""")  # fmt: skip
    ours = frozenset(predicate for predicate, _, _ in rows)
    closed = frozenset(predicate for predicate, closed, _ in rows if closed)
    return Edges(ours, closed), {predicate for predicate, _, shared in rows if shared}


@dataclass(frozen=True)
class Whole:
    """All shards of a corpus and its ground, coded."""

    shards: Sequence[Coded]
    ground: Coded

    @property
    def all(self) -> list[Coded]:
        """The ground, and then the shards."""
        return [self.ground, *self.shards]

    def gather(self, tables: Tables, beyond: Beyond, of_propositions: set[str]) -> None:
        """Makes `quads` and `dictionary` of what shapes that look beyond and joins look at."""
        run = tables.connection.execute
        about = tuple(space.iri for space in ABOUT_THE_RECORD)
        told = {predicate for predicate in of_propositions if not predicate.startswith(about)}
        named = {f"<{iri}>" for iri in (*beyond.predicates, *told)} | {str(one) for one in _JOINED}
        named -= {str(RDF.type)}
        ground = read([self.ground], "quads")
        tables.fill("names", {"name": sorted(named)})
        run("CREATE OR REPLACE TEMP TABLE chosen AS SELECT term_id(name) AS p FROM names")
        if beyond.any_predicate:  # such as the ontology tells of
            run(f"""INSERT INTO chosen SELECT DISTINCT s FROM {ground} WHERE p = {term_id(RDFS.subPropertyOf)}
                OR (p = {term_id(RDF.type)} AND o = {term_id(IL6.Predicate)})""")
        run("CREATE OR REPLACE TEMP TABLE told AS SELECT DISTINCT p FROM chosen")
        run(f"""CREATE OR REPLACE TEMP TABLE quads AS SELECT * FROM {ground}
            UNION ALL SELECT DISTINCT s, p, o, k FROM {read(self.shards, "quads")}
            WHERE p IN (SELECT p FROM told) OR ({self._types(tables, beyond)})""")
        run(f"CREATE OR REPLACE TEMP TABLE dictionary AS SELECT * FROM {read([self.ground], 'terms')}")
        run(f"""INSERT INTO dictionary SELECT id, any_value(sort), any_value(lexical)
            FROM {read(self.shards, "terms")} t WHERE id IN (SELECT s FROM quads UNION SELECT o FROM quads)
            AND id NOT IN (SELECT id FROM dictionary) GROUP BY id""")

    def _types(self, tables: Tables, beyond: Beyond) -> str:
        """Which types are looked at."""
        among = f"p = {term_id(RDF.type)}"
        if beyond.any_class:
            return among
        classes = listed(sorted(f"<{iri}>" for iri in beyond.classes if ":" in iri))
        tables.connection.execute(f"""CREATE OR REPLACE TEMP TABLE aimed AS WITH RECURSIVE below(c) AS (
            SELECT unnest({classes.replace("(", "[", 1)[:-1]}]) UNION SELECT q.s FROM below b
            JOIN {read([self.ground], "quads")} q ON q.o = b.c AND q.p = {term_id(RDFS.subClassOf)})
            SELECT c FROM below""")
        return f"{among} AND o IN (SELECT c FROM aimed)"


class Everywhere(Tables):
    """Tables that tell of a part of what is said, and find the rest in the shards when they are asked."""

    whole: Whole

    def above(self, iri: str) -> str | None:
        """The first node that names another, wherever it does."""
        found: str | None = self.one(f"""SELECT min(t.lexical) FROM {read(self.whole.all, "terms")} t
            WHERE t.id IN (SELECT s FROM {read(self.whole.all, "quads")} WHERE o = {term_id(f"<{iri}>")})""")
        return found
