"""The rule of il6ld.safety as relations: which propositions of a corpus may be told as bare triples.

It is the same rule, held to the other by a test. A claim that is unsound makes those unsound that rest on it,
through any number of steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from il6ld.errors import InvalidInput
from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS
from il6ld.safety import SOUND_AXES
from il6ld.safety.rule import ABOUT_THE_RECORD, CORE
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import listed, quoted, term_id

_AXES = ", ".join(f"({term_id(axis)}, {term_id(value)})" for axis, value in SOUND_AXES.items())
_ABOUT = " OR ".join(f"starts_with(d.lexical, {quoted(space.iri)})" for space in ABOUT_THE_RECORD)


def _said(predicate: object) -> str:
    return f"quads WHERE p = {term_id(predicate)}"


_IRI = "(SELECT id FROM dictionary WHERE sort = '<')"
_IRIS = f"node IN {_IRI} AND s IN {_IRI} AND o IN {_IRI}"
QUALIFIERS = f"""WITH RECURSIVE below(p) AS (SELECT DISTINCT o FROM {_said(RDFS.subPropertyOf)}
    AND o = {term_id(IL6.qualifier)} UNION SELECT q.s FROM below b JOIN quads q ON q.o = b.p
    AND q.p = {term_id(RDFS.subPropertyOf)}) SELECT p FROM below"""
_RELATIONS = {
    "qualifiers": QUALIFIERS,
    "stances": f"SELECT s AS claim, o AS node FROM {_said(IL6.proposition)}",
    "past": f"""SELECT s AS claim FROM {_said(IL6.status)}
        GROUP BY s HAVING NOT bool_or(o = {term_id(IL6.Current)})""",
    "plain": f"""SELECT s AS claim FROM quads WHERE p IN {listed(list(SOUND_AXES))} GROUP BY s
        HAVING count(*) = {len(SOUND_AXES)} AND count(*) FILTER ((p, o) IN ({_AXES})) = {len(SOUND_AXES)}""",
    "flawed": f"""SELECT claim FROM (SELECT claim FROM stances UNION SELECT o FROM {_said(IL6.basedOn)}) one
        WHERE claim NOT IN (SELECT claim FROM plain)
        OR claim IN (SELECT s FROM {_said(IL6.discourseRole)} AND o = {term_id(IL6.Hypothesis)})
        OR claim IN (SELECT s FROM {_said(IL6.erratum)})
        OR claim IN (SELECT s FROM {_said(DCTERMS.isReplacedBy)})
        OR claim IN (SELECT o FROM {_said(DCTERMS.replaces)})
        OR claim IN (SELECT o FROM {_said(IL6.disputes)} AND s NOT IN (SELECT claim FROM past))""",
    "unsound": f"""WITH RECURSIVE reached(claim) AS (SELECT claim FROM flawed UNION SELECT q.s FROM reached r
        JOIN quads q ON q.o = r.claim AND q.p = {term_id(IL6.basedOn)}) SELECT claim FROM reached""",
    "narrowed": f"""SELECT DISTINCT q.s AS node FROM quads q JOIN dictionary d ON d.id = q.p
        WHERE q.p NOT IN {listed(CORE)} AND (q.p IN (SELECT p FROM qualifiers) OR NOT ({_ABOUT}))""",
    "denied": f"""SELECT DISTINCT node FROM stances JOIN quads q ON q.s = claim
        AND q.p = {term_id(IL6.polarity)} AND q.o = {term_id(IL6.Denied)}
        WHERE claim NOT IN (SELECT claim FROM past)""",
    "supported": "SELECT DISTINCT node FROM stances WHERE claim NOT IN (SELECT claim FROM unsound)",
    "threes": f"""SELECT * FROM (SELECT s AS node, {', '.join(f"min(o) FILTER (p = {term_id(p)}) AS {name}"
        for p, name in zip(CORE, "spo", strict=True))} FROM quads WHERE p IN {listed(CORE)} GROUP BY s
        HAVING count(*) = 3 AND count(DISTINCT p) = 3) one WHERE {_IRIS}""",
    "told": f"""SELECT t.node, t.s, t.p, t.o FROM threes t
        SEMI JOIN supported x ON x.node = t.node ANTI JOIN narrowed y ON y.node = t.node
        ANTI JOIN denied z ON z.node = t.node SEMI JOIN (SELECT s FROM {_said(RDF.type)}
        AND o = {term_id(IL6.Predicate)}) k ON k.s = t.p""",
    "bare": "SELECT DISTINCT s, p, o FROM told",
}  # fmt: skip


# Of a shard, these follow from its own quads; of all shards, they are what those of each are together.
COLUMNS = ("claim", "node", "plain", "past", "denied", "s", "p", "o", "from_id", "to_id")
LOCAL = ("stances", "past", "plain", "narrowed", "threes")
_ROWS = {
    "stances": "SELECT claim, node FROM {rows} r",
    "past": "SELECT claim FROM {rows} r WHERE past",
    "plain": "SELECT claim FROM {rows} r WHERE plain",
    "narrowed": "SELECT NULL::UBIGINT AS node WHERE FALSE",  # no such node is among the `threes` of rows
    "threes": "SELECT DISTINCT node, s, p, o FROM {rows} r WHERE s IS NOT NULL",
    "denied": "SELECT DISTINCT node FROM {rows} r WHERE denied AND NOT past",
}


def local(tables: Tables) -> str:
    """What the rule of safety asks of each claim of a shard, as a SELECT; it needs `qualifiers`.

    The columns are `claim`, `node`, `plain`, `past`, `denied`; `s`, `p`, `o`, what the proposition says if it
    is not narrowed; and `from_id` and `to_id`, its subject and object however it is.
    """
    for name in LOCAL:
        tables.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_RELATIONS[name]}")
    return f"""SELECT x.claim, x.node, x.claim IN (SELECT claim FROM plain) AS plain,
        x.claim IN (SELECT claim FROM past) AS past, x.claim IN (SELECT s FROM {_said(IL6.polarity)}
        AND o = {term_id(IL6.Denied)}) AS denied, t.s, t.p, t.o, e.from_id, e.to_id FROM stances x
        LEFT JOIN (SELECT s AS node, min(o) FILTER (p = {term_id(IL6.subject)}) AS from_id,
        min(o) FILTER (p = {term_id(IL6.object)}) AS to_id FROM quads GROUP BY s) e ON e.node = x.node
        LEFT JOIN (SELECT * FROM threes WHERE node NOT IN (SELECT node FROM narrowed)) t
        ON t.node = x.node"""


def find(tables: Tables, rows: str | None = None) -> int:
    """Makes the table `bare(s, p, o)`, and gives its size; InvalidInput where no qualifier is declared.

    Beside it stand `told(node, s, p, o)`, the propositions that are bare, and `unsound(claim)`. With `rows`,
    what `local` gave of each shard, the tables need not hold what that tells.
    """
    given = {name: sql.format(rows=rows) for name, sql in _ROWS.items()} if rows else {}
    for name, sql in (_RELATIONS | given).items():
        tables.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        if name == "qualifiers" and not tables.one("SELECT count(*) FROM qualifiers"):
            raise InvalidInput("No qualifier is declared below il6:qualifier: nothing can be called bare.")
    return int(tables.one("SELECT count(*) FROM bare"))


def triples(tables: Tables) -> Iterator[str]:
    """The bare triples as N-Triples without the full stop, sorted."""
    rows = tables.connection.execute("""SELECT
        '<' || s.lexical || '> <' || p.lexical || '> <' || o.lexical || '>'
        FROM bare JOIN dictionary s ON s.id = bare.s JOIN dictionary p ON p.id = bare.p
        JOIN dictionary o ON o.id = bare.o ORDER BY 1""")  # fmt: skip
    while chunk := rows.fetchmany(10_000):
        yield from (text for (text,) in chunk)


def state(tables: Tables) -> None:
    """Puts the bare triples among the quads, where the shapes look at them too."""
    tables.connection.execute("""INSERT INTO quads SELECT b.s, b.p, b.o, term_id('<') FROM bare b
        ANTI JOIN quads q ON q.s = b.s AND q.p = b.p AND q.o = b.o""")
