"""A cluster as the one that builds a corpus: shards made by its workers, their tables kept by Spark.

The tables lie in a hidden folder of the workshop while they are asked, as Parquet.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from il6ld.namespaces import Context
from il6ld.shards.blocks import Source
from il6ld.shards.entry import Entry
from il6ld.shards.ground import Ground
from il6ld.shards.progress import Progress
from il6ld.shards.tables import Tables
from il6ld.shards.workshop import Workshop
from il6ld.shards.writing import Written
from il6ld.spark.held import Held
from il6ld.spark.loading import load
from il6ld.spark.making import Spreading
from il6ld.spark.session import started
from il6ld.spark.statements import Statements
from il6ld.spark.workers import require_shared

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TABLES = ".tables"


@contextmanager
def cluster(master: str | None) -> Iterator[Cluster]:
    """The cluster of a master for the time of a block; the errors of `started`."""
    with started(master) as spark:
        yield Cluster(spark)


@dataclass(frozen=True)
class Cluster:
    """A session of Spark that makes shards and holds tables."""

    spark: SparkSession

    def write(
        self, files: list[Source], workshop: Workshop, ground: Ground, progress: Progress, lines: int
    ) -> Written:
        """Sees to it that every shard of the files is in the workshop, which all workers must see."""
        placed = [replace(file, path=file.path.absolute()) for file in files]
        require_shared(self.spark, sorted({file.path.parent for file in placed}), workshop.folder.absolute())
        return Spreading(self.spark, workshop, ground, progress, lines).write(placed)

    @contextmanager
    def loaded(
        self, folder: Path, ground: str, entries: Sequence[Entry], context: Context
    ) -> Iterator[Tables]:
        """The tables of a folder's shards, gone with the block."""
        folder = folder.absolute()
        place = folder / _TABLES
        shutil.rmtree(place, ignore_errors=True)
        try:
            statements = Statements(self.spark, place)
            load(statements, folder, ground, entries)
            yield Held(statements, context)
        finally:
            shutil.rmtree(place, ignore_errors=True)
