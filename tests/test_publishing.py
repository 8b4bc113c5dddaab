"""A release is published whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from il6ld import release
from il6ld.errors import CannotWrite, Locked
from il6ld.release import disk

OLD, NEW = {"a": b"old"}, {"a": b"new", "b": b"more"}


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_takes_the_place_of_the_last(tmp_path: Path) -> None:
    target = tmp_path / "build"
    release.publish(OLD, target)
    assert held(target) == OLD
    release.publish(NEW, target)
    assert held(target) == NEW
    assert [path.name for path in target.parent.iterdir()] == ["build"]


def test_two_renames_serve_where_folders_cannot_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "exchange", lambda one, other: False)
    release.publish(OLD, tmp_path / "build")
    release.publish(NEW, tmp_path / "build")
    assert held(tmp_path / "build") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


@pytest.mark.parametrize("call", ["fsync", "open", "rename"])
def test_a_failing_call_leaves_the_last_release(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release.publish(OLD, tmp_path / "build")
    if call == "rename":
        monkeypatch.setattr(disk, "exchange", lambda one, other: False)
    original = getattr(os, call)
    for number in range(1, 100):
        failures = FailAt(number, original)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failures)
            try:
                release.publish(NEW, tmp_path / "build")
            except CannotWrite as error:
                assert "No space left" in error.findings[0].message
        assert held(tmp_path / "build") in (OLD, NEW)
        if failures.left > 0:
            break
    assert number > 1
    assert held(tmp_path / "build") == NEW


class FailAt:
    """A call of the operating system that fails, once, at the given time it is made."""

    def __init__(self, number: int, original: Callable[..., Any]) -> None:
        self.left = number
        self._original = original

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._original(*arguments, **options)


def test_a_full_disk_leaves_the_last_release(tmp_path: Path) -> None:
    release.publish(OLD, tmp_path / "build")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (1000, {limits[1]}))\n"
        "from pathlib import Path\nfrom il6ld import release\nfrom il6ld.errors import CannotWrite\n"
        "try:\n    release.publish({'a': bytes(5000)}, Path(sys.argv[1]))\n"
        "except CannotWrite as error:\n    sys.exit(error.exit_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "build")], check=False)
    assert done.returncode == 4
    assert held(tmp_path / "build") == OLD


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("x")
    with pytest.raises(CannotWrite, match="is a file"):
        release.publish(NEW, tmp_path / "build")


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    release.publish(OLD, tmp_path / "build")
    with (tmp_path / ".build.il6ld-lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(Locked):
            release.publish(NEW, tmp_path / "build")
    assert held(tmp_path / "build") == OLD


def test_checksums_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    release.publish(release.with_checksums(NEW), tmp_path / "build")
    done = subprocess.run(
        ["sha256sum", "-c", release.CHECKSUMS], cwd=tmp_path / "build", capture_output=True, text=True
    )
    assert done.stdout == "a: OK\nb: OK\n"


def test_a_release_is_recalled_until_anything_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source, target = tmp_path / "source", tmp_path / "build"
    source.write_text("x")
    mark = release.fingerprint([source])
    assert release.recall(target, mark) is None
    release.publish(release.with_checksums(NEW), target)
    release.remember(target, mark, {"claims": "1"})
    assert release.recall(target, mark) == {"claims": "1"}
    source.write_text("y")
    assert release.recall(target, release.fingerprint([source])) is None
    (target / "a").write_bytes(b"touched")
    assert release.recall(target, mark) is None


def test_a_cache_that_cannot_be_written_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    release.publish(release.with_checksums(NEW), tmp_path / "build")
    release.remember(tmp_path / "build", "mark", {})
    assert release.recall(tmp_path / "build", "mark") is None
