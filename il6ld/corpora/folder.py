"""A corpus on disk: corpus.json, articles.ndjson, entities.ndjson and claims/, packed or not.

`corpus.json` says what the corpus is called, under which licence it stands and which prefixes its names have;
they are laid over il6ld's own context. A corpus is written beside its place and put there whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Any

import zstandard

from il6ld.contexts import own_entries
from il6ld.corpora import lines, parquet
from il6ld.corpora.quads import Pen
from il6ld.corpora.reading import quads as read_quads
from il6ld.corpora.spelling import Unusual
from il6ld.corpora.vocabulary import EntityPen, extended
from il6ld.errors import Il6ldError, UnreadableInput, UsageError
from il6ld.files import read_bytes
from il6ld.findings import Position
from il6ld.namespaces import Context
from il6ld.release import disk
from il6ld.sources.vocabulary import Vocabulary

HEAD = "corpus.json"
# The prefixes that name what a corpus makes; each is the base and its own name.
PREFIXES = (
    "articles", "claims", "entities", "errata", "gaps", "graphs", "interventions", "lines", "loops",
    "observations", "passages", "populations", "propositions", "sections", "selectors", "steps",
)  # fmt: skip
_SUFFIXES = (".ndjson", ".ndjson.gz", ".ndjson.zst", ".parquet")
_A_FILE = 50_000  # claims: some tens of megabytes, unpacked

Report = Callable[[Il6ldError], None]
Records = Iterable[dict[str, Any]]


def raising(error: Il6ldError) -> None:
    """What becomes of a bad line unless it is said otherwise: it ends the reading."""
    raise error


@dataclass(frozen=True)
class Corpus:
    """A folder of records; `packaged` is the context that its own prefixes are laid over."""

    path: Path
    packaged: Context

    @cached_property
    def head(self) -> dict[str, Any]:
        """What corpus.json says."""
        name = str(self.path / HEAD)
        raw = read_bytes(self.path / HEAD, name)
        return lines.parsed(lines.Text(raw.decode("utf-8-sig").replace("\n", " "), Position(name, 1, 1)))

    @cached_property
    def context(self) -> Context:
        """The context that every line of the corpus is read in."""
        name = str(self.path / HEAD)
        own = json.dumps({"@context": self.head.get("context", {})}).encode()
        return self.packaged.merged(own_entries(own, name, self.packaged))

    def file(self, stem: str) -> Path | None:
        """`articles` or `entities`, packed or not; nothing where there is none."""
        return next((path for suffix in _SUFFIXES if (path := self.path / f"{stem}{suffix}").is_file()), None)

    @property
    def claim_files(self) -> list[Path]:
        """The files of claims, A to Z."""
        found = sorted(path for path in (self.path / "claims").glob("*") if path.name.endswith(_SUFFIXES))
        if not found:
            raise UnreadableInput.at(
                Position(str(self.path), 1, 1), "The corpus has no claims.", rule="corpus",
                help="Its claims stand in claims/*.ndjson, one a line.",
            )  # fmt: skip
        return found

    def texts(self, path: Path) -> Iterator[lines.Text]:
        """The lines of one of its files that hold anything."""
        read = parquet.read if path.suffix == ".parquet" else lines.read
        return (text for text in read(path, str(path)) if text.text and not text.text.isspace())

    def write_parquet(self, target: Path) -> None:
        """Writes the same corpus with Parquet in place of lines."""
        order = list(self.context.terms)

        def fill(new: Path) -> None:
            (new / "claims").mkdir()
            for path in self.claim_files:
                parquet.write([path], new / "claims" / f"{path.name.partition('.')[0]}.parquet", order)
            for stem in ("articles", "entities"):
                if (file := self.file(stem)) is not None:
                    parquet.write([file], new / f"{stem}.parquet", order)
            write_head(new, self.head)

        replaced(target, fill)

    def entities(self) -> Iterator[dict[str, Any]]:
        """The records of the corpus's own entities."""
        path = self.file("entities")
        return (lines.parsed(text) for text in self.texts(path)) if path else iter(())

    def words(self, words: Vocabulary) -> Vocabulary:
        """The words of the ontology with the corpus's entities among them."""
        return extended(words, self.entities(), self.context)

    def quads(self, words: Vocabulary, report: Report = raising) -> Iterator[str]:
        """The whole corpus as N-Quads, a line's at a time; `words` are those of `self.words`.

        A passage or proposition that several claims share may come more than once. Bad lines go to `report`.
        """
        pen = EntityPen(self.context, words)
        yield from (pen.quads(record) for record in self.entities())
        told = Lines(self.context, words)
        articles = self.file("articles")
        for path in ([articles] if articles else []) + self.claim_files:
            for text in self.texts(path):
                try:
                    yield told.quads(text)
                except Il6ldError as error:
                    report(error)


class Lines:
    """Turns lines of records into N-Quads: fast where it can, and with every mistake told where it cannot."""

    def __init__(self, context: Context, words: Vocabulary) -> None:
        self._context, self._words = context, words
        self._pen = Pen(context, words)

    def quads(self, text: lines.Text) -> str:
        """The N-Quads of one line; InvalidInput or UnreadableInput for a line that is no record."""
        try:
            return self._pen.quads(_plain(text.text))
        except (Unusual, ValueError, RecursionError):
            found = read_quads(text, self._context, self._words)
        return "".join(f"{quad} .\n" for quad in dict.fromkeys(found))


def _plain(text: str) -> dict[str, Any]:
    """A line as JSON, where nothing about it is odd: no key may stand twice in one object."""
    record = json.loads(text)
    if not isinstance(record, dict) or text.count('":') != _keys(record):
        raise Unusual("keys")
    return record


def _keys(value: Any) -> int:
    if value.__class__ is dict:
        return len(value) + sum([_keys(each) for each in value.values() if each.__class__ in (dict, list)])
    return sum([_keys(each) for each in value if each.__class__ is dict]) if value.__class__ is list else 0


def replaced(target: Path, fill: Callable[[Path], None]) -> None:
    """Puts what `fill` writes into a new folder in the place of `target`, whole or not at all.

    UsageError where something stands there that is no corpus.
    """
    if target.exists() and not (target / HEAD).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError.at(
            None, f"'{target}' is no corpus: it is left as it is.", rule="corpus-place",
            help="Name a new folder, or one that 'il6ld import' wrote.",
        )  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.il6ld-new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        fill(new)
        _sync(new)
        if target.exists() and not disk.exchange(new, target):
            shutil.rmtree(target)
        if not target.exists():
            os.rename(new, target)
        disk.sync_folder(target.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Waits until every file below a folder is on the disk."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_head(folder: Path, head: dict[str, Any]) -> None:
    """Writes corpus.json."""
    content = json.dumps(head, indent=2, ensure_ascii=False) + "\n"
    (folder / HEAD).write_text(content, encoding="utf-8", newline="\n")


def write_records(folder: Path, stem: str, records: Records) -> int:
    """Writes a packed file of records, and gives their number."""
    with packed(folder / f"{stem}.ndjson.zst") as file:
        return sum(1 for record in records if file.write(line(record)))


def write_claims(folder: Path, claims: Records) -> int:
    """Writes claims/ with some tens of thousands of claims a file, and gives their number."""
    (folder / "claims").mkdir()
    source, count = iter(claims), 0
    while True:
        name = f"claims/{count // _A_FILE + 1:06}"
        written = write_records(folder, name, islice(source, _A_FILE))
        count += written
        if written < _A_FILE:
            break
    if not written and count:
        (folder / f"{name}.ndjson.zst").unlink()
    return count


def packed(path: Path) -> IO[bytes]:
    """A new file that packs what is written into it, the same bytes every time."""
    return zstandard.ZstdCompressor(level=3).stream_writer(path.open("wb"), closefd=True)


def line(record: dict[str, Any]) -> bytes:
    """A record as one line."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": ")).encode() + b"\n"


def own_context(base: str) -> dict[str, str]:
    """The prefixes of a corpus whose names begin with `base`."""
    return {name: f"{base}{name}/" for name in PREFIXES}
