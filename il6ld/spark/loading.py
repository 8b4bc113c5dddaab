"""The shards of a corpus into the tables `quads`, `dictionary` and `lines`, on Spark's workers.

Python unpacks the shards and hands their text on in large pieces; all else is SQL. We wrote the lines
ourselves, in the one form that can be split at spaces, but for code points that are escaped by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from il6ld.corpora import lines
from il6ld.shards.entry import LINES, QUADS, Entry
from il6ld.spark.statements import Statements
from il6ld.validation.sql.dialects import SURE_ID, for_spark
from il6ld.validation.sql.lines import ODD, rewritten
from il6ld.validation.sql.terms import SORT, lexical

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_PIECE = 4 * 1024 * 1024  # bytes of text that are handed on at a time
_BY_NUMBER = ("\\u", "\\U")

Named = tuple[str, str]  # a path, and a word that tells its text from that of others


def load(statements: Statements, folder: Path, ground: str, entries: Sequence[Entry]) -> None:
    """Fills the tables from a folder's shards, and from no others that may lie there."""
    stems = sorted({_stem(entry) for entry in entries})
    named = [(str(folder / ground), "f0-")]
    numbers = {stem: number for number, stem in enumerate(stems, start=1)}
    named += [(str(folder / f"{one.name}{QUADS}"), f"f{numbers[_stem(one)]}-") for one in entries]
    _parse(statements, named)
    _encode(statements)
    shared = statements.execute("SELECT count(*) - count(DISTINCT id) FROM dictionary").fetchone()
    if shared != (0,):  # never seen so far
        statements.identify = SURE_ID
        _encode(statements)
    statements.drop("parsed")
    _load_lines(statements, folder, entries)


def _stem(entry: Entry) -> str:
    return entry.name.rpartition("-")[0]


def _pieces(statements: Statements, named: list[Named]) -> DataFrame:
    """The lines of packed files, each with the word of its file."""
    context = statements.spark.sparkContext
    texts = context.parallelize(named, max(1, len(named))).flatMap(_unpacked)
    frame = statements.spark.createDataFrame(texts, "word string, text string")
    return frame.selectExpr("word", "explode(split(text, '\\n')) AS line").where("line <> ''")


def _unpacked(named: Named) -> Iterator[tuple[str, str]]:
    path, word = named
    with lines.opened(Path(path), path) as file:
        while piece := file.read(_PIECE):
            text = (piece + file.readline()).decode()
            yield word, _plain(text, Path(path))


def _plain(text: str, source: Path) -> str:
    """The text with those lines rewritten that cannot be split as they are."""
    if not any(odd in text for odd in (*_BY_NUMBER, *ODD)):
        return text
    return "\n".join(_rewritten(line, source) for line in text.split("\n"))


def _rewritten(line: str, source: Path) -> str:
    if not any(odd in line for odd in (*_BY_NUMBER, *ODD)):
        return line
    return "\n".join(f"{' '.join(tokens)} ." for tokens in rewritten([line], source))


def _parse(statements: Statements, named: list[Named]) -> None:
    """The statements as tokens (s, p, o)."""
    parts = _pieces(statements, named).selectExpr("word", "split(line, ' ') AS parts")
    graph = ("size(parts) > 4 AND left(parts[size(parts) - 2], 1) IN ('<', '_') "
             "AND NOT contains(parts[size(parts) - 2], '\"')")  # fmt: skip
    value = f"array_join(slice(parts, 3, size(parts) - CASE WHEN {graph} THEN 4 ELSE 3 END), ' ')"
    split = parts.selectExpr("word", "parts[0] AS s", "parts[1] AS p", f"{value} AS o")
    statements.keep("parsed", split.selectExpr(_scoped("s"), "p", _scoped("o")))


def _scoped(token: str) -> str:
    """Blank nodes of one file are no others'."""
    own = f"'_:' || word || substring({token}, 3)"
    return f"CASE WHEN left({token}, 2) = '_:' THEN {own} ELSE {token} END AS {token}"


def _encode(statements: Statements) -> None:
    def frame(sql: str) -> DataFrame:
        return statements.spark.sql(for_spark(sql, identify=statements.identify))

    quads = frame(f"""SELECT DISTINCT term_id(s) AS s, term_id(p) AS p, term_id(o) AS o,
        term_id({SORT.format(token="o")}) AS k FROM parsed""")
    # In their order, so that whoever looks for a predicate reads few of them.
    statements.keep("quads", quads.repartitionByRange("p", "s").sortWithinPartitions("p", "s"))
    statements.keep("dictionary", frame(f"""SELECT term_id(token) AS id, sort, {lexical("token")} AS lexical
        FROM (SELECT token, {SORT.format(token="token")} AS sort FROM (
        SELECT s AS token FROM parsed UNION SELECT p FROM parsed UNION SELECT o FROM parsed) one) two"""))


def _load_lines(statements: Statements, folder: Path, entries: Sequence[Entry]) -> None:
    """Which record stands on which line of which file."""
    spark = statements.spark
    named = [(str(folder / f"{entry.name}{LINES}"), entry.name) for entry in entries]
    known: Iterable[tuple[str, str, int, int]] = (
        (entry.name, entry.source, entry.first, number) for number, entry in enumerate(entries)
    )
    told = spark.createDataFrame(list(known), "word string, source string, first bigint, shard bigint")
    parts = _pieces(statements, named).selectExpr("word", "split(line, '\\t') AS parts")
    statements.keep("lines", parts.join(told.hint("broadcast"), "word").selectExpr(
        "parts[0] AS id", "source", "first + CAST(parts[1] AS BIGINT) AS line", "shard"))
