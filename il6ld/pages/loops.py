"""Feedback loops: those that sources tell of, and those that steps make without anybody having told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import pyoxigraph as ox
from markupsafe import Markup

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6
from il6ld.pages.steps import MARKS, Line
from il6ld.pictures.rings import ring
from il6ld.queries import QUERIES, Answer, steps_of

if TYPE_CHECKING:
    from il6ld.pages.maps import Chart

MEANT = {1: "reinforces itself", -1: "damps itself", 0: "not known, since a step has no sign"}
_SHORT = {1: "reinforces itself", -1: "damps itself", 0: "not known"}


@dataclass(frozen=True)
class Loop:
    """The claims that make a loop, in its order; `record` is the source's own word for it, if it has one."""

    claims: tuple[ox.NamedNode, ...]
    record: ox.NamedNode | None = None


@dataclass(frozen=True)
class Ring:
    """A loop as the page shows it: the sign computed from its steps, and apart from it what the author says.

    `gone` are the claims of steps that are denied or no longer held; such a loop has no picture.
    """

    loop: Loop
    sign: int
    stated: ox.NamedNode | None
    steps: tuple[Line, ...]
    gone: tuple[ox.NamedNode, ...]
    picture: Markup

    @property
    def mark(self) -> str:
        """The computed sign as one character."""
        return MARKS[self.sign]

    @property
    def meant(self) -> str:
        """What the computed sign comes to."""
        return MEANT[self.sign]


def rings(chart: Chart, drawn: Sequence[Line], found: Answer) -> list[Ring]:
    """Every loop of the steps that a map shows, those of sources first."""
    told = list(_recorded(chart.release.lookup))
    known = [set(loop.claims) for loop in told]
    others = [loop for loop in _followed(found) if not any(one.issuperset(loop.claims) for one in known)]
    numbers = {claim: i for i, line in enumerate(drawn) for claim in line.claims}
    return [_ring(chart, f"ring-{i}", loop, drawn, numbers) for i, loop in enumerate([*told, *others], 1)]


def _recorded(lookup: Lookup) -> Iterator[Loop]:
    for record in lookup.instances(IL6.CausalLoop):
        steps = lookup.nodes(record, IL6.step)
        steps.sort(key=lambda step: (int(lookup.text(step, IL6.position, "0")), step.value))
        yield Loop(tuple(claim for step in steps for claim in lookup.nodes(step, IL6.claim)), record)


def _followed(found: Answer) -> Iterator[Loop]:
    """Every loop in the steps, begun at the member that comes first A to Z."""
    steps = steps_of(found)
    longest = int(QUERIES["loops"].parameter("longest").default)
    for node in sorted(steps.out, key=lambda one: one.value):
        for path in steps.paths(node, node, longest):
            if min(path.nodes, key=lambda one: one.value) == node:
                yield Loop(tuple(step.claims[0] for step in path.steps))


def _ring(
    chart: Chart, name: str, loop: Loop, drawn: Sequence[Line], numbers: dict[ox.NamedNode, int]
) -> Ring:
    lookup = chart.release.lookup
    found = [numbers[claim] for claim in loop.claims if claim in numbers]
    gone = tuple(claim for claim in loop.claims if claim not in numbers)
    steps = tuple(drawn[number] for number in found)
    sign = 0 if gone else prod(step.sign for step in steps)
    if loop.record:
        sign = int(lookup.text(loop.record, IL6.computedSign, str(sign)))
    stated = lookup.node(loop.record, IL6.statedDirection) if loop.record else None
    picture = Markup("") if gone else _picture(chart, name, steps, found, sign, stated)
    return Ring(loop, sign, stated, steps, gone, picture)


def _picture(
    chart: Chart,
    name: str,
    steps: Sequence[Line],
    numbers: Sequence[int],
    sign: int,
    stated: ox.NamedNode | None,
) -> Markup:
    count = len(steps)
    effects = [
        chart.effect(line, i, (i + 1) % count, chart.address(line, number))
        for i, (line, number) in enumerate(zip(steps, numbers, strict=True))
    ]
    words = [f"computed: {MARKS[sign]}", _SHORT[sign]]
    words += ["as told:", chart.label(stated)] if stated else ["told by no source"]
    title = f"Loop of {count} steps"
    told = "; ".join([*map(chart.title, steps), f"computed sign: {MARKS[sign]}"])
    factors = [chart.factor(line.subject) for line in steps]
    return Markup(ring(name, factors, effects, words, title, told))
