"""The first page: what this is, how surely it is held, what is not known, how to cite it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.formats.citations import release_entry
from il6ld.namespaces import IL6
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.pages.stance import Badge

_MOST = 12  # of what most claims are about
# What sets claims apart from plain ones, in the order in which it is told.
_SORTS = (IL6.polarity, IL6.certainty, IL6.reading, IL6.status)


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The first page."""
    lookup = release.lookup
    yield pen.page(
        "index.html", "home.html.jinja", title=release.header.title,
        articles=lookup.instances(IL6.Article),
        plain=sum(pen.stances.of(claim).is_plain for claim in release.claims),
        sorts=_sorts(release, pen),
        figures=list(_figures(release)),
        subjects=_subjects(release),
        gaps=lookup.instances(IL6.KnowledgeGap),
        loops=lookup.instances(IL6.CausalLoop),
        errata=lookup.instances(IL6.SourceErratum),
        terms=len(release.terms),
        entry=release_entry(release.header),
    )  # fmt: skip


def _figures(release: Release) -> Iterator[tuple[int, str, str]]:
    """What there is, how many of it, and the page where it stands."""
    lookup = release.lookup
    counted = (
        (len(release.claims), "claim", "claims.html"),
        (len(lookup.instances(IL6.Passage)), "sentence", "claims.html"),
        (len(lookup.instances(IL6.Observation)), "observation", "evidence.html"),
        (len(lookup.instances(IL6.Entity)), "entity", "terms.html"),
    )
    for number, name, page in counted:
        many = f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"
        yield number, name if number == 1 else many, page


def _sorts(release: Release, pen: Pen) -> list[tuple[ox.NamedNode, list[tuple[Badge, int]]]]:
    """How many claims have each value of each axis, the most frequent first."""
    told = []
    for axis in _SORTS:
        counts = Counter(pen.stances.badge(claim, axis) for claim in release.claims)
        told.append((axis, sorted(counts.items(), key=lambda item: (-item[1], item[0].words))))
    return told


def _subjects(release: Release) -> list[tuple[ox.NamedNode, int]]:
    """What most claims are about, with the number of claims."""
    ends = Counter(end for one in release.statements.values() for end in {one.subject, one.object})
    return sorted(ends.items(), key=lambda item: (-item[1], item[0].value))[:_MOST]
