"""Where BEL is read from: a script, a file of statements in JSON, or a folder or archive of these.

An archive is read as a stream and never unpacked to disk, so that no path of it can lead anywhere; what it
may hold is limited all the same.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from il6ld.corpora import lines
from il6ld.corpora.bel import records
from il6ld.corpora.bel.lines import Line
from il6ld.corpora.bel.scripts import Script
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput, UsageError
from il6ld.findings import Position

MAX_MEMBERS = 100_000
MAX_MEMBER = 256 * 1024 * 1024
MAX_TOTAL = 4 * 1024 * 1024 * 1024
_NAMES = tuple(
    f"{kind}{packing}" for kind in (".bel", ".jsonl", ".ndjson") for packing in ("", ".gz", ".zst")
)


@dataclass
class Files:
    """Reads every statement of a path; `report` is told of each line that is no record."""

    path: Path
    report: Callable[[Il6ldError], None]
    script: Script = field(default_factory=Script)

    def lines(self) -> Iterator[Line]:
        """The statements, file by file from A to Z; UsageError where there is nothing to read."""
        if not self.path.is_dir():
            yield from self._file(self.path, str(self.path))
            return
        found = sorted(path for path in self.path.rglob("*") if path.name.endswith(_NAMES) and path.is_file())
        if not found:
            raise UsageError.at(
                None, f"'{self.path}' holds no BEL.", rule="import-nothing",
                help="Scripts are known by '.bel', statements in JSON by '.jsonl'.",
            )  # fmt: skip
        for path in found:
            yield from self._file(path, str(path))

    def _file(self, path: Path, name: str) -> Iterator[Line]:
        with lines.opened(path, name) as file:
            if _is_archive(path, name):
                yield from self._archive(file, name)
            else:
                yield from self._told(file, name)

    def _told(self, file: IO[bytes], name: str) -> Iterator[Line]:
        texts = lines.decoded(file, name, lenient=True)
        first = next(texts, None)
        if first is None:
            return
        together = _chained(first, texts)
        if first.text.lstrip().startswith("{"):
            yield from records.read(together, self.report)
        else:
            yield from self.script.read(together)

    def _archive(self, file: IO[bytes], name: str) -> Iterator[Line]:
        total = 0
        try:
            with tarfile.open(fileobj=file, mode="r|") as archive:
                for count, member in enumerate(archive):
                    total += member.size
                    _check(member, name, count, total)
                    if member.isreg() and member.name.endswith(_NAMES):
                        content = archive.extractfile(member)
                        assert content is not None
                        yield from self._told(content, f"{name}/{member.name}")
        except (tarfile.TarError, EOFError) as error:
            raise UnreadableInput.at(
                Position(name, 1, 1), f"The archive breaks off or is damaged: {error}.", rule="packed-file",
                help="Fetch or pack it again.",
            ) from error  # fmt: skip


def _chained(first: lines.Text, rest: Iterator[lines.Text]) -> Iterator[lines.Text]:
    yield first
    yield from rest


def _is_archive(path: Path, name: str) -> bool:
    with lines.opened(path, name) as file:
        try:
            return file.read(512)[257:262] == b"ustar"
        except (OSError, EOFError):
            return False  # whoever reads it says what is wrong


def _check(member: tarfile.TarInfo, name: str, count: int, total: int) -> None:
    parts = PurePosixPath(member.name).parts
    if member.name.startswith("/") or ".." in parts or not (member.isreg() or member.isdir()):
        raise InvalidInput.at(
            Position(name, 1, 1),
            f"The archive holds '{member.name[:200]}', which is no file inside its folder.",
            rule="import-archive", help="Unpack it yourself where nothing can be harmed, and look at it.",
        )  # fmt: skip
    if count >= MAX_MEMBERS or member.size > MAX_MEMBER or total > MAX_TOTAL:
        raise LimitExceeded.at(
            Position(name, 1, 1),
            f"The archive holds more than {MAX_MEMBERS:,} files, or {MAX_MEMBER:,} bytes in one, "
            f"or {MAX_TOTAL:,} in all.",
            rule="import-archive", help="Unpack it yourself, and import it folder by folder.",
        )  # fmt: skip
