"""The queries of sh:sparql: compiled where that can be, and else told why they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from il6ld.errors import InvalidInput
from il6ld.namespaces import OWL, SH, local_name
from il6ld.validation.shapes import Shapes, Term
from il6ld.validation.sql.algebra import Scope
from il6ld.validation.sql.paths import Path
from il6ld.validation.sql.solutions import THIS, column
from il6ld.validation.sql.values import Beyond

if TYPE_CHECKING:
    from il6ld.validation.sql.compiling import Compiler, Place

_PATH = re.compile(r"[$?]PATH\b")
# What SHACL lets a validator leave out.
_GRAPHS = re.compile(r"[$?](shapesGraph|currentShape)\b")
_SIGNS = {"any": "*", "many": "+", "optional": "?"}


@dataclass(frozen=True)
class Fallen:
    """A query that runs on pyoxigraph, and why."""

    query: str
    why: str
    predicates: tuple[str, ...]


def query_of(compiler: Compiler, at: Place, constraint: Term) -> str | Fallen:
    """A SELECT of (focus, value, path, text), or the query that must run elsewhere.

    InvalidInput for what is no query, or none that SHACL allows.
    """
    text = text_of(compiler.shapes, at.path, constraint)
    if match := _GRAPHS.search(text):
        raise refused(constraint, f"${match[1]} is not told here.")
    parsed = parse(text, constraint)
    try:
        rows = Scope(compiler, at.domain).with_this(Scope(compiler, at.domain).rows(parsed))
    except Beyond as beyond:
        return Fallen(text, str(beyond), _predicates(parsed))
    value = (
        f"a.{column('value')}"
        if "value" in rows.names
        else f"a.{column(THIS)}"
        if at.path is None
        else "NULL::UBIGINT"
    )
    path = f"a.{column('path')}" if "path" in rows.names else "NULL::UBIGINT"
    told = f"a.{column('value', 'text')}" if "value" in rows.computed else "NULL::VARCHAR"
    return (f"SELECT a.{column(THIS)} AS focus, {value} AS value, {path} AS path, {told} AS text "
            f"FROM ({rows.sql}) a")  # fmt: skip


def _predicates(node: Any) -> tuple[str, ...]:
    """The predicates of a query's triples; none where any may be meant."""
    found = set(_steps(node))
    return () if "" in found else tuple(sorted(found))


def _steps(node: Any) -> Iterator[str]:
    name = type(node).__name__
    if getattr(node, "name", "") == "BGP":
        for _, predicate, _ in node.triples:
            yield from _steps(predicate)
    elif getattr(node, "name", "").endswith("EXISTS"):
        yield from _steps(node.graph)  # translated; what the node holds as an item is not
    elif name in ("Variable", "NegatedPath"):
        yield ""
    elif name == "URIRef":
        yield f"<{node}>"
    elif name.endswith("Path"):
        for part in getattr(node, "args", None) or [getattr(node, "arg", None) or node.path]:
            yield from _steps(part)
    elif isinstance(node, dict | list):
        inner = node.values() if isinstance(node, dict) else node
        for one in inner:
            if isinstance(one, dict | list):
                yield from _steps(one)


def text_of(shapes: Shapes, path: Path | None, constraint: Term) -> str:
    """The text of a query with its prefixes, and with the path of its shape in the place of $PATH."""
    select = next((term.value for term in shapes.values(constraint, SH.select)), "")
    declared = sorted(_prefixes(shapes, constraint))
    lines = [f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in declared]
    return "\n".join([*lines, _PATH.sub(lambda _: as_sparql(path), select) if path else select])


def _prefixes(shapes: Shapes, constraint: Term) -> set[tuple[str, str]]:
    found = set()
    queue = list(shapes.values(constraint, SH.prefixes))
    for node in queue:
        queue += [other for other in shapes.values(node, OWL.imports) if other not in queue]
        for one in shapes.values(node, SH.declare):
            for prefix in shapes.values(one, SH.prefix):
                found |= {(prefix.value, term.value) for term in shapes.values(one, SH.namespace)}
    return found


def as_sparql(path: Path) -> str:
    """A path as SPARQL writes it."""
    if path.kind == "predicate":
        return str(path.predicate)
    inner = [as_sparql(part) for part in path.parts]
    if path.kind in _SIGNS:
        return f"({inner[0]}){_SIGNS[path.kind]}"
    if path.kind == "inverse":
        return f"^({inner[0]})"
    return "(" + ("/" if path.kind == "sequence" else "|").join(inner) + ")"


def parse(text: str, constraint: Term) -> Any:
    """The algebra of a query, literals as they are written."""
    import rdflib
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    normalised, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        parsed = parseQuery(text)
        _keep_false(parsed)
        algebra = translateQuery(parsed).algebra
    except Exception as error:  # rdflib raises what its parser, its algebra and pyparsing raise
        raise refused(constraint, " ".join(str(error).split())) from error
    finally:
        rdflib.NORMALIZE_LITERALS = normalised
    if word := _forbidden(parsed):
        raise refused(constraint, f"{word} must not stand in it.")
    return algebra


def _keep_false(node: Any) -> None:
    """Writes FILTER (false) so that rdflib does not pass it over."""
    from rdflib import Literal
    from rdflib.plugins.sparql.parserutils import CompValue

    if getattr(node, "name", "") == "Filter":
        expr = node["expr"]
        while isinstance(expr, dict) and set(expr) == {"expr"}:
            expr = expr["expr"]
        if isinstance(expr, Literal) and not expr:
            node["expr"] = CompValue("UnaryNot", expr=CompValue("UnaryNot", expr=expr))
    for one in _inner(node):
        _keep_false(one)


def _inner(node: Any) -> list[Any]:
    """What a node of rdflib's syntax tree or algebra holds."""
    if isinstance(node, dict):
        return list(dict.values(node))
    return list(node) if isinstance(node, list | tuple) or type(node).__name__ == "ParseResults" else []


def _forbidden(node: Any) -> str:
    """What SHACL forbids in a query, where there is any."""
    name = getattr(node, "name", "")
    if name in ("Minus", "MinusGraphPattern"):
        return "MINUS"
    if name == "ServiceGraphPattern":
        return "SERVICE"
    if name in ("InlineData", "ValuesClause") and (node.get("var") or node.get("value")):
        return "VALUES"
    if name == "SubSelect" and not _projects_this(node):
        return "A sub-query that does not give $this"
    bound = node.get("var") if name == "Bind" else node.get("evar") if name == "vars" else None
    if bound is not None and str(bound) == THIS:
        return f"AS ?{THIS}"
    return next((word for one in _inner(node) if (word := _forbidden(one))), "")


def _projects_this(node: Any) -> bool:
    chosen = node.get("projection")
    if chosen is None or chosen == "*":
        return True
    return any(str(one.get("var") if hasattr(one, "get") else one) == THIS for one in chosen)


def refused(constraint: Term, told: str) -> InvalidInput:
    """The error for a query that cannot be used."""
    name = local_name(constraint.value)
    error = InvalidInput.at(
        None, f"The query of {name} cannot be used: {told}", rule="shapes", help="Look in shapes/."
    )
    assert isinstance(error, InvalidInput)
    return error
