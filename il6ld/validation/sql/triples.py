"""Basic graph patterns, paths and all, as one SELECT each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from il6ld.validation.sql.paths import Path, pairs
from il6ld.validation.sql.solutions import THIS, Rows, column, where
from il6ld.validation.sql.terms import term_id
from il6ld.validation.sql.values import Beyond, constant

if TYPE_CHECKING:
    from il6ld.validation.sql.algebra import Scope


class Triples:
    """Compiles a basic graph pattern, paths and all, into one SELECT."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._from: list[str] = []
        self._where: list[str] = []
        self._joined: list[tuple[str, str]] = []
        self._bound: dict[str, str] = {}

    def rows(self, triples: Iterable[Any]) -> Rows:
        """The solutions of some triple patterns."""
        todo = [one for triple in triples for one in self._flat(*triple)]
        uses_this = any(str(term) == THIS for s, _, o in todo for term in (s, o) if _is_variable(term))
        uses_this |= any(str(p) == THIS for _, p, _ in todo if _is_variable(p))
        if uses_this and THIS not in self._scope.outer:
            self._from.append(f"{self._scope.domain} d")
            self._bound[THIS] = "d.node"
        for subject, predicate, value in todo:
            self._add(subject, predicate, value)
        names = tuple(name for name in self._bound if not name.startswith("_:"))
        columns = [f"{self._bound[name]} AS {column(name)}" for name in names] or ["1 AS nothing"]
        start = f" FROM {', '.join(self._from)}" if self._from else ""
        return Rows(f"SELECT {', '.join(columns)}{start}{where([*self._where, *self._joins()])}", names)

    def _joins(self) -> Iterator[str]:
        """What joins the patterns; two equal objects only filter where others join the patterns already.

        Many nodes share an object, few a subject. A planner that cannot tell them apart may begin with the
        pairs of all nodes that have the same value: as many as the square of the nodes.
        """
        together = {name.partition(" ")[2]: {name.partition(" ")[2]} for name in self._from}
        for one, other in sorted(self._joined, key=_of_objects):
            left, right = (place.partition(".")[0] for place in (one, other))
            if _of_objects((one, other)) and together[left] is together[right]:
                yield f"coalesce({one} = {other}, FALSE)"
            else:
                yield f"{one} = {other}"
            joined = together[left] | together[right]
            together |= dict.fromkeys(joined, joined)

    def _flat(self, subject: Any, predicate: Any, value: Any) -> Iterable[tuple[Any, Any, Any]]:
        """A pattern without sequences and inverses at its root, which keep how often they are met."""
        path = _path(predicate)
        if path is None or path.kind == "predicate":
            return [(subject, predicate, value)]
        if path.kind == "inverse":
            return self._flat(value, predicate.arg, subject)
        if path.kind == "sequence":
            places = [
                subject,
                *(_Fresh(f"_:{id(predicate)}.{n}") for n in range(len(predicate.args) - 1)),
                value,
            ]
            return [
                one
                for n, part in enumerate(predicate.args)
                for one in self._flat(places[n], part, places[n + 1])
            ]
        return [(subject, predicate, value)]

    def _add(self, subject: Any, predicate: Any, value: Any) -> None:
        alias = f"q{len(self._from)}"
        path = _path(predicate)
        if path is not None and path.kind != "predicate":
            starts = (
                self._scope.domain
                if _is_variable(subject) and self._bound.get(str(subject)) == "d.node"
                else ""
            )
            needs = (starts,) if starts else ()
            starts = starts or ("nodes" if path.begins_anywhere else "")
            self._from.append(
                f"{self._scope.compiler.relation('path', pairs(path, starts), *needs, keep=True)} {alias}"
            )
            ends = [(subject, "focus"), (value, "value")]
        else:
            self._from.append(f"quads {alias}")
            ends = [(subject, "s"), (predicate, "p"), (value, "o")]
        for term, name in ends:
            self._bind(term, f"{alias}.{name}")

    def _bind(self, term: Any, place: str) -> None:
        if not _is_variable(term):
            self._where.append(f"{place} = {term_id(constant(term))}")
            return
        name = _variable(term)
        seen = self._scope.outer.get(name)
        if name in self._bound:
            self._joined.append((place, self._bound[name]))
        elif seen is not None and not seen.unsure:
            self._where.append(f"{place} = {seen.id}")
        else:
            self._bound[name] = place


def _of_objects(places: tuple[str, str]) -> bool:
    return all(place.endswith(".o") for place in places)


class _Fresh(str):
    """A variable of our own."""


def _is_variable(term: Any) -> bool:
    return isinstance(term, _Fresh) or type(term).__name__ in ("Variable", "BNode")


def _variable(term: Any) -> str:
    return f"_:{term}" if type(term).__name__ == "BNode" else str(term)


def _path(term: Any) -> Path | None:
    """A predicate of rdflib's algebra as a path; None for a variable."""
    name = type(term).__name__
    if name == "Variable":
        return None
    if name == "URIRef":
        return Path("predicate", predicate=constant(term))
    if name == "InvPath":
        return Path("inverse", (_sure(term.arg),))
    if name in ("SequencePath", "AlternativePath"):
        return Path(name.removesuffix("Path").lower(), tuple(map(_sure, term.args)))
    if name == "MulPath":
        return Path({"*": "any", "+": "many", "?": "optional"}[term.mod], (_sure(term.path),))
    if name == "NegatedPath" and all(type(one).__name__ == "URIRef" for one in term.args):
        return Path("except", tuple(map(_sure, term.args)))
    raise Beyond(f"a path with {name}")


def _sure(term: Any) -> Path:
    path = _path(term)
    assert path is not None, "no variable stands within a path"
    return path
