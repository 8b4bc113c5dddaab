"""The same SQL for other engines, by sqlglot: what DuckDB says otherwise than Spark stands here, once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from il6ld.validation.sql.program import Program

# Spark's ids of a term `t`: one hash of 64 bits; and where two terms share one, 120 bits of another.
QUICK_ID = "xxhash64(t)"
SURE_ID = ("CAST(conv(left(md5(t), 15), 16, 10) AS HUGEINT) * 1152921504606846976"
           " + CAST(conv(substring(md5(t), 16, 15), 16, 10) AS HUGEINT)")  # fmt: skip
WIDE = "DECIMAL(38, 0)"
_ID_TYPES = {QUICK_ID: "BIGINT", SURE_ID: WIDE}
_CLASSES = {"cntrl": "Cntrl", "alpha": "Alpha", "digit": "Digit", "space": "Space", "alnum": "Alnum"}
_PARTS = re.compile(r"\\.|\[\[:[a-z]+:\]\]|\[\^?\]?|&&|[\]$]", re.DOTALL)

Tree = Any  # an expression of sqlglot
Macros = Mapping[str, tuple[list[str], str]]


def for_spark(sql: str | Tree, macros: Macros | None = None, identify: str = QUICK_ID) -> str:
    """A statement of DuckDB as Spark SQL, its macros written out; `identify` makes the id of a term `t`."""
    import sqlglot

    tree: Tree = sqlglot.parse_one(sql, read="duckdb") if isinstance(sql, str) else sql.copy()
    _unfolded(tree, {**(macros or {}), "term_id": (["t"], identify)})
    for kind, make in _rules(_ID_TYPES[identify]):
        for node in list(tree.find_all(kind)):
            new = make(node)
            if new is not node:
                node.replace(new)
    return str(tree.sql(dialect="spark"))


def spark_program(program: Program) -> list[tuple[str, str]]:
    """Each relation of a program by its name, then each check under no name, as Spark SQL."""
    relations = [(one.name, for_spark(one.sql)) for one in program.relations]
    return [*relations, *(("", for_spark(one.sql)) for one in program.checks)]


def as_java(pattern: str) -> str:
    """A regular expression of RE2 as one of Java's that matches the same."""
    within = False

    def put(found: re.Match[str]) -> str:
        nonlocal within
        part = found[0]
        if part.startswith("[[:"):
            return rf"\p{{{_CLASSES[part[3:-3]]}}}"
        if part.startswith("["):
            part, within = ("\\" + part, True) if within else (part, True)
        elif part == "]":
            within = False
        elif part == "&&" and within:
            return r"&\&"
        elif part == "$" and not within:
            return r"\z"  # Java's own also matches before a last line's end
        return part

    made = _PARTS.sub(put, pattern)
    flags = re.match(r"\(\?([ims]+)\)", pattern)
    if flags and "m" in flags[1]:
        made = made.replace(r"\z", "$")
    return f"(?d{'u' if flags and 'i' in flags[1] else ''}){made}"


def _unfolded(tree: Tree, macros: Macros) -> None:
    """Puts what a macro stands for in the place of each call."""
    from sqlglot import exp

    while calls := [one for one in tree.find_all(exp.Anonymous) if one.name.lower() in macros]:
        for call in calls:
            names, body = macros[call.name.lower()]
            given = dict(zip(names, call.expressions, strict=True))
            new = _body(body).copy()
            for column in list(new.find_all(exp.Column)):
                if column.name in given:
                    column.replace(given[column.name].copy())
            call.replace(new)


@cache
def _body(text: str) -> Tree:
    import sqlglot
    from sqlglot import exp

    return exp.paren(sqlglot.parse_one(text, read="duckdb"))


def _rules(id_type: str) -> list[tuple[Any, Callable[[Any], Any]]]:
    """What becomes of each kind of expression."""
    from sqlglot import exp

    return [
        (exp.DataType, lambda node: _data_type(node, id_type)),
        (exp.RegexpLike, lambda node: _matched(node, "{}")),
        (exp.RegexpFullMatch, lambda node: exp.RegexpLike(
            this=node.this, expression=_matched(node, r"\A(?:{})\z").expression)),
        ((exp.RegexpExtract, exp.RegexpReplace), lambda node: _matched(node, "{}")),
        (exp.Chr, lambda node: exp.Literal.string(chr(int(node.expressions[0].name)))),
        (exp.Anonymous, _called),
        (exp.Filter, lambda node: _ordered(node) if isinstance(node.this, exp.ArrayAgg) else node),
        (exp.ArrayAgg, _ordered),
        (exp.Not, _apart),
        (exp.Window, _numbered),
        (exp.Trunc, lambda node: exp.TryCast(this=node.this, to=exp.DataType.build("BIGINT"))),
    ]  # fmt: skip


def _data_type(node: Any, id_type: str) -> Any:
    from sqlglot import exp

    kinds = exp.DataType.Type
    if node.this == kinds.UBIGINT:
        return exp.DataType.build(id_type)
    if node.this in (kinds.INT128, kinds.UINT128):
        return exp.DataType.build(WIDE)
    return exp.DataType.build("TIMESTAMPLTZ") if node.this == kinds.TIMESTAMP else node


def _matched(node: Any, form: str) -> Any:
    from sqlglot import exp

    node.set("expression", exp.Literal.string(form.format(as_java(node.expression.name))))
    return node


_CALLED = {"hash": "xxhash64", "epoch_us": "unix_micros"}


def _called(node: Any) -> Any:
    node.set("this", _CALLED.get(node.name.lower(), node.name))
    return node


def _ordered(node: Any) -> Any:
    """A list in an order: Spark makes it of rows, sorted afterwards."""
    from sqlglot import exp

    filtered = node if isinstance(node, exp.Filter) else None
    order = (node.this if filtered else node).this
    if not isinstance(order, exp.Order):
        return node
    keys = [f"{one.this.sql('spark')} AS k{number}" for number, one in enumerate(order.expressions)]
    parts = ", ".join([*keys, f"{order.this.sql('spark')} AS it"])
    rows: Tree = exp.maybe_parse(f"collect_list(struct({parts}))", dialect="spark")
    if filtered:
        rows = exp.Filter(this=rows, expression=filtered.expression)
    return exp.maybe_parse(f"transform(sort_array({rows.sql('spark')}), x -> x.it)", dialect="spark")


def _apart(node: Any) -> Any:
    """`x NOT IN (SELECT ...)` as NOT EXISTS, which Spark joins by hash: no id that we hold is NULL."""
    from sqlglot import exp

    if not isinstance(node.this, exp.In) or not node.this.args.get("query"):
        return node
    name = exp.TableAlias(this=exp.to_identifier("z"), columns=[exp.to_identifier("other")])
    rows = exp.Subquery(this=node.this.args["query"].this, alias=name)
    same = exp.EQ(this=exp.column("other", "z"), expression=node.this.this)
    return exp.Not(this=exp.Exists(this=exp.select("1").from_(rows).where(same)))


def _numbered(node: Any) -> Any:
    """Numbers of rows, which Spark gives only in an order; any will do that is the same when made again."""
    from sqlglot import exp

    if isinstance(node.this, exp.RowNumber) and not node.args.get("order"):
        node.set("order", exp.Order(expressions=[exp.Anonymous(this="struct", expressions=[exp.Star()])]))
    return node
