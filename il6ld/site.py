"""`il6ld site`: the release of a project as a folder of pages, put in place whole or not at all.

It stands in site/ beside build/, and not in it: a release holds its own files and no others, and every check
of it says so.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from il6ld import pages
from il6ld.errors import CannotWrite, UsageError
from il6ld.pages.rendering import href
from il6ld.project import Project
from il6ld.release import disk, lock, sha256
from il6ld.release.place import Place

# What a site of ours is known by, and which files are part of it.
LISTING = ".il6ld-site"


@dataclass(frozen=True)
class Written:
    """A site that was written: where, and its figures."""

    output: Path
    summary: dict[str, str]


def write(project: Project, output: Path | None = None, address: str = "") -> Written:
    """Writes the site of a project's release; CannotWrite or Locked, and the folder is as it was.

    `address` is where the site will stand, for the rules at w3id.org.
    """
    if address and not href(address):
        raise UsageError.at(None, f"'{address}' is no address of the web.", rule="site-address",
                            help="Write it in full, with https:// before it.")  # fmt: skip
    with _nothing_to_collect():
        made = pages.make(pages.of_project(project), address)
    target = output or folder(project)
    publish({page.path: page.content for page in made.pages.values()}, target)
    size = sum(len(page.content) for page in made.pages.values())
    documents = sum(page.media_type == pages.HTML for page in made.pages.values())
    figures = {"pages": str(documents), "files": str(len(made.pages)), "size": f"{size / 1e6:.1f} MB"}
    return Written(target, figures)


@contextlib.contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Lets the collector rest while everything that is made stays: a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def folder(project: Project) -> Path:
    """Where a site goes unless it is said otherwise."""
    return project.output.with_name("site")


def publish(files: Mapping[str, bytes], target: Path) -> None:
    """Makes a folder hold just these files, by their paths in it; raises CannotWrite or Locked."""
    place = Place.of(target)
    if place.target.exists() and not place.target.is_dir():
        raise CannotWrite.at(None, f"'{place}' is a file, not a folder.", help="Name another with -o.")
    if not place.target.parent.is_dir():
        raise CannotWrite.at(None, f"There is no folder '{place.target.parent}' to put the site in.",
                             help="Make it first, or name another folder with -o.")  # fmt: skip
    listing = "".join(f"{sha256(files[path])}  {path}\n" for path in sorted(files)).encode()
    with _told(place), lock.held(place):
        _mend(place)
        _keep_others(place)
        try:
            _fill(place.new, {**files, LISTING: listing})
            _swap(place)
        finally:
            _mend(place)


@contextlib.contextmanager
def _told(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite.at(
            None, f"The site could not be written to '{place}': {error.strerror or error}.",
            help="What stood there before is unchanged. Free some room or choose another folder with -o.",
        ) from error  # fmt: skip


def _fill(root: Path, files: Mapping[str, bytes]) -> None:
    """Writes a tree of files that were not there."""
    made = set[str]()
    for path, content in files.items():
        _make_folders(str(root), path, made)
        # A web server reads it as somebody else, whatever the umask.
        descriptor = os.open(f"{root}/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            os.fchmod(descriptor, 0o644)
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)


def _make_folders(root: str, path: str, made: set[str]) -> None:
    folders = path.split("/")[:-1]
    for depth in range(len(folders) + 1):
        folder = "/".join([root, *folders[:depth]])
        if folder not in made:
            disk.make_folder(Path(folder))
            made.add(folder)


def _swap(place: Place) -> None:
    if not place.target.exists():
        disk.rename(place.new, place.target)
    elif not disk.exchange(place.new, place.target):
        disk.rename(place.target, place.old)
        disk.rename(place.new, place.target)


def _mend(place: Place) -> None:
    """Puts the old site back where a run was killed before the new one was there, and clears up."""
    if not place.target.exists() and place.old.exists():
        disk.rename(place.old, place.target)
    for left in (place.new, place.old):
        if left.is_symlink() or left.is_file():
            left.unlink()
        elif left.exists():
            shutil.rmtree(left)


def _keep_others(place: Place) -> None:
    """Refuses to sweep away what no site has put there."""
    root = place.target
    if not root.exists():
        return
    listed = set[str]()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        lines = (root / LISTING).read_text(encoding="utf-8").splitlines()
        listed = {LISTING, *(line[66:] for line in lines)}
    there = {
        os.path.relpath(os.path.join(where, name), root).replace(os.sep, "/")
        for where, _, names in os.walk(root)
        for name in names
    }
    others = sorted(there - listed)
    if others:
        more = " and more" if len(others) > 3 else ""
        raise CannotWrite.at(
            None, f"'{place}' holds what is no part of a site: {', '.join(others[:3])}{more}.",
            rule="not-a-site", help="Move it away, or name another folder with -o.",
        )  # fmt: skip
