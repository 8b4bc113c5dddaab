"""Builds the release of a corpus: shards of N-Quads, made on all cores and kept until all of it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from il6ld.corpora import Corpus
from il6ld.errors import InvalidInput, UsageError
from il6ld.findings import Finding, in_order
from il6ld.project import Project
from il6ld.shards import Entry, Ground, Workshop, crew, ground, opened, sources
from il6ld.shards.blocks import LINES
from il6ld.shards.entry import put
from il6ld.shards.making import pack
from il6ld.shards.progress import Progress
from il6ld.shards.workshop import FORMAT, MANIFEST
from il6ld.shards.writing import Writing, Written

ONTOLOGY = "ontology.nq.zst"


@dataclass(frozen=True)
class Outcome:
    """What a build came to: where it is, its figures, its warnings."""

    output: Path
    summary: dict[str, str]
    findings: list[Finding] = field(default_factory=list)


def build(
    project: Project,
    path: Path,
    output: Path,
    *,
    tell: Callable[[str], None] = lambda _: None,
    workers: int | None = None,
    lines: int = LINES,
) -> Outcome:
    """Makes the release of the corpus at `path` in `output`; shards of `lines` lines, told as they are done.

    What is whole is kept for the next run, whatever ends this one. Raises the errors of reading, CannotWrite
    and Locked.
    """
    corpus = Corpus(path, project.context)
    files = sources(corpus)
    with opened(output) as workshop:
        base = ground.ground_of(project, corpus)
        progress = Progress(tell, sum(source.path.stat().st_size for source in files))
        written = Writing(workshop, base, progress, workers or crew.cores(), lines).write(files)
        _refuse(written)
        names = _surroundings(project, corpus, base, workshop)
        names |= _shard_files(written.shards)
        _manifest(project, corpus, base, written, workshop)
        workshop.publish({*names, MANIFEST}, _digests(written.shards))
    return Outcome(output, _summary(written), [])


def place(output: Path | None, check: bool) -> Path:
    """Where the release of a corpus goes; UsageError where that is not said, or where it is to be checked."""
    if output is None or check:
        what = "'--check' does not look at the release of a corpus." if check else "It is not said where to."
        raise UsageError.at(None, what, help="Write 'il6ld build --corpus FOLDER -o FOLDER'.")
    return output


def _refuse(written: Written) -> None:
    if written.errors:
        kind = written.kind or InvalidInput
        rest = written.errors - len(written.findings)
        more = f" The first {len(written.findings)} are told." if rest else ""
        raise kind(f"{written.errors:,} mistakes in the corpus.{more}", findings=in_order(written.findings))


def _surroundings(project: Project, corpus: Corpus, base: Ground, workshop: Workshop) -> set[str]:
    """Writes what the corpus rests on, and gives the names of its files."""
    with put(workshop.folder / ONTOLOGY) as file:
        pack(ground.quads(project, corpus, base), file)
    return {ONTOLOGY}


def _shard_files(entries: list[Entry]) -> set[str]:
    return {name for entry in entries for name in entry.files}


def _digests(entries: list[Entry]) -> dict[str, str]:
    return {name: digest for entry in entries for name, digest in entry.files.items()}


def _manifest(project: Project, corpus: Corpus, base: Ground, written: Written, workshop: Workshop) -> None:
    said = {
        "format": FORMAT,
        "corpus": corpus.head,
        "inputs": {**ground.inputs(project, corpus), **written.inputs},
        "shards": [entry.as_json() for entry in written.shards],
    }
    with put(workshop.folder / MANIFEST) as file:
        file.write(json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n")


def _summary(written: Written) -> dict[str, str]:
    shards = written.shards
    return {
        "records": f"{sum(entry.records for entry in shards):,}",
        "quads": f"{sum(entry.quads for entry in shards):,} in {len(shards):,} shards",
        "made": f"{written.made:,} shards; {len(shards) - written.made:,} were there",
    }
