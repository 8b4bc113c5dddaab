"""The causal map: everything that is claimed to act on something, in columns from left to right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from il6ld.pictures.circles import islands, turned
from il6ld.pictures.effects import Effect, Factor, framed
from il6ld.pictures.layout import Link, Size, arrange
from il6ld.pictures.lines import APART, PAD, curve, n, ports

_GAP = 12  # from box to box in a column
_BEND, _END = 26, 22  # from a box to a mark, from a mark to a box
_BETWEEN = 28  # from what hangs together to the next of such


def causal_map(name: str, factors: Sequence[Factor], effects: Sequence[Effect], title: str, told: str) -> str:
    """The map as an SVG element, called `name` within its page; `told` describes it.

    What hangs together is drawn by itself, the largest first. What acts on itself is drawn twice.
    """
    factors, effects = _unlooped(factors, effects)
    parts: list[str] = []
    wide = high = 0.0
    for boxes in islands(len(factors), [(effect.start, effect.end) for effect in effects]):
        drawn = _Island(boxes, factors, effects)
        top = high + _BETWEEN if parts else 0.0
        parts += [f'<g transform="translate(0 {n(top)})">', *drawn.lines(), *drawn.boxes(), "</g>"]
        wide, high = max(wide, drawn.plan.size.width), top + drawn.plan.size.height
    return framed("causes", name, Size(wide, high), title, told, parts)


def _unlooped(
    factors: Sequence[Factor], effects: Sequence[Effect]
) -> tuple[Sequence[Factor], Sequence[Effect]]:
    """The same with a second box for each effect of something on itself."""
    boxes, lines = list(factors), []
    for effect in effects:
        if effect.start == effect.end:
            boxes.append(factors[effect.start])
            effect = replace(effect, end=len(boxes) - 1)
        lines.append(effect)
    return boxes, lines


class _Island:
    """Factors and effects where the plan puts them; a line that would close a circle runs to the left."""

    def __init__(self, boxes: Sequence[int], factors: Sequence[Factor], effects: Sequence[Effect]) -> None:
        place = {box: i for i, box in enumerate(boxes)}
        self.factors = [factors[box] for box in boxes]
        self.effects = [
            replace(one, start=place[one.start], end=place[one.end]) for one in effects if one.start in place
        ]
        pairs = [(effect.start, effect.end) for effect in self.effects]
        self.back = turned(len(boxes), pairs)
        self.ends = [pair[::-1] if i in self.back else pair for i, pair in enumerate(pairs)]
        self.sizes = _sizes(self.factors, self.ends)
        links = [Link(*pair, one.size) for pair, one in zip(self.ends, self.effects, strict=True)]
        self.plan = arrange(self.sizes, links, _GAP, _BEND, _END, near=True)
        heights = [size.height for size in self.sizes]
        routed = list(zip(self.ends, self.plan.routes, strict=True))
        self.leaving = ports([(start, route[0]) for (start, _), route in routed], self.plan.boxes, heights)
        self.arriving = ports([(end, route[-1]) for (_, end), route in routed], self.plan.boxes, heights)

    def boxes(self) -> Iterator[str]:
        """Each factor, as wide as its column."""
        for factor, size, place in zip(self.factors, self.sizes, self.plan.boxes, strict=True):
            left, right = self.plan.columns[place.column]
            yield factor.drawn((left + right) / 2, place.middle, Size(right - left, size.height))

    def lines(self) -> Iterator[str]:
        """Each effect."""
        for number, effect in enumerate(self.effects):
            label = self.plan.routes[number][-1]
            left, right = self.plan.columns[label.column]
            middle, half = (left + right) / 2, effect.size.width / 2
            first, last = self._ends(number)
            before = [first, *self._passed(number), (left, label.middle), (middle - half, label.middle)]
            after = [(middle + half, label.middle), (right, label.middle), last]
            path = curve(before) + curve(after)
            yield effect.drawn(path, self._tip(number), middle, label.middle)

    def _ends(self, number: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where a line begins and ends, its head left out."""
        (start, end), short = self.ends[number], self.effects[number].short
        right, left = self._right(start), self.plan.boxes[end].left
        if number in self.back:
            return (right + short, self.leaving[number]), (left, self.arriving[number])
        return (right, self.leaving[number]), (left - short, self.arriving[number])

    def _tip(self, number: int) -> tuple[float, float, float]:
        """The point of a line's head, and where it looks, in degrees."""
        start, end = self.ends[number]
        if number in self.back:
            return self._right(start), self.leaving[number], 180
        return self.plan.boxes[end].left, self.arriving[number], 0

    def _right(self, box: int) -> float:
        return self.plan.columns[self.plan.boxes[box].column][1]

    def _passed(self, number: int) -> list[tuple[float, float]]:
        places = self.plan.routes[number][:-1]
        return [(x, place.middle) for place in places for x in self.plan.columns[place.column]]


def _sizes(factors: Sequence[Factor], ends: Sequence[tuple[int, int]]) -> list[Size]:
    """The sizes of the boxes, none too low for the lines that meet it on one side."""
    leaving, arriving = Counter(start for start, _ in ends), Counter(end for _, end in ends)
    return [
        Size(factor.size.width, max(factor.size.height, 2 * PAD + APART * (max(leaving[i], arriving[i]) - 1)))
        for i, factor in enumerate(factors)
    ]
