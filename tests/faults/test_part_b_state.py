"""Faults of part B in what an earlier run left, and in what curators type (B18 to B20)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from il6ld import release
from il6ld.errors import CannotWrite
from il6ld.release import recovery
from il6ld.release.place import Place
from tests.faults.claim_files import run
from tests.faults.kills import NEW, OLD
from tests.faults.running import ROOT, held, names


def flipped(content: bytes, step: int = 1) -> Iterator[bytes]:
    """The bytes with one of them changed, each in its turn, or every so many."""
    for place in range(0, len(content), step):
        yield content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]


def test_b18_any_changed_byte_of_the_checksums_is_found(target: Path) -> None:
    listing = target / release.CHECKSUMS
    changes = list(flipped(OLD[release.CHECKSUMS]))
    assert len(changes) > 250
    for change in changes:
        listing.write_bytes(change)
        assert release.damage(target) != []
    listing.write_bytes(OLD[release.CHECKSUMS])
    assert release.damage(target) == []


def test_b18_any_changed_byte_of_a_file_is_found_and_the_file_named(target: Path) -> None:
    for change in flipped(OLD["file01"], step=97):
        (target / "file01").write_bytes(change)
        assert release.damage(target) == ["file01 does not match its checksum"]
        assert release.differences(OLD, target) == ["file01 differs"]


def put_pipe(path: Path) -> None:
    """Something that would keep whoever reads it waiting."""
    path.unlink()
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    """A folder where a file should be."""
    path.unlink()
    path.mkdir()


def put_loop(path: Path) -> None:
    """A link that leads to itself."""
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize("name", ["file01", release.CHECKSUMS])
@pytest.mark.parametrize("damage", [Path.unlink, put_pipe, put_folder, put_loop])
def test_b18_what_is_no_file_at_all_is_found(damage: Callable[[Path], None], name: str, target: Path) -> None:
    damage(target / name)
    assert any(name in told for told in release.damage(target))
    assert any(name in told for told in release.differences(OLD, target))


def test_b18_a_damaged_release_is_told_by_check_and_mended_by_build(released: Path) -> None:
    before, path = held(released / "build"), released / "build" / "il6ld.ttl"
    path.write_bytes(before["il6ld.ttl"][:-9])
    code, _, told = run(released, "build", "--check")
    assert code == 1
    assert "error[stale-release]" in told and "il6ld.ttl differs" in told
    code, _, told = run(released, "build")
    assert code == 0
    assert "warning[damaged-release] In 'build', il6ld.ttl does not match its checksum" in told
    assert held(released / "build") == before


def test_b18_any_changed_byte_of_the_note_makes_the_build_a_whole_one(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    summary = {"claims": "1", "bare": "0 of the propositions"}
    release.remember(target, "mark", summary)
    assert release.recall(target, "mark") == summary
    (note,) = (tmp_path / "cache" / "il6ld").iterdir()
    for change in [*flipped(note.read_bytes()), b"", b"[" * 100_000, b"[]", b'"', b'{"format": {}}']:
        note.write_bytes(change)
        assert release.recall(target, "mark") is None, change
        release.newer_note(target)


def test_b18_a_damaged_journal_still_brings_the_old_release_back(target: Path) -> None:
    place = Place.of(target)
    recovery.begin(place)
    entry = place.journal.read_bytes()
    for change in [*flipped(entry), *(entry[:end] for end in range(len(entry)))]:
        place.journal.write_bytes(change)
        target.rename(place.old)
        try:
            recovery.mend(place)
        except CannotWrite as error:
            assert error.findings[0].rule == "newer-journal"
            place.old.rename(target)
        assert held(target) == OLD


def test_b19_a_newer_note_is_passed_over_with_a_word(released: Path) -> None:
    release.remember(released / "build", "mark", {})
    (note,) = Path(os.environ["XDG_CACHE_HOME"]).glob("il6ld/*.json")
    note.write_text(json.dumps({"format": 2, "news": True}))
    code, _, told = run(released, "build")
    assert code == 0
    assert "info[newer-note] A newer il6ld noted what 'build' was made from (format 2)" in told


def test_b19_a_newer_journal_is_refused(target: Path) -> None:
    place = Place.of(target)
    place.journal.write_text('{"format": 2, "steps": []}')
    target.rename(place.old)
    with pytest.raises(CannotWrite) as caught:
        release.publish(NEW, target)
    assert caught.value.exit_code == 4
    assert caught.value.findings[0].rule == "newer-journal" and caught.value.findings[0].help
    assert held(place.old) == OLD
    assert names(target.parent) == [".build.il6ld-journal", ".build.il6ld-old"]


def test_b19_a_newer_lock_file_that_nobody_holds_means_nothing(target: Path) -> None:
    Place.of(target).lock.write_text('{"format": 2, "owner": {"pid": 1}}')
    release.publish(NEW, target)
    assert names(target.parent) == ["build"]


def test_b20_no_random_edit_leads_to_a_crash(tiny: Path) -> None:
    words = [sys.executable, "-m", "tests.faults.edits", str(tiny), "60", "1"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = dict(pair.split(":") for pair in done.stdout.split())
    assert sum(map(int, found.values())) == 60
    assert {"0", "1", "3"} <= found.keys()


def test_b01_a_leftover_that_is_not_ours_is_not_swept_away(target: Path) -> None:
    (Place.of(target).new / "work").mkdir(parents=True)
    with pytest.raises(CannotWrite):
        release.publish(NEW, target)
    assert held(target) == OLD
    shutil.rmtree(Place.of(target).new)
    release.publish(NEW, target)
