"""Which claims use a term, and as what; worked out once for all terms."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, RDF
from il6ld.pages.release import Release

# The properties that lead from a record to those it is made of.
PARTS = (
    IL6.proposition, IL6.evidence, IL6.observation, IL6.comparator, IL6.population, IL6.intervention,
    IL6.step,
)  # fmt: skip
_FIRST = (IL6.subject, IL6.predicate, IL6.object)

Uses = dict[ox.NamedNode, dict[ox.NamedNode, list[ox.NamedNode]]]


def parts(lookup: Lookup, record: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The records that a record is made of, however deep; circles are walked once."""
    ahead, seen = [record], {record}
    while ahead:
        node = ahead.pop()
        for link in PARTS:
            for part in lookup.nodes(node, link):
                if part not in seen:
                    seen.add(part)
                    ahead.append(part)
                    yield part


def uses(release: Release) -> Uses:
    """For each term: the properties by which claims name it, subject and object first, and the claims."""
    lookup, found = release.lookup, dict[ox.NamedNode, dict[ox.NamedNode, dict[ox.NamedNode, None]]]()
    for claim in release.claims:
        for record in (claim, *parts(lookup, claim)):
            for predicate, values in lookup.properties(record).items():
                for value in values:
                    if predicate != RDF.type and isinstance(value, ox.NamedNode):
                        found.setdefault(value, {}).setdefault(predicate, {})[claim] = None
    return {term: _in_order(by_predicate) for term, by_predicate in found.items()}


def _in_order(
    by_predicate: dict[ox.NamedNode, dict[ox.NamedNode, None]],
) -> dict[ox.NamedNode, list[ox.NamedNode]]:
    first = {predicate: place for place, predicate in enumerate(_FIRST)}
    order = sorted(by_predicate, key=lambda p: (first.get(p, len(first)), p.value))
    return {predicate: list(by_predicate[predicate]) for predicate in order}
