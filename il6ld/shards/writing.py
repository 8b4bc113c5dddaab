"""The shards of a whole corpus: those that hold are taken over, the others are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from il6ld.errors import Il6ldError
from il6ld.findings import Finding
from il6ld.shards.blocks import LINES, Block, Source, blocks
from il6ld.shards.crew import shards
from il6ld.shards.entry import Entry
from il6ld.shards.ground import Ground
from il6ld.shards.progress import Progress
from il6ld.shards.workshop import Workshop

MOST = 100


@dataclass
class Written:
    """The entries of all shards and the digests of all files; or what is wrong with the lines.

    If it is `stopped`, there were as many mistakes as were to be found, and not all lines were read.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    made: int = 0
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0
    kind: type[Il6ldError] | None = None
    stopped: bool = False

    def fault(self, kind: type[Il6ldError] | None, findings: list[Finding], count: int) -> None:
        """Keeps what is wrong: the first hundred in words, all of them as a number."""
        self.kind = self.kind or kind
        self.errors += count
        self.findings += findings[: MOST - len(self.findings)]

    @property
    def shards(self) -> list[Entry]:
        """The entries in the order of the corpus."""
        order = {key: place for place, key in enumerate(self.inputs)}
        return sorted(self.entries.values(), key=lambda entry: (order[entry.source], entry.first))


@dataclass(frozen=True)
class Writing:
    """One run over the files of a corpus."""

    workshop: Workshop
    ground: Ground
    progress: Progress
    workers: int
    lines: int = LINES
    most_findings: int | None = None

    def write(self, sources: list[Source]) -> Written:
        """Sees to it that every shard is in the workshop; an OSError where that cannot be done."""
        written = Written()
        made = shards(self._missing(sources, written), self.ground, self.workshop.folder, self.workers)
        for one in made:
            self.progress.add(one.lines, one.errors)
            if one.entry is None:
                written.fault(one.kind, one.findings, one.errors)
                if self.most_findings is not None and written.errors >= self.most_findings:
                    written.stopped = True
                    made.close()
                    break
                continue
            written.made += 1
            written.entries[one.name] = one.entry
        return written

    def _missing(self, sources: list[Source], written: Written) -> Iterator[Block]:
        for source in sources:
            digest = source.sha256()
            written.inputs[source.key] = digest
            taken = self.workshop.unchanged(source.key, digest, self.ground.digest)
            for entry in taken:
                self._keep(entry, written)
            if not taken:
                yield from self._blocks(source, written)
            self.progress.past += source.path.stat().st_size

    def _blocks(self, source: Source, written: Written) -> Iterator[Block]:
        try:
            for block in blocks(source, self.lines):
                entry = self.workshop.whole(block, self.ground.digest)
                if entry is None:
                    yield block
                else:
                    self._keep(entry, written)
        except Il6ldError as error:  # the file breaks off: the others are read all the same
            written.fault(type(error), list(error.findings), len(error.findings))

    def _keep(self, entry: Entry, written: Written) -> None:
        written.entries[entry.name] = entry
        self.progress.add(0, kept=entry.lines)
