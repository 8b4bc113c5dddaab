"""Whether shapes can be relied on: what an engine would pass over without a word, or follow for ever.

An engine that does not know a word of a shape takes no notice of it, and one that does not see the end of a
shape may find that all conforms. So each of these is refused before any engine starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.findings import Finding, Position, Severity, nearest
from il6ld.namespaces import RDF, RDFS, SH, local_name
from il6ld.validation.shapes import CONSTRAINTS, TARGETS, Node, Shapes, Term

# From the IRI of a shape to where it was written.
LocateShape = Callable[[ox.NamedNode], Position | None]

_REFERENCES = tuple(
    SH[name] for name in ("and", "node", "not", "or", "property", "qualifiedValueShape", "xone")
)
_STEPS = tuple(
    SH[f"{name}Path"] for name in ("alternative", "inverse", "oneOrMore", "zeroOrMore", "zeroOrOne")
)
_LISTS = (RDF.first, RDF.rest)
_QUERIES = (SH.select, SH.ask, SH.construct, SH.update)
_WORDS = CONSTRAINTS | {
    *(*TARGETS, *_STEPS, SH.select),
    *(SH[name] for name in (
        "deactivated", "declare", "defaultValue", "description", "flags", "group", "ignoredProperties",
        "message", "name", "namespace", "order", "path", "prefix", "prefixes", "property",
        "qualifiedValueShapesDisjoint", "severity",
    )),
    SH.qualifiedValueShape,
}  # fmt: skip
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Strings, IRIs and comments, in which a keyword means nothing.
_QUOTED = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*''', re.DOTALL
)
_OUTSIDE = re.compile(r"\b(SERVICE|FROM|LOAD)\b", re.IGNORECASE)


def require_sound(shapes: Shapes, locate: LocateShape) -> None:
    """Raise InvalidInput with a finding for each shape that cannot be relied on."""
    found = []
    for shape, message, cure in _troubles(shapes):
        place = locate(shape) if isinstance(shape, ox.NamedNode) else None
        found.append(Finding("shapes", Severity.ERROR, message, place, cure))
    if found:
        raise InvalidInput("The shapes cannot be used.", findings=found)


def idle(shapes: Shapes, unmatched: Collection[str]) -> Iterator[ox.NamedNode]:
    """The shapes that hold constraints and look at nothing: no target matches, no other shape uses them."""
    aiming = {target.shape for target in shapes.targets}
    looking = {target.shape for target in shapes.targets if str(target) not in unmatched}
    for shape in shapes.nodes:
        said = shapes.said(shape)
        if not isinstance(shape, ox.NamedNode) or shape in looking or CONSTRAINTS.isdisjoint(said):
            continue
        # A shape that is a class as well looks at the instances of that class.
        is_class = RDFS.Class in said.get(RDF.type, ())
        if not is_class and (shape in aiming or not shapes.users(shape)):
            yield shape


def _troubles(shapes: Shapes) -> Iterator[tuple[Node, str, str]]:
    """Each shape at fault, what is wrong with it, and the cure."""
    for subject, predicate, value in shapes.statements:
        if predicate in SH and predicate not in _WORDS:
            cure = nearest(local_name(predicate), map(local_name, _WORDS)) or "See what other shapes use."
            told = f"The engines do not know sh:{local_name(predicate)}, and would pass it over."
            yield _named(subject, shapes), told, cure
        if predicate in _QUERIES and isinstance(value, ox.Literal) and (word := _reaches_out(value.value)):
            shape = _named(subject, shapes)
            told = f"A query of {local_name(shape.value)} says {word}: nothing is fetched."
            yield shape, told, "Ask of the graph at hand alone."
    for node in _circular(_starts(shapes), (*_REFERENCES, *_LISTS), shapes):
        shape = _named(node, shapes)
        yield shape, f"{local_name(shape.value)} refers to itself.", "Say what is meant without the circle."
    for node in _circular(_paths(shapes), (*_STEPS, *_LISTS), shapes):
        shape = _named(node, shapes)
        yield (
            shape,
            f"{local_name(shape.value)} has a path that leads into itself.",
            "Write a path that ends.",
        )


def _starts(shapes: Shapes) -> list[Node]:
    return [node for node in shapes.nodes if not shapes.said(node).keys().isdisjoint(_REFERENCES)]


def _paths(shapes: Shapes) -> list[Node]:
    values = (value for node in shapes.nodes for value in shapes.values(node, SH.path))
    return [value for value in values if isinstance(value, ox.BlankNode)]


def _circular(starts: list[Node], edges: tuple[ox.NamedNode, ...], shapes: Shapes) -> Iterator[Node]:
    """One node of each circle that the edges lead into; without recursion, so that no depth matters."""
    done: set[Term] = set()
    for start in starts:
        on_way: set[Term] = {start}
        way: list[tuple[Term, Iterator[Term]]] = []
        if start not in done:
            way.append((start, _next(start, edges, shapes)))
        while way:
            node, following = way[-1]
            after = next((other for other in following if other not in done), None)
            if after is None:
                done.add(node)
                on_way.discard(node)
                way.pop()
            elif after not in on_way:
                on_way.add(after)
                way.append((after, _next(after, edges, shapes)))
            elif not isinstance(after, ox.Literal):
                yield after


def _next(node: Term, edges: tuple[ox.NamedNode, ...], shapes: Shapes) -> Iterator[Term]:
    said = shapes.said(node)
    return (value for edge in edges for value in said.get(edge, ()) if not isinstance(value, ox.Literal))


def _named(node: Node, shapes: Shapes) -> Node:
    """The nearest named node that uses a blank one; the blank one itself where there is none."""
    seen: set[Term] = set()
    queue: list[Node] = [node]
    for one in queue:
        if isinstance(one, ox.NamedNode):
            users = [] if CONSTRAINTS & shapes.said(one).keys() else shapes.users(one)
            return next((user for user in users if isinstance(user, ox.NamedNode)), one)
        seen.add(one)
        queue += [user for user in shapes.users(one) if user not in seen]
    return node


def _reaches_out(query: str) -> str:
    """The word with which a query reaches for what is not at hand, or nothing."""
    spelt = _ESCAPED.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), query)
    match = _OUTSIDE.search(_QUOTED.sub(" ", spelt))
    return match[1].upper() if match else ""
