"""What is fetched rather than read: the files of the release, its description, the page that lists them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from il6ld.pages.changelog import parsed
from il6ld.pages.documents import data, embedded
from il6ld.pages.page import SUFFIXES, Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen, alternates
from il6ld.release import sha256

ASSETS = Path(__file__).with_name("assets")
CRATE, DESCRIPTION, MANIFEST = "ro-crate-metadata.json", "void.ttl", "manifest.json"
WELL_KNOWN = ".well-known/void"
_BINARY = "application/octet-stream"
_ASSET_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


class Download(NamedTuple):
    """One file of the release: its path on the site, what it holds, how many of the claims it tells."""

    path: str
    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    account: str


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page of downloads, the files themselves, the description at its well-known place, the assets."""
    listed = list(_listed(release))
    rdf = data(release, _description(release))
    yield pen.page(
        "releases.html", "releases.html.jinja", title=f"Version {release.version}: downloads and changes",
        downloads=listed, alternates=alternates("releases"), embedded=embedded(rdf["jsonld"]),
        about=ox.NamedNode(release.header.iri), changes=parsed(release.changelog),
    )  # fmt: skip
    for ending, content in rdf.items():
        yield Page(f"releases.{ending}", content, SUFFIXES[ending])
    for one in listed:
        yield Page(one.path, release.files[one.name], _with_charset(one.media_type))
    if DESCRIPTION in release.files:
        yield Page(WELL_KNOWN, release.files[DESCRIPTION], SUFFIXES["ttl"])
    for path in sorted(ASSETS.rglob("*")):
        if path.suffix in _ASSET_TYPES:
            name = path.relative_to(ASSETS).as_posix()
            yield Page(f"assets/{name}", path.read_bytes(), _ASSET_TYPES[path.suffix])


def _listed(release: Release) -> Iterator[Download]:
    crate = {entry.get("@id"): entry for entry in _json(release, CRATE).get("@graph", [])}
    crate[CRATE] = {"description": "The release and each of its files, as RO-Crate metadata",
                    "encodingFormat": "application/ld+json"}  # fmt: skip
    accounts = _json(release, MANIFEST)
    told = {name: _account(one) for one in accounts.values() for name in one.get("files", ())}
    for name, content in sorted(release.files.items()):
        entry = crate.get(name, {})
        yield Download(
            f"{release.version}/{name}", name, str(entry.get("description", "")),
            str(entry.get("encodingFormat", _BINARY)), len(content), sha256(content), told.get(name, ""),
        )  # fmt: skip


def _account(one: dict[str, Any]) -> str:
    """How many of the claims a file tells; nothing for one that tells of none."""
    return f"{one['told']} of {one['claims']} claims" if "claims" in one else ""


def _json(release: Release, name: str) -> dict[str, Any]:
    found = json.loads(release.files.get(name, b"{}"))
    return found if isinstance(found, dict) else {}


def _description(release: Release) -> list[ox.Triple]:
    """What the release says of itself and its files."""
    content = release.files.get(DESCRIPTION, b"")
    return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)]


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
