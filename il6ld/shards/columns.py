"""The claims of a corpus as one table in Parquet, for questions that are about all of it.

A column is named as the key that a record has. No row tells a claim without its stance, and `bare` says
whether subject, predicate and object may be told alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from il6ld.namespaces import DCTERMS, IL6, RDFS
from il6ld.shards import bare
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import quoted, term_id

_ONE = {
    "label": RDFS.label,
    **{name: IL6[name] for name in ("status", "polarity", "certainty", "reading")},
    **{name: IL6[name] for name in ("attributedTo", "discourseRole", "article", "passage")},
}
_SEVERAL = {
    "basedOn": IL6.basedOn, "replaces": DCTERMS.replaces, "replacedBy": DCTERMS.isReplacedBy,
    "disputes": IL6.disputes, "erratum": IL6.erratum,
}  # fmt: skip
_PARTS = {"subject": IL6.subject, "predicate": IL6.predicate, "object": IL6.object}
_HEAD = ("id", "label", "bare", "status", "polarity", "certainty", "reading", *_PARTS, "qualifiers")


def write(tables: Tables, path: Path, bases: Iterable[str]) -> None:
    """Writes the table, A to Z by id; the same claims give the same bytes. It needs the tables of `bare`."""
    run = tables.connection.execute
    run(f"CREATE OR REPLACE TEMP MACRO named(iri) AS {_named(bases)}")
    for name, sql in (("facts", _FACTS), ("parts", _parts()), ("rows", _rows())):
        run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    run("SET preserve_insertion_order = true")
    run(f"""COPY (SELECT * FROM rows ORDER BY id) TO {quoted(str(path))}
        (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)""")
    run("SET preserve_insertion_order = false")


def rows(tables: Tables, bases: Iterable[str]) -> str:
    """The rows of the claims among the tables, as a SELECT, without `bare`, which others may change.

    It needs `qualifiers`; beside the columns stand those of `bare.local`.
    """
    run = tables.connection.execute
    run(f"CREATE OR REPLACE TEMP MACRO named(iri) AS {_named(bases)}")
    sound = bare.local(tables)
    for name, sql in (("facts", _FACTS), ("parts", _parts())):
        run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    told = f"SELECT * EXCLUDE bare FROM ({_rows('NULL', ', x.claim AS about')}) r"
    return f"SELECT r.* EXCLUDE about, x.* FROM ({told}) r JOIN ({sound}) x ON x.claim = r.about ORDER BY id"


def gather(tables: Tables, parts: str, path: Path) -> None:
    """Writes the table of all claims from the rows of shards, which FROM takes as `parts`; needs `bare`."""
    sound = "r.claim NOT IN (SELECT claim FROM unsound) AND r.node IN (SELECT node FROM told)"
    run = tables.connection.execute
    run("SET preserve_insertion_order = true")
    run(f"""COPY (SELECT id, label, {sound} AS bare, * EXCLUDE (id, label, {", ".join(bare.COLUMNS)})
        FROM {parts} r ORDER BY id) TO {quoted(str(path))}
        (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)""")
    run("SET preserve_insertion_order = false")


def _named(bases: Iterable[str]) -> str:
    """A name as records have it: a term by itself, a record with its prefix, anything else as an IRI."""
    known = [f"WHEN starts_with(iri, {quoted(IL6.iri)}) THEN substring(iri, {len(IL6.iri) + 1})"]
    for base in sorted(bases, key=len, reverse=True):
        prefix = base.rstrip("/").rpartition("/")[2]
        local = f"substring(iri, {len(base) + 1})"
        known.append(f"WHEN starts_with(iri, {quoted(base)}) THEN '{prefix}:' || {local}")
    return f"CASE {' '.join(known)} ELSE iri END"


_FACTS = f"""SELECT q.s, q.p, CASE d.sort WHEN '<' THEN named(d.lexical) ELSE d.lexical END AS text
    FROM quads q JOIN dictionary d ON d.id = q.o
    WHERE q.s IN (SELECT s FROM quads WHERE p = {term_id(IL6.proposition)})
    OR q.s IN (SELECT o FROM quads WHERE p = {term_id(IL6.proposition)})"""


def _one(name: str, predicate: object) -> str:
    return f"min(text) FILTER (p = {term_id(predicate)}) AS {_column(name)}"


def _several(name: str, predicate: object) -> str:
    listed = f"list(text ORDER BY text) FILTER (p = {term_id(predicate)})"
    return f"coalesce({listed}, []) AS {_column(name)}"


def _column(name: str) -> str:
    return f'"{name}"'


def _parts() -> str:
    """What each proposition says, its qualifiers as `key=value`."""
    parts = ", ".join(_one(name, predicate) for name, predicate in _PARTS.items())
    narrowed = """coalesce(list(named(k.lexical) || '=' || text ORDER BY k.lexical, text)
        FILTER (qualifier IS NOT NULL), []) AS qualifiers"""
    return f"""SELECT s, {parts}, {narrowed} FROM facts JOIN dictionary k ON k.id = facts.p
        LEFT JOIN (SELECT p AS qualifier FROM qualifiers) n ON qualifier = facts.p GROUP BY s"""


_BARE = "x.claim NOT IN (SELECT claim FROM unsound) AND x.node IN (SELECT node FROM told)"


def _rows(sound: str = _BARE, more: str = "") -> str:
    columns = [_one(name, predicate) for name, predicate in _ONE.items()]
    columns += [_several(name, predicate) for name, predicate in _SEVERAL.items()]
    others = [name for name in (*_ONE, *_SEVERAL) if name not in _HEAD]
    head = ", ".join(map(_column, _HEAD[3:]))
    rest = ", ".join(map(_column, others))
    return f"""SELECT named(i.lexical) AS id, label, ({sound}) AS bare, {head}, {rest},
        named(n.lexical) AS proposition, i.lexical AS iri{more}
        FROM stances x JOIN (SELECT s, {', '.join(columns)} FROM facts GROUP BY s) c
        ON c.s = x.claim JOIN parts ON parts.s = x.node JOIN dictionary i ON i.id = x.claim
        JOIN dictionary n ON n.id = x.node"""
