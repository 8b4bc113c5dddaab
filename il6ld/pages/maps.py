"""The causal map: every causal step as a picture, the same as a table, and the feedback loops as rings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from markupsafe import Markup

from il6ld.namespaces import IL6, local_name
from il6ld.pages import loops
from il6ld.pages.asking import Asked
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen, href, inert
from il6ld.pages.steps import MARKS, VERBS, Line, left_out, lines, unsized
from il6ld.pictures.causes import causal_map
from il6ld.pictures.effects import Effect, Factor, sample
from il6ld.queries import CERTAINTIES

PATH = "map.html"
STAR = "*"
_BASIS = "entailed"  # the shape of the badges that tell what a claim was concluded from


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page of the causal map."""
    asked = Asked(release)
    found = asked.answer("causal-steps")
    drawn = lines(found, pen)
    chart = Chart(release, pen)
    yield pen.page(
        PATH, "map.html.jinja", title="The causal map", picture=chart.picture(drawn), lines=drawn,
        factors=chart.factors(drawn), left=left_out(release, drawn), held=chart.held,
        rings=loops.rings(chart, drawn, found), signs=_signs(), sureness=_sureness(release), star=STAR,
    )  # fmt: skip


class Chart:
    """What pictures of causes are made of: names that are safe to show, and addresses of pages."""

    def __init__(self, release: Release, pen: Pen) -> None:
        self.release = release
        self.pen = pen

    def factors(self, drawn: Sequence[Line]) -> list[ox.NamedNode]:
        """What acts or is acted on, A to Z."""
        ends = {node for line in drawn for node in (line.subject, line.object)}
        return sorted(ends, key=lambda node: (self.label(node).casefold(), node.value))

    def picture(self, drawn: Sequence[Line]) -> Markup:
        """The map of all lines."""
        nodes = self.factors(drawn)
        place = {node: i for i, node in enumerate(nodes)}
        effects = [
            self.effect(line, place[line.subject], place[line.object], self.address(line, i))
            for i, line in enumerate(drawn)
        ]
        told = f"{len(nodes)} things and {len(effects)} claimed effects. The table below says the same."
        title = "What is claimed to act on what"
        return Markup(causal_map("map", [self.factor(node) for node in nodes], effects, title, told))

    def factor(self, node: ox.NamedNode) -> Factor:
        """A box, which leads to the page of what it stands for."""
        return Factor(self.label(node), self.page(node))

    def effect(self, line: Line, start: int, end: int, address: str) -> Effect:
        """A line with all that must be told of its claims."""
        claims = "; ".join(f"{local_name(one)}: {self.name(one)}" for one in line.claims)
        return Effect(
            start, end, line.sign, local_name(line.certainty), self.title(line), f"Claimed by {claims}",
            address, self.mark(line),
        )  # fmt: skip

    def remarks(self, line: Line) -> list[str]:
        """What qualifies a line beside its certainty."""
        sure = self.pen.label(line.certainty)
        words = [badge.words for badge in line.badges if not badge.plain and badge.words != sure]
        return [self.safe(one) for one in (*words, unsized(self.release.lookup, line.claims)) if one]

    def mark(self, line: Line) -> tuple[str, ...]:
        """The same as it stands on the line: a star stands for what the claims rest on."""
        basis = {badge.words for badge in line.badges if badge.shape == _BASIS}
        basis -= {self.pen.label(line.reading)}
        words = [one for one in self.remarks(line) if one not in basis]
        return (*words, STAR) if basis else tuple(words)

    def title(self, line: Line) -> str:
        """A line in words, what qualifies it first."""
        stance = ", ".join([self.label(line.certainty).capitalize(), *self.remarks(line)])
        return f"{stance}: {self.label(line.subject)} {line.verb} {self.label(line.object)} ({line.mark})"

    def address(self, line: Line, number: int) -> str:
        """Where a line leads: to its claim, or to its row in the table where there are several."""
        return self.page(line.claims[0]) if len(line.claims) == 1 else f"#step-{number + 1}"

    def held(self, claim: ox.NamedNode) -> list[tuple[ox.NamedNode, list[ox.NamedNode]]]:
        """What qualifies the proposition of a claim: each property with its values."""
        lookup = self.release.lookup
        found = [
            (predicate, lookup.nodes(node, predicate))
            for node in lookup.nodes(claim, IL6.proposition)
            for predicate in lookup.properties(node)
            if predicate in self.release.qualifiers
        ]
        return sorted(found, key=lambda one: self.label(one[0]))

    def page(self, node: ox.NamedNode) -> str:
        """The address of a node as the map, which stands at the root, links to it."""
        return self.pen.addresses.page(node) or href(node)

    def label(self, node: ox.NamedNode) -> str:
        """What a node is called."""
        return self.safe(self.pen.label(node))

    def name(self, claim: ox.NamedNode) -> str:
        """A claim with what must stand behind its label."""
        return self.safe(self.pen.stances.of(claim).name)

    def safe(self, words: str) -> str:
        """Words as a picture may show them; it escapes them itself."""
        return str(inert(words))


def _signs() -> list[tuple[Markup, str, str]]:
    meant = {
        1: "more of the one, more of the other",
        -1: "more of the one, less of the other",
        0: "the source does not say which way",
    }
    return [(Markup(sample(sign)), f"{MARKS[sign]} {VERBS[sign]}", words) for sign, words in meant.items()]


def _sureness(release: Release) -> list[tuple[Markup, str]]:
    return [(Markup(sample(1, local_name(one))), release.lookup.label(one)) for one in CERTAINTIES]
