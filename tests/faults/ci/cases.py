"""What the heavier cases share: skipping, programs that may have to be installed, il6ld in a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from il6ld import curation, release, starter
from il6ld.project import find_project

ROOT = Path(__file__).parents[3]
# Publishes the files of one folder to another place.
PUBLISH = """
import contextlib, os, sys
from pathlib import Path
from il6ld import exits, release
files = {path.name: path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())}
try:
    release.publish(files, Path(sys.argv[2]))
except Exception as error:
    told = exits.as_error(error)
    with contextlib.suppress(OSError):
        os.write(2, told.findings[0].message.encode())
    os._exit(told.exit_code)
"""


class Skipped(Exception):
    """This machine lacks what the case needs; the message says what."""


def needs(program: str, package: str = "") -> str:
    """A program's path; root installs what is missing."""
    if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
        words = ["apt-get", "install", "--yes", "--no-install-recommends", package or program]
        subprocess.run(words, capture_output=True, check=False)
    found = shutil.which(program)
    if found is None:
        raise Skipped(f"{program} is missing")
    return found


def needs_root() -> None:
    """Skips what only root can set up."""
    if os.geteuid() != 0:
        raise Skipped("it needs root")


def run(
    words: Sequence[object], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a program of this project; no traceback and no death by a signal is let pass."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    done = subprocess.run(
        list(map(str, words)), cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, errors="replace", timeout=900, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode >= 0, f"{words}: killed by signal {-done.returncode}"
    return done


def il6ld(*words: object) -> list[str]:
    """The words that start il6ld."""
    return [sys.executable, "-m", "il6ld.cli", *map(str, words)]


def publish(source: Path, target: Path) -> list[str]:
    """The words that publish the files of one folder to another place."""
    return [sys.executable, "-c", PUBLISH, str(source), str(target)]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that every user can reach, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="il6ld-faults-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory."""
    needs_root()
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Skipped(f"tmpfs cannot be mounted: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def tiny(folder: Path) -> Path:
    """A project of one claim."""
    starter.create(folder, "https://example.org/tiny/")
    curation.anchor(find_project(folder), folder / "article.txt")
    return folder


def small(folder: Path, text: str) -> Path:
    """A release of two files, in a folder of its own."""
    release.publish(release.with_checksums({"a": text.encode() * 2000, "b": text.encode()}), folder)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name; none where there is no folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
