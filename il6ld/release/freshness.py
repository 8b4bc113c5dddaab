"""Tells in a moment whether a release is what a build would make: same sources, same code, same bytes.

What a release was made from is noted in the user's cache folder, never in the release; where that folder
cannot be written, every build is a whole one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from il6ld.release.publishing import CHECKSUMS

_CODE = Path(__file__).parents[1]


def fingerprint(inputs: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of the sources and of il6ld's own code."""
    total = hashlib.sha256()
    for path in [*inputs, *sorted(_CODE.rglob("*.py"))]:
        total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def recall(output: Path, mark: str) -> dict[str, str] | None:
    """The summary noted for a release, if it was made from `mark` and is whole."""
    with contextlib.suppress(OSError, ValueError):
        note = json.loads(_note(output).read_text(encoding="utf-8"))
        if note["mark"] == mark and note["release"] == _checked(output):
            return dict(note["summary"])
    return None


def remember(output: Path, mark: str, summary: dict[str, str]) -> None:
    """Notes what a release was made from."""
    with contextlib.suppress(OSError):
        note = _note(output)
        note.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"mark": mark, "release": _checked(output), "summary": summary})
        temporary = note.with_suffix(f".{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(note)


def _note(output: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "il6ld" / f"{hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:32]}.json"


def _checked(output: Path) -> str:
    """The digest of a release's checksum list; raises ValueError where a file does not match it."""
    listing = (output / CHECKSUMS).read_bytes()
    names = {CHECKSUMS}
    for line in listing.decode().splitlines():
        digest, _, name = line.partition("  ")
        names.add(name)
        if hashlib.sha256((output / name).read_bytes()).hexdigest() != digest:
            raise ValueError(name)
    if {path.name for path in output.iterdir()} != names:
        raise ValueError("other files")
    return hashlib.sha256(listing).hexdigest()
