"""What a release holds: files in one flat folder, and the list of their checksums."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

CHECKSUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\0]+)")


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def with_checksums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, A to Z, and the list of their checksums as `sha256sum -c` reads it."""
    listing = "".join(f"{sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    return {**dict(sorted(files.items())), CHECKSUMS: listing.encode()}


def differences(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """How a folder differs from the files it should hold, one line each."""
    there = _names(folder)
    missing = [f"{name} is missing" for name in files if name not in there]
    extra = [f"{name} does not belong there" for name in sorted(there - files.keys())]
    changed = [
        f"{name} differs" for name in files if name in there and content_of(folder / name) != files[name]
    ]
    return missing + extra + changed


def damage(folder: Path) -> list[str]:
    """How a release on disk differs from its own list of checksums, one line each."""
    listed = listing(folder)
    if listed is None:
        return [f"{CHECKSUMS} is missing or cannot be read"] if _names(folder) else []
    there = _names(folder) - {CHECKSUMS}
    missing = [f"{name} is missing" for name in listed if name not in there]
    extra = [f"{name} is not in {CHECKSUMS}" for name in sorted(there - listed.keys())]
    contents = {name: content_of(folder / name) for name in listed if name in there}
    changed = [
        f"{name} does not match its checksum"
        for name, content in contents.items()
        if content is None or sha256(content) != listed[name]
    ]
    return missing + extra + changed


def listing(folder: Path) -> dict[str, str] | None:
    """The digests that a release's list of checksums gives by name; None where it has none to be read."""
    content = content_of(folder / CHECKSUMS)
    if not content or not content.endswith(b"\n"):
        return None
    lines = [_LINE.fullmatch(line) for line in content.decode(errors="replace")[:-1].split("\n")]
    return {line[2]: line[1] for line in lines if line} if all(lines) else None


def content_of(path: Path) -> bytes | None:
    """The bytes of a regular file; None for whatever else stands there, or cannot be read."""
    with contextlib.suppress(OSError):
        # A pipe in the way would keep a reader waiting for ever.
        if stat.S_ISREG(os.stat(path).st_mode):
            return path.read_bytes()
    return None


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
