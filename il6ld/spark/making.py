"""The shards of a corpus made by Spark's workers: the very same files that one machine makes.

Workers survey the files, each reading one; then each makes blocks, reading plain files where a block begins
and packed ones from their beginning. A shard is made in a folder of its own and moved to its place, since a
task that was given up may still be at work.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from il6ld.corpora import Lines
from il6ld.errors import Il6ldError
from il6ld.shards.blocks import Source
from il6ld.shards.entry import ENTRY, LINES, QUADS, Entry
from il6ld.shards.ground import Ground
from il6ld.shards.making import Made, make
from il6ld.shards.progress import Progress
from il6ld.shards.workshop import Workshop
from il6ld.shards.writing import Written
from il6ld.spark.survey import Span, Survey, read, survey

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import SparkSession

_A_ROUND = 16  # tasks for each core, before progress is told again
_told: dict[str, Lines] = {}  # of this worker, by the digest of the ground


@dataclass(frozen=True, slots=True)
class Task:
    """Some blocks of one file; what came of them, or the error that kept a worker from reading on."""

    source: Source
    packed: bool
    spans: list[Span]
    most: int


@dataclass(frozen=True)
class Spreading:
    """One run over the files of a corpus, on all workers of a session."""

    spark: SparkSession
    workshop: Workshop
    ground: Ground
    progress: Progress
    lines: int

    def write(self, sources: list[Source]) -> Written:
        """Sees to it that every shard is in the workshop; an OSError where that cannot be done."""
        written = Written()
        tasks = iter([task for one in self._surveyed(sources) for task in self._missing(one, written)])
        ground = self.spark.sparkContext.broadcast(self.ground)
        folder = str(self.workshop.folder.absolute())
        size = self.spark.sparkContext.defaultParallelism * _A_ROUND
        while some := list(islice(tasks, size)):
            done = self.spark.sparkContext.parallelize(some, len(some)).flatMap(
                lambda task: _made(task, ground, folder)).collect()  # fmt: skip
            for one in done:
                self._take(one, written)
        return written

    def _surveyed(self, sources: list[Source]) -> list[Survey]:
        most = self.lines
        files = self.spark.sparkContext.parallelize(sources, len(sources))
        return list(files.map(lambda source: survey(source, most)).collect())

    def _missing(self, file: Survey, written: Written) -> Iterator[Task]:
        """What is to be made of a file; the shards that hold are taken over."""
        written.inputs[file.source.key] = file.sha256
        if file.error is not None:
            written.fault(type(file.error), list(file.error.findings), len(file.error.findings))
        missing = []
        for span in file.spans:
            entry = self.workshop.whole(span.block, self.ground.digest)
            if entry is None:
                missing.append(span)
            else:
                written.entries[entry.name] = entry
                self.progress.add(0, kept=entry.lines)
        together = [missing] if file.packed else [[span] for span in missing]
        return (Task(file.source, file.packed, spans, self.lines) for spans in together if spans)

    def _take(self, one: Made | OSError | Il6ldError, written: Written) -> None:
        if isinstance(one, OSError):
            raise one
        if isinstance(one, Il6ldError):
            written.fault(type(one), list(one.findings), len(one.findings))
            return
        self.progress.add(one.lines, one.errors)
        if one.entry is None:
            written.fault(one.kind, one.findings, one.errors)
        else:
            written.made += 1
            written.entries[one.name] = one.entry


def _made(task: Task, ground: Broadcast[Ground], folder: str) -> Iterator[Made | OSError | Il6ldError]:
    """What a worker makes of a task."""
    known = ground.value
    told = _told.setdefault(known.digest, Lines(known.context, known.words))
    try:
        for block in read(task.source, task.packed, task.spans, task.most):
            with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as own:
                made = make(block, told, known.digest, Path(own))
                if made.entry:
                    _move(made.entry, Path(own), Path(folder))
            yield made
    except OSError as error:
        yield OSError(error.errno, error.strerror)
    except Il6ldError as error:
        yield error


def _move(entry: Entry, own: Path, folder: Path) -> None:
    """Puts the files of a shard in their place, and after them the word that they are whole."""
    for suffix in (QUADS, LINES, ENTRY):
        (own / f"{entry.name}{suffix}").replace(folder / f"{entry.name}{suffix}")
