"""Validation: what the records say, held against what the shapes demand.

The engines decide what is broken; the messages are those of our shapes, looked up by us, so that every
engine says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox

from il6ld.errors import UsageError
from il6ld.findings import Finding, Position, nearest
from il6ld.namespaces import local_name
from il6ld.validation.engines import ENGINES, Engine
from il6ld.validation.report import Report, Result, read_results
from il6ld.validation.shapes import Shapes
from il6ld.validation.subjects import Subjects

__all__ = ["DEFAULT_ENGINE", "ENGINES", "Engine", "Locate", "Report", "Result", "findings", "validate"]

DEFAULT_ENGINE = "pyshifty"

# From the IRI of a record and of one of its fields ("" for the record itself) to where it was written.
Locate = Callable[[str, str], Position | None]


def validate(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple], engine: str = DEFAULT_ENGINE) -> Report:
    """What `data` breaks of `shapes`, as one row of ENGINES sees it; UsageError for an unknown engine."""
    if engine not in ENGINES:
        raise UsageError.at(
            None,
            f"No SHACL engine is called '{engine}'.",
            rule="unknown-engine",
            help=nearest(engine, ENGINES) or f"Choose one of: {', '.join(ENGINES)}.",
        )
    rules = Shapes(shapes)
    subjects = Subjects(data)
    results = read_results(ENGINES[engine](subjects.ntriples, rules.ntriples), rules)
    matched = {target: subjects.matching(target) for target in rules.targets}
    return Report(
        results=tuple(results),
        shapes=len(rules.reporting),
        constraints=rules.constraints,
        focus_nodes=len(set().union(*matched.values())),
        targets=len(matched),
        unmatched=tuple(sorted(str(target) for target, nodes in matched.items() if not nodes)),
        paths=rules.complex_paths,
    )


def findings(report: Report, locate: Locate, compact: Callable[[str], str] = local_name) -> list[Finding]:
    """The report as findings, each at the field it is about or, failing that, at its record."""
    return [_finding(result, locate, compact) for result in report.results]


def _finding(result: Result, locate: Locate, compact: Callable[[str], str]) -> Finding:
    path = result.path.value if result.path else ""
    position = locate(_text(result.focus), path) or locate(_text(result.focus), "")
    named = f"{compact(_text(result.focus))}: {result.message}"
    return Finding(result.rule, result.severity, named, position, _found(result, compact))


def _found(result: Result, compact: Callable[[str], str]) -> str:
    if result.value is None or result.value == result.focus:
        return ""
    text = _text(result.value)
    value = compact(text) if isinstance(result.value, ox.NamedNode) else f'"{text}"'
    return f"found {value}" + (f" as {compact(result.path.value)}" if result.path else "")


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    return term.value
