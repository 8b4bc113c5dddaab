"""The triple patterns of a parsed query, the steps of a path, and what they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from il6ld.validation.sql.paths import Path

Pattern = tuple[Any, Any, Any]


def required_patterns(node: Any) -> Iterator[Pattern]:
    """The triple patterns that every solution of a query has."""
    name = getattr(node, "name", "")
    if name == "BGP":
        yield from node.triples
    for part in ("p", "p1", "p2") if name not in ("LeftJoin", "Union", "Minus") else ():
        if part in node:
            yield from required_patterns(node[part])


def triple_patterns(node: Any) -> Iterator[Pattern]:
    """The triple patterns of a query, those within EXISTS as well."""
    if getattr(node, "name", "") == "BGP":
        yield from node.triples
    elif getattr(node, "name", "").endswith("EXISTS"):
        yield from triple_patterns(node.graph)  # translated; what the node holds as an item is not
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            if isinstance(one, dict | list):
                yield from triple_patterns(one)


def predicate_of(predicate: Any) -> tuple[Any, str, bool]:
    """A variable predicate; the IRI of another, or ""; whether it is more than the IRI alone."""
    kind = type(predicate).__name__
    if kind == "Variable":
        return predicate, "", False
    if kind == "URIRef":
        return None, str(predicate), False
    inner = getattr(predicate, "path", None)
    return None, str(inner) if type(inner).__name__ == "URIRef" else "", True


def is_variable(term: Any) -> bool:
    """Whether a term of a pattern stands for any: a variable, or a blank node."""
    return type(term).__name__ in ("Variable", "BNode")


def iris(path: Any) -> Iterator[str]:
    """The IRIs that a predicate or a path of predicates names."""
    if type(path).__name__ == "URIRef":
        yield str(path)
    for part in getattr(path, "args", None) or [getattr(path, "arg", None), getattr(path, "path", None)]:
        if part is not None:
            yield from iris(part)


def steps_of(path: Path) -> Iterator[tuple[bool, str] | None]:
    """The steps of a path, each with whether it goes back; None for what is no plain step."""
    if path.predicate is not None and path.kind == "predicate":
        yield False, path.predicate.value
    elif path.kind == "inverse" and path.parts[0].predicate is not None:
        yield True, path.parts[0].predicate.value
    elif path.kind in ("sequence", "alternative"):
        for part in path.parts:
            yield from steps_of(part)
    else:
        yield None


def named(path: Path) -> Iterator[str]:
    """The predicates of a shape's path."""
    if path.predicate is not None:
        yield path.predicate.value
    for part in path.parts:
        yield from named(part)


def forward_steps(path: Path) -> int | None:
    """How many steps forward a path goes at most; None for one that goes back, or on and on."""
    if path.kind == "predicate":
        return 1
    if path.kind not in ("sequence", "alternative", "optional"):
        return None
    each = [forward_steps(part) for part in path.parts]
    known = [steps for steps in each if steps is not None]
    if len(known) < len(each):
        return None
    return sum(known) if path.kind == "sequence" else max(known)
