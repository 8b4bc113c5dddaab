"""Which shapes can be held against one shard alone, and which must see all of them.

A shard sees its own records, the ontology, and every record that one of its own leads to. So a shape stays
within its shard if it goes from its focus only forward, a few steps far, or back where that leads to what
stands in the shard as well. Whatever is not understood here looks beyond.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import IL6, RDF, RDFS, SH
from il6ld.shards.patterns import (
    Pattern,
    forward_steps,
    iris,
    is_variable,
    named,
    predicate_of,
    required_patterns,
    steps_of,
    triple_patterns,
)
from il6ld.validation.shapes import Node, Shapes, Term
from il6ld.validation.sql.paths import read_list, read_path
from il6ld.validation.sql.queries import parse, text_of

DEEPEST = 4  # steps from its focus that a shape may go before it looks for more
_ALONE = (SH.targetClass, SH.targetSubjectsOf)
_LISTS = (SH["and"], SH["or"], SH.xone)
_INNER = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_WIDER = (SH.targetNode, SH.targetObjectsOf)


@dataclass(frozen=True)
class Edges:
    """How predicates run: `ours` stand in shards, `grounds` in the ontology.

    Of ours, the `closed` ones never lead out of a shard, not even to a term; `literal` ones lead to texts.
    """

    ours: frozenset[str]
    closed: frozenset[str]
    literal: frozenset[str]
    grounds: frozenset[str]


@dataclass
class Beyond:
    """What the shapes that look beyond name: predicates, classes, and whether any may be meant.

    Shapes `of_bare` begin at bare triples and look at what speaks of them, by the predicates `spoken`. Those
    that are `echoed` lead to texts: shapes of the ontology ask for a text of its own whether a shard has it.
    Of the predicates in `ends`, it is only asked what their objects are.
    """

    shapes: set[Node] = field(default_factory=set)
    of_bare: set[Node] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    echoed: set[str] = field(default_factory=set)
    predicates: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    any_predicate: bool = False
    any_class: bool = False

    def as_json(self) -> str:
        """The same as text, to be kept."""
        told = {
            name: sorted(map(str, value)) if isinstance(value, set) else value
            for name, value in vars(self).items()
        }
        return json.dumps(told, indent=1)

    @classmethod
    def of(cls, text: str) -> Beyond:
        """What was kept; no blank node may be among its shapes, which have other names the next time."""
        said: dict[str, Any] = json.loads(text)
        for name, value in said.items():
            said[name] = set(value) if isinstance(value, list) else value
        for name in ("shapes", "of_bare"):
            said[name] = {ox.NamedNode(one[1:-1]) for one in said[name]}
        return cls(**said)


def beyond(shapes: Shapes, edges: Edges) -> Beyond:
    """The targeted shapes that must see all shards, and what of these they look at."""
    found = Beyond()
    for shape in shapes.nodes:
        aims = [(kind, value) for kind in (*_ALONE, *_WIDER) for value in shapes.values(shape, kind)]
        if not aims or (all(kind in _ALONE for kind, _ in aims) and _stays(shapes, shape, edges)):
            continue
        echoes = _echoes(shapes, shape, aims, edges)
        if echoes is not None:
            found.echoed |= echoes
            continue
        found.shapes.add(shape)
        if _is_of_bare(shapes, shape):
            found.of_bare.add(shape)
            found.spoken |= _spoken(shapes, shape)
        else:
            _note(shapes, shape, aims, found)
    return found


def split(shapes: Shapes, away: set[Node]) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """The shapes without the targets of those that look beyond, and with no others."""
    aims = {*_ALONE, *_WIDER}
    here: list[ox.Triple] = []
    there: list[ox.Triple] = []
    for subject, predicate, value in shapes.statements:
        triple = ox.Triple(subject, predicate, value)
        if predicate not in aims or subject not in away:
            here.append(triple)
        if predicate not in aims or subject in away:
            there.append(triple)
    return here, there


def _stays(shapes: Shapes, shape: Term, edges: Edges, depth: int = 0) -> bool:
    if isinstance(shape, ox.Literal):
        return True
    path = next((read_path(one, shapes) for one in shapes.values(shape, SH.path)), None)
    steps = forward_steps(path) if path else 0
    if steps is None or depth + steps > DEEPEST:
        return False
    for query in shapes.values(shape, SH.sparql):
        parsed = parse(text_of(shapes, path, query), query)
        if _is_idle(parsed, edges):
            continue
        if depth or not _keeps(triple_patterns(parsed), edges):
            return False
    return all(_stays(shapes, one, edges, depth + steps) for one in _within(shapes, shape))


def _is_idle(query: Any, edges: Edges) -> bool:
    """Whether a query must find nothing: it asks for a predicate that stands nowhere."""
    return any(
        type(predicate).__name__ == "URIRef" and str(predicate) not in edges.ours | edges.grounds
        for _, predicate, _ in required_patterns(query)
    )


def _echoes(
    shapes: Shapes, shape: Node, aims: list[tuple[ox.NamedNode, Term]], edges: Edges
) -> set[str] | None:
    """The predicates by which a shape of the ontology goes back from a text, once; None for other shapes."""
    of_ground = all(
        kind == SH.targetSubjectsOf and str(value)[1:-1] not in edges.ours for kind, value in aims
    )
    paths = [read_path(one, shapes) for node in _below(shapes, shape) for one in shapes.values(node, SH.path)]
    queries = [one for node in _below(shapes, shape) for one in shapes.values(node, SH.sparql)]
    steps = [step for path in paths for step in steps_of(path)]
    if not of_ground or queries or None in steps or sum(back for back, _ in filter(None, steps)) != 1:
        return None
    named = {predicate for _, predicate in filter(None, steps) if predicate in edges.ours}
    return named if named <= edges.literal else None


def _below(shapes: Shapes, shape: Term) -> Iterator[Node]:
    if not isinstance(shape, ox.Literal):
        yield shape
        for one in _within(shapes, shape):
            yield from _below(shapes, one)


_SUBJECT, _PREDICATE, _OBJECT, _PROPOSITION, _BASED_ON = (
    IL6[name].value for name in ("subject", "predicate", "object", "proposition", "basedOn")
)


def _is_of_bare(shapes: Shapes, shape: Node) -> bool:
    """Whether a shape begins at a triple `$this ?path ?value` and looks at what speaks of just this triple.

    That are the propositions of it, the claims of these, and the claims that those rest on.
    """
    queries = shapes.values(shape, SH.sparql)
    return bool(queries) and all(_speaks(shapes, query) for query in queries)


def _spoken(shapes: Shapes, shape: Node) -> set[str]:
    """The predicates that the queries of a shape name."""
    queries = (parse(text_of(shapes, None, query), query) for query in shapes.values(shape, SH.sparql))
    return {iri for query in queries for _, predicate, _ in triple_patterns(query) for iri in iris(predicate)}


def _speaks(shapes: Shapes, query: Term) -> bool:
    left = [tuple(map(_told, one)) for one in triple_patterns(parse(text_of(shapes, None, query), query))]
    whole = {("?proposition", p, v) for p, v in
             ((_SUBJECT, "?this"), (_PREDICATE, "?path"), (_OBJECT, "?value"))}  # fmt: skip
    if not {("?this", "?path", "?value"), *whole} <= set(left):
        return False
    known = {"?this", "?path", "?value", "?proposition"}
    while new := {end for one in left for end in _led(one, known)} - known:
        known |= new
    return all(s in known or p == f"{RDFS.subPropertyOf.value}+" for s, p, _ in left)


def _led(pattern: tuple[str, ...], known: set[str]) -> Iterator[str]:
    subject, predicate, value = pattern
    if predicate == _PROPOSITION and value in known:
        yield subject
    if predicate == f"{_BASED_ON}+" and subject in known:
        yield value


def _told(term: Any) -> str:
    kind = type(term).__name__
    name, base, many = predicate_of(term) if kind.endswith("Path") else (None, "", False)
    if many:
        return f"{base}{term.mod}" if kind == "MulPath" else ""
    return f"?{term}" if is_variable(term) else str(term)


def _within(shapes: Shapes, shape: Node) -> Iterator[Term]:
    for kind in _INNER:
        yield from shapes.values(shape, kind)
    for kind in _LISTS:
        for head in shapes.values(shape, kind):
            yield from read_list(head, shapes)


def _keeps(patterns: Iterable[Pattern], edges: Edges) -> bool:
    """Whether all that a query looks at is reached from its focus without leaving what a shard sees."""
    left = list(patterns)
    depths: dict[str, int] = {"this": 0}
    while left:
        taken = [one for one in left if _reached(one, depths, edges)]
        if not taken:
            return False
        left = [one for one in left if one not in taken]
    return True


def _reached(pattern: Pattern, depths: dict[str, int], edges: Edges) -> bool:
    """Whether a pattern is reached from what is known; then its ends are known, too."""
    subject, predicate, value = pattern
    name, base, many = predicate_of(predicate)
    if many and (not base or base in edges.ours):
        return False
    depth = 0 if not is_variable(subject) else depths.get(str(subject))
    if depth is not None and depth <= DEEPEST:
        for one in (name, value):
            if one is not None and is_variable(one):
                depths.setdefault(str(one), depth + 1)
        return True
    seen = depths.get(str(value)) if is_variable(value) else 0
    back = bool(base) and (base not in edges.ours or (base in edges.closed and is_variable(value)))
    if seen is not None and back:
        depths.setdefault(str(subject), seen)
        return True
    return False


def _note(shapes: Shapes, shape: Node, aims: list[tuple[ox.NamedNode, Term]], found: Beyond) -> None:
    names = {SH.targetClass: found.classes, SH.targetObjectsOf: found.ends}
    for kind, value in aims:
        names.get(kind, found.predicates).add(str(value)[1:-1])
    found.any_predicate |= any(kind == SH.targetNode for kind, _ in aims)
    _note_all(shapes, shape, found)


def _note_all(shapes: Shapes, shape: Term, found: Beyond) -> None:
    if isinstance(shape, ox.Literal):
        return
    said = shapes.said(shape)
    path = next((read_path(one, shapes) for one in said.get(SH.path, ())), None)
    found.predicates.update(named(path) if path else ())
    for kind in (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals):
        found.predicates.update(str(value)[1:-1] for value in said.get(kind, ()))
    found.classes.update(str(value)[1:-1] for value in said.get(SH["class"], ()))
    found.any_predicate |= SH.closed in said
    for query in said.get(SH.sparql, ()):
        for pattern in triple_patterns(parse(text_of(shapes, path, query), query)):
            _note_pattern(pattern, found)
    for one in _within(shapes, shape):
        _note_all(shapes, one, found)


def _note_pattern(pattern: Pattern, found: Beyond) -> None:
    _, predicate, value = pattern
    named = set(iris(predicate))
    found.predicates |= named
    found.any_predicate |= not named
    if RDF.type.value in named:
        found.any_class |= is_variable(value)
        found.classes.add(str(value))
