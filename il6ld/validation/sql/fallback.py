"""The constraints that are not compiled, on pyoxigraph: one query for each focus node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.validation.sql.program import Fallback
from il6ld.validation.sql.terms import quoted, token_of

if TYPE_CHECKING:
    import duckdb

Row = tuple[int, str, str, str]
_THIS = ox.Variable("this")


def run(connection: duckdb.DuckDBPyConnection, fallback: Fallback, focus: str) -> int:
    """Puts what a constraint finds into `results`, and gives how many that is."""
    store = ox.Store()
    store.bulk_extend(_quads(connection, fallback.predicates))
    rows = connection.execute(
        f"SELECT {token_of('d')} FROM {focus} f JOIN dictionary d ON d.id = f.node"
    ).fetchall()
    found = [row for (token,) in rows for row in _ask(store, fallback, _term(token))]
    for source, node, value, path in found:
        connection.execute(f"""INSERT INTO results SELECT {source}, term_id({quoted(node)}), NULL,
            {f"term_id({quoted(path)})" if path else "NULL"}, {quoted(value) if value else "NULL"}""")
        if path:
            connection.execute(f"""INSERT INTO dictionary
                SELECT term_id({quoted(path)}), '<', {quoted(path[1:-1])}
                WHERE term_id({quoted(path)}) NOT IN (SELECT id FROM dictionary)""")
    return len(found)


def _quads(connection: duckdb.DuckDBPyConnection, predicates: tuple[str, ...]) -> Iterator[ox.Quad]:
    among = (
        f"WHERE q.p IN ({', '.join(f'term_id({quoted(one)})' for one in predicates)})" if predicates else ""
    )
    line = " || ' ' || ".join(token_of(name) for name in "spo")
    lines = connection.execute(f"""SELECT {line} || ' .'
        FROM quads q JOIN dictionary s ON s.id = q.s JOIN dictionary p ON p.id = q.p
        JOIN dictionary o ON o.id = q.o {among}""")  # fmt: skip
    while chunk := lines.fetchmany(10_000):
        text = "\n".join(line for (line,) in chunk)
        yield from ox.parse(text, format=ox.RdfFormat.N_QUADS)


def _ask(
    store: ox.Store, fallback: Fallback, focus: ox.NamedNode | ox.BlankNode | ox.Literal
) -> Iterator[Row]:
    try:
        solutions = store.query(fallback.query, substitutions={_THIS: focus})
    except (SyntaxError, ValueError) as error:
        told = f"A query cannot be used: {' '.join(str(error).split())}"
        raise InvalidInput.at(None, told, rule="shapes", help="Look in shapes/.") from error
    assert isinstance(solutions, ox.QuerySolutions)
    names = {variable.value for variable in solutions.variables}
    for solution in solutions:
        value = solution["value"] if "value" in names else focus if fallback.asks_value else None
        path = solution["path"] if "path" in names else None
        yield fallback.source, str(focus), str(value or ""), str(path or "")


def _term(token: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    (quad,) = ox.parse(f"<s:s> <p:p> {token} .", format=ox.RdfFormat.N_QUADS)
    term = quad.object
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    return term
