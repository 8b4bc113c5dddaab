"""Reports of validators: how often each rule is broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import SH, local_name

_KEY = (SH.focusNode, SH.sourceShape, SH.resultPath, SH.sourceConstraintComponent, SH.value)


def counted(report: Path) -> Counter[str]:
    """How often each rule is broken, what is told twice counted once; SyntaxError for no Turtle."""
    said: dict[object, dict[ox.NamedNode, object]] = defaultdict(dict)
    results = []
    for quad in ox.parse(path=str(report), format=ox.RdfFormat.TURTLE):
        if quad.predicate == SH.result:
            results.append(quad.object)
        elif quad.predicate in _KEY:
            said[quad.subject][quad.predicate] = quad.object
    keys = {tuple(_told(said[result].get(part)) for part in _KEY) for result in results}
    return Counter(local_name(shape[1:-1]) for _, shape, *_ in keys)


def difference(found: Counter[str], known: Counter[str]) -> str:
    """Where two counts differ, in words; nothing where they do not."""
    other = [rule for rule in sorted(found | known) if found[rule] != known[rule]]
    told = ", ".join(f"{rule} {found[rule]:,} and not {known[rule]:,}" for rule in other[:3])
    return told + (f", and {len(other) - 3} more" if len(other) > 3 else "")


def _told(term: object) -> str:
    """A term as text; a path of several steps has another name in every report."""
    return "" if term is None or isinstance(term, ox.BlankNode) else str(term)
