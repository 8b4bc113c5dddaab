"""Where the index of a release is kept, and by what it is known: the digest of the release's checksums."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import zstandard

from il6ld.errors import Il6ldError, UnreadableInput, UsageError
from il6ld.release.contents import CHECKSUMS, content_of, listing

FORMAT = 1  # to be raised with every change in what an index holds
QUADS = ".nq.zst"
ONTOLOGY = f"ontology{QUADS}"


def folder() -> Path:
    """Where indexes are kept: in the user's cache; any of them may be removed at any time."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "il6ld" / "indexes"


def is_corpus(release: Path) -> bool:
    """Whether a folder holds the release of a corpus."""
    return (release / ONTOLOGY).is_file()


def shards(release: Path) -> dict[Path, str]:
    """The files of quads of a release with their digests, the ontology first.

    Raises UsageError where there is no release of a corpus, and UnreadableInput where it is not whole.
    """
    if not is_corpus(release):
        raise UsageError.at(
            None, f"There is no release of a corpus in '{release}'.", rule="no-such-release",
            help="Build one with 'il6ld build --corpus FOLDER -o FOLDER', and name the folder that it wrote.",
        )  # fmt: skip
    listed = listing(release)
    if listed is None:
        raise damaged(release, f"{CHECKSUMS} is missing or cannot be read")
    names = sorted(name for name in listed if name.endswith(QUADS))
    return {release / name: listed[name] for name in sorted(names, key=ONTOLOGY.__ne__)}


def quads_of(release: Path) -> Iterator[bytes]:
    """The N-Quads of each shard of a release, unpacked."""
    for path in shards(release):
        with path.open("rb") as file:
            yield zstandard.ZstdDecompressor().stream_reader(file).read()


def lines_of(release: Path) -> Iterator[bytes]:
    """The N-Quads of a release line by line."""
    for path in shards(release):
        with path.open("rb") as file:
            yield from io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file), 1 << 20)


def key(release: Path) -> str:
    """What an index depends on: every file of the release, what an index holds, and who wrote its bytes."""
    told = f"{FORMAT} {ox.__version__} ".encode() + (content_of(release / CHECKSUMS) or b"")
    return hashlib.sha256(told).hexdigest()[:32]


def damaged(release: Path, what: str) -> Il6ldError:
    """The error for a release that is not whole."""
    return UnreadableInput.at(
        None, f"'{release}' is not whole: {what}.", rule="damaged-release",
        help="Build it again, or put it back as it was published.",
    )  # fmt: skip
