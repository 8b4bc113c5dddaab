"""How wide words are, and where they break; widths are those of Helvetica, Arial and Liberation Sans."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Thousandths of the font size, by letter. Whatever is not here is taken to be as wide as a wide letter.
_WIDTHS = {
    letter: width
    for width, letters in (
        (191, "'"), (222, "ijl"), (260, "|"), (278, " !,./:;I[\\]ft"), (333, "()-`r"), (355, '"'),
        (389, "*"), (469, "^"), (500, "Jckxsvyz"), (556, "#$0123456789?L_abdeghnopqu"), (584, "+<=>~"),
        (611, "FTZ"), (667, "&ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm"), (889, "%"),
        (944, "W"), (1015, "@"),
    )
    for letter in letters
}  # fmt: skip
_BOLD = 1.08
_UNKNOWN, _WIDE = 722, 1000


def width(text: str, size: float, bold: bool = False) -> float:
    """How much room a line of text takes, in the units of `size`.

    >>> width("il", 10), width("il", 10, bold=True)
    (4.44, 4.8)
    """
    thousandths = sum(map(_letter, text))
    return round(thousandths / 1000 * size * (_BOLD if bold else 1), 2)


@lru_cache(maxsize=1024)
def _letter(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _WIDTHS.get(letter, _UNKNOWN)


def wrapped(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`, broken at spaces and hyphens, or within a long word.

    >>> wrapped("collagen-induced arthritis", 10, 80)
    ['collagen-induced', 'arthritis']
    """
    lines = [""]
    for piece in re.findall(r"\s*[^\s-]*-?", text):
        if width((lines[-1] + piece).strip(), size, bold) > room and lines[-1]:
            lines.append("")
        lines[-1] += piece
        while width(lines[-1].strip(), size, bold) > room and len(lines[-1].strip()) > 1:
            fits = _fitting(lines[-1].strip(), size, room, bold)
            lines[-1:] = [lines[-1].strip()[:fits], lines[-1].strip()[fits:]]
    return [line.strip() for line in lines if line.strip()]


def _fitting(word: str, size: float, room: float, bold: bool) -> int:
    """How many letters of a word fit; one at the least."""
    fits = len(word)
    while fits > 1 and width(word[:fits], size, bold) > room:
        fits -= 1
    return fits
