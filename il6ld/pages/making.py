"""Makes the whole site of a release: every page, every file beside it, and the table of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from il6ld.pages import (
    all_claims,
    claims,
    downloads,
    editing,
    home,
    maps,
    matrix,
    questions,
    records,
    redirects,
    terms,
    vocabulary,
)  # fmt: skip
from il6ld.pages.page import Page, Site
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen

Part = Callable[[Release, Pen], Iterable[Page]]


def make(release: Release, address: str = "") -> Site:
    """The site of a release; the same release always gives the same bytes.

    `address` is where the site will stand, if that is known: the rules for w3id.org lead there.
    """
    pen = Pen(release)
    pages: dict[str, Page] = {}
    for page in made(release, pen, address):
        assert page.path not in pages, f"two pages would stand at {page.path}"
        pages[page.path] = page
    return Site(release.base, dict(sorted(pages.items())), pen.addresses.documents())


def made(release: Release, pen: Pen, address: str = "") -> Iterator[Page]:
    """Each page of a site as soon as it is made, the home page first."""
    questions.set_addresses(release, pen)
    for part in _PARTS:
        yield from part(release, pen)
    # Last, when every document is known.
    yield from redirects.pages(release, pen.addresses.documents(), address)


_PARTS: tuple[Part, ...] = (
    home.pages, all_claims.pages, claims.pages, maps.pages, matrix.pages, vocabulary.pages,
    questions.pages, editing.pages, records.pages, terms.pages, downloads.pages,
)  # fmt: skip
