"""WITH RECURSIVE, unrolled: a step is joined to what came last, until nothing new comes.

Spark's own recursion is bounded in rounds and rows, and younger than the Sparks that are in use.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from il6ld.validation.sql.dialects import Tree

if TYPE_CHECKING:
    from il6ld.spark.statements import Statements

_numbers = count()


def unrolled(tree: Tree, statements: Statements) -> Tree:
    """The SELECT with each recursion within it worked out, and a kept relation in its place."""
    from sqlglot import exp

    tree = tree.copy()
    while found := [one for one in tree.find_all(exp.With) if one.recursive]:
        innermost = max(found, key=lambda one: one.depth)
        (cte,) = innermost.expressions
        name = _worked_out(cte, statements)
        owner = innermost.parent
        innermost.pop()
        _rename(owner, cte.alias, name)
    return tree


def _worked_out(cte: Tree, statements: Statements) -> str:
    """Keeps all that a recursion reaches, and gives the name that it is kept under."""
    number = next(_numbers)
    whole, last = f"reached{number}", f"latest{number}"
    columns = [one.name for one in cte.args["alias"].columns]
    step = cte.this.expression
    _rename(step, cte.alias, last)
    found = statements.frame(cte.this.this).toDF(*columns).distinct()
    if not statements.keep(last, found):
        statements.keep(whole, found)
        return whole
    total = found
    while True:
        new = statements.frame(step).toDF(*columns).subtract(total)
        if not statements.keep(last, new):
            break
        total = total.unionAll(new)
    statements.keep(whole, total)
    return whole


def _rename(tree: Tree, old: str, new: str) -> None:
    from sqlglot import exp

    for table in tree.find_all(exp.Table):
        if table.name == old:
            alias = table.alias or old
            table.replace(exp.to_table(new).as_(alias))
