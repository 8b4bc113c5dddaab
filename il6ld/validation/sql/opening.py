"""Files that may be compressed, by what they are called."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, cast

from il6ld.errors import UnreadableInput

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}


def compression(path: Path) -> str:
    """How a file is compressed, as DuckDB calls it."""
    return COMPRESSIONS.get(path.suffix, "none")


def opened(path: Path) -> IO[bytes]:
    """A file as it reads once decompressed; UnreadableInput for a compression that Python does not read."""
    if path.suffix == ".zst":
        raise UnreadableInput.at(None, f"'{path.name}' is not what zstd makes.", help="Decompress it to see.")
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def lines_of(path: Path) -> int:
    """How many lines a plain file has, the last one with an end or without."""
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(1 << 22):
            count += chunk.count(b"\n")
            last = chunk[-1:]
    return count + (last != b"\n")
