"""N-Quads and N-Triples into two tables, in SQL alone: `quads(s, p, o, k)` and `dictionary(id, token)`.

A line is matched against the one plain form and split at its spaces; the few lines that are not plain are
read by pyoxigraph. The same triple in two graphs is one. `k` is the id of the object's sort. Quads of one
predicate stand together, since almost every question names one, and then reads no more than those.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from il6ld.errors import UnreadableInput
from il6ld.validation.sql.lines import ODD, PLAIN, located, rewritten
from il6ld.validation.sql.opening import compression, lines_of
from il6ld.validation.sql.terms import QUICK_ID, SORT, SURE_ID, lexical, quoted

if TYPE_CHECKING:
    import duckdb

_MAX_LINE = 16 * 1024 * 1024  # what pyoxigraph reads of one
# Four characters that stand together in no text: a line is one column.
_DELIMITER = "\\x01\\x02\\x03\\x04"
_GRAPH = "len(parts) > 4 AND left(parts[-2], 1) IN ('<', '_') AND NOT contains(parts[-2], '\"')"
_OBJECT = f"array_to_string(CASE WHEN {_GRAPH} THEN parts[3:-3] ELSE parts[3:-2] END, ' ')"


def load(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> int:
    """Fills the tables from files, plain or compressed, and gives the number of their statements.

    Raises UnreadableInput at the first malformed line; no line is passed over.
    """
    connection.execute("CREATE TEMP TABLE parsed(s VARCHAR, p VARCHAR, o VARCHAR, odd VARCHAR)")
    for number, path in enumerate(paths):
        _parse(connection, path, f"f{number}-" if len(paths) > 1 else "")
    _encode(connection, QUICK_ID)
    if _shares_ids(connection):  # never seen so far
        _encode(connection, SURE_ID)
    counted = int(_one(connection, "SELECT count(*) FROM parsed"))
    connection.execute("DROP TABLE parsed")
    return counted


def _lines(path: Path) -> str:
    return (
        f"read_csv({quoted(str(path))}, header = false, auto_detect = false, "
        f"delim = E'{_DELIMITER}', quote = '', "
        f"escape = '', columns = {{'line': 'VARCHAR'}}, max_line_size = {_MAX_LINE}, "
        f"compression = '{compression(path)}', strict_mode = false)"
    )


def _parse(connection: duckdb.DuckDBPyConnection, path: Path, scope: str) -> None:
    import duckdb

    before = _one(connection, "SELECT count(*) FROM parsed")
    plain = f"regexp_full_match(line, {quoted(PLAIN)})"
    plain += "".join(f" AND NOT contains(line, {quoted(odd)})" for odd in ODD)
    looked = f"SELECT line, {plain} AS plain FROM {_lines(path)}"
    split = f"SELECT *, CASE WHEN plain THEN string_split(line, ' ') END AS parts FROM ({looked}) l"
    try:
        connection.execute(f"""INSERT INTO parsed SELECT {_scoped("parts[1]", scope)}, parts[2],
            {_scoped(_OBJECT, scope)},
            CASE WHEN NOT coalesce(plain, FALSE) THEN coalesce(line, '') END FROM ({split}) s""")
    except duckdb.Error as error:
        raise located(path, error) from error
    read = _one(connection, "SELECT count(*) FROM parsed")
    if compression(path) != "none" or read - before == lines_of(path):
        _mend(connection, path, scope)
    else:
        raise located(path, UnreadableInput(f"'{path.name}' has lines that could not be told apart."))


def _mend(connection: duckdb.DuckDBPyConnection, path: Path, scope: str) -> None:
    """Puts what lines that are not plain say in their place."""
    odd = [line for (line,) in connection.execute("SELECT odd FROM parsed WHERE odd IS NOT NULL").fetchall()]
    if odd:
        connection.execute("DELETE FROM parsed WHERE odd IS NOT NULL")
        rows = [tuple(_rescoped(token, scope) for token in row) for row in rewritten(odd, path)]
        if rows:
            connection.executemany("INSERT INTO parsed VALUES (?, ?, ?, NULL)", rows)


def _scoped(token: str, scope: str) -> str:
    """Blank nodes of one file of several are no others': they bear its number."""
    return (
        f"CASE WHEN left({token}, 2) = '_:' THEN '_:{scope}' || substring({token}, 3) ELSE {token} END"
        if scope
        else token
    )


def _rescoped(token: str, scope: str) -> str:
    return f"_:{scope}{token[2:]}" if token.startswith("_:") else token


def _encode(connection: duckdb.DuckDBPyConnection, identify: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP MACRO term_id(t) AS {identify}")
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE quads AS SELECT DISTINCT
        term_id(s) AS s, term_id(p) AS p, term_id(o) AS o,
        term_id({SORT.format(token="o")}) AS k FROM parsed ORDER BY p""")
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE dictionary AS
        SELECT id, sort, {lexical("token")} AS lexical
        FROM (SELECT term_id(token) AS id, {SORT.format(token="token")} AS sort, token FROM (
        SELECT s AS token FROM parsed UNION SELECT p FROM parsed UNION SELECT o FROM parsed) one) two""")


def _shares_ids(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(_one(connection, "SELECT count(*) - count(DISTINCT id) FROM dictionary"))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]
