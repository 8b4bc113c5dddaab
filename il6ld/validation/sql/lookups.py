"""The row that an expression is about: its variables, and what is joined to it to tell the parts of terms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from il6ld.validation.sql.values import Beyond, Val


class Lookups(ABC):
    """A row whose variables are given; it notes the terms that must be joined."""

    def __init__(self, scope: Any, seen: Mapping[str, Val], optional: bool = False) -> None:
        self._scope = scope
        self._seen = seen
        self._optional = optional
        self.joins: dict[str, tuple[str, bool]] = {}
        self._valued: set[str] = set()

    def froms(self) -> str:
        """What to add to FROM: the terms of the variables whose parts are asked for."""
        made = {alias: "valued" if alias in self._valued else "terms" for alias, _ in self.joins.values()}
        outer = "".join(f" LEFT JOIN {made[alias]} {alias} ON {alias}.id = {one}"
                        for one, (alias, left) in self.joins.items() if left)  # fmt: skip
        inner = (alias for alias, left in self.joins.values() if not left)
        return outer + "".join(f" JOIN {made[alias]} {alias} ON TRUE" for alias in inner)

    def wheres(self) -> list[str]:
        """What to add to WHERE, for the same."""
        return [f"{alias}.id = {one}" for one, (alias, left) in self.joins.items() if not left]

    def truth(self, node: Any) -> str:
        """The effective boolean value of an expression."""
        val = self.val(node)
        if val.form == "boolean":
            return val.value
        if val.form in ("integer", "number"):
            return f"({val.value} <> 0)"
        if val.form == "text":
            return f"(length({val.value}) > 0)"
        t = self._value(val)
        text = f"CASE WHEN {t}.sort = '' OR {t}.language <> '' THEN length({t}.lexical) > 0 END"
        return f"coalesce({t}.truth, {t}.number <> 0, {text})"

    def _variable(self, name: str) -> Val:
        if name not in self._seen:
            return Val("term", "NULL::UBIGINT", True)
        return self._seen[name]

    def _value(self, val: Val) -> str:
        """The alias of the parts of a term, and of what its text means."""
        self._valued.add(self._term(val))
        return self._term(val)

    def _term(self, val: Val) -> str:
        """The alias of the parts of a term."""
        if val.form != "term":
            raise Beyond("a computed value where a term is asked for")
        if val.id not in self.joins:
            own = val.id.startswith(("a.", "r.", "l.", "term_id", "NULL"))
            if not own and val.unsure:
                raise Beyond("a variable from outside EXISTS that may be unbound")
            left = own and (val.unsure or self._optional)
            self.joins[val.id] = (self._scope.compiler.fresh(), left)
        return self.joins[val.id][0]

    def _text(self, val_or_node: Any) -> str:
        """The text of a string, with a language or without; NULL of anything else."""
        val = val_or_node if isinstance(val_or_node, Val) else self.val(val_or_node)
        if val.form == "text":
            return val.value
        if val.form != "term":
            return "NULL"
        t = self._term(val)
        return f"CASE WHEN {t}.kind = 2 AND ({t}.sort = '' OR {t}.language <> '') THEN {t}.lexical END"

    def _plain(self, node: Any) -> str:
        """The text of what is a string without a language for sure."""
        val = self.val(node)
        if val.form != "text":
            raise Beyond("a text that may have a language")
        return val.value

    def _number(self, val: Val) -> str:
        if val.form in ("integer", "number"):
            return val.value
        return f"{self._value(val)}.number" if val.form == "term" else "NULL::DOUBLE"

    @abstractmethod
    def val(self, node: Any) -> Val:
        """The value of an expression."""
