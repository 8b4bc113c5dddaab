"""What follows of a corpus by rules: which classes a class or record falls under, so that no query reasons.

The classes are classified by `il6ld.reasoning.rules`. Which records belong to a defined class, such as the
evidence lines from a mouse study, is a relation over quads.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import zstandard

from il6ld.namespaces import OWL, RDF, RDFS
from il6ld.reasoning.expressions import Expression
from il6ld.reasoning.rules import Classes, classify
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import listed, term_id

_TYPE, _BELOW = term_id(RDF.type), term_id(RDFS.subClassOf)
_NESTED = ("and", "or", "some")
_FALLS = f"""SELECT q.s, q.p, k.above AS o FROM quads q JOIN kinds k ON k.class = q.o WHERE q.p = {_TYPE}
    UNION SELECT m.s, {_TYPE}, k.above FROM members m JOIN kinds k ON k.class = m.class
    UNION SELECT class, {_BELOW}, above FROM kinds WHERE class <> above"""


def find(tables: Tables, ontology: Path) -> None:
    """Makes the table `inferred(s, p, o)` of the quads and of the file that the ontology stands in."""
    infer(tables, classes_of(ontology))


def classes_of(ontology: Path) -> Classes:
    """The classes of a packed file of N-Quads, classified."""
    with ontology.open("rb") as file:
        content = zstandard.ZstdDecompressor().stream_reader(file).read()
    return classify(quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_QUADS))


def infer(tables: Tables, classes: Classes) -> None:
    """Makes the table `inferred(s, p, o)` of the quads and the classes."""
    run = tables.connection.execute
    _kinds(tables, classes)
    run("CREATE OR REPLACE TEMP TABLE members AS SELECT s, o AS class FROM quads LIMIT 0")
    while sum(_join(tables, classes, *each) for each in classes.enough):
        pass  # who belongs to one class may belong to another by that
    run(f"""CREATE OR REPLACE TEMP TABLE inferred AS SELECT f.* FROM ({_FALLS}) f
        ANTI JOIN quads q ON q.s = f.s AND q.p = f.p AND q.o = f.o
        SEMI JOIN (SELECT id FROM dictionary WHERE sort = '<') d ON d.id = f.s""")


def _kinds(tables: Tables, classes: Classes) -> None:
    """Makes the table of each class with all that it falls under, itself among them."""
    pairs = [(one, other) for one, above in classes.above.items() for other in (one, *sorted(above))]
    told = [(str(one), str(other)) for one, other in pairs if other not in OWL]
    tables.fill("pairs", {"one": [one for one, _ in told], "other": [other for _, other in told]})
    tables.connection.execute("""CREATE OR REPLACE TEMP TABLE kinds AS
        SELECT term_id(one) AS class, term_id(other) AS above FROM pairs""")


def _join(tables: Tables, classes: Classes, enough: Expression, name: ox.NamedNode) -> int:
    """Puts those who have what is enough for a class among its members; how many are new."""
    (row,) = tables.rows(f"""INSERT INTO members SELECT s, {term_id(name)} FROM
        (({_belonging(enough, classes)}) EXCEPT ({_named(name)})) b""")  # fmt: skip
    return int(row[0])


def _belonging(one: Expression, classes: Classes) -> str:
    """The nodes that belong to an expression, as a SELECT of one column; none for what is not understood."""
    operands = [_belonging(operand, classes) for operand in one.operands if one.operator in _NESTED]
    if one.operator in ("and", "or"):
        both = " INTERSECT " if one.operator == "and" else " UNION "
        return both.join(f"({operand})" for operand in operands)
    if one.operator == "name" and one.name is not None:
        return _named(one.name)
    if one.property is None or one.inverse or one.operator not in ("some", "value"):
        return "SELECT s FROM quads WHERE FALSE"
    said = f"SELECT s FROM quads WHERE p IN {listed(sorted(classes.below.get(one.property, {one.property})))}"
    if one.operator == "value":
        return f"{said} AND o = {term_id(one.operands[0].name)}"
    return f"{said} AND o IN ({operands[0]})"


def _named(name: ox.NamedNode) -> str:
    """The nodes that are typed as a class, or as one below it."""
    below = f"SELECT class FROM kinds WHERE above = {term_id(name)} UNION ALL SELECT {term_id(name)}"
    return f"""SELECT s FROM quads WHERE p = {_TYPE} AND o IN ({below})
        UNION SELECT s FROM members WHERE class IN ({below})"""


def triples(tables: Tables) -> Iterator[str]:
    """What was found as N-Triples without the full stop, sorted."""
    rows = tables.connection.execute("""SELECT
        '<' || s.lexical || '> <' || p.lexical || '> <' || o.lexical || '>'
        FROM inferred JOIN dictionary s ON s.id = inferred.s JOIN dictionary p ON p.id = inferred.p
        JOIN dictionary o ON o.id = inferred.o ORDER BY 1""")  # fmt: skip
    while chunk := rows.fetchmany(10_000):
        yield from (text for (text,) in chunk)


def state(tables: Tables) -> None:
    """Puts what was found among the quads, where it is counted."""
    tables.connection.execute("INSERT INTO quads SELECT s, p, o, term_id('<') FROM inferred")
