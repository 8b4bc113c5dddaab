"""The formats of a release, as one table: the same dataset always gives the same bytes.

A serialisation says all that its scope of the dataset says, and is held to it quad by quad. A translation
says what its format has words for, and accounts for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyoxigraph import Dataset, RdfFormat

from il6ld.formats import bel, citations, kgx, nanopubs, ro_crate, schema_org, table_files, va_spec
from il6ld.formats.jsonld import write_jsonld
from il6ld.formats.nquads import write_nquads
from il6ld.formats.rdfxml import write_rdfxml
from il6ld.formats.serialisation import Scope, Serialisation, require_same, selection, verify
from il6ld.formats.translation import FileRow, Material, Translation, Written, as_json
from il6ld.formats.turtle import write_trig, write_turtle
from il6ld.namespaces import Context

__all__ = [
    "FORMATS",
    "SERIALISATIONS",
    "TRANSLATIONS",
    "Material",
    "Scope",
    "Serialisation",
    "Translation",
    "coverage",
    "export",
    "file_table",
    "manifest",
    "released",
    "selection",
    "translate",
    "verify",
    "write_turtle",
]

SERIALISATIONS: tuple[Serialisation, ...] = (
    Serialisation(
        "nq", "il6ld.nq", "application/n-quads", Scope.DATASET, RdfFormat.N_QUADS, write_nquads
    ),
    Serialisation("trig", "il6ld.trig", "application/trig", Scope.DATASET, RdfFormat.TRIG, write_trig),
    Serialisation("ttl", "il6ld.ttl", "text/turtle", Scope.UNION, RdfFormat.TURTLE, write_turtle),
    Serialisation(
        "jsonld", "il6ld.jsonld", "application/ld+json", Scope.UNION, RdfFormat.JSON_LD, write_jsonld
    ),
    Serialisation("owl", "il6ld.owl", "application/rdf+xml", Scope.UNION, RdfFormat.RDF_XML, write_rdfxml),
    Serialisation("bare", "il6ld-bare.ttl", "text/turtle", Scope.BARE, RdfFormat.TURTLE, write_turtle),
)

# A translation may read the files of the rows above it, so whatever lists files comes last.
TRANSLATIONS: tuple[Translation, ...] = (
    Translation(
        "bel",
        "The claims that the Biological Expression Language can say, as a BEL script",
        {bel.FILE: "text/plain"},
        bel.write_bel,
    ),
    Translation(
        "csv",
        "The claims, their evidence and the entities, as CSV tables",
        {f"il6ld-{name}.csv": "text/csv" for name in table_files.NAMES},
        table_files.write_csv,
    ),
    Translation(
        "parquet",
        "The claims, their evidence and the entities, as Parquet tables",
        {f"il6ld-{name}.parquet": "application/vnd.apache.parquet" for name in table_files.NAMES},
        table_files.write_parquet,
        needs="parquet",
    ),
    Translation(
        "va-spec",
        "The claims as Statements after the GA4GH Variant Annotation Specification",
        {va_spec.FILE: "application/json"},
        va_spec.write_va_spec,
    ),
    Translation(
        "kgx",
        "The claims that Biolink can say, as KGX nodes and edges",
        {kgx.NODES: "application/jsonl", kgx.EDGES: "application/jsonl"},
        kgx.write_kgx,
    ),
    Translation(
        "nanopubs",
        "Each claim as a nanopublication, unsigned",
        {nanopubs.NANOPUBS_FILE: "application/trig"},
        nanopubs.write_nanopubs,
    ),
    Translation(
        "schema-org",
        "The release, its articles, its claims and their terms, in the words of schema.org",
        {schema_org.SCHEMA_FILE: "application/ld+json"},
        lambda material: schema_org.write_schema_org(material, file_table()),
    ),
    Translation(
        "bibtex",
        "Citations of the release, its articles and each claim, in BibTeX",
        {citations.BIBTEX_FILE: "application/x-bibtex"},
        citations.write_bibtex,
    ),
    Translation(
        "cff",
        "The citation of the release, in the Citation File Format",
        {citations.CFF_FILE: "application/yaml"},
        citations.write_cff,
    ),
    Translation(
        "ro-crate",
        "The release and each of its files, as RO-Crate metadata",
        {ro_crate.CRATE_FILE: "application/ld+json"},
        lambda material: ro_crate.write_ro_crate(material, file_table()),
    ),
)

FORMATS: tuple[Serialisation | Translation, ...] = (*SERIALISATIONS, *TRANSLATIONS)


def export(
    dataset: Dataset, context: Context, formats: Iterable[Serialisation] = SERIALISATIONS
) -> dict[str, bytes]:
    """Every serialisation by its file's name, each read again and compared with the dataset."""
    selected: dict[Scope, Dataset] = {}
    files: dict[str, bytes] = {}
    for row in formats:
        if row.scope not in selected:
            selected[row.scope] = selection(dataset, row.scope)
        payload = row.writer(selected[row.scope], context)
        require_same(row, row.read(payload), selected[row.scope])
        files[row.filename] = payload
    return files


def released() -> list[Translation]:
    """The translations that every release holds: those that il6ld can write alone."""
    return [row for row in TRANSLATIONS if not row.needs]


def file_table() -> list[FileRow]:
    """Each file of a release that holds the claims in one of the formats."""
    dumps = [FileRow(row.filename, row.scope.value, row.media_type, True) for row in SERIALISATIONS]
    others = [(name, row.title, kind) for row in released() for name, kind in row.files.items()]
    return dumps + [FileRow(*row, False) for row in others]


def translate(material: Material, formats: Iterable[Translation]) -> dict[str, Written]:
    """What each translation writes, by its name; the files of each are material of those after it."""
    written: dict[str, Written] = {}
    files = dict(material.files)
    material = replace(material, files=files)  # one for all rows: what it works out, it works out once
    for row in formats:
        written[row.name] = row.write(material)
        files |= written[row.name].files
    return written


def coverage(written: Mapping[str, Written]) -> str:
    """How many of the claims each translation tells, the fullest first, in one line."""
    told: dict[int, list[str]] = {}
    for name, one in sorted(written.items()):
        if one.account:
            told.setdefault(one.account.told, []).append(name)
    return "; ".join(f"{number} in {', '.join(told[number])}" for number in sorted(told, reverse=True))


def manifest(written: Mapping[str, Written]) -> bytes:
    """What each translation tells, and what it leaves out for want of which words, as JSON."""
    titles = {row.name: row.title for row in TRANSLATIONS}
    return as_json(
        {
            name: {
                "title": titles[name],
                "files": sorted(one.files),
                **(one.account.as_document() if one.account else {}),
            }
            for name, one in written.items()
        }
    )
