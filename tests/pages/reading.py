"""What stands on pages, as tests look at it; the release of the repository, made into pages once."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from types import ModuleType

import pyoxigraph as ox

from il6ld.pages import release as releases
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from tests.conftest import ROOT

_VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "wbr"})


@cache
def release() -> Release:
    """The release that the repository holds; not to be changed."""
    return releases.read(ROOT / "build")


@cache
def pen() -> Pen:
    """A pen for its pages."""
    return Pen(release())


@cache
def made(part: ModuleType) -> dict[str, str]:
    """The pages of one part of the site, as text by their paths."""
    return {page.path: page.content.decode() for page in part.pages(release(), pen())}


def changed(swap: dict[ox.NamedNode, ox.NamedNode], labels: dict[ox.NamedNode, str]) -> Release:
    """The release with some nodes put in the place of others, and with other labels."""
    quads = []
    for subject, predicate, value, graph in release().dataset:
        if subject in labels and predicate.value.endswith("#label"):
            value = ox.Literal(labels[subject], language="en")
        subject, value = swap.get(subject, subject), swap.get(value, value)
        quads.append(ox.Quad(subject, predicate, value, graph))
    return Release(release().files, ox.Dataset(quads), release().context)


@dataclass
class Element:
    """An element of a page: its name, attributes and children, and where its text stands."""

    name: str
    attributes: dict[str, str]
    pieces: list[str] = field(repr=False)
    start: int
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text in it."""
        return "".join(self.pieces[self.start : self.end])


class Read(HTMLParser):
    """A page as a list of its elements, in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self._pieces: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        found = Element(tag, attributes, self._pieces, len(self._pieces))
        self.elements.append(found)
        if self._open:
            self._open[-1].children.append(found)
        if tag not in _VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            done = self._open.pop()
            done.end = len(self._pieces)
            if done.name == tag:
                break

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def named(self, name: str) -> list[Element]:
        """The elements of one name."""
        return [one for one in self.elements if one.name == name]

    def rows(self, caption: str) -> list[list[Element]]:
        """The cells of each row of the body of the table whose caption has an id."""
        table = next(
            one for one in self.named("table")
            if any(child.attributes.get("id") == caption for child in one.children)
        )  # fmt: skip
        body = next(child for child in table.children if child.name == "tbody")
        return [row.children for row in body.children]

    @cached_property
    def ids(self) -> list[str]:
        """Every id."""
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]

    @cached_property
    def links(self) -> list[str]:
        """Where the page leads to."""
        return [
            one.attributes["href"] for one in self.elements if one.name == "a" and "href" in one.attributes
        ]


def svg(text: str, name: str) -> ET.Element:
    """The picture of a page that is called so."""
    start = text.rindex("<svg", 0, text.index(f'id="{name}-title"'))
    return ET.fromstring(text[start : text.index("</svg>", start) + 6])
