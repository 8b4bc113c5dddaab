"""A small site made by hand: two claims, a term, a page with nothing beside it."""

from __future__ import annotations

from il6ld.pages import SUFFIXES, Page, Site

BASE = "https://example.org/"
DOCUMENTS = {
    "claims/c-0001": "claims/c-0001",
    "claims/c-0002": "claims/c-0002",
    "lines/c-0001-1": "claims/c-0001#lines-c-0001-1",
    "terms": "terms",
    "terms/Fi\u00e8vre": "terms/Fi\u00e8vre",
}
_DESCRIBED = ("claims/c-0001", "claims/c-0002", "terms", "terms/Fi\u00e8vre")
CANARY = b"nobody is to read this"


def site() -> Site:
    """The site; each file says in its content which one it is."""
    pages = [
        Page(f"{stem}.{suffix}", f"{stem} as {suffix}".encode(), media_type)
        for stem in _DESCRIBED
        for suffix, media_type in SUFFIXES.items()
    ]
    for name in ("index", "query", "claims"):
        pages.append(Page(f"{name}.html", f"<p>{name}</p>".encode(), SUFFIXES["html"]))
    pages.append(Page(".well-known/void", b"void", SUFFIXES["ttl"]))
    pages.append(Page(".htaccess", CANARY, "text/plain; charset=utf-8"))
    pages.append(Page("assets/site.css", b"p {}", "text/css; charset=utf-8"))
    return Site(BASE, {page.path: page for page in pages}, DOCUMENTS)
