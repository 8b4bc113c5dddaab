"""Claims that take one another's place: each chain must end, and the newer must not be the older.

Done here and not by a shape, so that the circle itself is told, and chains of any length are followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from il6ld.findings import Finding, Position, Severity
from il6ld.namespaces import DCTERMS, IL6, Context

Places = Mapping[tuple[str, str], Position]
_SHOWN = 6  # of a long circle, so many claims are named


def findings(dataset: ox.Dataset, places: Places, context: Context) -> Iterator[Finding]:
    """Every circle of replacements, once, and every replacement by a claim of an older article."""
    newer = _newer(dataset)
    for circle in circles(newer):
        place = places.get((circle[0], DCTERMS.isReplacedBy.value)) or places.get(
            (circle[-1], DCTERMS.replaces.value)
        )
        yield Finding(
            "replacement-cycle",
            Severity.ERROR,
            f"These claims take one another's place in a circle: {_told(circle, context)}.",
            place,
            "Find out which came last, and take its 'replacedBy' and the other's 'replaces' away.",
        )
    dates = _dates(dataset)
    for old, others in newer.items():
        for new in others:
            if dates.get(new, "9") < dates.get(old, ""):
                yield _older(new, old, dates, places, context)


def _newer(dataset: ox.Dataset) -> dict[str, list[str]]:
    """The claims that took the place of each claim, whichever of the two says so."""
    found: dict[str, dict[str, None]] = {}
    for quad in dataset.quads_for_predicate(DCTERMS.isReplacedBy):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.subject.value, {})[quad.object.value] = None
    for quad in dataset.quads_for_predicate(DCTERMS.replaces):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.object.value, {})[quad.subject.value] = None
    return {old: sorted(found[old]) for old in sorted(found)}


def circles(newer: Mapping[str, list[str]]) -> list[list[str]]:
    """The circles of a graph, each once, by a walk that keeps its own stack."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in newer:
        path: dict[str, Iterator[str]] = {}
        ahead = start
        while True:
            if ahead not in path and ahead not in done:
                path[ahead] = iter(newer.get(ahead, ()))
            elif ahead in path:
                walked = list(path)
                found.append(walked[walked.index(ahead) :])
            while path:
                last = next(reversed(path))
                following = next(path[last], None)
                if following is not None:
                    ahead = following
                    break
                done.add(last)
                del path[last]
            else:
                break
    return found


def _told(circle: list[str], context: Context) -> str:
    names = [context.compact(iri) for iri in circle]
    if len(names) > _SHOWN:
        names = [*names[: _SHOWN - 1], f"({len(names) - _SHOWN:,} more)", names[-1]]
    return " -> ".join([*names, context.compact(circle[0])])


def _dates(dataset: ox.Dataset) -> dict[str, str]:
    """The day on which the article of each claim was last changed."""
    articles: dict[object, str] = {
        quad.subject: quad.object.value
        for quad in dataset.quads_for_predicate(DCTERMS.modified)
        if isinstance(quad.object, ox.Literal)
    }
    return {
        quad.subject.value: articles[quad.object]
        for quad in dataset.quads_for_predicate(IL6.article)
        if isinstance(quad.subject, ox.NamedNode) and quad.object in articles
    }


def _older(new: str, old: str, dates: Mapping[str, str], places: Places, context: Context) -> Finding:
    place = places.get((new, DCTERMS.replaces.value)) or places.get((old, DCTERMS.isReplacedBy.value))
    return Finding(
        "replacement-older",
        Severity.ERROR,
        f"{context.compact(new)} takes the place of {context.compact(old)}, but its article is older: "
        f"{dates[new]}, not after {dates[old]}.",
        place,
        "Let the newer claim replace the older one, or correct 'modified' in article.yaml.",
    )
