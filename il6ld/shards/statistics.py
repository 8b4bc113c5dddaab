"""What a corpus is and how much it holds: VoID with Dublin Core, counted by SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS, VOID, XSD, Context
from il6ld.shards.tables import Tables
from il6ld.validation.sql.terms import quoted, term_id

_COUNTS = {
    VOID.triples: "SELECT count(*) FROM quads",
    VOID.distinctSubjects: "SELECT count(DISTINCT s) FROM quads",
    VOID.properties: "SELECT count(DISTINCT p) FROM quads",
    VOID.classes: f"SELECT count(DISTINCT o) FROM quads WHERE p = {term_id(RDF.type)}",
}
_AXES = ("status", "polarity", "certainty", "reading")


@dataclass(frozen=True)
class Figures:
    """How much a corpus holds: by term of VoID, by class of ours, and by axis and value."""

    void: dict[ox.NamedNode, int]
    classes: dict[str, int]
    axes: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each class there are, and how many claims of each value of each axis."""
        return self.classes | self.axes


def counted(tables: Tables) -> Figures:
    """The figures of tables that hold all of a corpus."""
    axes: dict[str, int] = {}
    for axis in _AXES:
        rows = tables.rows(f"""SELECT d.lexical, count(*) FROM quads q JOIN dictionary d ON d.id = q.o
            WHERE q.p = {term_id(IL6[axis])} GROUP BY 1 ORDER BY 1""")  # fmt: skip
        axes |= {f"{axis} {iri.removeprefix(IL6.iri)}": size for iri, size in rows}
    classes = tables.rows(f"""SELECT d.lexical, count(*) FROM quads q JOIN dictionary d ON d.id = q.o
        WHERE q.p = {term_id(RDF.type)} AND starts_with(d.lexical, {quoted(IL6.iri)})
        GROUP BY 1 ORDER BY 1""")  # fmt: skip
    return Figures({term: tables.one(sql) for term, sql in _COUNTS.items()}, _ours(classes), axes)


def counts(tables: Tables | Figures) -> dict[str, int]:
    """How many records of each class there are, and how many claims of each value of each axis."""
    return tables.counts if isinstance(tables, Figures) else counted(tables).counts


def added(tables: Tables, sums: str) -> Figures:
    """The figures of shards added up, `sums` being those of each, and of the table `bare`.

    What several shards tell of under one name is counted once.
    """
    tables.connection.execute(f"""CREATE OR REPLACE TEMP TABLE summed AS
        SELECT kind, name, sum(n)::BIGINT AS n FROM {sums} WHERE id IS NULL GROUP BY 1, 2
        UNION ALL SELECT 'class', name, count(DISTINCT id) FROM {sums} WHERE kind = 'shared class' GROUP BY 2
        UNION ALL SELECT 'triples', '', coalesce(sum(n), 0)::BIGINT FROM (SELECT any_value(n) AS n FROM {sums}
            WHERE kind = 'shared' GROUP BY id)
        UNION ALL SELECT 'subjects', '', count(DISTINCT id) FROM {sums} WHERE kind = 'shared'
        UNION ALL SELECT 'triples', '', count(*) FROM bare
        UNION ALL SELECT 'property', lexical, 1 FROM dictionary WHERE id IN (SELECT p FROM bare)""")

    def total(kind: str) -> dict[str, int]:
        return dict(tables.rows(f"""SELECT name, sum(n)::BIGINT FROM summed
            WHERE kind = '{kind}' GROUP BY 1 ORDER BY 1"""))  # fmt: skip

    classes = total("class")
    void = {
        VOID.triples: total("triples")[""], VOID.distinctSubjects: total("subjects")[""],
        VOID.properties: len(total("property")), VOID.classes: len(classes),
    }  # fmt: skip
    axes = {name.replace(IL6.iri, ""): size for name, size in total("axis").items()}
    ordered = sorted(axes, key=lambda name: (_AXES.index(name.partition(" ")[0]), name))
    ours = [(iri, size) for iri, size in classes.items() if iri.startswith(IL6.iri)]
    return Figures(void, _ours(ours), {name: axes[name] for name in ordered})


def _ours(rows: Sequence[tuple[str, int]]) -> dict[str, int]:
    return {iri.removeprefix(IL6.iri): size for iri, size in rows}


def void(tables: Tables | Figures, head: Mapping[str, Any], context: Context, dumps: Sequence[str]) -> bytes:
    """The description as Turtle; `dumps` are the names of the files of quads, beside it."""
    figures = tables if isinstance(tables, Figures) else counted(tables)
    prefixes = {"void": VOID.iri, "dcterms": DCTERMS.iri, "xsd": XSD.iri, "rdfs": RDFS.iri, "il6": IL6.iri}
    release = _release(context)
    triples = [*_head(head, context), *_partitions(figures, context)]
    triples += [ox.Triple(release, term, _number(size)) for term, size in figures.void.items()]
    triples += [ox.Triple(release, VOID.dataDump, ox.NamedNode(f"{_base(context)}{name}")) for name in dumps]
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


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


def _partitions(figures: Figures, context: Context) -> Iterator[ox.Triple]:
    for name, size in figures.classes.items():
        node = ox.NamedNode(f"{_base(context)}datasets/class-{name}")
        yield ox.Triple(_release(context), VOID.classPartition, node)
        yield ox.Triple(node, RDF.type, VOID.Dataset)
        label = f"the records of the class {name}"
        yield ox.Triple(node, RDFS.label, ox.Literal(label, language="en"))
        yield ox.Triple(node, VOID["class"], IL6[name])
        yield ox.Triple(node, VOID.entities, _number(size))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=XSD.integer)
