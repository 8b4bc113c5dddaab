"""The named queries: one file of il6ld/sparql/ each, with what is to be known of it at its head.

A head is YAML behind `#+ `: summary, keywords, parameters, and `gathers` where the rows of another query (the
steps) are put together to answer this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from il6ld.errors import Il6ldError, UsageError
from il6ld.findings import Position, nearest

FOLDER = Path(__file__).parents[1] / "sparql"
ANY = "any"
_HEAD = "#+ "
_KEYS = frozenset({"summary", "description", "keywords", "parameters", "gathers", "steps"})
_PARAMETER_KEYS = frozenset({"type", "default", "description"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that may be given a value: what kind of value, and which one it has if none is given.

    `type` is the local name of a class of ours, Text or Integer; without a default, any value will do.
    """

    name: str
    type: str
    description: str = ""
    default: str = ""

    def __str__(self) -> str:
        return f"{self.name}={self.default.removeprefix('il6:') or ANY}"


@dataclass(frozen=True, slots=True)
class Query:
    """One query: its text, its parameters, and how its rows are gathered, if they are."""

    name: str
    text: str = field(repr=False)
    summary: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    gathers: str = ""
    is_named: bool = False

    @property
    def body(self) -> str:
        """The text without the head."""
        lines = self.text.split("\n")
        return "\n".join(line for line in lines if not line.startswith(_HEAD)).strip() + "\n"

    def parameter(self, name: str) -> Parameter:
        """One of its parameters; raises UsageError with the nearest one."""
        for one in self.parameters:
            if one.name == name:
                return one
        known = [one.name for one in self.parameters]
        cure = nearest(name, known) or (f"It has: {', '.join(known)}." if known else "It has none.")
        raise UsageError.at(
            None, f"The query '{self.name}' has no parameter '{name}'.", rule="query-parameter", help=cure
        )


def parse(name: str, source: str) -> Query:
    """A query from the text of its file; the head may be missing."""
    lines = source.split("\n")
    head = [line.removeprefix(_HEAD) for line in lines if line.startswith(_HEAD)]
    said = _head(name, "\n".join(head))
    return Query(
        name=name,
        # What is gathered is put in order afterwards.
        text=source if "steps" not in said else read(said["steps"]).text.partition("ORDER BY")[0],
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        keywords=tuple(said.get("keywords", ())),
        parameters=tuple(Parameter(key, **value) for key, value in said.get("parameters", {}).items()),
        gathers=said.get("gathers", ""),
    )


def _head(name: str, text: str) -> dict[str, Any]:
    try:
        said = yaml.load(text, Loader=yaml.CBaseLoader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad_head(
            Position(name, line, 1), f"The head of the query is not YAML: {error.problem}."
        ) from error
    if not _is_head(said):
        raise _bad_head(Position(name, 1, 1), "The head of the query says what no head says.")
    return dict(said)


def _is_head(said: Any) -> bool:
    if not isinstance(said, dict) or not said.keys() <= _KEYS:
        return False
    parameters = said.get("parameters", {})
    return isinstance(parameters, dict) and all(
        isinstance(one, dict) and {"type"} <= one.keys() <= _PARAMETER_KEYS for one in parameters.values()
    )


def _bad_head(position: Position, message: str) -> Il6ldError:
    return UsageError.at(
        position, message, rule="query-head", help="Compare one of il6ld's own: il6ld/sparql/elevated.rq."
    )


@cache
def read(name: str) -> Query:
    """The query of one file of the folder."""
    return replace(parse(name, (FOLDER / f"{name}.rq").read_text(encoding="utf-8")), is_named=True)


class Catalogue(Mapping[str, Query]):
    """The named queries, A to Z; each is read when it is first asked for."""

    @cached_property
    def _names(self) -> list[str]:
        return sorted(path.stem for path in FOLDER.glob("*.rq"))

    def __getitem__(self, name: str) -> Query:
        if name not in self._names:
            raise KeyError(name)
        return read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


QUERIES = Catalogue()
