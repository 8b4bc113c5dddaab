"""The boxes, marks and texts of a picture of causes, where they stand."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from il6ld.pictures.text import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Area:
    """The room that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        """Whether two areas have room in common, by more than was rounded away."""
        level = self.top < other.bottom - 0.2 and other.top < self.bottom - 0.2
        return level and self.left < other.right - 0.2 and other.left < self.right - 0.2

    def holds(self, other: Area) -> bool:
        """Whether another area is within this one."""
        level = self.top - 0.2 <= other.top and other.bottom <= self.bottom + 0.2
        return level and self.left - 0.2 <= other.left and other.right <= self.right + 0.2


def areas(picture: ET.Element) -> Iterator[tuple[Area, list[Area]]]:
    """Each box and mark with the texts that belong on it."""
    yield from _within(picture, 0, 0)


def _within(element: ET.Element, x: float, y: float) -> Iterator[tuple[Area, list[Area]]]:
    if shift := re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", "")):
        x, y = x + float(shift[1]), y + float(shift[2])
    box = element.find(f"{SVG}rect")
    if box is not None:
        left, top, wide, high = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        texts = [_text(text, x, y, box.get("class") == "box") for text in element.findall(f"{SVG}text")]
        yield Area(x + left, y + top, x + left + wide, y + top + high), texts
    for child in element:
        yield from _within(child, x, y)


def _text(text: ET.Element, x: float, y: float, large: bool) -> Area:
    wide = width("".join(text.itertext()), 12 if large else 11, bold=large)
    middle, base = x + float(text.get("x", "0")), y + float(text.get("y", "0"))
    return Area(middle - wide / 2, base - 9, middle + wide / 2, base + 2)


def troubles(picture: ET.Element) -> list[str]:
    """What covers something else, sticks out of its box, or is cut off; and whether anything was found."""
    found = list(areas(picture))
    paper = Area(0, 0, float(picture.get("width", "0")), float(picture.get("height", "0")))
    told = [f"{a} meets {b}" for (a, _), (b, _) in itertools.combinations(found, 2) if a.meets(b)]
    told += [f"{area} is cut off" for area, _ in found if not paper.holds(area)]
    told += [
        f"{text} sticks out of {area}" for area, texts in found for text in texts if not area.holds(text)
    ]
    return told if found else ["nothing is drawn"]
