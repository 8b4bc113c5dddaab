"""Property paths as relations of (focus, value): of SHACL and of SPARQL."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import RDF, SH
from il6ld.validation.shapes import Shapes, Term
from il6ld.validation.sql.terms import listed, term_id

_STEPS = {"inverse": "inverse", "zeroOrMore": "any", "oneOrMore": "many", "zeroOrOne": "optional"}


@dataclass(frozen=True)
class Path:
    """A path: a predicate, or a kind of path over others.

    The kinds are predicate, inverse, sequence, alternative, any (*), many (+), optional (?) and except
    (a predicate that is none of these).
    """

    kind: str
    parts: tuple[Path, ...] = ()
    predicate: ox.NamedNode | None = None

    @property
    def begins_anywhere(self) -> bool:
        """Whether a node may reach itself without a triple."""
        if self.kind in ("any", "optional"):
            return True
        each = [part.begins_anywhere for part in self.parts]
        return all(each) if self.kind == "sequence" else any(each)


def read_path(node: Term, shapes: Shapes) -> Path:
    """The path that a node of the shapes graph stands for; InvalidInput where it is none."""
    if isinstance(node, ox.NamedNode):
        return Path("predicate", predicate=node)
    if members := read_list(node, shapes):
        return Path("sequence", tuple(read_path(one, shapes) for one in members))
    for name, kind in _STEPS.items():
        for inner in shapes.values(node, SH[f"{name}Path"]):
            return Path(kind, (read_path(inner, shapes),))
    for head in shapes.values(node, SH.alternativePath):
        return Path("alternative", tuple(read_path(one, shapes) for one in read_list(head, shapes)))
    raise InvalidInput.at(None, f"'{node}' is no path.", rule="shapes", help="Look at sh:path.")


def read_list(head: Term, shapes: Shapes) -> list[Term]:
    """The members of an RDF list."""
    found: list[Term] = []
    seen: set[Term] = set()
    while head not in (RDF.nil, *seen) and shapes.values(head, RDF.first):
        seen.add(head)
        found.append(shapes.values(head, RDF.first)[0])
        head = next(iter(shapes.values(head, RDF.rest)), RDF.nil)
    return found


def pairs(path: Path, starts: str = "") -> str:
    """A SELECT of the pairs (focus, value) that a path joins, each once; from the nodes of `starts` alone.

    `starts` is a relation with a column `node`; without one, from any term at all.
    """
    if path.kind == "predicate" and starts:
        return (f"SELECT d.node AS focus, q.o AS value FROM {starts} d JOIN quads q ON q.s = d.node "
                f"WHERE q.p = {term_id(path.predicate)}")  # fmt: skip
    if path.kind in ("predicate", "inverse", "except") and not (path.parts and path.parts[0].parts):
        return _steps(path, starts)
    return _MAKERS[path.kind](path, starts)


def _steps(path: Path, starts: str) -> str:
    """One step over triples, forward or back."""
    inner, ends = (path.parts[0], ("o", "s")) if path.kind == "inverse" else (path, ("s", "o"))
    if inner.kind == "except":
        which = f"q.p NOT IN {listed([part.predicate for part in inner.parts])}"
    else:
        which = f"q.p = {term_id(inner.predicate)}"
    distinct = "DISTINCT " if inner.kind == "except" else ""
    join = f"FROM {starts} d JOIN quads q ON q.{ends[0]} = d.node" if starts else "FROM quads q"
    return f"SELECT {distinct}q.{ends[0]} AS focus, q.{ends[1]} AS value {join} WHERE {which}"


def _inverse(path: Path, starts: str) -> str:
    return pairs(_turned(path.parts[0]), starts)


def _turned(path: Path) -> Path:
    """The same path from its end, with inverses at its predicates alone."""
    if path.kind in ("predicate", "except"):
        return Path("inverse", (path,))
    if path.kind == "inverse":
        return path.parts[0]
    parts = tuple(map(_turned, path.parts))
    return replace(path, parts=parts[::-1] if path.kind == "sequence" else parts)


def _sequence(path: Path, starts: str) -> str:
    joined = f"({pairs(path.parts[0], starts)}) j0"
    for number, part in enumerate(path.parts[1:], 1):
        joined += f" JOIN ({pairs(part)}) j{number} ON j{number}.focus = j{number - 1}.value"
    return f"SELECT DISTINCT j0.focus, j{len(path.parts) - 1}.value FROM {joined}"


def _alternative(path: Path, starts: str) -> str:
    return " UNION ".join(f"(SELECT focus, value FROM ({pairs(part, starts)}) u)" for part in path.parts)


def _closure(path: Path, starts: str) -> str:
    step = pairs(path.parts[0])
    first = (
        _identity(starts)
        if path.kind == "any"
        else f"SELECT focus, value FROM ({pairs(path.parts[0], starts)}) f"
    )
    return (f"WITH RECURSIVE way(focus, value) AS ({first} UNION "
            f"SELECT w.focus, n.value FROM way w JOIN ({step}) n ON n.focus = w.value) "
            "SELECT focus, value FROM way")  # fmt: skip


def _optional(path: Path, starts: str) -> str:
    return f"{_identity(starts)} UNION SELECT focus, value FROM ({pairs(path.parts[0], starts)}) o"


def _identity(starts: str) -> str:
    return f"SELECT node AS focus, node AS value FROM {starts or '(SELECT id AS node FROM dictionary)'} z"


_MAKERS = {
    "inverse": _inverse, "sequence": _sequence, "alternative": _alternative,
    "any": _closure, "many": _closure, "optional": _optional,
}  # fmt: skip


def written(path: Path, name: str = "p") -> list[str]:
    """A path that is no predicate as lines of N-Triples, the first about its root."""
    root, lines = f"_:{name}", []

    def inner(part: Path, number: int) -> str:
        if part.kind == "predicate":
            return str(part.predicate)
        lines.extend(written(part, f"{name}x{number}"))
        return f"_:{name}x{number}"

    def members(parts: tuple[Path, ...], head: str) -> list[str]:
        told = []
        for number, part in enumerate(parts):
            rest = f"{head}r{number}" if number < len(parts) - 1 else str(RDF.nil)
            here = head if number == 0 else f"{head}r{number - 1}"
            told += [f"{here} {RDF.first} {inner(part, number)} .", f"{here} {RDF.rest} {rest} ."]
        return told

    if path.kind == "sequence":
        return members(path.parts, root) + lines
    if path.kind == "alternative":
        return [f"{root} {SH.alternativePath} {root}l .", *members(path.parts, f"{root}l"), *lines]
    step = next(step for step, kind in _STEPS.items() if kind == path.kind)
    return [f"{root} {SH[step + 'Path']} {inner(path.parts[0], 0)} .", *lines]
