"""The same SQL for other engines, by sqlglot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from il6ld.validation.sql.program import Program

if TYPE_CHECKING:
    from sqlglot.expressions import Expression

# What DuckDB calls otherwise than Spark, and sqlglot leaves as it is.
_CALLED = {"term_id": "xxhash64", "hash": "xxhash64"}


def for_spark(sql: str) -> str:
    """A statement of DuckDB as Spark SQL; ids are Spark's own, from the same tokens."""
    import sqlglot

    tree = sqlglot.parse_one(sql, read="duckdb").transform(_renamed)
    return str(tree.sql(dialect="spark"))


def spark_program(program: Program) -> list[tuple[str, str]]:
    """Each relation of a program by its name, then each check under no name, as Spark SQL."""
    relations = [(one.name, for_spark(one.sql)) for one in program.relations]
    return [*relations, *(("", for_spark(one.sql)) for one in program.checks)]


def _renamed(node: Expression) -> Expression:
    from sqlglot import exp

    if isinstance(node, exp.DataType) and node.this in (exp.DataType.Type.UBIGINT, exp.DataType.Type.INT128):
        wide = node.this == exp.DataType.Type.INT128
        return exp.DataType.build("DECIMAL(38, 0)" if wide else "BIGINT")
    if isinstance(node, exp.Anonymous) and node.name.lower() in _CALLED:
        node.set("this", _CALLED[node.name.lower()])
    return node
