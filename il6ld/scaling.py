"""Builds the release of a corpus: shards made on all cores, held against shapes and each other, published.

What is whole is kept for the next run, whatever ends this one; the release changes only when all is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from il6ld import release, validation
from il6ld.corpora import Corpus
from il6ld.errors import InvalidInput, UsageError
from il6ld.findings import Finding, Position, Severity, in_order
from il6ld.project import Project
from il6ld.shards import Workshop, bare, columns, crew, ground, inferred, opened, sources
from il6ld.shards.blocks import LINES
from il6ld.shards.checking import Check, Checked
from il6ld.shards.entry import put
from il6ld.shards.joins import Joined, Joins, first
from il6ld.shards.making import pack
from il6ld.shards.progress import Progress
from il6ld.shards.runners import Local, Runner
from il6ld.shards.statistics import counted, void
from il6ld.shards.survey import Survey
from il6ld.shards.tables import Tables
from il6ld.shards.telling import Told, surveyed
from il6ld.shards.workshop import FORMAT, MANIFEST
from il6ld.shards.writing import MOST, Written
from il6ld.sources import read_shapes

ONTOLOGY, BARE, INFERRED = "ontology.nq.zst", "bare.nq.zst", "inferred.nq.zst"
_STOPPED = "; the build stopped there, as it was asked to"
CLAIMS, CONTEXT = "claims.parquet", "context.jsonld"
REPORT, VOID, STATISTICS = "report.ttl", "void.ttl", "statistics.json"


@dataclass(frozen=True)
class Outcome:
    """What a build came to: where it is, its figures, its findings, and whether anything had to be done."""

    output: Path
    summary: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    unchanged: bool = False


def build(
    project: Project,
    path: Path,
    output: Path,
    *,
    tell: Callable[[str], None] = lambda _: None,
    workers: int | None = None,
    lines: int = LINES,
    most: int | None = None,
    runner: str = "local",
    master: str | None = None,
) -> Outcome:
    """Makes the release of the corpus at `path` in `output`, in shards of `lines` lines, and tells how far.

    With `most`, it stops when so many mistakes are found. The runner `spark` works on the cluster of a
    master, `local` on this machine; the release is the same.
    Raises the errors of reading, InvalidInput with the first findings, CannotWrite and Locked.
    """
    with _running(runner, master, Local(workers or crew.cores(), most)) as runs, opened(output) as workshop:
        build = Build(project, Corpus(path, project.context), workshop, tell, runs)
        return build.run(output, lines)


@contextmanager
def _running(runner: str, master: str | None, local: Local) -> Iterator[Runner]:
    if runner == "spark":
        if local.most_findings is not None:
            message = "'--max-findings' is heeded by the build on this machine alone."
            raise UsageError.at(None, message, help="Leave it out, or leave '--runner spark' out.")
        from il6ld.spark.cluster import cluster

        with cluster(master) as runs:
            yield runs
    else:
        yield local


def place(output: Path | None, check: bool) -> Path:
    """Where the release of a corpus goes; UsageError where that is not said, or where it is to be checked."""
    if output is None or check:
        what = "'--check' does not look at the release of a corpus." if check else "It is not said where to."
        raise UsageError.at(None, what, help="Write 'il6ld build --corpus FOLDER -o FOLDER'.")
    return output


@dataclass
class Build:
    """One build of one corpus in its workshop."""

    project: Project
    corpus: Corpus
    workshop: Workshop
    tell: Callable[[str], None]
    runs: Runner

    @cached_property
    def _ground(self) -> ground.Ground:
        return ground.ground_of(self.project, self.corpus)

    def run(self, output: Path, lines: int) -> Outcome:
        """Writes, checks and publishes."""
        files = sources(self.corpus)
        progress = Progress(self.tell, sum(source.path.stat().st_size for source in files))
        written = self.runs.write(files, self.workshop, self._ground, progress, lines)
        self._refuse_lines(written)
        said = self._manifest(written)
        if self.workshop.before == said and not release.damage(output):
            self.workshop.leave()
            return Outcome(output, _written(written), unchanged=True)
        names = {ONTOLOGY, BARE, CLAIMS, *_files(written)}
        with put(self.workshop.folder / ONTOLOGY) as file:
            pack(ground.quads(self.project, self.corpus, self._ground), file)
        self.workshop.tidy(names)
        progress.begin("all shards are written; now they are held against the shapes and each other")
        summary, findings, made = self._checked(written)
        names |= {path.name for path in self.workshop.folder.glob("inferred*")}
        made[CONTEXT] = _as_json({"@context": self.corpus.head.get("context", {})})
        self._put({MANIFEST: _as_json(said), **made})
        self.workshop.publish({*names, MANIFEST, *made}, _files(written))
        return Outcome(output, _written(written) | summary, findings)

    def _checked(self, written: Written) -> tuple[dict[str, str], list[Finding], dict[str, bytes]]:
        """The figures, what is worth a word, and what else goes into the release."""
        folder, context = self.workshop.folder, self._ground.context
        if isinstance(self.runs, Local):
            survey = self._survey(written, self.runs)
            shapes = read_shapes(self.project)
            with surveyed(survey, shapes, self.corpus.path, folder / CLAIMS) as told:
                if told.stopped:
                    self._refuse(told.tables, told.checked, [], stopped=True)
                self._pack(BARE, bare.triples(told.tables))
                made = self._made(told, {ONTOLOGY, BARE, *survey.link_inferred(), *_dumps(written)})
            survey.tidy()
            return made
        with self.runs.loaded(folder, ONTOLOGY, written.shards, context) as tables:
            return self._made(self._asked(tables), {ONTOLOGY, BARE, INFERRED, *_dumps(written)})

    def _survey(self, written: Written, runs: Local) -> Survey:
        return Survey(
            self.workshop.folder, self.workshop.kept, written.shards, self._ground.context, self._bases,
            runs.workers, self._ground.digest, runs.most_findings,
        )  # fmt: skip

    def _asked(self, tables: Tables) -> Told:
        """What tables tell that hold all of the corpus."""
        unqualified = bare.find(tables)
        self._pack(BARE, bare.triples(tables))
        columns.write(tables, self.workshop.folder / CLAIMS, self._bases)
        bare.state(tables)
        checked = Check(tables, read_shapes(self.project)).run()
        joins = Joins(tables, self.corpus.path, self._ground.context, self._bases)
        joined = joins.run()
        self._refuse(tables, checked, joined)
        duplicates = joins.duplicates()
        inferred.find(tables, self.workshop.folder / ONTOLOGY)
        self._pack(INFERRED, inferred.triples(tables))
        inferred.state(tables)
        return Told(tables, checked, joined, unqualified, duplicates, counted(tables))

    def _made(
        self, told: Told, dumps: set[str]
    ) -> tuple[dict[str, str], list[Finding], dict[str, bytes]]:
        tables, checked, joined = told.tables, told.checked, told.joined
        self._refuse(tables, checked, joined)
        shared, sharing = told.duplicates
        statistics = {
            "counts": told.figures.counts,
            "bare triples": told.unqualified,
            "propositions of several current claims": shared,
            "current claims that share their proposition": sharing,
            "findings": {rule: count for rule, (_, count) in checked.counts.items()}
            | {one.rule: one.count for one in joined if one.count},
        }
        made = {
            REPORT: checked.report.as_turtle(),
            VOID: void(told.figures, self.corpus.head, self._ground.context, sorted(dumps)),
            STATISTICS: _as_json(statistics),
        }
        findings = [*self._found(tables, checked), *first(joined, Severity.INFO)]
        figures = {"bare": f"{told.unqualified:,} triples need no qualification"}
        return _figures(checked, joined, shared) | figures, in_order(findings)[:MOST], made

    def _refuse_lines(self, written: Written) -> None:
        if written.errors:
            self.tell(f"{written.errors:,} mistakes in the lines{_STOPPED if written.stopped else ''}")
            kind = written.kind or InvalidInput
            raise kind(f"{written.errors:,} mistakes in the corpus.", findings=in_order(written.findings))

    def _refuse(
        self, tables: Tables, checked: Checked, joined: list[Joined], stopped: bool = False
    ) -> None:
        errors = checked.errors + sum(one.count for one in joined if one.severity is Severity.ERROR)
        if errors:
            found = [*first(joined, Severity.ERROR), *self._found(tables, checked)]
            told = [one for one in in_order(found) if one.severity is Severity.ERROR][:MOST]
            counted = {rule: count for rule, (_, count) in checked.counts.items()}
            counted |= {one.rule: one.count for one in joined if one.count}
            sums = ", ".join(f"{rule} {count:,}" for rule, count in sorted(counted.items()))
            self.tell(f"{errors:,} errors, {len(told)} of them told; {sums}{_STOPPED if stopped else ''}")
            raise InvalidInput(f"The corpus breaks the rules {errors:,} times.", findings=told)

    def _found(self, tables: Tables, checked: Checked) -> list[Finding]:
        def locate(focus: str, _: str) -> Position | None:
            return tables.locate(focus, self.corpus.path)

        return validation.findings(checked.report, locate, self._ground.context.compact)

    def _pack(self, name: str, triples: Iterable[str]) -> None:
        """Writes triples as a packed file of one graph, which is called as the file is."""
        graph = self._ground.context.expand(f"graphs:{name.partition('.')[0]}")
        with put(self.workshop.folder / name) as file:
            pack((f"{triple} <{graph}> .\n".encode() for triple in triples), file)

    @property
    def _bases(self) -> list[str]:
        """What the names of records begin with."""
        prefixes = self._ground.context.prefixes
        return [prefixes[name] for name in self._ground.words.record_prefixes.values() if name != "il6"]

    def _manifest(self, written: Written) -> dict[str, Any]:
        shapes = hashlib.sha256()
        for path in self.project.shape_files:
            shapes.update(self.project.read(path))
        return {
            "format": FORMAT,
            "corpus": self.corpus.head,
            "ground": self._ground.digest,
            "shapes": shapes.hexdigest(),
            "inputs": {**ground.inputs(self.project, self.corpus), **written.inputs},
            "shards": [entry.as_json() for entry in written.shards],
        }

    def _put(self, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            with put(self.workshop.folder / name) as file:
                file.write(content)


def _files(written: Written) -> dict[str, str]:
    """The names of the shards' files, and their digests."""
    return {name: digest for entry in written.shards for name, digest in entry.files.items()}


def _dumps(written: Written) -> list[str]:
    return [name for name in _files(written) if ".nq." in name]


def _as_json(said: object) -> bytes:
    return json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n"


def _written(written: Written) -> dict[str, str]:
    shards = written.shards
    return {
        "records": f"{sum(entry.records for entry in shards):,}",
        "quads": f"{sum(entry.quads for entry in shards):,} in {len(shards):,} shards",
        "made": f"{written.made:,} shards; {len(shards) - written.made:,} were there",
    }


def _figures(checked: Checked, joined: list[Joined], shared: int) -> dict[str, str]:
    report = checked.report
    return {
        "shapes": f"{report.constraints} constraints looked at {report.focus_nodes:,} nodes, "
        f"{checked.total:,} findings",
        "joins": ", ".join(f"{one.rule} {one.count:,}" for one in joined),
        "shared": f"{shared:,} propositions are those of several current claims",
    }
