"""The site: a page for each claim, entity, article and question, with its RDF beside it."""

from __future__ import annotations

from il6ld.pages.page import HTML, SUFFIXES, Page, Site

__all__ = ["HTML", "SUFFIXES", "Page", "Site"]
