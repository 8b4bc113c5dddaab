"""A site is put in place whole or not at all, and never over what is not a site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from il6ld import pages
from il6ld import site as sites
from il6ld.commands.pages import site as command
from il6ld.errors import CannotWrite, Locked, UnreadableInput, UsageError
from il6ld.pages import release as releases
from il6ld.project import Project
from il6ld.release import lock
from il6ld.release.place import Place
from tests.conftest import ROOT

FILES = {"index.html": b"one", "claims/a.html": b"a", "0.1.0/il6ld.nq": b"", ".well-known/void": b"v"}


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_file_is_where_its_path_says(tmp_path: Path) -> None:
    sites.publish(FILES, tmp_path / "site")
    found = tree(tmp_path / "site")
    listing = found.pop(sites.LISTING)
    assert found == FILES
    assert len(listing.splitlines()) == len(FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    sites.publish(FILES, tmp_path / "site")
    sites.publish({"index.html": b"two"}, tmp_path / "site")
    assert tree(tmp_path / "site").keys() == {"index.html", sites.LISTING}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("place", ["notes.txt", "claims/notes.txt", "own/index.html"])
def test_what_no_site_has_put_there_is_not_swept_away(tmp_path: Path, place: str) -> None:
    sites.publish(FILES, tmp_path / "site")
    path = tmp_path / "site" / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    before = tree(tmp_path / "site")
    with pytest.raises(CannotWrite, match="no part of a site"):
        sites.publish({"index.html": b"two"}, tmp_path / "site")
    assert tree(tmp_path / "site") == before


def test_a_folder_of_somebody_else_is_not_swept_away(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.tex").write_text("years")
    with pytest.raises(CannotWrite):
        sites.publish(FILES, tmp_path / "home")
    assert tree(tmp_path / "home") == {"thesis.tex": b"years"}


@pytest.mark.parametrize("number", range(1, 8))
def test_a_disk_that_fails_leaves_the_site_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    sites.publish(FILES, tmp_path / "site")
    before = tree(tmp_path / "site")
    calls = {"write": 0}
    write = os.write

    def failing(descriptor: int, content: memoryview) -> int:
        calls["write"] += 1
        if calls["write"] == number:
            raise OSError(28, "No space left on device")
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", failing)
    others = {**FILES, "index.html": b"two"}
    if number > 5:  # the lock, three files that are not empty, the listing
        sites.publish(others, tmp_path / "site")
    else:
        with pytest.raises(CannotWrite, match="No space left"):
            sites.publish(others, tmp_path / "site")
        assert tree(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_is_mended(tmp_path: Path) -> None:
    place = Place.of(tmp_path / "site")
    (place.old / "claims").mkdir(parents=True)
    (place.old / "claims" / "a.html").write_text("a")
    (place.old / sites.LISTING).write_text("0" * 64 + "  claims/a.html\n")
    place.new.mkdir()
    sites.publish(FILES, tmp_path / "site")
    assert tree(tmp_path / "site").keys() == {*FILES, sites.LISTING}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    with lock.held(Place.of(tmp_path / "site")), pytest.raises(Locked):
        sites.publish(FILES, tmp_path / "site")


def test_a_file_in_the_way_and_a_folder_that_is_missing_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite, match="is a file"):
        sites.publish(FILES, tmp_path / "file")
    with pytest.raises(CannotWrite, match="There is no folder"):
        sites.publish(FILES, tmp_path / "a" / "b")


def test_a_release_that_is_missing_or_damaged_makes_no_site(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    with pytest.raises(UsageError, match="There is no release"):
        sites.write(Project(tmp_path))
    (tmp_path / "build").mkdir()
    for path in (ROOT / "build").iterdir():
        (tmp_path / "build" / path.name).write_bytes(path.read_bytes())
    with open(tmp_path / "build" / "il6ld.nq", "ab") as file:
        file.write(b"\n")
    with pytest.raises(UnreadableInput, match="il6ld.nq is not what SHA256SUMS says"):
        sites.write(Project(tmp_path))
    assert not (tmp_path / "site").exists()


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no address of the web"):
        sites.write(Project(ROOT), tmp_path / "site", "javascript:alert(1)")


def test_a_site_stands_beside_the_release_and_not_in_it() -> None:
    assert sites.folder(Project(ROOT)) == ROOT / "site"
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/site/" in ignored


def test_the_files_read_are_those_of_one_release() -> None:
    found = releases.read(ROOT / "build")
    assert found.files.keys() == {path.name for path in (ROOT / "build").iterdir()}
    assert all(found.files[path.name] == path.read_bytes() for path in (ROOT / "build").iterdir())


@pytest.mark.heavy
def test_the_command_tells_where_and_how_much(tmp_path: Path) -> None:
    told = CliRunner().invoke(command, ["--project", str(ROOT), "-o", str(tmp_path / "site")])
    assert told.exit_code == 0
    assert "pages" in told.stdout
    assert "Wrote" in told.stderr
    assert (tmp_path / "site" / "claims" / "il6d-0067.ttl").is_file()


_DIGEST = """
import hashlib, sys
from pathlib import Path
from il6ld import pages
total = hashlib.sha256()
for path, page in pages.make(pages.read(Path(sys.argv[1]))).pages.items():
    total.update(path.encode() + b"\\0" + page.content + b"\\0" + page.media_type.encode())
print(total.hexdigest())
"""


@pytest.mark.heavy
def test_the_same_release_gives_the_same_bytes_whatever_the_machine() -> None:
    found = set()
    for seed, zone, language in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "C.UTF-8"), ("42", "UTC", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        told = subprocess.run(
            [sys.executable, "-c", _DIGEST, str(ROOT / "build")],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.add(told.stdout)
    assert len(found) == 1


def test_where_il6ld_is_installed_a_site_is_made_of_the_release_it_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    (package / "_data").mkdir(parents=True)
    (package / "_data" / "build").symlink_to(ROOT / "build")
    monkeypatch.setattr("il6ld.project._PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    carried = pages.of_project(Project(package / "_data"))
    assert len(carried.claims) > 90
    (tmp_path / "build").mkdir()
    with pytest.raises(UsageError, match="no release"):
        pages.of_project(Project(package / "_data"))
