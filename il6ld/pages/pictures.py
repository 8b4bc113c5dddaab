"""A claim's picture as it can stand inside a page: no style of its own, no name that the page has already."""

from __future__ import annotations

import re

import pyoxigraph as ox
from markupsafe import Markup

from il6ld.lookup import Lookup, Subject, Term
from il6ld.namespaces import RDFS
from il6ld.pages.release import Release
from il6ld.pages.stance import Stances
from il6ld.pictures import claim_picture

_STYLE = re.compile(r"<style>.*?</style>\n", re.DOTALL)
_NAMES = {
    'role="img" aria-labelledby="title description"': 'class="picture" role="img" '
    'aria-labelledby="picture-title picture-description"',
    '<title id="title">': '<title id="picture-title">',
    '<desc id="description">': '<desc id="picture-description">',
}


class _Labels(Lookup):
    """The look-ups of a release, in which no claim is called by its label alone."""

    def __init__(self, release: Release, stances: Stances) -> None:
        self._lookup, self._stances = release.lookup, stances

    def properties(self, subject: Term) -> dict[ox.NamedNode, list[Term]]:
        return self._lookup.properties(subject)

    def values(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        return self._lookup.values(subject, predicate)

    def subjects(self, predicate: ox.NamedNode, value: Term) -> list[Subject]:
        return self._lookup.subjects(predicate, value)

    def text(self, subject: Term, predicate: ox.NamedNode, default: str = "") -> str:
        if predicate == RDFS.label and self._lookup.values(subject, predicate):
            return self.label(subject)
        return self._lookup.text(subject, predicate, default)

    def label(self, node: Term) -> str:
        if isinstance(node, ox.NamedNode) and self._stances.is_claim(node):
            return self._stances.of(node).short
        return self._lookup.label(node)


def picture(release: Release, stances: Stances, claim: ox.NamedNode) -> Markup:
    """A claim as a graph in SVG; what it looks like stands in site.css."""
    drawn = claim_picture(_Labels(release, stances), release.context, claim)
    drawn = _STYLE.sub("", drawn, count=1)
    for name, other in _NAMES.items():
        drawn = drawn.replace(name, other, 1)
    return Markup(drawn)
