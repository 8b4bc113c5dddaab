"""What the shapes found in all shards and across them: exact counts, and a report of bounded size."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from il6ld.findings import Severity
from il6ld.namespaces import SH, local_name
from il6ld.shards.checking import MOST_RESULTS, Checked
from il6ld.shards.looking import RESULTS, Look
from il6ld.shards.tables import Tables
from il6ld.shards.whole import EVERYTHING, TOLD, Whole
from il6ld.validation.report import Report, read_results
from il6ld.validation.shapes import Shapes
from il6ld.validation.sql.program import Program, Source
from il6ld.validation.sql.reporting import as_ntriples
from il6ld.validation.sql.running import Found, Run
from il6ld.validation.sql.terms import quoted

_WORDS = re.compile(r"\b(dictionary|terms|valued) ")  # tables, each with an alias


class Verdict:
    """The results of `here`, kept shard by shard in `looks`, and of `there`, run over the tables."""

    def __init__(
        self, tables: Tables, rules: Shapes, here: Program, there: Program, looks: Sequence[Look]
    ) -> None:
        self._tables, self._rules, self._looks = tables, rules, looks
        self._here, self._there = here, there
        self._sources: list[Source] = [*here.sources, *there.sources]

    def find(self, whole: Whole) -> Checked:
        """Runs what looks beyond shards, and tells of all results, errors first."""
        # Most that looks beyond compares ids; words are looked up where they are needed.
        if self._there.fallbacks or any(_WORDS.search(sql) for sql in self._there.statements):
            whole.name(self._tables, EVERYTHING)
        run = Run(self._tables.connection, self._there)
        run.find()
        whole.name(self._tables, TOLD)
        self._gather(RESULTS)
        return self._checked({target for target, name in self._there.targets.items() if run.sizes.get(name)})

    def so_far(self) -> Checked:
        """Tells of what was found in shards alone."""
        self._gather("SELECT 0 AS source, '' AS focus, '' AS value, '' AS path WHERE FALSE")
        return self._checked(set())

    def _checked(self, matched: set[str]) -> Checked:
        matched = matched | {target for one in self._looks for target in one.matched}
        unmatched = sorted({*self._here.targets, *self._there.targets} - matched)
        report = Report(
            tuple(read_results(as_ntriples(self._first(), self._sources), self._rules)),
            len(self._rules.reporting), self._rules.constraints, sum(one.nodes for one in self._looks),
            len({*self._here.targets, *self._there.targets}), tuple(unmatched),
            self._rules.complex_paths, self._rules.yields,
        )  # fmt: skip
        return Checked(report, self._counts())

    def _gather(self, across: str) -> None:
        begin = len(self._here.sources)
        kept = [quoted(str(one.found)) for one in self._looks if one.results]
        here = f"UNION SELECT * FROM read_parquet([{', '.join(kept)}])" if kept else ""
        self._tables.connection.execute(f"""CREATE OR REPLACE TEMP TABLE found_by_shapes AS
            SELECT source + {begin} AS source, focus, value, path FROM ({across}) r {here}""")

    def _counts(self) -> dict[str, tuple[Severity, int]]:
        counted: dict[str, tuple[Severity, int]] = {}
        for source, count in self._tables.rows(
            "SELECT source, count(*) FROM found_by_shapes GROUP BY 1 ORDER BY 1"
        ):
            rule = local_name(ox.NamedNode(self._sources[source].shape.strip("<>")))
            counted[rule] = (self._severity(source), counted.get(rule, (None, 0))[1] + count)
        return dict(sorted(counted.items()))

    def _first(self) -> list[Found]:
        errors = [n for n in range(len(self._sources)) if self._severity(n) is Severity.ERROR]
        graver = f"source NOT IN ({', '.join(map(str, [-1, *errors]))})"
        rows = self._tables.rows(f"""SELECT source, focus, value, path FROM found_by_shapes
            ORDER BY {graver}, source, focus, value, path LIMIT {MOST_RESULTS}""")  # fmt: skip
        return [Found(*row) for row in rows]

    def _severity(self, source: int) -> Severity:
        told = self._sources[source].severity
        return Shapes.severity(ox.NamedNode(told.strip("<>")) if told else SH.Violation)
