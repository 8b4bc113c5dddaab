"""The site: a page for each claim, entity, article and question, with its RDF beside it.

Each part of it is a module with one function

    def pages(release: Release, pen: Pen) -> Iterable[Page]

that asks the release (read once), and lets the pen turn templates into pages:

    pen.page("map.html", "map.html.jinja", title="The causal map", edges=...)

Where other forms stand beside a page, `alternates` and `embedded` of that call say so: see
il6ld.pages.documents. A node gets a document of its own, to which every page then links, by
`pen.addresses.set(iri, "queries/elevated")` before the first page is rendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from il6ld.pages.page import HTML, SUFFIXES, Page, Site

if TYPE_CHECKING:
    from pathlib import Path

    from il6ld.pages.release import Release as Release
    from il6ld.project import Project

__all__ = ["HTML", "SUFFIXES", "Page", "Site", "make", "of_project", "read"]


# A server that only hands out pages has no time to import what makes them.
def read(folder: Path, changelog: str = "") -> Release:
    """The release of a folder: see il6ld.pages.release."""
    from il6ld.pages.release import read as read_release

    return read_release(folder, changelog)


def of_project(project: Project) -> Release:
    """The release of a project; that which il6ld carries, where an installed one has none of its own."""
    own, changelog = project.output, project.root / "CHANGELOG.md"
    folder = own if own.is_dir() or not project.is_installed else project.root / "build"
    return read(folder, changelog.read_text(encoding="utf-8") if changelog.is_file() else "")


def make(release: Release, address: str = "") -> Site:
    """The site of a release: see il6ld.pages.making."""
    from il6ld.pages.making import make as make_site

    return make_site(release, address)
