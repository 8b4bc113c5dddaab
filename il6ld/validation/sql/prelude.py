"""The relations that every program uses, beside `quads` and `dictionary`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from il6ld.namespaces import RDF, RDFS
from il6ld.validation.sql.terms import SORT, lexical, quoted, term_id, views


def statements(constants: Sequence[str]) -> Iterator[str]:
    """The statements that make them; `constants` are the terms that the shapes name."""
    yield "CREATE TEMP TABLE void(node UBIGINT, focus UBIGINT, value UBIGINT)"
    yield """CREATE TEMP TABLE results(
        source INTEGER, focus UBIGINT, value UBIGINT, path UBIGINT, text VARCHAR)"""
    named = ", ".join(f"({quoted(token)})" for token in constants)
    yield f"""INSERT INTO dictionary SELECT term_id(token), sort, {lexical("token")} FROM (
        SELECT token, {SORT.format(token="token")} AS sort FROM (VALUES {named}) c(token)) d
        ANTI JOIN dictionary o ON o.id = term_id(d.token)"""
    yield from views()
    yield "CREATE TEMP VIEW nodes AS SELECT s AS node FROM quads UNION SELECT o FROM quads"
    yield f"""CREATE TEMP TABLE kinds AS WITH RECURSIVE kind(sub, class) AS (
        SELECT DISTINCT o, o FROM quads WHERE p = {term_id(RDF.type)}
        UNION SELECT k.sub, q.o FROM kind k
        JOIN quads q ON q.s = k.class AND q.p = {term_id(RDFS.subClassOf)})
        SELECT sub, class FROM kind"""
    yield f"""CREATE TEMP TABLE instances AS SELECT DISTINCT q.s AS node, k.class FROM quads q
        JOIN kinds k ON k.sub = q.o WHERE q.p = {term_id(RDF.type)}"""
