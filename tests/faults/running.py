"""How the fault tests run il6ld: in a process with limits and another user, or over a disk that fails."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from il6ld.formats import file_table
from il6ld.release import disk, lock, publishing

ROOT = Path(__file__).parents[2]
CLAIMS = "ontology/articles/first/claims/introduction.yaml"
NOBODY = 65534
SURROUNDINGS: list[dict[str, str]] = [
    {},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Kathmandu"},
    {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "SOURCE_DATE_EPOCH": "1"},
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
    {"LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "0"},
]

# What is imported before another user or a limit takes over is at hand afterwards.
_PROGRAM = """
import json, os, resource, sys
how = json.loads(sys.argv.pop(1))
if how["user"]:
    import il6ld.cli, il6ld.curation, il6ld.build, il6ld.pipeline, il6ld.release
    os.setgroups([]), os.setgid(how["user"]), os.setuid(how["user"])
sys.dont_write_bytecode = bool(how["limits"])  # half a file of it would stop the next run
for name, value in how["limits"].items():
    resource.setrlimit(getattr(resource, name), (value, value))
for name in how["missing"]:
    sys.modules[name] = None
if answers := os.environ.pop("IL6LD_TEST_ANSWERS", ""):
    from tests.faults.playback import play
    play(answers)
from il6ld.cli import main
main()
"""


def il6ld(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    clean: bool = False,
    user: int = 0,
    limits: Mapping[str, int] | None = None,
    missing: tuple[str, ...] = (),
    stdout: Any = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """Runs the command, perhaps in an empty environment, as another user, or without some packages."""
    how = json.dumps({"user": user, "limits": dict(limits or {}), "missing": missing})
    known = {"PYTHONPATH": str(ROOT)} | ({} if clean else dict(os.environ))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, how, *map(str, arguments)],
        cwd=cwd,
        env={**known, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    out, err = ((text or b"").decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    assert "Traceback" not in err, err
    assert done.returncode >= 0, f"killed by signal {-done.returncode}: {err}"
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def start(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts the command and does not wait for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "il6ld.cli", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def whole() -> int:
    """How many files a release has: those of its formats, and seven that are about it."""
    about_it = (
        "context.jsonld", "coverage.tsv", "il6ld-queries.ttl", "manifest.json", "report.ttl", "void.ttl",
        "SHA256SUMS",
    )  # fmt: skip
    return len(file_table()) + len(about_it)


def held(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name; none where there is no folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def names(folder: Path) -> list[str]:
    """What stands in a folder, A to Z, hidden or not."""
    return sorted(os.listdir(folder))


def needs_root() -> None:
    """Skips what only root can set up."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to become another user")


def needs_reading_by(user: int, *paths: Path) -> None:
    """Skips where another user could not read what il6ld is made of."""
    for path in paths:
        program = f"import os; os.setuid({user}); os.listdir({str(path)!r})"
        if subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode:
            pytest.skip(f"user {user} may not read {path}")


class FailingSystem:
    """Stands in for `os`: counts the calls that touch the disk, and fails the one that it is told to."""

    TOUCHING = frozenset({
        "chmod", "fchmod", "fsync", "ftruncate", "listdir", "lstat", "mkdir", "open", "rename", "rmdir",
        "statvfs", "unlink", "write",
    })  # fmt: skip

    def __init__(self, number: int = 0, code: int = errno.EIO, *, forever: bool = False) -> None:
        self.calls: list[str] = []
        self.failed = 0
        self.number, self._code, self._forever = number, code, forever

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(os, name)
        return self.counted(name, attribute) if name in self.TOUCHING else attribute

    def counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, noted by name and path, or failing in its turn."""

        def wrapped(*arguments: Any, **options: Any) -> Any:
            self.calls.append(f"{name} {_path(arguments[0])}")
            turn = len(self.calls)
            if self.number and (turn == self.number or self._forever and turn > self.number):
                self.failed += 1
                raise OSError(self._code, os.strerror(self._code))
            # That fsync works is the system's affair; here it would only cost time.
            return None if name == "fsync" else call(*arguments, **options)

        return wrapped


def _path(what: Any) -> str:
    path = os.readlink(f"/proc/self/fd/{what}") if isinstance(what, int) else os.fspath(what)
    return os.path.basename(path)


@contextlib.contextmanager
def system(failing: FailingSystem, *, exchange: bool = True) -> Iterator[FailingSystem]:
    """Lets releases be published over a system that fails; without `exchange`, by two renames."""

    def swap(one: Path, other: Path) -> bool:
        return exchange and failing.counted("exchange", real)(one, other)

    real = disk.exchange
    with pytest.MonkeyPatch.context() as patch:
        for module in (disk, lock, publishing):
            patch.setattr(module, "os", failing)
        patch.setattr(disk, "exchange", swap)
        yield failing
