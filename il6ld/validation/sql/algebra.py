"""SPARQL patterns as SELECTs: every variable a column of ids, NULL where it is not bound.

`$this` is bound to the focus nodes: a pattern that names it is joined with them. What stands within EXISTS
sees the columns of the row outside. A value that a query computes has its token beside its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from il6ld.validation.sql.expressions import Expressions
from il6ld.validation.sql.solutions import THIS, Rows, column, mentions, vals, where
from il6ld.validation.sql.triples import Triples
from il6ld.validation.sql.values import Beyond, Val


class Scope:
    """Compiles the patterns of one query over one relation of focus nodes."""

    def __init__(self, compiler: Any, domain: str, outer: Mapping[str, Val] | None = None) -> None:
        self.compiler = compiler
        self.domain = domain
        self.outer = dict(outer or {})
        self._samples: dict[str, str] = {}

    def rows(self, pattern: Any) -> Rows:
        """The solutions of a node of the algebra; raises Beyond for what is not compiled."""
        make = getattr(self, f"_{pattern.name.lower()}", None)
        if make is None:
            raise Beyond(f"{pattern.name} is not compiled")
        made: Rows = make(pattern)
        return made

    def within(self, seen: Mapping[str, Val]) -> Scope:
        """The scope of a pattern within EXISTS, from where some variables are seen."""
        return Scope(self.compiler, self.domain, {**self.outer, **seen})

    def exists(self, pattern: Any, seen: Mapping[str, Val]) -> str:
        """Whether a pattern has a solution that agrees with the row outside."""
        inner = self.within(seen).rows(pattern)
        agreed = [f"(x.{column(name)} = {self._seen(seen, name).id} OR {self._seen(seen, name).id} IS NULL)"
                  for name in inner.names if name in seen and seen[name].unsure]  # fmt: skip
        return f"EXISTS (SELECT 1 FROM ({inner.sql}) x{where(agreed)})"

    @staticmethod
    def _seen(seen: Mapping[str, Val], name: str) -> Val:
        return seen[name]

    def with_this(self, rows: Rows) -> Rows:
        """The solutions with the focus node in each."""
        if THIS in rows.names:
            return rows
        if THIS in self.outer:
            first = f"{self.outer[THIS].id} AS {column(THIS)}"
            return replace(rows, sql=f"SELECT a.*, {first} FROM ({rows.sql}) a", names=(*rows.names, THIS))
        sql = f"SELECT a.*, d.node AS {column(THIS)} FROM ({rows.sql}) a CROSS JOIN {self.domain} d"
        return replace(rows, sql=sql, names=(*rows.names, THIS))

    def _selectquery(self, pattern: Any) -> Rows:
        return self.rows(pattern.p)

    def _tomultiset(self, pattern: Any) -> Rows:
        return self.rows(pattern.p)

    def _project(self, pattern: Any) -> Rows:
        rows = self.rows(pattern.p)
        names = tuple(name for name in map(str, pattern.PV) if name in rows.names)
        columns = [f"a.{one}" for name in names for one in rows.columns(name)] or ["1 AS nothing"]
        computed = {name: form for name, form in rows.computed.items() if name in names}
        return Rows(
            f"SELECT {', '.join(columns)} FROM ({rows.sql}) a", names, rows.unsure & set(names), computed
        )

    def _distinct(self, pattern: Any) -> Rows:
        rows = self.rows(pattern.p)
        return replace(rows, sql=f"SELECT DISTINCT * FROM ({rows.sql}) a")

    def _reduced(self, pattern: Any) -> Rows:
        return self.rows(pattern.p)

    def _orderby(self, pattern: Any) -> Rows:
        return self.rows(pattern.p)

    def _bgp(self, pattern: Any) -> Rows:
        return Triples(self).rows(pattern.triples)

    def _join(self, pattern: Any) -> Rows:
        left, right = self.rows(pattern.p1), self.rows(pattern.p2)
        if not left.names and not left.sql.startswith("SELECT a."):
            return right
        return self._joined(left, right, "JOIN", "TRUE")

    def _leftjoin(self, pattern: Any) -> Rows:
        left, right = self.rows(pattern.p1), self.rows(pattern.p2)
        condition = "TRUE"
        if getattr(pattern.expr, "name", "") != "TrueFilter":
            seen = {**self.outer, **vals(right, "r"), **vals(left, "l")}
            if THIS not in seen and mentions(pattern.expr, THIS):
                left = self.with_this(left)
                seen |= vals(left, "l")
            expressions = Expressions(self, seen)
            condition = expressions.truth(pattern.expr)
            if expressions.joins:
                return self._optional_of_terms(left, right, pattern.expr)
        return self._joined(left, right, "LEFT JOIN", condition)

    def _optional_of_terms(self, left: Rows, right: Rows, expression: Any) -> Rows:
        """An OPTIONAL whose condition looks into terms: these are joined before it is."""
        number = f"SELECT a.*, row_number() OVER () AS row FROM ({left.sql}) a"
        kept = self.compiler.relation("rows", number)
        numbered = replace(left, sql=f"SELECT a.* FROM {kept} a")
        both = self._joined(
            replace(numbered, names=(*left.names, "row")), right, "JOIN", "TRUE", numbered=True
        )
        fitting = self._filtered(both, expression)
        names = [name for name in right.names if name not in left.names]
        columns = [f"r.{one}" for name in names for one in right.columns(name)]
        shared = [name for name in left.names if name in right.names and name in left.unsure]
        if shared:
            raise Beyond("an OPTIONAL whose variables may be bound before it")
        own = [f"l.{one}" for name in left.names for one in left.columns(name)]
        chosen = ", ".join([*own, *columns]) or "1 AS nothing"
        sql = f"SELECT {chosen} FROM {kept} l LEFT JOIN ({fitting.sql}) r ON l.row = r.row"
        return Rows(sql, (*left.names, *names), left.unsure | set(names), {**right.computed, **left.computed})

    def _joined(self, left: Rows, right: Rows, how: str, condition: str, numbered: bool = False) -> Rows:
        on, columns = [condition] if condition != "TRUE" else [], []
        if numbered:
            columns, left = ["l.row"], replace(left, names=tuple(n for n in left.names if n != "row"))
        for name in left.names:
            if name in right.names:
                free = [f"{side}.{column(name)} IS NULL" for side, rows in (("l", left), ("r", right))
                        if name in rows.unsure]  # fmt: skip
                on.append("(" + " OR ".join([f"l.{column(name)} = r.{column(name)}", *free]) + ")")
            if name in right.names and name in left.unsure:
                columns.append(f"coalesce(l.{column(name)}, r.{column(name)}) AS {column(name)}")
                if name in left.computed or name in right.computed:
                    raise Beyond("a computed value that is joined")
            else:
                columns += [f"l.{one}" for one in left.columns(name)]
        new = [name for name in right.names if name not in left.names]
        columns += [f"r.{one}" for name in new for one in right.columns(name)]
        sql = (f"SELECT {', '.join(columns) or '1 AS nothing'} FROM ({left.sql}) l {how} ({right.sql}) r "
               f"ON {' AND '.join(on) or 'TRUE'}")  # fmt: skip
        unsure = {n for n in left.unsure if n not in right.names or n in right.unsure or how == "LEFT JOIN"}
        unsure |= set(new) if how == "LEFT JOIN" else {n for n in new if n in right.unsure}
        computed = {**{n: f for n, f in right.computed.items() if n in new}, **left.computed}
        return Rows(sql, (*left.names, *new), frozenset(unsure), computed)

    def _union(self, pattern: Any) -> Rows:
        sides = [self.rows(pattern.p1), self.rows(pattern.p2)]
        if any(THIS in rows.names for rows in sides):
            sides = [self.with_this(rows) for rows in sides]
        names = tuple(dict.fromkeys(name for rows in sides for name in rows.names))
        if any(rows.computed for rows in sides):
            raise Beyond("a computed value within UNION")
        texts = []
        for rows in sides:
            columns = [
                f"a.{column(n)}" if n in rows.names else f"NULL::UBIGINT AS {column(n)}" for n in names
            ]
            texts.append(f"SELECT {', '.join(columns) or '1 AS nothing'} FROM ({rows.sql}) a")
        unsure = {n for n in names for rows in sides if n not in rows.names or n in rows.unsure}
        return Rows(" UNION ALL ".join(texts), names, frozenset(unsure))

    def _filter(self, pattern: Any) -> Rows:
        rows = self.rows(pattern.p)
        if mentions(pattern.expr, THIS) and THIS not in self.outer:
            rows = self.with_this(rows)
        return self._filtered(rows, pattern.expr)

    def _filtered(self, rows: Rows, expression: Any) -> Rows:
        expressions = Expressions(self, {**self.outer, **vals(rows, "a")})
        truth = expressions.truth(expression)
        return replace(
            rows,
            sql=f"SELECT a.* FROM ({rows.sql}) a{expressions.froms()}{where([*expressions.wheres(), truth])}",
        )

    def _extend(self, pattern: Any) -> Rows:
        rows, name = self.rows(pattern.p), str(pattern.var)
        if self._samples.get(str(pattern.expr)) == name:  # what a group is made by, chosen
            return rows
        if name in (THIS, *rows.names):
            raise Beyond(f"?{name} is bound twice")
        if mentions(pattern.expr, THIS) and THIS not in self.outer:
            rows = self.with_this(rows)
        expressions = Expressions(self, {**self.outer, **vals(rows, "a")}, optional=True)
        val = expressions.val(pattern.expr)
        made = [f"{val.id} AS {column(name)}"]
        computed = dict(rows.computed)
        if val.form != "term":
            text = val.token()
            made = [f"term_id({text}) AS {column(name)}", f"{text} AS {column(name, 'text')}",
                    f"{val.value} AS {column(name, 'value')}"]  # fmt: skip
            computed[name] = val.form
        source = f"({rows.sql}) a{expressions.froms()}{where(expressions.wheres())}"
        sql = f"SELECT a.*, {', '.join(made)} FROM {source}"
        unsure = rows.unsure | ({name} if val.unsure or val.form != "term" else set())
        return Rows(sql, (*rows.names, name), unsure, computed)

    def _aggregatejoin(self, pattern: Any) -> Rows:
        rows, keys = self.rows(pattern.p.p), pattern.p.expr
        if keys is not None and any(
            not hasattr(key, "toPython") or str(key) not in rows.names for key in keys
        ):
            raise Beyond("a group by what is no variable")
        implicit = keys is None
        names = tuple(
            dict.fromkeys([*map(str, keys or ()), *([THIS] if THIS in rows.names or implicit else [])])
        )
        if implicit:
            rows = self.with_this(rows)
        expressions = Expressions(self, vals(rows, "a"), optional=True)
        made, computed = [], {}
        for one in pattern.A:
            name = str(one.res)
            if one.name == "Aggregate_Sample" and str(one.vars) in names:
                self._samples[name] = str(one.vars)
                continue
            text, form = expressions.aggregate(one)
            computed[name] = form
            made.append(f"{text} AS {column(name, 'value')}")
        grouped = ", ".join(f"a.{column(name)}" for name in names)
        columns = ", ".join([*(f"a.{column(name)}" for name in names), *made])
        source = f"({rows.sql}) a{expressions.froms()}{where(expressions.wheres())}"
        inner = f"SELECT {columns} FROM {source} GROUP BY {grouped or '()'}"
        return self._counted(inner, names, computed, rows.unsure, implicit)

    def _counted(
        self,
        inner: str,
        names: tuple[str, ...],
        computed: dict[str, str],
        unsure: frozenset[str],
        implicit: bool,
    ) -> Rows:
        columns = [
            f"{'d.node' if implicit and n == THIS else 'g.' + column(n)} AS {column(n)}" for n in names
        ]
        for name, form in computed.items():
            value = f"g.{column(name, 'value')}"
            value = f"coalesce({value}, 0)" if implicit and form == "integer" else value
            text = Val(form, value=value).token() if form == "integer" else "NULL::VARCHAR"
            columns += [f"term_id({text}) AS {column(name)}", f"{text} AS {column(name, 'text')}",
                        f"{value} AS {column(name, 'value')}"]  # fmt: skip
        source = f"({inner}) g"
        if implicit:
            if THIS in self.outer:
                raise Beyond("an aggregate within EXISTS")
            source = f"{self.domain} d LEFT JOIN ({inner}) g ON g.{column(THIS)} = d.node"
        sql = f"SELECT {', '.join(columns)} FROM {source}"
        return Rows(sql, (*names, *computed), frozenset(unsure & set(names)) | set(computed), computed)
