"""Seals: beside files that are kept stands a list of their digests, so that damage is found before use."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from il6ld.shards.entry import put

SEAL = ".seal"


def seal(stem: Path, files: Sequence[Path]) -> None:
    """Says that some files are whole and stay as they are; they stand beside the seal."""
    listed = "".join(f"{_digest(path)}  {path.name}\n" for path in files)
    with put(_place(stem)) as file:
        file.write(f"{listed}{hashlib.sha256(listed.encode()).hexdigest()}\n".encode())


def holds(stem: Path) -> bool:
    """Whether a seal is there and all of its files are as they were."""
    try:
        *lines, last = _place(stem).read_text("utf-8").splitlines(keepends=True)
        if hashlib.sha256("".join(lines).encode()).hexdigest() != last.strip():
            return False
        told = (line.rstrip("\n").split("  ", 1) for line in lines)
        return all(_digest(stem.with_name(name)) == digest for digest, name in told)
    except (OSError, ValueError):
        return False


def _place(stem: Path) -> Path:
    return stem.with_name(f"{stem.name}{SEAL}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
