"""The table of all claims, with what it can be filtered and sorted by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from il6ld.namespaces import IL6
from il6ld.pages.facts import section_title
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen

CSV = "il6ld-claims.csv"
Path = tuple[ox.NamedNode, ...]

_CORE = (IL6.subject, IL6.predicate, IL6.object)
_EVIDENCE: tuple[Path, ...] = ((IL6.evidence, IL6.evidenceType),)
_ORGANISM: tuple[Path, ...] = (
    (IL6.proposition, IL6.speciesContext),
    (IL6.evidence, IL6.observation, IL6.population, IL6.organism),
)
_SECTION: tuple[Path, ...] = ((IL6.passage, IL6.section),)
# What claims can be filtered by: its key in the page, its name, and where it stands.
FILTERS: dict[str, tuple[str, tuple[Path, ...]]] = {
    "polarity": ("Polarity", ((IL6.polarity,),)),
    "certainty": ("Certainty", ((IL6.certainty,),)),
    "reading": ("Reading", ((IL6.reading,),)),
    "status": ("Status", ((IL6.status,),)),
    "attributed": ("Attributed to", ((IL6.attributedTo,),)),
    "role": ("Role", ((IL6.discourseRole,),)),
    "organism": ("Organism", _ORGANISM),
    "evidence": ("Evidence", _EVIDENCE),
    "section": ("Section", _SECTION),
}


class Row(NamedTuple):
    """One claim in the table: its terms, its evidence, its place, and a text for each filter."""

    claim: ox.NamedNode
    core: list[list[ox.NamedNode]]
    organisms: list[ox.NamedNode]
    evidence: list[ox.NamedNode]
    sentences: list[str]
    keys: dict[str, str]


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page of all claims."""
    rows = [_row(release, claim) for claim in release.claims]
    choices = {key: sorted({row.keys[key] for row in rows} - {""}) for key in FILTERS}
    yield pen.page(
        "claims.html", "claims.html.jinja", title="All claims", rows=rows, choices=choices,
        names={key: name for key, (name, _) in FILTERS.items()},
        csv=f"{release.version}/{CSV}" if CSV in release.files else "",
    )  # fmt: skip


def _row(release: Release, claim: ox.NamedNode) -> Row:
    passages = _reached(release, claim, [(IL6.passage,)])
    return Row(
        claim,
        core=[_reached(release, claim, [(IL6.proposition, part)]) for part in _CORE],
        organisms=_reached(release, claim, _ORGANISM),
        evidence=_reached(release, claim, _EVIDENCE),
        sentences=[release.lookup.text(passage, IL6.sentence) for passage in passages],
        keys={key: _told(release, claim, key) for key in FILTERS},
    )


def _told(release: Release, claim: ox.NamedNode, key: str) -> str:
    nodes = _reached(release, claim, FILTERS[key][1])
    if key == "section":
        return ", ".join(section_title(release.lookup, node) for node in nodes)
    return ", ".join(map(release.lookup.label, nodes))


def _reached(release: Release, claim: ox.NamedNode, paths: Sequence[Path]) -> list[ox.NamedNode]:
    """What stands at the end of some paths of properties, each once."""
    found: list[ox.NamedNode] = []
    for path in paths:
        nodes = [claim]
        for predicate in path:
            nodes = [value for node in nodes for value in release.lookup.nodes(node, predicate)]
        found += nodes
    return list(dict.fromkeys(found))
