"""What a corpus is and how much it holds: VoID with Dublin Core, counted by SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS, VOID, XSD, Context
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import quoted, term_id

_COUNTS = {
    VOID.triples: "SELECT count(*) FROM quads",
    VOID.distinctSubjects: "SELECT count(DISTINCT s) FROM quads",
    VOID.distinctObjects: "SELECT count(DISTINCT o) FROM quads",
    VOID.properties: "SELECT count(DISTINCT p) FROM quads",
    VOID.classes: f"SELECT count(DISTINCT o) FROM quads WHERE p = {term_id(RDF.type)}",
}


def void(tables: Tables, head: Mapping[str, Any], context: Context, dumps: Sequence[str]) -> bytes:
    """The description as Turtle; `dumps` are the names of the files of quads, beside it."""
    prefixes = {"void": VOID.iri, "dcterms": DCTERMS.iri, "xsd": XSD.iri, "rdfs": RDFS.iri, "il6": IL6.iri}
    triples = [*_head(head, context), *_counts(tables, context), *_partitions(tables, context)]
    release = _release(context)
    triples += [ox.Triple(release, VOID.dataDump, ox.NamedNode(f"{_base(context)}{name}")) for name in dumps]
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def counts(tables: Tables) -> dict[str, int]:
    """How many records of each class there are, and how many claims of each value of each axis."""
    found = dict(_classes(tables))
    for axis in ("status", "polarity", "certainty", "reading"):
        rows = tables.rows(f"""SELECT d.lexical, count(*) FROM quads q JOIN dictionary d ON d.id = q.o
            WHERE q.p = {term_id(IL6[axis])} GROUP BY 1 ORDER BY 1""")  # fmt: skip
        found |= {f"{axis} {iri.removeprefix(IL6.iri)}": size for iri, size in rows}
    return found


def _base(context: Context) -> str:
    return context.prefixes["graphs"].removesuffix("graphs/")


def _release(context: Context) -> ox.NamedNode:
    return ox.NamedNode(f"{_base(context)}datasets/release")


def _head(head: Mapping[str, Any], context: Context) -> Iterator[ox.Triple]:
    release = _release(context)
    yield ox.Triple(release, RDF.type, VOID.Dataset)
    yield ox.Triple(release, DCTERMS.title, ox.Literal(str(head.get("name", "")), language="en"))
    yield ox.Triple(release, VOID.uriSpace, ox.Literal(_base(context)))
    if licence := str(head.get("license", "")):
        known = licence.startswith(("https://", "http://"))
        yield ox.Triple(release, DCTERMS.license, ox.NamedNode(licence) if known else ox.Literal(licence))


def _counts(tables: Tables, context: Context) -> Iterator[ox.Triple]:
    for predicate, sql in _COUNTS.items():
        yield ox.Triple(_release(context), predicate, _number(tables.one(sql)))


def _classes(tables: Tables) -> list[tuple[str, int]]:
    rows = tables.rows(f"""SELECT d.lexical, count(*) FROM quads q JOIN dictionary d ON d.id = q.o
        WHERE q.p = {term_id(RDF.type)} AND starts_with(d.lexical, {quoted(IL6.iri)})
        GROUP BY 1 ORDER BY 1""")  # fmt: skip
    return [(iri.removeprefix(IL6.iri), size) for iri, size in rows]


def _partitions(tables: Tables, context: Context) -> Iterator[ox.Triple]:
    for name, size in _classes(tables):
        node = ox.NamedNode(f"{_base(context)}datasets/class-{name}")
        yield ox.Triple(_release(context), VOID.classPartition, node)
        yield ox.Triple(node, RDF.type, VOID.Dataset)
        label = f"the records of the class {name}"
        yield ox.Triple(node, RDFS.label, ox.Literal(label, language="en"))
        yield ox.Triple(node, VOID["class"], IL6[name])
        yield ox.Triple(node, VOID.entities, _number(size))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=XSD.integer)
