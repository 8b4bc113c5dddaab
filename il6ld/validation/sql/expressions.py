"""SPARQL expressions as SQL: NULL is an error, as in a filter, and truth has three values in both."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import XSD
from il6ld.validation.sql.functions import Functions
from il6ld.validation.sql.terms import compared, quoted, term_id
from il6ld.validation.sql.values import Beyond, Val, constant

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_TRUTH = {"contains": "contains({}, {})", "strstarts": "starts_with({}, {})", "strends": "ends_with({}, {})"}
_CASED = {"ucase": "upper({})", "lcase": "lower({})"}


class Expressions(Functions):
    """Compiles expressions over a row."""

    def val(self, node: Any) -> Val:
        """The value of an expression."""
        kind = type(node).__name__
        if kind == "Variable":
            return self._variable(str(node))
        if kind in ("URIRef", "Literal"):
            return self._constant(node)
        name = getattr(node, "name", "").lower().removeprefix("builtin_")
        make = getattr(self, f"_{name}", None)
        if make is not None:
            made: Val = make(node)
            return made
        if name in _TRUTH:
            return Val("boolean", value=_TRUTH[name].format(self._text(node.arg1), self._text(node.arg2)))
        if name in _CASED:
            return Val("text", value=_CASED[name].format(self._plain(node.arg)))
        raise Beyond(f"{getattr(node, 'name', kind)} is not compiled")

    def aggregate(self, node: Any) -> tuple[str, str]:
        """An aggregate and the form of its value."""
        name = node.name.removeprefix("Aggregate_").lower()
        distinct = "DISTINCT " if node.distinct else ""
        if name == "count":
            if isinstance(node.vars, str) and str(node.vars) == "*" and not distinct:
                return "count(*)", "integer"
            return f"count({distinct}{self.val(node.vars).id})", "integer"
        if name in ("sum", "avg"):
            number = self._number(self.val(node.vars))
            return f"CASE WHEN count(*) = count({number}) THEN {name}({distinct}{number}) END", "number"
        raise Beyond(f"{name.upper()} is not compiled")

    def _constant(self, node: Any) -> Val:
        term = constant(node)
        self._scope.compiler.constants.add(str(term))
        if isinstance(term, ox.Literal) and term.datatype == XSD.boolean and term.value in ("true", "false"):
            return Val("boolean", term_id(term), value=term.value.upper())
        if isinstance(term, ox.Literal) and term.datatype == XSD.integer:
            return Val("integer", term_id(term), value=f"{int(term.value)}")
        if isinstance(term, ox.Literal) and term.datatype in (XSD.decimal, XSD.double, XSD.float):
            return Val("number", term_id(term), value=f"CAST({quoted(term.value)} AS DOUBLE)")
        if isinstance(term, ox.Literal) and not term.language and term.datatype == XSD.string:
            return Val("text", term_id(term), value=quoted(term.value))
        return Val("term", term_id(term), alias="iri" if isinstance(term, ox.NamedNode) else "")

    def _conditionalorexpression(self, node: Any) -> Val:
        return Val(
            "boolean", value="(" + " OR ".join(self.truth(one) for one in [node.expr, *node.other]) + ")"
        )

    def _conditionalandexpression(self, node: Any) -> Val:
        return Val(
            "boolean", value="(" + " AND ".join(self.truth(one) for one in [node.expr, *node.other]) + ")"
        )

    def _unarynot(self, node: Any) -> Val:
        return Val("boolean", value=f"(NOT {self.truth(node.expr)})")

    def _unaryminus(self, node: Any) -> Val:
        val = self.val(node.expr)
        return Val("integer" if val.form == "integer" else "number", value=f"(-{self._number(val)})")

    def _relationalexpression(self, node: Any) -> Val:
        left = self.val(node.expr)
        if node.op in ("IN", "NOT IN"):
            members = node.other if isinstance(node.other, list) else []
            each = [self._compared(left, "=", self.val(one)) for one in members]
            among = f"({' OR '.join(each) or 'FALSE'})"
            return Val("boolean", value=among if node.op == "IN" else f"(NOT {among})")
        return Val("boolean", value=self._compared(left, str(node.op), self.val(node.other)))

    def _compared(self, left: Val, sign: str, right: Val) -> str:
        sql = {"!=": "<>"}.get(sign, sign)
        numbers = ("integer", "number")
        if left.form == right.form == "term":
            return self._terms_compared(left, sign, right)
        if left.form != "term" and right.form == "term":
            return self._compared(right, _FLIPPED[sign], left)
        if left.form == "term":
            t = self._term(left) if right.form == "text" else self._value(left)
            other = "FALSE" if sign == "=" else "TRUE" if sign == "!=" else "NULL"
            there = {"text": f"{t}.sort = ''", "boolean": f"{t}.truth IS NOT NULL"}.get(
                right.form, f"{t}.number IS NOT NULL"
            )
            own = {"text": f"{t}.lexical", "boolean": f"{t}.truth"}.get(right.form, f"{t}.number")
            apart = f"WHEN {t}.kind <> 2 THEN {other}" + (
                f" WHEN {t}.language <> '' THEN {other}" if right.form == "text" else ""
            )
            fits = f"WHEN {there} THEN {own} {sql} {right.value}"
            return f"CASE WHEN {left.id} IS NULL THEN NULL {apart} {fits} END"
        if left.form == right.form or (left.form in numbers and right.form in numbers):
            return f"({left.value} {sql} {right.value})"
        return "NULL::BOOLEAN"

    def _terms_compared(self, left: Val, sign: str, right: Val) -> str:
        if "iri" in (left.alias, right.alias) and sign in ("=", "!="):
            return f"({left.id} {'=' if sign == '=' else '<>'} {right.id})"
        one, two = self._value(left), self._value(right)
        if sign not in ("=", "!="):
            return f"({compared(one, sign, two)})"
        same, other = ("TRUE", "FALSE") if sign == "=" else ("FALSE", "TRUE")
        stringy = f"({one}.sort = '' OR {one}.language <> '') AND ({two}.sort = '' OR {two}.language <> '')"
        return (f"CASE WHEN {left.id} IS NULL OR {right.id} IS NULL THEN NULL "
                f"WHEN {left.id} = {right.id} THEN {same} "
                f"WHEN {one}.kind <> 2 OR {two}.kind <> 2 OR {stringy} THEN {other} "
                f"ELSE {compared(one, '=' if sign == '=' else '<>', two)} END")  # fmt: skip

    def _additiveexpression(self, node: Any) -> Val:
        return self._arithmetic(node, {"+": "+", "-": "-"})

    def _multiplicativeexpression(self, node: Any) -> Val:
        return self._arithmetic(node, {"*": "*", "/": "/"})

    def _arithmetic(self, node: Any, signs: dict[str, str]) -> Val:
        vals = [self.val(node.expr), *(self.val(one) for one in node.other)]
        whole = all(val.form == "integer" for val in vals) and "/" not in list(map(str, node.op))
        text = self._number(vals[0])
        for sign, val in zip(node.op, vals[1:], strict=True):
            right = self._number(val)
            text += (
                f" / nullif(CAST({right} AS DOUBLE), 0)" if sign == "/" else f" {signs[str(sign)]} {right}"
            )
        return Val("integer" if whole else "number", value=f"({text})")
