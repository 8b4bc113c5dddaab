"""The nanopublications of this folder, and what the checker says of them and of their changed copies."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from il6ld.findings import Severity
from il6ld.nanopubs import check
from tests.nanopubs.forging import Quads, only, payload, read


def told(quads: Quads | bytes, name: str = "case.nq") -> list[tuple[str, str]]:
    """The errors of a check: rule and message."""
    content = quads if isinstance(quads, bytes) else payload(quads)
    found = check(content, name)
    return [(finding.rule, finding.message) for finding in found if finding.severity is Severity.ERROR]


def unsigned() -> Quads:
    """One nanopublication, unsigned."""
    return only(read("unsigned.trig"), "one-more/")


def signed() -> Quads:
    """One nanopublication, signed."""
    return only(read("signed.trig"), "/one-more/")


def part(quads: Quads, name: str) -> ox.NamedNode:
    """The graph whose name ends in a word."""
    found = next(quad.graph_name for quad in quads if f"/{name}>" in str(quad.graph_name))
    assert isinstance(found, ox.NamedNode)
    return found


def added(quads: Quads, name: str, predicate: ox.NamedNode, term: ox.NamedNode | ox.Literal) -> Quads:
    """The quads and one more in a graph, about the same as its first."""
    quad = next(quad for quad in quads if quad.graph_name == part(quads, name))
    return [*quads, ox.Quad(quad.subject, predicate, term, quad.graph_name)]


def without(predicate: ox.NamedNode) -> Callable[[Quads], Quads]:
    return lambda quads: [quad for quad in quads if quad.predicate != predicate]
