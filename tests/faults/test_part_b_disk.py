"""Faults of part B that strike the disk: the last release stays whole (B1, B3 to B5)."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from il6ld import release
from il6ld.errors import CannotWrite
from tests.faults.kills import NEW, OLD
from tests.faults.running import (
    ROOT,
    FailingSystem,
    held,
    il6ld,
    names,
    start,
    system,
)

ONE, OTHER = (release.with_checksums({"a": content}) for content in (b"one", b"other"))
both_ways = pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])


@both_ways
def test_b01_a_kill_at_any_call_leaves_a_whole_release(exchange: bool, tmp_path: Path) -> None:
    told = kills(tmp_path, "every", exchange)
    assert sum(told.values()) > 30
    assert told["whole, with something left over"] > 30
    assert ("missing, with a journal" in told) is not exchange


# A kill at every call looks at both ways.
@pytest.mark.parametrize("exchange", [True, pytest.param(False, marks=pytest.mark.heavy)])
def test_b01_a_kill_at_any_moment_leaves_a_whole_release(exchange: bool, tmp_path: Path) -> None:
    told = kills(tmp_path, "20", exchange)
    assert sum(told.values()) == 20
    assert told["whole, with something left over"] > 0


def kills(folder: Path, rounds: str, exchange: bool) -> dict[str, int]:
    """How often killed runs left the disk in which state."""
    words = ["-m", "tests.faults.kills", str(folder), rounds, "exchange" if exchange else "renames"]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line.strip().split(" ", 1) for line in done.stdout.splitlines()]
    return {kind: int(times) for times, kind in lines}


@pytest.mark.heavy
def test_b01_a_killed_build_leaves_nothing_that_stops_the_next(tiny: Path) -> None:
    release.publish(OLD, tiny / "build")
    for wait in (0.2, 0.5, 0.8):
        run = start("build", cwd=tiny, env={"TMPDIR": str(tiny.parent)})
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(wait)
        run.kill()
        assert run.wait() in (0, -9)
        assert held(tiny / "build") == OLD or release.damage(tiny / "build") == []
    assert il6ld("build", cwd=tiny).returncode == 0
    assert "il6ld.ttl" in held(tiny / "build") and release.damage(tiny / "build") == []
    assert [name for name in names(tiny) if "il6ld" in name] == []


def test_b03_a_full_disk_is_told_before_anything_is_written(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type(shutil.disk_usage(target))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 12288, 12288))
    with system(FailingSystem()) as calls, pytest.raises(CannotWrite) as caught:
        release.publish(NEW, target)
    assert "it needs 40 KB, and 12 KB are free" in caught.value.findings[0].message
    assert not [call for call in calls.calls if call.startswith(("open file", "write file"))]
    assert held(target) == OLD
    assert names(target.parent) == ["build"]


@pytest.mark.parametrize("limit", [0, 1, 1000, 3999, 4000])
def test_b03_a_disk_that_fills_up_is_told_when_it_does(limit: int, target: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom resource import RLIMIT_FSIZE, setrlimit\n"
        "from il6ld import release\nfrom il6ld.errors import CannotWrite\n"
        "from tests.faults.kills import NEW\n"
        "sys.dont_write_bytecode = True\n"
        f"setrlimit(RLIMIT_FSIZE, ({limit}, {resource.getrlimit(resource.RLIMIT_FSIZE)[1]}))\n"
        "try:\n    release.publish(NEW, Path(sys.argv[1]))\n"
        "except CannotWrite as error:\n    print(error)\n    sys.exit(error.exit_code)\n"
    )
    words = [sys.executable, "-c", program, str(target)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if limit == 4000 else 4), done.stderr
    assert held(target) == (NEW if limit == 4000 else OLD)
    assert "File too large" in done.stdout or limit == 4000
    assert names(target.parent) == ["build"]


CODES = [errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EACCES]


@both_ways
@pytest.mark.parametrize("code", CODES, ids=[errno.errorcode[code] for code in CODES])
def test_b04_any_failing_call_leaves_the_old_release_or_the_new(
    code: int, exchange: bool, tmp_path: Path, quick: None
) -> None:
    assert failures(tmp_path, exchange, code, forever=False) > 20


@both_ways
def test_b05_a_disk_that_goes_on_failing_still_lets_the_cause_be_told(
    exchange: bool, tmp_path: Path, quick: None
) -> None:
    assert failures(tmp_path, exchange, errno.EIO, forever=True) > 20


def failures(folder: Path, exchange: bool, code: int, *, forever: bool) -> int:
    """Fails each call in turn, and looks each time; gives how many calls there are."""
    target, number = folder / "build", 0
    while True:
        number += 1
        release.publish(ONE, target)
        with system(FailingSystem(number, code, forever=forever), exchange=exchange) as failing:
            message, cure = told(target)
        look(target, message, cure)
        if message:
            assert os.strerror(code) in message
        if not failing.failed:
            return number - 1
        release.publish(OTHER, target)
        assert held(target) == OTHER
        assert names(folder) == ["build"], number


def told(target: Path) -> tuple[str, str]:
    """What a run that publishes the new release says; nothing where it is content."""
    try:
        release.publish(OTHER, target)
    except CannotWrite as error:
        assert error.exit_code == 4
        return error.findings[0].message, error.findings[0].help
    return "", ""


def look(target: Path, message: str, cure: str) -> None:
    """What was said is what is there."""
    if not message or message.startswith("The release is in"):
        assert held(target) == OTHER
    elif "is unchanged" in cure:
        assert held(target) == ONE
    else:
        assert "the next build puts it back" in cure
        assert held(target.with_name(".build.il6ld-old")) == ONE
