"""Faults of part B around a run: signals, rivals, repetition, clocks (B2, B9, B10, B12, B13)."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import il6ld as package
from il6ld import release
from il6ld.errors import InvalidInput, Locked
from il6ld.release import lock
from il6ld.release.place import Place
from tests.faults.kills import NEW, OLD
from tests.faults.running import ROOT, SURROUNDINGS, held, il6ld, names, start, whole

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_b02_a_signal_ends_the_run_and_leaves_nothing(
    number: signal.Signals, tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "temporary").mkdir()
    run = start("build", cwd=tiny, env={"TMPDIR": str(tmp_path / "temporary")})
    java = child_of(run)
    assert names(tmp_path / "temporary") != []
    run.send_signal(number)
    assert run.wait(20) == SIGNALS[number]
    assert run.stderr and len(run.stderr.read().splitlines()) == 1
    assert not Path(f"/proc/{java}").exists()
    assert names(tmp_path / "temporary") == []
    assert names(tiny) == ["article.txt", "ontology"]


def child_of(run: subprocess.Popen[bytes]) -> int:
    """The process that a run has started, waiting until there is one."""
    for _ in range(2000):
        with contextlib.suppress(OSError):
            if found := Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split():
                return int(found[0])
        time.sleep(0.005)
    raise AssertionError("the run started no reasoner")


def test_b02_a_signal_that_was_to_be_ignored_stays_ignored(tiny: Path) -> None:
    words = [sys.executable, "-m", "il6ld.cli", "claims"]
    program = f"trap '' HUP; {shlex.join(words)} & sleep 0.3; kill -HUP $!; wait $!"
    done = subprocess.run(
        ["sh", "-c", program], cwd=tiny, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "first-0001" in done.stdout


def test_b09_of_runs_at_once_one_writes_and_the_others_name_it(tmp_path: Path) -> None:
    target = tmp_path / "build"
    release.publish(OLD, target)
    with release.prepared(target) as slot:
        for _ in range(3):
            with pytest.raises(Locked) as caught, release.prepared(target):
                raise AssertionError("two runs write at once")
            assert caught.value.exit_code == 5
            told = caught.value.findings[0].message
            assert f"process {os.getpid()} on {os.uname().nodename}" in told
        slot.publish(NEW)
    assert held(target) == NEW
    assert names(tmp_path) == ["build"]


def test_b09_a_build_that_is_locked_out_says_so_at_once(tiny: Path) -> None:
    with release.prepared(tiny / "build"):
        done = il6ld("build", cwd=tiny)
    assert done.returncode == 5
    assert f"error[locked] 'build' is being written by process {os.getpid()}" in done.stderr


def test_b09_a_lock_file_that_was_removed_meanwhile_locks_nobody_out(tmp_path: Path) -> None:
    place = Place.of(tmp_path / "build")
    with lock.held(place):
        place.lock.unlink()
        with lock.held(place):
            assert place.lock.exists()
    with lock.held(place):
        assert json.loads(place.lock.read_text())["pid"] == os.getpid()


STALE = {
    "nothing": "",
    "a pid that is gone": '{"pid": 4194304, "host": "here"}',
    "a pid that another has now": f'{{"pid": {os.getppid()}, "host": "{os.uname().nodename}"}}',
    "another machine": '{"pid": 1, "host": "elsewhere"}',
    "what is no JSON": "\0\0\0[",
    "another shape": "[[1]]",
}


@pytest.mark.parametrize("text", STALE.values(), ids=list(STALE))
def test_b10_a_lock_left_behind_locks_nobody_out(text: str, tmp_path: Path) -> None:
    Place.of(tmp_path / "build").lock.write_text(text)
    release.publish(NEW, tmp_path / "build")
    assert names(tmp_path) == ["build"]


def test_b10_a_killed_run_holds_no_lock(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom il6ld import release\n"
        "with release.prepared(Path(sys.argv[1])):\n    print(flush=True)\n    time.sleep(60)\n"
    )
    words = [sys.executable, "-c", program, str(tmp_path / "build")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout and run.stdout.readline() == b"\n"
        with pytest.raises(Locked, match=f"process {run.pid} "):
            release.publish(NEW, tmp_path / "build")
        run.kill()
    assert names(tmp_path) == [".build.il6ld-lock", ".build.il6ld-new"]
    release.publish(NEW, tmp_path / "build")
    assert names(tmp_path) == ["build"]


def test_b12_and_b14_the_same_bytes_whatever_the_seed_the_place_and_the_locale(
    tiny: Path, tmp_path: Path, answer: dict[str, str]
) -> None:
    made = []
    for number, surroundings in enumerate(SURROUNDINGS):
        output = tmp_path / f"out{number}"
        env = {"PYTHONHASHSEED": str(number), "XDG_CACHE_HOME": str(tmp_path), **answer, **surroundings}
        done = il6ld("build", "--project", tiny, "-o", output, cwd=tiny if number % 2 else tmp_path, env=env)
        assert done.returncode == 0, done.stderr
        made.append(held(output))
    assert len(made) >= 5 and len(made[0]) == whole()
    assert all(files == made[0] for files in made)


def test_b12_a_release_keeps_its_times_until_its_bytes_change(tmp_path: Path) -> None:
    target = tmp_path / "build"
    release.publish(OLD, target)
    for path in target.iterdir():
        os.utime(path, (1, 1))
    release.publish(OLD, target)
    assert {path.stat().st_mtime for path in target.iterdir()} == {1}
    release.publish(NEW, target)
    assert 1 not in {path.stat().st_mtime for path in target.iterdir()}


def test_b12_everybody_may_read_a_release_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        release.publish(NEW, tmp_path / "build")
    finally:
        os.umask(before)
    assert (tmp_path / "build").stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "build").iterdir()} == {0o644}


# The log of a server may, and an import whose source has no date; the third tells of a datatype.
NO_MATTER = {"journal.py: gmtime", "importing.py: st_mtime", "spelling.py: time"}
CLOCKS = {"time", "time_ns", "now", "utcnow", "today", "gmtime", "localtime", "ctime", "getctime", "st_mtime"}


def test_b13_no_module_asks_what_time_it_is() -> None:
    modules = sorted(Path(package.__file__).parent.rglob("*.py"))
    assert len(modules) > 30
    asked = {
        f"{path.name}: {node.attr}"
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS
    }
    assert asked == NO_MATTER


def release_of(version: str) -> dict[str, bytes]:
    """A release that describes itself as a version."""
    description = f'<https://example.org/> <http://www.w3.org/ns/dcat#version> "{version}" .\n'
    return release.with_checksums({"void.ttl": description.encode()})


@pytest.mark.parametrize(
    ("before", "after"),
    [("0.2.0", "0.1.9"), ("1.0.0", "1.0.0-rc1"), ("0.10.0", "0.9.0"), ("1", "0.9")],
)
def test_b13_a_release_does_not_go_back(before: str, after: str, tmp_path: Path) -> None:
    release.publish(release_of(before), tmp_path / "build")
    with pytest.raises(InvalidInput, match=f"{after} would take the place of {before}") as caught:
        release.publish(release_of(after), tmp_path / "build")
    assert caught.value.exit_code == 1 and "owl:versionInfo" in caught.value.findings[0].help
    assert held(tmp_path / "build") == release_of(before)
    release.publish(release_of(before + ".1"), tmp_path / "build")
