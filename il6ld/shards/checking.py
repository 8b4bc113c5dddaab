"""The compiled shapes run over all shards at once, with exact counts and a report of bounded size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.findings import Severity
from il6ld.namespaces import SH, local_name
from il6ld.shards.tables import Tables
from il6ld.validation.report import Report, read_results
from il6ld.validation.shapes import Shapes
from il6ld.validation.soundness import require_sound
from il6ld.validation.sql.keeping import compiled
from il6ld.validation.sql.reporting import as_ntriples
from il6ld.validation.sql.running import Run

MOST_RESULTS = 1_000
_DISTINCT = "SELECT DISTINCT source, focus, value, path, text FROM results"


@dataclass(frozen=True)
class Checked:
    """The first results as a report, and how many there are of each rule."""

    report: Report
    counts: dict[str, tuple[Severity, int]]

    @property
    def errors(self) -> int:
        """How many results are errors."""
        return sum(count for severity, count in self.counts.values() if severity is Severity.ERROR)

    @property
    def total(self) -> int:
        """How many results there are."""
        return sum(count for _, count in self.counts.values())


class Check:
    """One run of shapes over tables."""

    def __init__(self, tables: Tables, shapes: Sequence[ox.Triple]) -> None:
        self._tables = tables
        self._rules = Shapes(shapes)
        require_sound(self._rules, lambda _: None)

        self._program = compiled(self._rules)

    def run(self) -> Checked:
        """Runs every check; the results that are told are errors first, then by shape and node."""
        run = self._tables.run(self._program)
        run.find()
        counts = self._counts()
        self._bound()
        results = read_results(as_ntriples(run.results(), self._program.sources), self._rules)
        looked_at = self._looked_at(run)
        unmatched = [target for target, name in self._program.targets.items() if run.sizes.get(name) == 0]
        report = Report(
            tuple(results), len(self._rules.reporting), self._rules.constraints, looked_at,
            len(self._program.targets), tuple(sorted(unmatched)),
            self._rules.complex_paths, self._rules.yields,
        )  # fmt: skip
        return Checked(report, counts)

    def _counts(self) -> dict[str, tuple[Severity, int]]:
        found: dict[str, tuple[Severity, int]] = {}
        rows = self._tables.rows(f"SELECT source, count(*) FROM ({_DISTINCT}) r GROUP BY 1 ORDER BY 1")
        for source, count in rows:
            said = self._program.sources[source]
            rule = local_name(ox.NamedNode(said.shape.strip("<>")))
            found[rule] = (self._severity(said.severity), found.get(rule, (None, 0))[1] + count)
        return found

    def _bound(self) -> None:
        """Leaves the first results alone in their table."""
        errors = [number for number, one in enumerate(self._program.sources)
                  if self._severity(one.severity) is Severity.ERROR]  # fmt: skip
        self._tables.connection.execute(f"""CREATE OR REPLACE TEMP TABLE results AS
            SELECT r.* FROM ({_DISTINCT}) r
            LEFT JOIN dictionary f ON f.id = r.focus LEFT JOIN dictionary v ON v.id = r.value
            ORDER BY r.source NOT IN ({', '.join(map(str, [-1, *errors]))}), r.source, f.lexical,
                v.lexical, v.sort, r.path, r.text LIMIT {MOST_RESULTS}""")

    def _looked_at(self, run: Run) -> int:
        names = sorted({name for name in self._program.targets.values() if run.sizes.get(name)})
        nodes = " UNION ".join(f"SELECT node FROM {name}" for name in names)
        return int(self._tables.one(f"SELECT count(*) FROM ({nodes})")) if names else 0

    @staticmethod
    def _severity(token: str) -> Severity:
        return Shapes.severity(ox.NamedNode(token.strip("<>"))) if token else Shapes.severity(SH.Violation)

