"""SPARQL patterns as SELECTs: every variable a column of ids, NULL where it is not bound.

`$this` is bound to the focus nodes: a pattern that names it is joined with them. What stands within EXISTS
sees the columns of the row outside. A value that a query computes has its token beside its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from il6ld.validation.sql.expressions import Beyond, Expressions, Val, constant
from il6ld.validation.sql.paths import Path, pairs
from il6ld.validation.sql.terms import term_id

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


class Scope:
    """Compiles the patterns of one query over one relation of focus nodes."""

    def __init__(self, compiler: Any, domain: str, outer: Mapping[str, Val] | None = None) -> None:
        self.compiler = compiler
        self.domain = domain
        self.outer = dict(outer or {})

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
        return f"EXISTS (SELECT 1 FROM ({inner.sql}) x{_where(agreed)})"

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
            seen = {**self.outer, **_vals(right, "r"), **_vals(left, "l")}
            if THIS not in seen and mentions(pattern.expr, THIS):
                left = self.with_this(left)
                seen |= _vals(left, "l")
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
        sql = f"SELECT {', '.join([*own, *columns]) or '1 AS nothing'} FROM {kept} l LEFT JOIN ({fitting.sql}) r ON l.row = r.row"
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
        expressions = Expressions(self, {**self.outer, **_vals(rows, "a")})
        truth = expressions.truth(expression)
        return replace(
            rows,
            sql=f"SELECT a.* FROM ({rows.sql}) a{expressions.froms()}{_where([*expressions.wheres(), truth])}",
        )

    def _extend(self, pattern: Any) -> Rows:
        rows, name = self.rows(pattern.p), str(pattern.var)
        if name in (THIS, *rows.names):
            raise Beyond(f"?{name} is bound twice")
        if mentions(pattern.expr, THIS) and THIS not in self.outer:
            rows = self.with_this(rows)
        expressions = Expressions(self, {**self.outer, **_vals(rows, "a")}, optional=True)
        val = expressions.val(pattern.expr)
        made = [f"{val.id} AS {column(name)}"]
        computed = dict(rows.computed)
        if val.form != "term":
            text = val.token()
            made = [f"term_id({text}) AS {column(name)}", f"{text} AS {column(name, 'text')}",
                    f"{val.value} AS {column(name, 'value')}"]  # fmt: skip
            computed[name] = val.form
        sql = f"SELECT a.*, {', '.join(made)} FROM ({rows.sql}) a{expressions.froms()}{_where(expressions.wheres())}"
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
        expressions = Expressions(self, _vals(rows, "a"), optional=True)
        made, computed = [], {}
        for one in pattern.A:
            name = str(one.res)
            text, form = expressions.aggregate(one)
            computed[name] = form
            made.append(f"{text} AS {column(name, 'value')}")
        grouped = ", ".join(f"a.{column(name)}" for name in names)
        inner = (f"SELECT {', '.join([*(f'a.{column(n)}' for n in names), *made])} FROM ({rows.sql}) a"
                 f"{expressions.froms()}{_where(expressions.wheres())} GROUP BY {grouped or '()'}")  # fmt: skip
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


class Triples:
    """Compiles a basic graph pattern, paths and all, into one SELECT."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._from: list[str] = []
        self._where: list[str] = []
        self._bound: dict[str, str] = {}
        self._fresh = 0

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
        return Rows(f"SELECT {', '.join(columns)}{start}{_where(self._where)}", names)

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
            self._where.append(f"{place} = {self._bound[name]}")
        elif seen is not None and not seen.unsure:
            self._where.append(f"{place} = {seen.id}")
        else:
            self._bound[name] = place


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


def mentions(node: Any, name: str) -> bool:
    """Whether an expression or pattern names a variable."""
    if type(node).__name__ == "Variable":
        return str(node) == name
    if isinstance(node, dict):
        return any(mentions(value, name) for value in node.values())
    return isinstance(node, list | tuple | set) and any(mentions(one, name) for one in node)


def _vals(rows: Rows, alias: str) -> dict[str, Val]:
    """The variables of a row as values that expressions may use."""
    return {
        name: Val(
            rows.computed.get(name, "term"), f"{alias}.{column(name)}", name in rows.unsure,
            f"{alias}.{column(name, 'value')}" if name in rows.computed else "",
        )
        for name in rows.names
    }  # fmt: skip


def _where(conditions: Iterable[str]) -> str:
    told = " AND ".join(f"({one})" for one in conditions)
    return f" WHERE {told}" if told else ""
