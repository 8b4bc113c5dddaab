"""E and G, lines 38 to 42 and 53: the dataset described."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

import il6ld
from il6ld.lookup import Lookup
from il6ld.namespaces import BASE, DCAT, DCTERMS, FOAF, IL6, PROV, RDF, SCHEMA, SPDX, VOID
from tests.checklist.conftest import BUILD, ROOT

RELEASE = NamedNode(f"{BASE}datasets/release")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
ALONE = {
    "SHA256SUMS", "context.jsonld", "coverage.tsv", "il6ld-queries.ttl", "manifest.json", "report.ttl",
    "void.ttl",
}  # fmt: skip


def number(described: Lookup, node: NamedNode, predicate: NamedNode) -> int:
    (value,) = described.values(node, predicate)
    assert isinstance(value, Literal)
    return int(value.value)


def test_38_void_names_the_dataset_and_the_ways_to_it(described: Lookup, said: Lookup) -> None:
    assert VOID.Dataset in described.values(RELEASE, RDF.type)
    for name in (
        "title",
        "description",
        "license",
        "creator",
        "publisher",
        "created",
        "issued",
        "modified",
        "source",
    ):
        assert described.values(RELEASE, DCTERMS[name]), name
    dumps = {node.value.rpartition("/")[2] for node in described.nodes(RELEASE, VOID.dataDump)}
    assert dumps >= {"il6ld.ttl", "il6ld.trig", "il6ld.nq"} and all(
        (BUILD / name).is_file() for name in dumps
    )
    examples = described.nodes(RELEASE, VOID.exampleResource)
    assert examples and set(examples) <= set(said.instances(IL6.Claim))
    assert described.text(RELEASE, VOID.uriSpace) == BASE


def test_38_void_counts_what_is_there(described: Lookup, quads: list[Quad]) -> None:
    # A description cannot count itself.
    counted = {quad.triple for quad in quads if not str(quad.graph_name).endswith("graphs/description>")}
    assert number(described, RELEASE, VOID.triples) == len(counted) > 5000
    assert number(described, RELEASE, VOID.properties) == len({triple.predicate for triple in counted})
    kinds = {triple.object for triple in counted if triple.predicate == RDF.type}
    assert number(described, RELEASE, VOID.classes) == len(kinds)
    assert number(described, RELEASE, VOID.distinctSubjects) == len({triple.subject for triple in counted})
    instances = Counter(triple.object for triple in counted if triple.predicate == RDF.type)
    uses = Counter(triple.predicate for triple in counted)
    for node in parts(described, VOID.classPartition):
        assert (
            number(described, node, VOID.entities) == instances[described.nodes(node, VOID["class"])[0]] > 0
        )
    for node in parts(described, VOID.propertyPartition):
        assert number(described, node, VOID.triples) == uses[described.nodes(node, VOID.property)[0]] > 0


def parts(described: Lookup, kind: NamedNode) -> list[NamedNode]:
    found = described.nodes(RELEASE, kind)
    assert len(found) > 20
    return found


def test_38_void_tells_where_the_links_lead(described: Lookup, quads: list[Quad]) -> None:
    linksets = described.instances(VOID.Linkset)
    assert len(linksets) > 8
    for node in linksets:
        assert node in described.nodes(RELEASE, VOID.subset) and described.nodes(node, VOID.subjectsTarget)
        assert described.nodes(node, VOID.objectsTarget) and described.nodes(node, VOID.linkPredicate)
    links = [
        q for q in quads if str(q.graph_name).endswith("graphs/links>") and isinstance(q.object, NamedNode)
    ]
    assert sum(number(described, node, VOID.triples) for node in linksets) == len(links) > 150


def test_40_dcat_has_what_it_must(described: Lookup) -> None:
    (catalog,) = described.instances(DCAT.Catalog)
    assert described.nodes(catalog, DCAT.dataset) == described.instances(DCAT.Dataset) == [RELEASE]
    for node in (catalog, RELEASE):
        assert described.text(node, DCTERMS.title) and described.text(node, DCTERMS.description)
    (publisher,) = described.nodes(catalog, DCTERMS.publisher)
    agents = described.instances(FOAF.Agent)
    assert publisher in agents and all(described.text(agent, FOAF.name) for agent in agents)
    checksums = described.instances(SPDX.Checksum)
    assert len(checksums) > 20
    for checksum in checksums:
        assert described.nodes(checksum, SPDX.algorithm) == [SPDX.checksumAlgorithm_sha256]
        assert len(described.text(checksum, SPDX.checksumValue)) == 64


def test_41_each_file_is_a_distribution_with_type_size_and_checksum(described: Lookup) -> None:
    distributions = described.nodes(RELEASE, DCAT.distribution)
    assert distributions == described.instances(DCAT.Distribution)
    names = []
    for node in distributions:
        (address,) = described.nodes(node, DCAT.accessURL)
        path = BUILD / address.value.rpartition("/")[2]
        names.append(path.name)
        content = path.read_bytes()
        assert number(described, node, DCAT.byteSize) == len(content)
        (media_type,) = described.nodes(node, DCAT.mediaType)
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", media_type.value.removeprefix(MEDIA_TYPES))
        (checksum,) = described.nodes(node, SPDX.checksum)
        assert described.text(checksum, SPDX.checksumValue) == hashlib.sha256(content).hexdigest()
    assert sorted(names) == sorted({path.name for path in BUILD.iterdir()} - ALONE)


def test_42_the_build_is_an_activity_with_its_tool_and_sources(described: Lookup) -> None:
    (activity,) = described.instances(PROV.Activity)
    assert described.nodes(RELEASE, PROV.wasGeneratedBy) == [activity]
    (tool,) = described.nodes(activity, PROV.wasAssociatedWith)
    assert PROV.SoftwareAgent in described.values(tool, RDF.type)
    assert described.text(tool, SCHEMA.softwareVersion) == il6ld.__version__
    sources = described.nodes(activity, PROV.used)
    stated = {
        described.label(node).removeprefix("the source file "): described.text(checksum, SPDX.checksumValue)
        for node in sources
        for checksum in described.nodes(node, SPDX.checksum)
    }
    assert len(stated) == len(sources) > 20
    for name, digest in stated.items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize(
    ("file", "syntax"), [("il6ld.trig", RdfFormat.TRIG), ("il6ld.nq", RdfFormat.N_QUADS)]
)
def test_53_the_default_graph_is_empty_as_the_documentation_says(file: str, syntax: RdfFormat) -> None:
    page = (ROOT / "docs" / "load.md").read_text(encoding="utf-8")
    section = page.partition("## The default graph")[2].partition("\n## ")[0]
    assert "the default graph stays empty" in page and "union of all named graphs" in section
    store = Store()
    store.bulk_load(path=str(BUILD / file), format=syntax)
    assert not store.query("ASK { ?s ?p ?o }")
    assert store.query("ASK { GRAPH ?g { ?s ?p ?o } }")
