"""The functions of SPARQL as SQL, each by its name in rdflib's algebra."""

from __future__ import annotations

from typing import Any

from il6ld.namespaces import RDF, XSD
from il6ld.validation.sql.lookups import Lookups
from il6ld.validation.sql.patterns import as_re2
from il6ld.validation.sql.terms import quoted
from il6ld.validation.sql.values import Beyond, Val


class Functions(Lookups):
    """What an expression may call."""

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
        return Val("boolean", value=f"(CASE WHEN {wanted} = '*' THEN {tag} <> '' "
                   f"ELSE lower({tag}) = lower({wanted}) "
                   f"OR starts_with(lower({tag}), lower({wanted}) || '-') END)")  # fmt: skip

    def _datatype(self, node: Any) -> Val:
        t = self._term(self.val(node.arg))
        typed = f"""CASE WHEN left({t}.sort, 2) = '^^' THEN substring({t}.sort, 3)
            WHEN left({t}.sort, 1) = '@' THEN '{RDF.langString}' WHEN {t}.sort = '' THEN '{XSD.string}' END"""
        return Val("term", f"term_id({typed})", True, alias="iri")

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
        places = ", ".join(f"CAST({one} AS BIGINT)" for one in parts)
        return Val("text", value=f"substring({self._plain(node.arg)}, {places})")

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
        found = quoted(as_re2(str(pattern), ""))
        return Val("text", value=f"regexp_replace({self._plain(node.arg)}, {found}, {quoted(str(put))}, 'g')")

    def _if(self, node: Any) -> Val:
        truth = self.truth(node.arg1)
        form = f"CASE WHEN {truth} THEN {{}} WHEN NOT {truth} THEN {{}} END"
        return self._chosen([self.val(node.arg2), self.val(node.arg3)], form)

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
