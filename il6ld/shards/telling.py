"""What there is to tell of a corpus as a whole, whoever found it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from il6ld.shards import bare, columns
from il6ld.shards.abroad import quoted_file
from il6ld.shards.checking import Checked
from il6ld.shards.coding import read
from il6ld.shards.joins import Joined, Joins
from il6ld.shards.reach import split
from il6ld.shards.statistics import Figures, added
from il6ld.shards.survey import Survey
from il6ld.shards.tables import Tables, load_lines
from il6ld.shards.verdict import Verdict
from il6ld.shards.whole import Everywhere
from il6ld.validation.shapes import Shapes
from il6ld.validation.soundness import require_sound
from il6ld.validation.sql.engine import connected
from il6ld.validation.sql.keeping import compiled
from il6ld.validation.sql.terms import QUICK_ID

MEMORY = "4GB"


@dataclass(frozen=True)
class Told:
    """What was found in a corpus, and in figures; `tables` tell where a record stands.

    If it is `stopped`, as many mistakes were found as were to be, and nothing else was looked for.
    """

    tables: Tables
    checked: Checked
    joined: list[Joined]
    unqualified: int
    duplicates: tuple[int, int]
    figures: Figures
    stopped: bool = False


@contextmanager
def surveyed(survey: Survey, shapes: Sequence[ox.Triple], corpus: Path, claims: Path) -> Iterator[Told]:
    """Looks at what has changed, and at all that is looked at across shards; writes the table `claims`."""
    rules = Shapes(shapes)
    require_sound(rules, lambda _: None)
    survey.code()
    here, away = survey.look(rules)
    there = compiled(Shapes(split(rules, away.shapes)[1]))
    with connected(survey.folder, MEMORY) as connection:
        connection.execute(f"CREATE OR REPLACE TEMP MACRO term_id(t) AS {QUICK_ID}")
        tables = Everywhere(connection, survey.context)
        tables.whole = survey.whole
        load_lines(connection, survey.folder, survey.entries)
        if survey.stopped:
            checked = Verdict(tables, rules, here, there, survey.looks).so_far()
            yield Told(tables, checked, [], 0, (0, 0), Figures({}, {}, {}), stopped=True)
            return
        rows = read(survey.whole.shards, "rows")
        survey.whole.gather(tables, away)
        unqualified = bare.find(tables, rows)
        if away.of_bare:
            survey.whole.add_speakers(tables, rows, away)
        columns.gather(tables, rows, claims)
        bare.state(tables)
        checked = Verdict(tables, rules, here, there, survey.looks).find(survey.whole)
        joins = Across(tables, corpus, survey.context, survey.bases)
        joins.missing, joins.rows = survey.kept / "missing.parquet", rows
        figures = added(tables, read(tables.whole.all, "sums"))
        yield Told(tables, checked, joins.run(), unqualified, joins.duplicates(), figures)


class Across(Joins):
    """The joins over tables that hold a part of what is said; `missing` are the ids that stand nowhere."""

    missing: Path
    rows: str

    def conflicts(self) -> Joined:
        """Propositions that one current claim affirms and another denies: told, and no mistake."""
        return self.opposed(f"""SELECT proposition, min(iri) FILTER (polarity = 'Affirmed') AS yes,
            min(iri) FILTER (polarity = 'Denied') AS no FROM {self.rows} r WHERE status = 'Current' GROUP BY 1
            HAVING yes IS NOT NULL AND no IS NOT NULL""")

    def duplicates(self) -> tuple[int, int]:
        """How many propositions several current claims share, and how many such claims there are."""
        row = self._tables.rows(f"""SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) AS n
            FROM {self.rows} r WHERE status = 'Current' GROUP BY node HAVING n > 1)""")[0]
        return int(row[0]), int(row[1])

    def dangling(self) -> Joined:
        """References of records to records that stand nowhere in the corpus."""
        tables = self._tables
        assert isinstance(tables, Everywhere)
        all_quads, all_terms = (read(tables.whole.shards, name) for name in ("quads", "terms"))
        run = tables.connection.execute
        run(f"""CREATE OR REPLACE TEMP TABLE missing AS SELECT DISTINCT d.id, d.lexical FROM {all_terms} d
            SEMI JOIN {quoted_file(self.missing)} m ON m.id = d.id WHERE {self._records("d")}""")
        if not tables.one("SELECT count(*) FROM missing"):
            return self.unknown("SELECT '' AS s, '' AS p, '' AS o WHERE FALSE")
        run(f"""CREATE OR REPLACE TEMP TABLE naming AS SELECT DISTINCT q.s, q.p, m.lexical AS o
            FROM {all_quads} q JOIN missing m ON m.id = q.o""")
        run(f"""CREATE OR REPLACE TEMP TABLE namers AS SELECT DISTINCT id, lexical FROM {all_terms}
            WHERE id IN (SELECT s FROM naming UNION SELECT p FROM naming)""")
        return self.unknown(f"""SELECT s.lexical AS s, p.lexical AS p, n.o FROM naming n
            JOIN namers s ON s.id = n.s JOIN namers p ON p.id = n.p WHERE {self._records("s")}""")
