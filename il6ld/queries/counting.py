"""Counts over all claims, each with the stance that is counted: by SPARQL, or by the columns of a corpus.

Both give the same rows: a count without polarity, certainty, reading and status would add up what is denied,
hedged or taken back with what is stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from il6ld.errors import UnreadableInput, UsageError
from il6ld.findings import nearest
from il6ld.namespaces import IL6, XSD, Context
from il6ld.queries.answer import Answer, Term

STANCE = ("polarity", "certainty", "reading", "status")
# What may be counted by: a column of the table of claims, and the way to it from a claim.
COLUMNS: dict[str, str] = {
    "subject": "il6:proposition/il6:subject",
    "predicate": "il6:proposition/il6:predicate",
    "object": "il6:proposition/il6:object",
    **{name: f"il6:{name}" for name in ("article", "attributedTo", "discourseRole", "proposition")},
}


def counting(by: Sequence[str]) -> str:
    """The SPARQL that counts; UsageError, with the nearest, for a column that there is not."""
    names = " ".join(f"?{name}" for name in _columns(by))
    patterns = "".join(f"    ?claim il6:{name} ?{name} .\n" for name in STANCE)
    patterns += "".join(f"    OPTIONAL {{ ?claim {COLUMNS[name]} ?{name} }}\n" for name in _known(by))
    return f"""PREFIX il6: <{IL6.iri}>
SELECT {names} (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {{
    ?claim a il6:Claim .
{patterns}}}
GROUP BY {names}
ORDER BY {names}
"""


def counted(table: Path, by: Sequence[str], status: ox.NamedNode | None, context: Context) -> Answer:
    """The same from the table of claims that a corpus has; UnreadableInput where it cannot be read."""
    import duckdb

    columns = _columns(by)
    names = ", ".join(f'"{name}"' for name in columns)
    only = "" if status is None else "WHERE status = ?"
    given = [str(table)] if status is None else [str(table), status.value.removeprefix(IL6.iri)]
    sql = f"SELECT {names}, count(*) FROM read_parquet(?) {only} GROUP BY {names}"
    try:
        with duckdb.connect(config={"threads": 2}) as connection:
            found = connection.execute(sql, given).fetchall()
    except duckdb.Error as error:
        raise UnreadableInput.at(
            None, f"'{table}' cannot be read: {str(error).splitlines()[0]}.", rule="damaged-release",
            help="Build the corpus again, or put its release back as it was published.",
        ) from error  # fmt: skip
    rows = [_row(row, context) for row in found]
    return Answer((*columns, "claims"), sorted(rows, key=_order), context)


def _known(by: Sequence[str]) -> list[str]:
    for name in by:
        if name not in COLUMNS and name not in STANCE:
            cure = nearest(name, [*COLUMNS, *STANCE]) or f"There are: {', '.join([*COLUMNS, *STANCE])}."
            message = f"Claims are not counted by '{name}'."
            raise UsageError.at(None, message, rule="count-column", help=cure)
    return [name for name in dict.fromkeys(by) if name in COLUMNS]


def _columns(by: Sequence[str]) -> tuple[str, ...]:
    return (*_known(by), *STANCE)


def _row(values: tuple[Any, ...], context: Context) -> tuple[Term | None, ...]:
    *nodes, number = values
    return (*(_term(value, context) for value in nodes), ox.Literal(str(number), datatype=XSD.integer))


def _term(value: str | None, context: Context) -> Term | None:
    """The node that a table names: a term of ours by itself, a record with its prefix, else by its IRI."""
    if value is None:
        return None
    return ox.NamedNode(context.expand(value)) if ":" in value else IL6[value]


def _order(row: Sequence[Term | None]) -> list[str]:
    """As SPARQL puts them: what is unbound first, IRIs by their characters."""
    return ["" if term is None else str(term) for term in row[:-1]]
