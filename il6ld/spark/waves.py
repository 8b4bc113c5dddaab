"""A compiled program run by Spark in fewer statements: where data are few, to plan one is most of its cost.

Relations that need nothing unmade are worked out together, a wave at a time, and so are checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from il6ld.spark.statements import Statements
from il6ld.validation.sql.program import Program, Relation, named
from il6ld.validation.sql.running import Run

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TOGETHER = 4  # checks in one statement: Spark plans all of it anew after every stage


class Waves(Run):
    """One run of a program over tables that Spark holds."""

    def __init__(self, statements: Statements, program: Program) -> None:
        connection: Any = statements  # it answers as one
        super().__init__(connection, program)
        self._statements = statements

    def _relate(self) -> None:
        waiting = list(self._program.relations)
        while waiting:
            names = {relation.name for relation in waiting}
            ready = [one for one in waiting if names.isdisjoint(named(one.sql))]
            self._keep_all([one for one in ready if not self._is_void(one)])
            waiting = [one for one in waiting if one not in ready]

    def _is_void(self, relation: Relation) -> bool:
        """Whether a relation is empty because one that it needs is; if so, it is not made."""
        void = not self._empty.isdisjoint(relation.needs)
        if void:
            self._empty.add(relation.name)
            self._missing.add(relation.name)
            self.sizes[relation.name] = 0
        return void

    def _keep_all(self, relations: Sequence[Relation]) -> None:
        alike: dict[object, list[tuple[str, DataFrame]]] = defaultdict(list)
        for relation in relations:
            frame = self._statements.select(self._ready(relation.sql))
            alike[str(frame.schema)].append((relation.name, frame))
        for frames in alike.values():
            sizes = self._statements.keep_together(frames)
            self.sizes |= sizes
            self._empty |= {name for name, size in sizes.items() if not size}

    def _check(self) -> Iterator[int]:
        checks = iter([one for one in self._program.checks if self._empty.isdisjoint(one.needs)])
        while some := [self._ready(check.sql) for check in islice(checks, _TOGETHER)]:
            yield self._insert(" UNION ALL ".join(f"({sql})" for sql in some))
