"""Where the work of a corpus's build is done: on this machine, or on what else can do the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from il6ld.namespaces import Context
from il6ld.shards.blocks import Source
from il6ld.shards.entry import Entry
from il6ld.shards.ground import Ground
from il6ld.shards.progress import Progress
from il6ld.shards.tables import Tables, loaded
from il6ld.shards.workshop import Workshop
from il6ld.shards.writing import Writing, Written


class Runner(Protocol):
    """What a build leaves to others: that shards are made, and that they can be asked as tables."""

    def write(
        self, files: list[Source], workshop: Workshop, ground: Ground, progress: Progress, lines: int
    ) -> Written:
        """Sees to it that every shard of the files is in the workshop."""

    def loaded(
        self, folder: Path, ground: str, entries: Sequence[Entry], context: Context
    ) -> AbstractContextManager[Tables]:
        """The tables of a folder's shards."""


@dataclass(frozen=True)
class Local:
    """So many processes of this machine, and DuckDB; they stop at so many mistakes."""

    workers: int
    most_findings: int | None = None

    def write(
        self, files: list[Source], workshop: Workshop, ground: Ground, progress: Progress, lines: int
    ) -> Written:
        """Sees to it that every shard of the files is in the workshop."""
        return Writing(workshop, ground, progress, self.workers, lines, self.most_findings).write(files)

    def loaded(
        self, folder: Path, ground: str, entries: Sequence[Entry], context: Context
    ) -> AbstractContextManager[Tables]:
        """The tables of a folder's shards."""
        return loaded(folder, ground, entries, context)
