"""Validation: what the records say, held against what the shapes demand.

The engines decide what is broken; the messages are those of our shapes, looked up by us, so that every
engine says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import pyoxigraph as ox

from il6ld.errors import UsageError
from il6ld.findings import Finding, Position, Severity, nearest
from il6ld.namespaces import local_name
from il6ld.validation import apart
from il6ld.validation.causes import causes
from il6ld.validation.engines import ENGINES, Engine
from il6ld.validation.report import Report, Result, read_results
from il6ld.validation.shapes import Shapes
from il6ld.validation.soundness import LocateShape, idle, require_sound
from il6ld.validation.subjects import Subjects

__all__ = [
    "DEFAULT_ENGINE",
    "ENGINES",
    "Engine",
    "Locate",
    "PATIENCE",
    "Report",
    "Result",
    "findings",
    "idle_findings",
    "validate",
]

DEFAULT_ENGINE = "pyshifty"
# Seconds that shapes may take which il6ld did not bring; its own take a tenth of one.
PATIENCE = 60.0

# From the IRI of a record and of one of its fields ("" for the record itself) to where it was written.
Locate = Callable[[str, str], Position | None]


def validate(
    data: Iterable[ox.Triple],
    shapes: Iterable[ox.Triple],
    engine: str = DEFAULT_ENGINE,
    *,
    locate_shape: LocateShape = lambda _: None,
    patience: float | None = None,
) -> Report:
    """What `data` breaks of `shapes`, as one row of ENGINES sees it; UsageError for an unknown engine.

    InvalidInput for shapes that cannot be relied on, at the places that `locate_shape` knows. With
    `patience`, in seconds, the engine runs in a process of its own; LimitExceeded where that is too short.
    """
    if engine not in ENGINES:
        raise UsageError.at(
            None,
            f"No SHACL engine is called '{engine}'.",
            rule="unknown-engine",
            help=nearest(engine, ENGINES) or f"Choose one of: {', '.join(ENGINES)}.",
        )
    rules = Shapes(shapes)
    require_sound(rules, locate_shape)
    subjects = Subjects(data)
    results = read_results(_reported(engine, subjects.ntriples, rules.ntriples, patience), rules)
    matched = {target: subjects.matching(target) for target in rules.targets}
    unmatched = tuple(sorted(str(target) for target, nodes in matched.items() if not nodes))
    return Report(
        results=tuple(results),
        shapes=len(rules.reporting),
        constraints=rules.constraints,
        focus_nodes=len(set().union(*matched.values())),
        targets=len(matched),
        unmatched=unmatched,
        paths=rules.complex_paths,
        yields=rules.yields,
        idle=tuple(idle(rules, unmatched)),
    )


def _reported(engine: str, data: bytes, shapes: bytes, patience: float | None) -> bytes:
    return ENGINES[engine](data, shapes) if patience is None else apart.run(engine, data, shapes, patience)


def idle_findings(report: Report, own: Collection[ox.NamedNode], locate: LocateShape) -> list[Finding]:
    """A warning for each of a project's own shapes that looks at nothing, and so finds nothing wrong."""
    cure = "Mend its target, or give it one: what looks at nothing finds nothing."
    rule = "shape-targets-nothing"
    return [
        Finding(rule, Severity.WARNING, f"{local_name(shape)} looks at nothing.", locate(shape), cure)
        for shape in report.idle
        if shape in own
    ]


def findings(report: Report, locate: Locate, compact: Callable[[str], str] = local_name) -> list[Finding]:
    """The report's causes as findings, each at the field it is about or, failing that, at its record."""
    return [_finding(group, locate, compact) for group in causes(report.results, report.yields)]


def _finding(group: list[Result], locate: Locate, compact: Callable[[str], str]) -> Finding:
    result = group[0]
    path = result.path.value if result.path else ""
    position = locate(_text(result.focus), path) or locate(_text(result.focus), "")
    named = f"{compact(_text(result.focus))}: {result.message}"
    return Finding(result.rule, result.severity, named, position, _found(group, compact))


def _found(group: list[Result], compact: Callable[[str], str]) -> str:
    """What was found in place of what should be."""
    values = [result.value for result in group if result.value is not None and result.value != result.focus]
    texts = [(isinstance(value, ox.NamedNode), _text(value)) for value in values]
    told = [compact(text) if named else f'"{text}"' for named, text in texts]
    path = group[0].path
    return f"found {', '.join(told)}" + (f" as {local_name(path)}" if path else "") if told else ""


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    return term.value
