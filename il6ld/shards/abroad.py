"""What a shard's records lead to in other shards: of each, so much as its shapes may look at.

A record that is mentioned brings all that is said of it, and what that leads to, a few steps far. So does a
record of the shard's own of which another shard says something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def find(self, echoed: Iterable[str]) -> list[str]:
        """Makes the tables, and gives of each shard a digest of what it sees of the others.

        The last is that of the ground: it sees who else has texts of its own by the predicates `echoed`.
        """
        self._mentions()
        self._public()
        self._pairs()
        self._echoes(echoed)
        rows = dict(self._tables.rows(f"""SELECT shard, bit_xor(hash(s, p, o)) || ' ' || count(*)
            FROM ({self._foreign}) f GROUP BY shard"""))  # fmt: skip
        return [rows.get(number, "") for number in range(len(self._shards) + 1)]

    @property
    def _foreign(self) -> str:
        return f"""SELECT x.shard, q.* FROM pairs x JOIN public q ON q.s = x.id
            UNION ALL SELECT {len(self._shards)}, * FROM echo"""

    def _echoes(self, predicates: Iterable[str]) -> None:
        self._tables.fill("echoed", {"name": [f"<{one}>" for one in sorted(predicates)]})
        among = f"{self._all('quads')} WHERE p IN (SELECT term_id(name) FROM echoed)"
        texts = f"SELECT id FROM {read([self._ground], 'terms')} WHERE sort NOT IN ('<', '_')"
        self._run(f"""CREATE OR REPLACE TEMP TABLE echo AS SELECT DISTINCT s, p, o, k FROM {among}
            AND s IN (SELECT s FROM {among} AND o IN ({texts}))""")

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
        foreign = f"SELECT * FROM ({self._foreign}) f WHERE shard IN ({among}) ORDER BY shard"
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
