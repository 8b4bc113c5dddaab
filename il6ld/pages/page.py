"""What a site is made of: pages by their paths, and which page stands for which term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import RdfFormat

HTML = "text/html; charset=utf-8"
# The forms of a document, by the ending of its files, the preferred one first.
SUFFIXES: dict[str, str] = {
    "html": HTML,
    "ttl": f"{RdfFormat.TURTLE.media_type}; charset=utf-8",
    "jsonld": RdfFormat.JSON_LD.media_type,
    "nt": RdfFormat.N_TRIPLES.media_type,
    "rdf": RdfFormat.RDF_XML.media_type,
}


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a site: its path below the site's root, its bytes, its media type."""

    path: str
    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True)
class Site:
    """Every page by its path, and the document of each term.

    `documents` leads from what follows the base in a term's IRI ("lines/il6d-0067-1") to the path of its
    document without a suffix, perhaps with a fragment ("claims/il6d-0067#lines-il6d-0067-1").
    """

    base: str
    pages: Mapping[str, Page] = field(repr=False)
    documents: Mapping[str, str] = field(repr=False)
