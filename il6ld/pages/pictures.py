"""A claim's picture as it can stand inside a page: no style of its own, no name that the page has already."""

from __future__ import annotations

import re

import pyoxigraph as ox
from markupsafe import Markup

from il6ld.pages.release import Release
from il6ld.pictures import claim_picture

_STYLE = re.compile(r"<style>.*?</style>\n", re.DOTALL)
_NAMES = {
    'role="img" aria-labelledby="title description"': 'class="picture" role="img" '
    'aria-labelledby="picture-title picture-description"',
    '<title id="title">': '<title id="picture-title">',
    '<desc id="description">': '<desc id="picture-description">',
}


def picture(release: Release, claim: ox.NamedNode) -> Markup:
    """A claim as a graph in SVG; what it looks like stands in site.css."""
    drawn = _STYLE.sub("", claim_picture(release.lookup, release.context, claim), count=1)
    for name, other in _NAMES.items():
        drawn = drawn.replace(name, other, 1)
    return Markup(drawn)
