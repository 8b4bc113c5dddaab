"""One cause, one finding: of results that follow from each other, only those that name the cause.

A result is left out where its value is itself the focus of another result, for the value is what must be
mended; and where its shape yields (`il6:yieldsTo`) to another shape that has a result on the same focus or
value. Results of one shape on one focus and path are one finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from il6ld.findings import Severity
from il6ld.validation.report import Result

Yields = Mapping[ox.NamedNode, frozenset[ox.NamedNode]]


def causes(results: Iterable[Result], yields: Yields) -> list[list[Result]]:
    """The results that name causes, those that make one finding together in one list."""
    results = list(results)
    broken = {result.focus for result in results if result.severity is Severity.ERROR}
    noted: dict[ox.NamedNode, set[object]] = defaultdict(set)
    for result in results:
        noted[result.shape] |= {result.focus, result.value} - {None}
    groups: dict[tuple[object, ...], list[Result]] = {}
    for result in results:
        if not _follows(result, broken, noted, yields):
            groups.setdefault((result.focus, result.shape, result.path), []).append(result)
    return list(groups.values())


def _follows(
    result: Result, broken: set[ox.NamedNode | ox.BlankNode | ox.Literal],
    noted: Mapping[ox.NamedNode, set[object]], yields: Yields,
) -> bool:  # fmt: skip
    if result.value is not None and result.value != result.focus and result.value in broken:
        return True
    others = yields.get(result.shape, frozenset())
    return any({result.focus, result.value} & noted[other] for other in others if other in noted)
