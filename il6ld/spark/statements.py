"""The statements that we write for DuckDB, run by Spark: what is a table there is a folder of Parquet here.

So the relations, checks and joins of a corpus are written once. Each statement is read by sqlglot; whatever
it says of rows becomes Spark SQL and runs on the cluster, and only what is asked for comes back. Tables are
kept as files and not in the workers' memory: a plan is as short as its statement, and a lost worker takes
nothing with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from il6ld.spark.files import pattern, place, write_parquet
from il6ld.spark.recursion import unrolled
from il6ld.validation.sql.dialects import QUICK_ID, Tree, for_spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Row = tuple[Any, ...]


class Rows:
    """What a statement gives: its rows, or for one that changes a table, how many it changed."""

    def __init__(self, rows: DataFrame | list[Row]) -> None:
        self._rows = rows
        self._stream: Iterator[Row] | None = None

    def fetchall(self) -> list[Row]:
        """All rows at once."""
        return [tuple(row) for row in (self._rows if isinstance(self._rows, list) else self._rows.collect())]

    def fetchmany(self, size: int) -> list[Row]:
        """The next rows, at most so many; they come from the cluster a partition at a time."""
        if self._stream is None:
            rows = self._rows if isinstance(self._rows, list) else self._rows.toLocalIterator()
            self._stream = map(tuple, rows)
        return list(islice(self._stream, size))

    def fetchone(self) -> Row | None:
        """The next row, or nothing."""
        return next(iter(self.fetchmany(1)), None)


class Statements:
    """Spark in the place of a connection to DuckDB, its tables in a folder that all workers see.

    `identify` is how the id of a term is made.
    """

    def __init__(self, spark: SparkSession, folder: Path, identify: str = QUICK_ID) -> None:
        self.spark = spark
        self.folder = folder
        self.identify = identify
        self._tables: dict[str, DataFrame] = {}
        self._paths: dict[str, Path] = {}
        self._sizes: dict[str, int] = {}
        self._made = 0
        self._views: dict[str, Tree] = {}
        self._macros: dict[str, tuple[list[str], str]] = {}

    def execute(self, sql: str) -> Rows:
        """Runs one statement; ValueError for a kind that we do not write."""
        import sqlglot

        tree = sqlglot.parse_one(sql, read="duckdb")
        run = getattr(self, f"_{tree.key}", None)
        if run is None:
            raise ValueError(f"no statement of ours: {sql}")
        done: Rows = run(tree)
        return done

    def keep(self, name: str, frame: DataFrame) -> int:
        """Lets a name stand for rows that are worked out once, and tells how many they are."""
        self._made += 1
        return self._written(name, self.folder / f"{name}-{self._made}", frame.toDF(*_apart(frame.columns)))

    def _written(self, name: str, path: Path, frame: DataFrame) -> int:
        before = self._tables.get(name)
        frame.write.mode("append").parquet(place(path))
        kept = self.spark.read.schema(frame.schema).parquet(pattern(path))
        self._tables[name], self._paths[name] = kept, path
        kept.createOrReplaceTempView(name)
        if before is not None:
            for view in self._views:  # they look at the table as it is now
                self._renew(view)
        self._sizes[name] = int(kept.count())
        return self._sizes[name]

    def keep_together(self, frames: Sequence[tuple[str, DataFrame]]) -> dict[str, int]:
        """Keeps rows of one kind under several names, worked out in one go, and tells how many each are."""
        self._made += 1
        path, schema = self.folder / f"together-{self._made}", frames[0][1].schema
        labelled = [frame.selectExpr("*", f"'{name}' AS `kept_as`") for name, frame in frames]
        whole = reduce(lambda one, two: one.unionAll(two), labelled)
        whole.write.partitionBy("kept_as").parquet(place(path))
        sizes = dict.fromkeys((name for name, _ in frames), 0)
        if any(path.glob("kept_as=*")):
            there = self.spark.read.schema(whole.schema).parquet(pattern(path))
            sizes |= dict(map(tuple, there.groupBy("kept_as").count().collect()))
        for name, frame in frames:
            kept = self.spark.read.schema(schema).parquet(pattern(path / f"kept_as={name}")) \
                if sizes[name] else frame.limit(0)
            self._tables[name] = kept
            kept.createOrReplaceTempView(name)
        return sizes

    def drop(self, name: str) -> None:
        """Forgets a table, and takes its files away."""
        del self._tables[name]
        shutil.rmtree(self._paths.pop(name))

    def select(self, sql: str) -> DataFrame:
        """The rows of a SELECT, not worked out yet."""
        return self.frame(_parsed(sql))

    def frame(self, tree: Tree) -> DataFrame:
        """The rows of a SELECT, not worked out yet."""
        return self.spark.sql(for_spark(unrolled(tree, self), self._macros, self.identify))

    def _select(self, tree: Tree) -> Rows:
        return Rows(self.frame(tree))

    _union = _select

    def _create(self, tree: Tree) -> Rows:
        if tree.kind == "MACRO":
            called = tree.this
            names = [one.name for one in called.expressions]
            self._macros[called.this.name.lower()] = (names, tree.expression.sql("duckdb"))
            return Rows([])
        if tree.kind == "VIEW":
            self._views[tree.this.name] = tree.expression
            self._renew(tree.this.name)
            return Rows([])
        if tree.expression is None:
            return self._empty(tree.this)
        return Rows([(self.keep(tree.this.name, self.frame(tree.expression)),)])

    def _empty(self, schema: Any) -> Rows:
        columns = [f"CAST(NULL AS {one.kind.sql('duckdb')}) AS {one.name}" for one in schema.expressions]
        self.keep(schema.this.name, self.select(f"SELECT {', '.join(columns)}").limit(0))
        return Rows([])

    def _renew(self, name: str) -> None:
        self.frame(self._views[name]).createOrReplaceTempView(name)

    def _insert(self, tree: Tree) -> Rows:
        name = tree.this.name
        before = self._tables[name]
        new = self.frame(tree.expression)
        typed = [f"CAST(`{column}` AS {kind}) AS `{into}`"
                 for column, (into, kind) in zip(new.columns, before.dtypes, strict=True)]  # fmt: skip
        count = self._sizes[name]
        return Rows([(self._written(name, self._paths[name], new.selectExpr(*typed)) - count,)])

    def _delete(self, tree: Tree) -> Rows:
        name = tree.this.name
        before = self._sizes[name]
        kept = _parsed(f"SELECT * FROM {name} WHERE NOT ({tree.args['where'].this.sql('duckdb')})")
        removed = before - self.keep(name, self.frame(kept))
        return Rows([(removed,)])

    def _copy(self, tree: Tree) -> Rows:
        write_parquet(self.frame(tree.this.this), tree.args["files"][0].name)
        return Rows([])

    def _set(self, _: Any) -> Rows:
        return Rows([])  # how DuckDB goes about its work is nothing to Spark


def _apart(columns: list[str]) -> list[str]:
    """The names of columns, none of them twice."""
    return [f"{name}_{number}" if name in columns[:number] else name for number, name in enumerate(columns)]


def _parsed(sql: str) -> Tree:
    import sqlglot

    return sqlglot.parse_one(sql, read="duckdb")
