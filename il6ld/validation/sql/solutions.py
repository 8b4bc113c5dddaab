"""The solutions of a pattern: a SELECT in which every variable is a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from il6ld.validation.sql.values import Val

THIS = "this"


@dataclass(frozen=True)
class Rows:
    """The solutions of a pattern: a SELECT, its variables, and those of them that may be unbound.

    `computed` are the variables whose values the query makes: their token and value have columns too.
    """

    sql: str
    names: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()
    computed: Mapping[str, str] = field(default_factory=dict)  # from variable to the form of its value

    def columns(self, name: str) -> list[str]:
        """The columns of a variable."""
        more = [column(name, "text"), column(name, "value")] if name in self.computed else []
        return [column(name), *more]


def column(name: str, what: str = "") -> str:
    """What the column of a variable is called."""
    return f'"?{name} {what}"' if what else f'"?{name}"'


def mentions(node: Any, name: str) -> bool:
    """Whether an expression or pattern names a variable."""
    if type(node).__name__ == "Variable":
        return str(node) == name
    if isinstance(node, dict):
        return any(mentions(value, name) for value in node.values())
    return isinstance(node, list | tuple | set) and any(mentions(one, name) for one in node)


def vals(rows: Rows, alias: str) -> dict[str, Val]:
    """The variables of a row as values that expressions may use."""
    return {
        name: Val(
            rows.computed.get(name, "term"), f"{alias}.{column(name)}", name in rows.unsure,
            f"{alias}.{column(name, 'value')}" if name in rows.computed else "",
        )
        for name in rows.names
    }  # fmt: skip


def where(conditions: Iterable[str]) -> str:
    """The WHERE of some conditions, or nothing."""
    told = " AND ".join(f"({one})" for one in conditions)
    return f" WHERE {told}" if told else ""
