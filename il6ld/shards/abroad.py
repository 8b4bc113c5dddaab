"""What a shard's records lead to in other shards: of each, so much as its shapes may look at.

A record that is mentioned brings all that is said of it, and what that leads to, a few steps far. So does a
record of the shard's own of which another shard says something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from il6ld.shards.coding import Coded, copy, read
from il6ld.shards.reach import DEEPEST
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import quoted

# A subject that two shards tell of otherwise; of what is shared, all say the same.
_DIVERGENT = """SELECT s FROM {subjects} WHERE NOT shared GROUP BY s
    HAVING count(*) > 1 AND min(digest) <> max(digest)"""


class Abroad:
    """The tables `mention(shard, id)`, `public`, the quads of what is mentioned, and `pairs(shard, id)`."""

    def __init__(self, tables: Tables, shards: Sequence[Coded], ground: Coded) -> None:
        self._tables, self._shards, self._ground = tables, shards, ground
        self._run = tables.connection.execute

    def find(self) -> list[str]:
        """Makes the tables, and gives of each shard a digest of what it sees of the others."""
        self._mentions()
        self._public()
        self._pairs()
        rows = dict(self._tables.rows("""SELECT x.shard, bit_xor(hash(q.s, q.p, q.o)) || ' ' || count(*)
            FROM pairs x JOIN public q ON q.s = x.id GROUP BY x.shard"""))  # fmt: skip
        return [rows.get(number, "") for number in range(len(self._shards))]

    def _mentions(self) -> None:
        divergent = _DIVERGENT.format(subjects=self._all("subjects"))
        self._run(f"CREATE OR REPLACE TEMP TABLE divergent AS {divergent}")
        self._run(f"""CREATE OR REPLACE TEMP TABLE mention AS {self._of('mentions', 'id')}
            UNION ALL {self._of('subjects', 's')} WHERE t.s IN (SELECT s FROM divergent)""")  # fmt: skip

    def _public(self) -> None:
        self._run("CREATE OR REPLACE TEMP TABLE wanted AS SELECT DISTINCT id, 0 AS round FROM mention")
        self._run(f"CREATE OR REPLACE TEMP TABLE public AS SELECT * FROM {self._all('quads')} LIMIT 0")
        for number in range(DEEPEST):
            self._run(f"""INSERT INTO public SELECT DISTINCT q.s, q.p, q.o, q.k FROM {self._all('quads')} q
                WHERE q.s IN (SELECT id FROM wanted WHERE round = {number})""")  # fmt: skip
            (more,) = self._tables.rows(f"""INSERT INTO wanted SELECT DISTINCT q.o, {number + 1} FROM public q
                WHERE q.o NOT IN (SELECT id FROM wanted) AND q.o NOT IN (SELECT s FROM {self._known})""")[0:1]
            if not more[0]:
                break

    @property
    def _known(self) -> str:
        return read([self._ground], "subjects")

    def _pairs(self) -> None:
        self._run("""CREATE OR REPLACE TEMP TABLE links AS SELECT DISTINCT s, o FROM public
            WHERE o IN (SELECT s FROM public)""")  # fmt: skip
        self._run("""CREATE OR REPLACE TEMP TABLE pairs AS SELECT DISTINCT shard, id FROM mention
            WHERE id IN (SELECT s FROM public)""")  # fmt: skip
        for _ in range(DEEPEST - 1):
            (more,) = self._tables.rows("""INSERT INTO pairs SELECT DISTINCT x.shard, l.o FROM pairs x
                JOIN links l ON l.s = x.id
                ANTI JOIN pairs y ON y.shard = x.shard AND y.id = l.o""")  # fmt: skip
            if not more[0]:
                break

    def write(self, numbers: Sequence[int], out: Path) -> None:
        """Writes `foreign` and `words`: what these shards see of others, and its terms.

        Beside them stands `missing`, the ids of what is mentioned and stands nowhere.
        """
        missing = "SELECT DISTINCT id FROM mention WHERE id NOT IN (SELECT s FROM public) ORDER BY id"
        copy(self._tables.connection, missing, out / "missing.parquet")
        among = ", ".join(map(str, numbers))
        foreign = f"""SELECT x.shard, q.* FROM pairs x JOIN public q ON q.s = x.id
            WHERE x.shard IN ({among}) ORDER BY x.shard"""
        copy(self._tables.connection, foreign, out / "foreign.parquet")
        named = f"SELECT unnest([s, p, o]) AS id FROM {quoted_file(out / 'foreign.parquet')}"
        words = f"""SELECT id, any_value(sort) AS sort, any_value(lexical) AS lexical
            FROM {self._all("terms")} WHERE id IN ({named}) GROUP BY id"""
        copy(self._tables.connection, words, out / "words.parquet")

    def _all(self, name: str) -> str:
        return read(self._shards, name)

    def _of(self, name: str, column: str) -> str:
        """One table with the number of the shard that each row is of."""
        files = [str(one.part(name)) for one in self._shards]
        rows = ", ".join(f"({quoted(file)}, {number})" for number, file in enumerate(files))
        listed = ", ".join(map(quoted, files))
        return f"""SELECT e.number AS shard, t.{column} AS id FROM read_parquet([{listed}], filename = true) t
            JOIN (VALUES {rows}) e(file, number) ON e.file = t.filename"""


def quoted_file(path: Path) -> str:
    """A file of Parquet, as an expression for FROM."""
    return f"read_parquet({quoted(str(path))})"
