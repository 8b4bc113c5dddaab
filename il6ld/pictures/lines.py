"""Lines between boxes: where they meet them, how they bend, and how numbers are written."""

from __future__ import annotations

from collections.abc import Sequence

from il6ld.pictures.layout import Place, parted

APART = 12  # from one line to the next where they meet a box
PAD = 10  # within a box, and from its corner to the first line


def ports(ends: Sequence[tuple[int, Place]], boxes: Sequence[Place], heights: Sequence[float]) -> list[float]:
    """The height at which each line meets its box: level with where it goes, as far as the box allows.

    `ends` holds the number of each line's box, and the place that the line comes from or goes to.
    """
    found = [0.0] * len(ends)
    for number, box in enumerate(boxes):
        met = sorted((place.middle, i) for i, (card, place) in enumerate(ends) if card == number)
        reach = max(heights[number] / 2 - PAD, 0)
        wanted = [min(max(middle, box.middle - reach), box.middle + reach) for middle, _ in met]
        last = len(met) - 1
        apart = min(APART, 2 * reach / max(last, 1))
        for place, port in enumerate(parted(wanted, [apart] * last)):
            high, low = box.middle - reach + place * apart, box.middle + reach - (last - place) * apart
            found[met[place][1]] = min(max(port, high), low)
    return found


def curve(points: Sequence[tuple[float, float]]) -> str:
    """A path through points from left to right, level where it meets each of them."""
    (x, y), *others = points
    path = f"M{n(x)} {n(y)}"
    for to_x, to_y in others:
        if abs(to_y - y) < 0.05:
            path += f"H{n(to_x)}"
        else:
            half = n((x + to_x) / 2)
            path += f"C{half} {n(y)} {half} {n(to_y)} {n(to_x)} {n(to_y)}"
        x, y = to_x, to_y
    return path


def n(number: float) -> str:
    """A number with one decimal at most; the same on every machine."""
    return f"{round(number * 10) / 10:g}"
