"""SPARQL expressions as SQL: NULL is an error, as in a filter, and truth has three values in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import XSD
from il6ld.validation.sql.patterns import as_re2
from il6ld.validation.sql.terms import compared, quoted, term_id


class Beyond(Exception):
    """What is not compiled; its text says what."""


def constant(term: Any) -> Any:
    """A term of rdflib as one of pyoxigraph."""
    if type(term).__name__ == "URIRef":
        return ox.NamedNode(str(term))
    if type(term).__name__ != "Literal":
        raise Beyond(f"{type(term).__name__} as a term")
    if term.language:
        return ox.Literal(str(term), language=term.language.lower())
    return (
        ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
        if term.datatype
        else ox.Literal(str(term))
    )


@dataclass(frozen=True)
class Val:
    """A value: a `term` by its id; or computed, `value`, in the form integer, number, boolean or text."""

    form: str
    id: str = "NULL"
    unsure: bool = False
    value: str = ""
    alias: str = field(default="", compare=False)

    def token(self) -> str:
        """Its N-Triples token, as an expression; Beyond where only a run can tell its datatype."""
        if self.form == "integer":
            return f"('\"' || CAST({self.value} AS VARCHAR) || '\"^^{XSD.integer}')"
        if self.form == "boolean":
            return f"(CASE WHEN {self.value} THEN '\"true\"' ELSE '\"false\"' END || '^^{XSD.boolean}')"
        if self.form == "text":
            escaped = f"replace(replace({self.value}, '\\', '\\\\'), '\"', '\\\"')"
            for code, escape in ((10, "\\n"), (13, "\\r"), (9, "\\t")):
                escaped = f"replace({escaped}, chr({code}), '{escape}')"
            return f"('\"' || {escaped} || '\"')"
        raise Beyond("a computed number as a result")


_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_TRUTH = {"contains": "contains({}, {})", "strstarts": "starts_with({}, {})", "strends": "ends_with({}, {})"}
_CASED = {"ucase": "upper({})", "lcase": "lower({})"}


class Expressions:
    """Compiles expressions over a row whose variables are given; notes the terms that must be joined."""

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
        return f"coalesce({t}.truth, {t}.number <> 0, CASE WHEN {t}.sort = '' OR {t}.language <> '' THEN length({t}.lexical) > 0 END)"

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

    def _variable(self, name: str) -> Val:
        if name not in self._seen:
            return Val("term", "NULL::UBIGINT", True)
        return self._seen[name]

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
        numbers, texts = ("integer", "number"), ("text",)
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
            return f"CASE WHEN {left.id} IS NULL THEN NULL {apart} WHEN {there} THEN {own} {sql} {right.value} END"
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
        return (f"CASE WHEN {left.id} IS NULL OR {right.id} IS NULL THEN NULL WHEN {left.id} = {right.id} THEN {same} "
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

    def _exists(self, node: Any) -> Val:
        return Val("boolean", value=self._scope.exists(node.graph, self._seen))

    def _notexists(self, node: Any) -> Val:
        return Val("boolean", value=f"(NOT {self._scope.exists(node.graph, self._seen)})")

    def _bound(self, node: Any) -> Val:
        val = self._variable(str(node.arg))
        if val.id == "NULL::UBIGINT":
            return Val("boolean", value="FALSE")
        return Val("boolean", value=f"({val.id} IS NOT NULL)")

    def _sameterm(self, node: Any) -> Val:
        one, two = self.val(node.arg1), self.val(node.arg2)
        if "NULL" in (one.id, two.id):
            raise Beyond("sameTerm of a computed value")
        return Val("boolean", value=f"({one.id} = {two.id})")

    def _isiri(self, node: Any) -> Val:
        return self._is_kind(node, 0)

    _isuri = _isiri

    def _isblank(self, node: Any) -> Val:
        return self._is_kind(node, 1)

    def _isliteral(self, node: Any) -> Val:
        return self._is_kind(node, 2)

    def _is_kind(self, node: Any, kind: int) -> Val:
        val = self.val(node.arg)
        if val.form != "term":
            return Val("boolean", value=str(kind == 2).upper())
        return Val("boolean", value=f"({self._term(val)}.kind = {kind})")

    def _isnumeric(self, node: Any) -> Val:
        val = self.val(node.arg)
        if val.form != "term":
            return Val("boolean", value=str(val.form in ("integer", "number")).upper())
        t = self._value(val)
        return Val("boolean", value=f"(CASE WHEN {t}.id IS NOT NULL THEN {t}.number IS NOT NULL END)")

    def _str(self, node: Any) -> Val:
        val = self.val(node.arg)
        if val.form == "term":
            t = self._term(val)
            return Val("text", value=f"CASE WHEN {t}.kind <> 1 THEN {t}.lexical END")
        if val.form == "number":
            raise Beyond("a computed number as text")
        return val if val.form == "text" else Val("text", value=f"CAST({val.value} AS VARCHAR)")

    def _lang(self, node: Any) -> Val:
        val = self.val(node.arg)
        t = self._term(val)
        return Val("text", value=f"CASE WHEN {t}.kind = 2 THEN {t}.language END")

    def _langmatches(self, node: Any) -> Val:
        tag, wanted = self._text(node.arg1), self._text(node.arg2)
        return Val("boolean", value=f"(CASE WHEN {wanted} = '*' THEN {tag} <> '' ELSE lower({tag}) = lower({wanted}) "
                   f"OR starts_with(lower({tag}), lower({wanted}) || '-') END)")  # fmt: skip

    def _datatype(self, node: Any) -> Val:
        t = self._term(self.val(node.arg))
        return Val("term", f"term_id('<' || {t}.datatype || '>')", True, alias="iri")

    def _strlen(self, node: Any) -> Val:
        return Val("integer", value=f"length({self._text(node.arg)})")

    def _regex(self, node: Any) -> Val:
        pattern, flags = node.pattern, node.flags or ""
        if type(pattern).__name__ != "Literal" or type(flags).__name__ not in ("Literal", "str"):
            raise Beyond("a regular expression that is no constant")
        return Val(
            "boolean",
            value=f"regexp_matches({self._text(node.text)}, {quoted(as_re2(str(pattern), str(flags)))})",
        )

    def _substr(self, node: Any) -> Val:
        parts = [self._number(self.val(one)) for one in (node.start, node.length) if one is not None]
        return Val(
            "text",
            value=f"substring({self._plain(node.arg)}, {', '.join(f'CAST({one} AS BIGINT)' for one in parts)})",
        )

    def _concat(self, node: Any) -> Val:
        return Val("text", value="(" + " || ".join(self._plain(one) for one in node.arg) + ")")

    def _replace(self, node: Any) -> Val:
        pattern, put = node.pattern, node.replacement
        if (
            any(type(one).__name__ != "Literal" for one in (pattern, put))
            or "$" in put
            or "\\" in put
            or node.flags
        ):
            raise Beyond("REPLACE with more than constants")
        return Val(
            "text",
            value=f"regexp_replace({self._plain(node.arg)}, {quoted(as_re2(str(pattern), ''))}, {quoted(str(put))}, 'g')",
        )

    def _if(self, node: Any) -> Val:
        return self._chosen([self.val(node.arg2), self.val(node.arg3)],
                            f"CASE WHEN {self.truth(node.arg1)} THEN {{}} WHEN NOT {self.truth(node.arg1)} THEN {{}} END")  # fmt: skip

    def _coalesce(self, node: Any) -> Val:
        vals = [self.val(one) for one in node.arg]
        return self._chosen(vals, f"coalesce({', '.join('{}' for _ in vals)})")

    def _chosen(self, vals: list[Val], form: str) -> Val:
        forms = {val.form for val in vals}
        if forms == {"term"}:
            return Val(
                "term",
                form.format(*(val.id for val in vals)),
                True,
                alias="iri" if {v.alias for v in vals} == {"iri"} else "",
            )
        if len(forms) == 1 or forms == {"integer", "number"}:
            return Val(
                "number" if "number" in forms else forms.pop(),
                value=form.format(*(val.value for val in vals)),
            )
        if forms <= {"integer", "number", "term"}:
            return Val("number", value=form.format(*(self._number(val) for val in vals)))
        raise Beyond("a choice between values of two kinds")

    def _function(self, node: Any) -> Val:
        name = str(node.iri).removeprefix(XSD.iri)
        if name not in ("integer", "string", "double", "decimal", "boolean") or len(node.expr) != 1:
            raise Beyond(f"the function {node.iri}")
        val = self.val(node.expr[0])
        if name == "string":
            return val if val.form == "text" else Val("text", value=f"{self._term(val)}.lexical")
        if val.form in ("integer", "number"):
            return (
                val
                if name != "integer" or val.form == "integer"
                else Val("integer", value=f"CAST(trunc({val.value}) AS HUGEINT)")
            )
        text = val.value if val.form == "text" else f"{self._term(val)}.lexical"
        return self._cast(name, text, val)

    def _cast(self, name: str, text: str, val: Val) -> Val:
        if name == "boolean" or val.form == "boolean":
            raise Beyond(f"the function xsd:{name} of this")
        number = f"CASE WHEN regexp_full_match({text}, '[+-]?[0-9]+') THEN TRY_CAST({text} AS HUGEINT) END"
        if name != "integer":
            return Val("number", value=f"TRY_CAST({text} AS DOUBLE)")
        if val.form == "term":
            number = f"coalesce({number}, CAST(trunc({self._value(val)}.number) AS HUGEINT))"
        return Val("integer", value=f"({number})")
