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

from il6ld.pages.making import make
from il6ld.pages.page import HTML, SUFFIXES, Page, Site
from il6ld.pages.release import Release, read

__all__ = ["HTML", "SUFFIXES", "Page", "Release", "Site", "make", "read"]
