"""What acts on what, as pictures of causes draw it: boxes and lines that lead to pages.

A sign is told by the head of its line and by a mark, a certainty by dashes and in the title; colour is for a
style sheet to add. No element has a style of its own, so that a page may forbid such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from il6ld.pictures.layout import Size
from il6ld.pictures.lines import n
from il6ld.pictures.text import width, wrapped

MARGIN = 12  # around a picture
_SMALL, _LARGE = 11, 12  # font sizes
_SLACK = 1.15  # how much wider than the fonts that are measured another may be
_LINE = 15  # from one line to the next
_ROOM, _PAD = 100, 7  # for the words of a box, and beside them
_NOTE = 74  # for the words of a mark
_FITS = 1300  # the width up to which a page may show a picture a little smaller, rather than let it scroll
_TARGET = 24  # the least width and height of what can be pointed at
# Of each sign: its class, its mark, its head as a path that ends in the origin, and where the line ends.
_SIGNS = {
    1: ("raises", "+", "M0 0L-9 -4.5V4.5Z", 7),
    -1: ("lowers", "\u2212", "M-2 -7V7", 2),
    0: ("unsigned", "?", "M-1 0a4 4 0 1 1 -8 0a4 4 0 1 1 8 0Z", 9),
}


@dataclass(frozen=True)
class Factor:
    """What acts or is acted on: its name, and the address of its page."""

    name: str
    href: str

    @cached_property
    def lines(self) -> list[str]:
        """The name as it stands in its box."""
        return wrapped(self.name, _LARGE, _ROOM, bold=True)

    @cached_property
    def size(self) -> Size:
        """The room the box takes."""
        wide = max((width(line, _LARGE, bold=True) for line in self.lines), default=0)
        return Size(max(wide * _SLACK + 2 * _PAD, _TARGET), len(self.lines) * _LINE + 14)

    def drawn(self, x: float, y: float, size: Size) -> str:
        """The box about its middle, as large as is said."""
        top = y - (len(self.lines) - 1) * _LINE / 2 + 4.5
        words = (_text(x, top + i * _LINE, escape(line)) for i, line in enumerate(self.lines))
        return _linked("factor", self.href, [_box("box", x, y, size, 6), *words])


@dataclass(frozen=True)
class Effect:
    """One line: what `start` is claimed to do to `end`, both by number, and the address of who claims it.

    `sign` is 1, -1 or 0; `certainty` is a word of the closed list; `remarks` stand on the line's mark.
    """

    start: int
    end: int
    sign: int
    certainty: str
    title: str
    description: str
    href: str
    remarks: tuple[str, ...] = field(default=())

    @cached_property
    def lines(self) -> list[str]:
        """The words of the mark: the sign, and what is remarked."""
        return wrapped(f"{_SIGNS[self.sign][1]} {', '.join(self.remarks)}".strip(), _SMALL, _NOTE)

    @cached_property
    def size(self) -> Size:
        """The room the mark takes."""
        wide = max(width(line, _SMALL, bold=True) for line in self.lines)
        return Size(max(wide * _SLACK + 8, _TARGET), max(len(self.lines) * 13 + 9, _TARGET))

    @property
    def short(self) -> float:
        """How much sooner than its head the line ends."""
        return _SIGNS[self.sign][3]

    def drawn(self, path: str, tip: tuple[float, float, float], x: float, y: float) -> str:
        """The line along a path, its head at a point and angle in degrees, its mark about a point."""
        sign, _, head, _ = _SIGNS[self.sign]
        at = f"translate({n(tip[0])} {n(tip[1])}) rotate({n(tip[2])})"
        top = y - (len(self.lines) - 1) * 6.5 + 4
        parts = [
            f"<title>{escape(self.title)}</title><desc>{escape(self.description)}</desc>",
            f'<path class="line" d="{path}"/><path class="head" transform="{at}" d="{head}"/>',
            _box("mark", x, y, self.size, 12),
            *(_text(x, top + i * 13, _marked(i, line)) for i, line in enumerate(self.lines)),
        ]
        return _linked(f"effect {sign} {_word(self.certainty)}", self.href, parts, self.title)


def sample(sign: int, certainty: str = "Stated") -> str:
    """A short line of its own, to explain the signs and certainties of a picture beside its words."""
    kind, _, head, short = _SIGNS[sign]
    return (
        f'<svg class="causes" width="64" height="16" viewBox="0 0 64 16" aria-hidden="true">'
        f'<g class="effect {kind} {_word(certainty)}"><path class="line" d="M2 8H{62 - short}"/>'
        f'<path class="head" transform="translate(62 8)" d="{head}"/></g></svg>'
    )


def framed(kind: str, name: str, size: Size, title: str, description: str, parts: Sequence[str]) -> str:
    """The picture whole, to stand within a page where nothing else is called `name`."""
    wide, high = n(size.width + 2 * MARGIN), n(size.height + 2 * MARGIN)
    fits = " fits" if size.width < _FITS else ""
    return "\n".join(
        [
            f'<svg class="{kind}{fits}" xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="0 0 {wide} {high}" role="group" aria-labelledby="{name}-title" '
            f'aria-describedby="{name}-description">',
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-description">{escape(description)}</desc>',
            f'<g transform="translate({MARGIN} {MARGIN})">',
            *parts,
            "</g>",
            "</svg>",
        ]
    )


def _linked(kind: str, href: str, parts: Sequence[str], name: str = "") -> str:
    """Parts that lead to an address, if there is one; `name` is what they are called aloud."""
    element = "a" if href else "g"
    leads = f" href={quoteattr(href)}" if href else ""
    leads += f" aria-label={quoteattr(name)}" if href and name else ""
    return f'<{element} class="{kind}"{leads}>{"".join(parts)}</{element}>'


def _box(kind: str, x: float, y: float, size: Size, corner: float) -> str:
    left, top = n(x - size.width / 2), n(y - size.height / 2)
    wide, high = n(size.width), n(size.height)
    return f'<rect class="{kind}" x="{left}" y="{top}" width="{wide}" height="{high}" rx="{corner}"/>'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{n(x)}" y="{n(y)}">{words}</text>'


def _marked(number: int, line: str) -> str:
    """The sign stands out from what is remarked."""
    sign, space, rest = line.partition(" ")
    return escape(line) if number else f'<tspan class="sign">{sign}</tspan>{space}{escape(rest)}'


def _word(certainty: str) -> str:
    """The class of a certainty, which no other sheet gives to anything."""
    return f"said-{certainty.lower()}" if certainty.isalpha() and certainty.isascii() else "said-unclear"
