"""One shard held against the shapes that need no other: its records, the ontology, and what they lead to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from il6ld.namespaces import SH
from il6ld.shards.abroad import quoted_file
from il6ld.shards.coding import Coded, copy, read
from il6ld.shards.entry import put
from il6ld.shards.seals import holds, seal
from il6ld.validation.sql.program import Program
from il6ld.validation.sql.running import Run
from il6ld.validation.sql.terms import token_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What was found, as text: the number of its source, and terms as N-Triples tokens, "" for none.
RESULTS = f"""SELECT DISTINCT r.source, {token_of("f")} AS focus,
    coalesce(r.text, {token_of("v")}, '') AS value, coalesce({token_of("p")}, '') AS path
    FROM results r LEFT JOIN dictionary f ON f.id = r.focus
    LEFT JOIN dictionary v ON v.id = r.value LEFT JOIN dictionary p ON p.id = r.path"""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in one shard, as a file, and what was looked at: nodes, and the targets that match."""

    found: Path
    results: int
    errors: int
    nodes: int
    matched: tuple[str, ...]

    @classmethod
    def kept(cls, found: Path) -> Look | None:
        """The look whose results are this file; None where there is none."""
        if not holds(found):
            return None
        try:
            said = json.loads(_beside(found).read_bytes())
            results, errors, nodes = (int(said[name]) for name in ("results", "errors", "nodes"))
            return cls(found, results, errors, nodes, tuple(said["matched"]))
        except (OSError, ValueError, KeyError):
            return None


@dataclass(frozen=True, slots=True)
class Aim:
    """A shard to be looked at, its number among those of the corpus, and the file of what is found."""

    shard: Coded
    number: int
    found: Path


def look(
    connection: DuckDBPyConnection, aims: Sequence[Aim], ground: Coded, program: Program, foreign: Path
) -> None:
    """Runs a program on some shards together, and keeps of each what was found in it alone.

    `foreign` is the folder where it is told what shards see of others.
    """
    shards = list(dict.fromkeys([ground, *(aim.shard for aim in aims)]))
    numbers = ", ".join(str(aim.number) for aim in aims)
    seen = f"(SELECT * FROM {quoted_file(foreign / 'foreign.parquet')} WHERE shard IN ({numbers}))"
    run = Run(connection, program)
    _tables(
        connection,
        [read(shards, "quads"), seen],
        [read(shards, "terms"), quoted_file(foreign / "words.parquet")],
    )
    run.find()
    for aim in aims:
        _keep(connection, run, program, aim)


def _keep(connection: DuckDBPyConnection, run: Run, program: Program, aim: Aim) -> None:
    own = read([aim.shard], "subjects")
    copy(connection, f"SELECT * FROM ({RESULTS} SEMI JOIN {own} o ON o.s = r.focus) ORDER BY ALL", aim.found)
    results = _one(connection, f"SELECT count(*) FROM {quoted_file(aim.found)}")
    grave = [number for number, one in enumerate(program.sources) if one.severity in ("", str(SH.Violation))]
    errors = f"SELECT count(*) FROM {quoted_file(aim.found)} WHERE list_contains({grave}, source)"
    matched, nodes = _matched(connection, run, program, own), _nodes(connection, program, run, own)
    with put(_beside(aim.found)) as file:
        said = {"results": results, "errors": _one(connection, errors), "nodes": nodes, "matched": matched}
        file.write(json.dumps(said).encode())
    seal(aim.found, [aim.found, _beside(aim.found)])


def _tables(connection: DuckDBPyConnection, quads: Sequence[str], terms: Sequence[str]) -> None:
    union = " UNION ".join(f"SELECT s, p, o, k FROM {one}" for one in quads)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE quads AS {union}")
    words = " UNION ALL ".join(f"SELECT id, sort, lexical FROM {one}" for one in terms)
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE dictionary AS
        SELECT id, any_value(sort) AS sort, any_value(lexical) AS lexical FROM ({words}) GROUP BY id""")


def _matched(connection: DuckDBPyConnection, run: Run, program: Program, own: str) -> tuple[str, ...]:
    names = [(told, name) for told, name in program.targets.items() if run.sizes.get(name)]
    some = "SELECT count(*) FROM (SELECT 1 FROM {} n SEMI JOIN {} o ON o.s = n.node LIMIT 1)"
    return tuple(sorted(told for told, name in names if _one(connection, some.format(name, own))))


def _nodes(connection: DuckDBPyConnection, program: Program, run: Run, own: str) -> int:
    names = sorted({name for name in program.targets.values() if run.sizes.get(name)})
    nodes = " UNION ".join(f"SELECT n.node FROM {name} n" for name in names)
    counting = f"SELECT count(*) FROM ({nodes}) n SEMI JOIN {own} o ON o.s = n.node"
    return _one(connection, counting) if names else 0


def _one(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _beside(found: Path) -> Path:
    return found.with_name(f"{found.name}.json")
