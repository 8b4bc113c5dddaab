"""Puts the rows of causal-steps together: SPARQL can say that there is a path, but not which one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import XSD
from il6ld.queries.answer import Answer, Term
from il6ld.queries.parameters import Value
from il6ld.queries.steps import Path, Step, Steps
from il6ld.queries.surroundings import Surroundings

Row = tuple[Term | None, ...]
_ARROWS = {1: "\u2192", -1: "\u22a3", 0: "\u2013"}


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=XSD.integer)


def _claims(steps: Iterable[Step]) -> list[ox.NamedNode]:
    return [claim for step in steps for claim in step.claims]


def _drawn(path: Path, around: Surroundings) -> ox.Literal:
    """A path as text: an arrow raises, a bar lowers, a dash says that the sign is not known."""
    parts = [around.label(path.steps[0].subject)]
    for step in path.steps:
        parts += [_ARROWS[step.effect], around.label(step.object)]
    return ox.Literal(" ".join(parts))


def _in_order(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: (len(path.steps), [node.value for node in path.nodes], -path.sign))


def _paths(steps: Steps, values: Mapping[str, Value], around: Surroundings) -> Iterator[Row]:
    start, goal = (_node(values, name) for name in ("from", "to"))
    for path in _in_order(steps.paths(start, goal, _number(values, "longest"))):
        claims = _claims(path.steps)
        yield (
            _drawn(path, around), _integer(len(path.steps)), _integer(path.sign), path.certainty,
            around.reading(claims), around.names(around.contexts(claims)), around.curies(claims),
        )  # fmt: skip


def _loops(steps: Steps, values: Mapping[str, Value], around: Surroundings) -> Iterator[Row]:
    seen: set[frozenset[Step]] = set()
    for member in around.kinds(_node(values, "through")):
        for path in _in_order(steps.paths(member, member, _number(values, "longest"))):
            if frozenset(path.steps) not in seen:
                seen.add(frozenset(path.steps))
                yield _loop(path, member, around)


def _loop(path: Path, member: ox.NamedNode, around: Surroundings) -> Row:
    loop, claims = around.loop(path), _claims(path.steps)
    return (
        _drawn(path, around), _integer(len(path.steps)), _integer(path.sign), path.certainty,
        around.reading(claims), member, loop, around.direction(loop), around.names(around.contexts(claims)),
        around.curies(claims),
    )  # fmt: skip


def _upstream(steps: Steps, values: Mapping[str, Value], around: Surroundings) -> Iterator[Row]:
    found = steps.upstream(_node(values, "of"), _number(values, "farthest"))
    for distance, step in sorted(found, key=_by_distance):
        yield (
            _integer(distance), step.subject, _integer(step.effect), step.object, step.certainty,
            around.reading(step.claims), around.names(around.cell_types(step.claims)),
            around.names(around.contexts(step.claims)),
            around.curies(step.claims),
        )  # fmt: skip


def _by_distance(found: tuple[int, Step]) -> tuple[int, str, str, int]:
    distance, step = found
    return distance, step.subject.value, step.object.value, step.effect


def _node(values: Mapping[str, Value], name: str) -> ox.NamedNode:
    value = values[name]
    assert isinstance(value, ox.NamedNode)
    return value


def _number(values: Mapping[str, Value], name: str) -> int:
    return int(values[name].value)


@dataclass(frozen=True)
class Gatherer:
    """One way to gather: the parameters it needs itself, its columns, and its rows."""

    takes: frozenset[str]
    columns: tuple[str, ...]
    rows: Callable[[Steps, Mapping[str, Value], Surroundings], Iterable[Row]]


GATHERERS: dict[str, Gatherer] = {
    "paths": Gatherer(
        frozenset({"from", "to", "longest"}),
        ("path", "steps", "sign", "certainty", "reading", "contexts", "claims"),
        _paths,
    ),
    "loops": Gatherer(
        frozenset({"through", "longest"}),
        (
            "loop",
            "steps",
            "sign",
            "certainty",
            "reading",
            "through",
            "recorded",
            "stated",
            "contexts",
            "claims",
        ),
        _loops,
    ),
    "upstream": Gatherer(
        frozenset({"of", "farthest"}),
        (
            "distance",
            "subject",
            "effect",
            "object",
            "certainty",
            "reading",
            "cellTypes",
            "contexts",
            "claims",
        ),
        _upstream,
    ),
}


def gather(name: str, found: Answer, values: Mapping[str, Value], store: ox.Store) -> Iterable[Row]:
    """The rows that steps make when they are put together; UsageError where a value is missing."""
    return GATHERERS[name].rows(steps_of(found), values, Surroundings(store, found.context))


def steps_of(found: Answer) -> Steps:
    """The steps in the rows of causal-steps."""
    # The pattern of the query binds IRIs to all but the effect.
    columns: Any = [found.column(name) for name in ("subject", "object", "effect", "certainty", "claim")]
    columns[2] = (int(effect.value) for effect in columns[2])
    return Steps.of(zip(*columns, strict=True))
