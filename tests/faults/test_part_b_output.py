"""Faults of part B about where a release goes, and who reads it meanwhile (B6 to B8, B11)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from il6ld import release
from il6ld.errors import CannotWrite
from tests.faults.kills import NEW, OLD
from tests.faults.running import (
    CLAIMS,
    NOBODY,
    ROOT,
    FailingSystem,
    held,
    il6ld,
    names,
    needs_reading_by,
    needs_root,
    system,
)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def break_sources(project: Path) -> None:
    """Makes a project unreadable: whoever starts the work on it before looking at the output says so."""
    (project / CLAIMS).write_text("- [")


@pytest.mark.parametrize("what", ["a file", "no folder around it", "a frozen folder"])
def test_b06_an_output_that_cannot_be_is_told_before_work_starts(what: str, tiny: Path) -> None:
    output = tiny / "out" / "build"
    if what == "a file":
        output.parent.mkdir()
        output.write_text("mine")
    elif what == "a frozen folder":
        needs_root()
        output.mkdir(parents=True)
        if subprocess.run(["chattr", "+i", output], capture_output=True, check=False).returncode:
            pytest.skip("chattr +i does not work on this file system")
    break_sources(tiny)
    try:
        done = il6ld("build", "-o", output, cwd=tiny)
    finally:
        if what == "a frozen folder":
            subprocess.run(["chattr", "-i", output], check=True)
    assert done.returncode == 4
    assert done.stderr.startswith("error[cannot-write]")
    assert not output.is_file() or output.read_text() == "mine"


@pytest.mark.parametrize("mode", ["0755 of root's", "0777 around 0755 of root's"])
def test_b06_another_owners_folder_is_told_before_work_starts(
    mode: str, tiny: Path, open_folder: Path
) -> None:
    needs_root()
    needs_reading_by(NOBODY, ROOT / "ontology")
    project = open_folder / "tiny"
    shutil.copytree(tiny, project)
    break_sources(project)
    if mode.startswith("0777"):
        project.chmod(0o777)
        release.publish(OLD, project / "build")
    before = held(project / "build")
    done = il6ld("build", cwd=project, user=NOBODY)
    assert done.returncode == 4
    assert "error[cannot-write]" in done.stderr
    assert held(project / "build") == before
    assert names(project) == sorted(names(tiny) + (["build"] if before else []))


def test_b06_a_folder_of_other_things_is_not_swept_away(target: Path) -> None:
    (target / "thesis.docx").write_text("years")
    with pytest.raises(CannotWrite, match=r"thesis\.docx"):
        release.publish(NEW, target)
    assert (target / "thesis.docx").read_text() == "years"
    assert names(target.parent) == ["build"]


def test_b07_everything_is_written_beside_the_target(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere")
    with system(FailingSystem()) as calls:
        release.publish(NEW, target)
    assert "mkdir .build.il6ld-new" in calls.calls
    assert held(target) == NEW


def test_b07_an_output_on_another_file_system_is_no_trouble(tmp_path: Path) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no /dev/shm of its own")
    with tempfile.TemporaryDirectory(dir=memory) as name:
        release.publish(OLD, Path(name) / "build")
        release.publish(NEW, Path(name) / "build")
        assert held(Path(name) / "build") == NEW


def test_b08_files_then_folder_then_exchange_then_the_folder_around_it(target: Path) -> None:
    with system(FailingSystem()) as seen:
        release.publish(NEW, target)
    files = [f"{step} {name}" for name in NEW for step in ("open", "fchmod", "write", "fsync")]
    new = ".build.il6ld-new"
    swap = [f"open {new}", f"fsync {new}", f"exchange {new}", "open out", "fsync out"]
    calls = seen.calls[seen.calls.index(files[0]) :]
    assert calls[: len(files) + len(swap)] == files + swap
    assert "unlink file00" in calls[len(files) + len(swap) :]


def test_b08_the_journal_is_on_the_disk_before_the_first_rename(target: Path) -> None:
    with system(FailingSystem(), exchange=False) as seen:
        release.publish(NEW, target)
    steps = [
        "fsync .build.il6ld-journal", "fsync out", "rename build", "rename .build.il6ld-new", "fsync out",
        "unlink .build.il6ld-journal", "unlink file00",
    ]  # fmt: skip
    places: list[int] = []
    for step in steps:
        places.append(seen.calls.index(step, places[-1] + 1 if places else 0))
    assert places == sorted(places)


def test_b11_whoever_reads_while_releases_change_sees_one_of_them(target: Path, quick: None) -> None:
    done, seen = threading.Event(), set[bytes]()

    def write() -> None:
        for number in range(100):
            release.publish(OLD if number % 2 else NEW, target)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        seen.add(read_whole(target))
    writer.join()
    assert seen - {b""} == {OLD[release.CHECKSUMS], NEW[release.CHECKSUMS]}


def read_whole(folder: Path) -> bytes:
    """A release's list of checksums, once each file that is found proves to be listed there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        listing = content(descriptor, release.CHECKSUMS)
        for line in listing.decode().splitlines():
            digest, _, name = line.partition("  ")
            assert hashlib.sha256(content(descriptor, name)).hexdigest() == digest
        return listing
    except FileNotFoundError:
        return b""  # The release was replaced and cleared away: never mixed with the one after it.
    finally:
        os.close(descriptor)


def content(folder: int, name: str) -> bytes:
    """The bytes of a file in an open folder."""
    with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()
