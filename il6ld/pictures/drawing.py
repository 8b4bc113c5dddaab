"""Cards and links as SVG: what stands on a card, how large it is, and how it is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape

from il6ld.pictures.layout import Link, Plan, Size, arrange
from il6ld.pictures.lines import APART, PAD, curve, n, ports
from il6ld.pictures.style import STYLE
from il6ld.pictures.text import width, wrapped

_SMALL, _LARGE = 11, 13  # font sizes
_LINE = 15  # from one line to the next
_MARGIN = 12  # around the picture
_GAP = 14  # from card to card in a column
_BEND, _END = 22, 11  # from a card to a label, from a label to a card
_FOLD = 10  # the corner of a page
_ROUND = {"entity": 17, "claim": 3, "other": 3}


@dataclass(frozen=True)
class Card:
    """A box with words: its kind in small letters, its name in large ones, and rows of name and value."""

    shape: str
    kind: str
    name: str
    rows: tuple[tuple[str, str], ...] = ()
    room: float = 150

    @cached_property
    def lines(self) -> list[tuple[str, float, float, str]]:
        """Each line of the card: its style, its place from the card's upper left corner, and its text."""
        texts = [("kind", line) for line in wrapped(self.kind, _SMALL, self.room)]
        texts += [("name", line) for line in wrapped(self.name, _LARGE, self.room, bold=True)]
        lines = [(style, 0.0, float(i * _LINE), text) for i, (style, text) in enumerate(texts)]
        for name, value in self.rows:
            self._add_row(lines, name, value)
        return [(style, PAD + x, PAD + y + 9, text) for style, x, y, text in lines]

    def _add_row(self, lines: list[tuple[str, float, float, str]], name: str, value: str) -> None:
        top = lines[-1][2] + _LINE if lines else 0
        indent = max((width(other, _SMALL) for other, value in self.rows if value), default=0) + 8
        lines.append(("kind", 0, top, name))
        for i, line in enumerate(wrapped(value, _SMALL, max(self.room - indent, 60))):
            lines.append(("value", indent, top + i * _LINE, line))

    @cached_property
    def size(self) -> Size:
        """The room the card takes, which its words fill."""
        sizes = {"kind": _SMALL, "value": _SMALL, "name": _LARGE}
        right = max(x + width(text, sizes[style], style == "name") for style, x, _, text in self.lines)
        bottom = max(y for _, _, y, _ in self.lines)
        return Size(right + PAD + 2, bottom + PAD - 1)


@dataclass(frozen=True)
class Arrow:
    """A labelled line from one card to another, by their numbers; `back` puts its head at the start."""

    start: int
    end: int
    label: str
    back: bool = False


def draw(cards: Sequence[Card], arrows: Sequence[Arrow], title: str, description: str) -> str:
    """The whole picture as an SVG document; title and description are for those who cannot see it."""
    labels = [Size(width(arrow.label, _SMALL) + 8, _LINE) for arrow in arrows]
    links = [Link(arrow.start, arrow.end, label) for arrow, label in zip(arrows, labels, strict=True)]
    picture = _Picture(cards, arrows, arrange(_sizes(cards, arrows), links, _GAP, _BEND, _END))
    wide, high = picture.plan.size.width + 2 * _MARGIN, picture.plan.size.height + 2 * _MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(wide)}" height="{n(high)}" '
            f'viewBox="0 0 {n(wide)} {n(high)}" role="img" aria-labelledby="title description">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{escape(description)}</desc>',
            f"<style>\n{STYLE}</style>",
            '<rect class="paper" width="100%" height="100%" rx="6"/>',
            f'<g transform="translate({_MARGIN} {_MARGIN})">',
            *picture.lines(),
            "</g>",
            "</svg>\n",
        ]
    )


def _sizes(cards: Sequence[Card], arrows: Sequence[Arrow]) -> list[Size]:
    """The cards' sizes, none too low for the lines that meet it on one side."""
    leaving, arriving = Counter(arrow.start for arrow in arrows), Counter(arrow.end for arrow in arrows)
    lines = [max(leaving[number], arriving[number]) for number in range(len(cards))]
    return [
        Size(card.size.width, max(card.size.height, 2 * PAD + APART * (count - 1)))
        for card, count in zip(cards, lines, strict=True)
    ]


class _Picture:
    """Cards and arrows where the plan puts them."""

    def __init__(self, cards: Sequence[Card], arrows: Sequence[Arrow], plan: Plan) -> None:
        self.cards = cards
        self.arrows = arrows
        self.plan = plan
        self.heights = [size.height for size in _sizes(cards, arrows)]
        routed = list(zip(arrows, plan.routes, strict=True))
        self.leaving = ports([(arrow.start, route[0]) for arrow, route in routed], plan.boxes, self.heights)
        self.arriving = ports([(arrow.end, route[-1]) for arrow, route in routed], plan.boxes, self.heights)

    def lines(self) -> Iterator[str]:
        """The elements of the picture, arrows first."""
        for number in range(len(self.arrows)):
            yield from self._arrow(number)
        for number in range(len(self.cards)):
            yield from self._card(number)

    def _width(self, number: int) -> float:
        """Cards of a column are of one width; entities are as wide as their words."""
        left, right = self.plan.columns[self.plan.boxes[number].column]
        return self.cards[number].size.width if self.cards[number].shape == "entity" else right - left

    def _card(self, number: int) -> Iterator[str]:
        card, place = self.cards[number], self.plan.boxes[number]
        high = self.heights[number]
        top, lower = place.middle - high / 2, (high - card.size.height) / 2
        yield f'<g class="{card.shape}" transform="translate({n(place.left)} {n(top)})">'
        yield _outline(card.shape, self._width(number), high)
        for style, x, y, text in card.lines:
            yield f'<text class="{style}" x="{n(x)}" y="{n(y + lower)}">{escape(text)}</text>'
        yield "</g>"

    def _arrow(self, number: int) -> Iterator[str]:
        arrow, route, columns = self.arrows[number], self.plan.routes[number], self.plan.columns
        start, end, label = self.plan.boxes[arrow.start], self.plan.boxes[arrow.end], route[-1]
        left, right = columns[label.column]
        middle, half = (left + right) / 2, width(arrow.label, _SMALL) / 2 + 4
        first, last = self.leaving[number], self.arriving[number]
        points = [(start.left + self._width(arrow.start), first), (columns[start.column][1], first)]
        for place in route[:-1]:
            points += [(x, place.middle) for x in columns[place.column]]
        points += [(left, label.middle), (middle - half, label.middle)]
        onward = [(middle + half, label.middle), (right, label.middle), (end.left, last)]
        yield f'<path class="line" d="{curve(points)}{curve(onward)}"/>'
        yield _head(*points[0], -1) if arrow.back else _head(*onward[-1], 1)
        yield f'<text class="label" x="{n(middle)}" y="{n(label.middle + 4)}">{escape(arrow.label)}</text>'


def _outline(shape: str, wide: float, high: float) -> str:
    if shape == "source":
        inner = f"M{n(wide - _FOLD)} 0V{_FOLD}H{n(wide)}"
        return f'<path class="box" d="M0 0H{n(wide - _FOLD)}L{n(wide)} {_FOLD}V{n(high)}H0Z{inner}"/>'
    corner = min(_ROUND.get(shape, 8), high / 2)
    return f'<rect class="box" width="{n(wide)}" height="{n(high)}" rx="{n(corner)}"/>'


def _head(x: float, y: float, way: int) -> str:
    back = x - way * 7
    return f'<path class="head" d="M{n(x)} {n(y)}L{n(back)} {n(y - 3.5)}V{n(y + 3.5)}Z"/>'
