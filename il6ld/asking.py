"""What `il6ld query` answers, each query in a process that can be stopped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from il6ld import queries, workers
from il6ld.errors import UsageError
from il6ld.files import decode, read_bytes
from il6ld.findings import nearest
from il6ld.knowledge import KnowledgeBase
from il6ld.project import Project
from il6ld.queries import QUERIES, Query

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One named query on one line."""

    name: str
    parameters: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is printed; `rows` is empty where it has none, `cut` says that there were more."""

    text: str
    rows: int | None
    cut: bool


def rows() -> list[QueryRow]:
    """Every named query, A to Z."""
    return [QueryRow(one.name, tuple(map(str, one.parameters)), one.summary) for one in QUERIES.values()]


def columns() -> list[str]:
    """The names of a query row's columns, in order."""
    return [field.name for field in fields(QueryRow)]


def opened(project: Project, corpus: Path | None, tell: Callable[[str], None]) -> KnowledgeBase:
    """What is asked: a project's release, or that of a corpus."""
    if corpus is None:
        return KnowledgeBase.of(project.root)
    from il6ld.knowledge.corpus import CorpusBase

    return CorpusBase(corpus, tell)


def ask(
    base: KnowledgeBase, name: str, given: Mapping[str, str], form: str, seconds: float, most: int = MOST_ROWS
) -> Reply:
    """The answer of a release to a named query, a file or standard input (`-`), in one form.

    Raises LimitExceeded where it takes longer than `seconds`, on the clock or of CPU, or too much memory.
    """
    query = find(name)
    base.prepare()

    def work() -> Reply:
        with base.reading():
            result = queries.run(base.store, query, base.values(query, dict(given)), base.context, most)
        return _reply(result, form)

    return workers.apart(work, workers.Limits(seconds))


def count(
    base: KnowledgeBase, by: Sequence[str], status: str, form: str, seconds: float, most: int = MOST_ROWS
) -> Reply:
    """How many claims of a release take each stance, by columns, in one form; limits as those of `ask`."""
    if status != queries.ANY:  # else a corpus is counted without its index
        base.prepare()

    def work() -> Reply:
        found = base.count(*by, status=status)
        return _reply(replace(found, rows=found.rows[:most], cut=len(found) > most), form)

    return workers.apart(work, workers.Limits(seconds))


def _reply(result: queries.Result, form: str) -> Reply:
    size = None if isinstance(result, queries.Truth) else len(result)
    return Reply(queries.write(result, form), size, result.cut)


def find(name: str) -> Query:
    """The query that a name, a file or `-` stands for, looked at before anything parses it."""
    if name in QUERIES:
        return QUERIES[name]
    if name == "-":
        return _outside(sys.stdin.buffer.read(queries.MAX_BYTES + 1), "standard input")
    if Path(name).is_file():
        return _outside(read_bytes(Path(name), name), name)
    cure = nearest(name, QUERIES) or "'il6ld query --list' tells of each; '-' reads one from standard input."
    raise UsageError.at(None, f"There is no query and no file '{name}'.", rule="unknown-query", help=cure)


def _outside(raw: bytes, name: str) -> Query:
    text = decode(raw, name)
    queries.check(text, name)
    return queries.parse(name, text)


def explain(base: KnowledgeBase, name: str, given: Mapping[str, str]) -> str:
    """What a query asks, what its parameters are, and its SPARQL with their values put in, for any store."""
    query = find(name)
    values = base.values(query, dict(given))
    lines = [f"{query.name}: {query.summary}" if query.summary else query.name]
    lines += [query.description] if query.description else []
    for one in query.parameters:
        value = queries.shown(values.get(one.name), base.context) or queries.ANY
        lines.append(f"  {one.name} = {value} ({one.type}): {one.description}")
    return "\n".join([*lines, "", queries.standalone(query, values).rstrip()])
