"""A feedback loop as a ring: its members round a circle, clockwise, its sign in the middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from xml.sax.saxutils import escape

from il6ld.pictures.effects import Effect, Factor, framed
from il6ld.pictures.layout import Size
from il6ld.pictures.lines import n

_LEAST = 118  # of the radius
_ROOM = 70  # along the circle between a member and a mark, twice
_STEP = pi / 360
_CLEAR = 4  # from a line's end to the box it comes from


def ring(
    name: str,
    factors: Sequence[Factor],
    effects: Sequence[Effect],
    middle: Sequence[str],
    title: str,
    told: str,
) -> str:
    """The loop as an SVG element, called `name` within its page; `middle` are the lines in its middle.

    The effect of each number leads from the factor of that number to the next one.
    """
    drawn = _Ring(factors, effects)
    words = [
        f'<text class="told" x="{n(drawn.x)}" y="{n(drawn.y + 16 * i - 8 * (len(middle) - 1) + 4)}">'
        f"{escape(line)}</text>"
        for i, line in enumerate(middle)
    ]
    return framed("causes ring", name, drawn.size, title, told, [*drawn.lines(), *drawn.boxes(), *words])


class _Ring:
    """Factors and effects on a circle; the first factor is at the top."""

    def __init__(self, factors: Sequence[Factor], effects: Sequence[Effect]) -> None:
        self.factors = factors
        self.effects = effects
        wide = max(factor.size.width for factor in factors)
        mark = max(effect.size.width for effect in effects)
        self.radius = max(_LEAST, len(factors) * (wide + mark + _ROOM) / (2 * pi))
        sizes = [*(one.size for one in factors), *(one.size for one in effects)]
        high = max(size.height for size in sizes)
        self.x, self.y = self.radius + max(wide, mark) / 2, self.radius + high / 2
        self.size = Size(2 * self.x, 2 * self.y)

    def _at(self, angle: float) -> tuple[float, float]:
        """The point of the circle so far clockwise from its top."""
        return self.x + self.radius * sin(angle), self.y - self.radius * cos(angle)

    def boxes(self) -> Iterator[str]:
        """Each factor."""
        for number, factor in enumerate(self.factors):
            yield factor.drawn(*self._at(self._angle(number)), factor.size)

    def lines(self) -> Iterator[str]:
        """Each effect, from the edge of one box to the edge of the next."""
        for number, effect in enumerate(self.effects):
            first = self._clear(number, 1, _CLEAR)
            tip = self._clear(number + 1, -1, 0)
            last = tip - effect.short / self.radius
            (x, y), (to_x, to_y) = self._at(first), self._at(last)
            far = int(last - first > pi)
            path = f"M{n(x)} {n(y)}A{n(self.radius)} {n(self.radius)} 0 {far} 1 {n(to_x)} {n(to_y)}"
            looks = (tip - 4 / self.radius) * 180 / pi
            yield effect.drawn(path, (*self._at(tip), looks), *self._at((first + tip) / 2))

    def _angle(self, number: int) -> float:
        return 2 * pi * number / len(self.factors)

    def _clear(self, number: int, way: int, room: float) -> float:
        """Where the circle leaves the box of a number, clockwise or against it."""
        size = self.factors[number % len(self.factors)].size
        start = angle = self._angle(number)
        (x, y), half = self._at(start), (size.width / 2 + room, size.height / 2 + room)
        while abs(angle - start) < pi:
            to_x, to_y = self._at(angle)
            if abs(to_x - x) > half[0] or abs(to_y - y) > half[1]:
                break
            angle += way * _STEP
        return angle
