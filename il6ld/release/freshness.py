"""Tells in a moment whether a release is what a build would make: same sources, same code, same bytes.

What a release was made from is noted in the user's cache folder, never in the release; where that folder
cannot be written, every build is a whole one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from il6ld.release import recovery
from il6ld.release.contents import CHECKSUMS, content_of, damage
from il6ld.release.place import Place

FORMAT = 1
_CODE = Path(__file__).parents[1]
# A cache that is broken, foreign or out of reach is no trouble; RuntimeError is a user without a home.
_NO_TROUBLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)


def fingerprint(inputs: Iterable[Path], read: Callable[[Path], bytes | None] = content_of) -> str:
    """SHA-256 over the names and bytes of the sources, as `read` gives them, and of il6ld's own code.

    What cannot be read counts as empty: whoever reads the sources says so.
    """
    total = hashlib.sha256()
    contents = [(path, read(path)) for path in inputs]
    code = [path for kind in ("*.py", "*.rq") for path in sorted(_CODE.rglob(kind))]
    contents += [(path, content_of(path)) for path in code]
    for path, content in contents:
        total.update(os.fsencode(path) + b"\0" + hashlib.sha256(content or b"").digest())
    return total.hexdigest()


def recall(output: Path, mark: str) -> dict[str, str] | None:
    """The summary noted for a release, if it was made from `mark` and is whole."""
    with contextlib.suppress(*_NO_TROUBLE):
        note = _read(output)
        entry = note["entry"]
        if (note["format"], note["sha256"]) != (FORMAT, _digest(entry)):
            return None
        if (entry["mark"], entry["release"]) == (mark, _checked(output)):
            return dict(entry["summary"])
    return None


def newer_note(output: Path) -> int | None:
    """The format of a release's note, if it is newer than can be read here."""
    with contextlib.suppress(*_NO_TROUBLE):
        found = int(_read(output)["format"])
        return found if found > FORMAT else None
    return None


def remember(output: Path, mark: str, summary: dict[str, str]) -> None:
    """Notes what a release was made from; only while its lock is held."""
    with contextlib.suppress(*_NO_TROUBLE):
        note = _note(output)
        note.parent.mkdir(parents=True, exist_ok=True)
        entry = {"mark": mark, "release": _checked(output), "summary": summary}
        text = json.dumps({"format": FORMAT, "sha256": _digest(entry), "entry": entry})
        temporary = note.with_suffix(".new")
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(note)
        finally:
            temporary.unlink(missing_ok=True)


def _read(output: Path) -> dict[str, Any]:
    return dict(json.loads(_note(output).read_text(encoding="utf-8")))


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(entry).encode()).hexdigest()


def _note(output: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "il6ld" / f"{hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:32]}.json"


def _checked(output: Path) -> str:
    """The digest of a release's checksum list; raises ValueError where the release is not whole."""
    if recovery.interrupted(Place.of(output)) or damage(output):
        raise ValueError(output)
    return hashlib.sha256((output / CHECKSUMS).read_bytes()).hexdigest()
