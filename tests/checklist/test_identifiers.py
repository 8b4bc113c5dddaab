"""A, lines 1 to 10: identifiers that last."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

import il6ld
from il6ld.lookup import Lookup
from il6ld.namespaces import BASE, DCAT, IL6, ONTOLOGY_IRI, OWL, RDF, RDFS, VANN
from tests.checklist.conftest import BUILD, ROOT

# Their services exist to lead to wherever a document has moved.
PERSISTENT = ("https://w3id.org/", "http://purl.org/", "http://purl.obolibrary.org/", "https://doi.org/")
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
SYNTAXES = {
    "il6ld.owl": RdfFormat.RDF_XML,
    "il6ld.ttl": RdfFormat.TURTLE,
    "il6ld.jsonld": RdfFormat.JSON_LD,
    "il6ld.nq": RdfFormat.N_QUADS,
    "il6ld.trig": RdfFormat.TRIG,
}


def minted(quads: list[Quad]) -> set[str]:
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    return {iri for iri in subjects if iri.startswith(BASE)}


def test_01_the_ontology_iri_is_persistent(said: Lookup) -> None:
    assert said.instances(OWL.Ontology) == [ONTOLOGY_IRI]
    assert ONTOLOGY_IRI.value.startswith(PERSISTENT)


def test_02_every_iri_of_ours_is_http(quads: list[Quad]) -> None:
    subjects = [quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)]
    assert len(minted(quads)) > 800
    assert not [iri for iri in subjects if not re.match(r"https?://[a-z0-9.]+/\S+$", iri)]


@pytest.mark.parametrize("file", SYNTAXES)
def test_03_the_ontology_iri_is_the_same_in_every_file(file: str) -> None:
    found = {
        quad.subject
        for quad in parse(path=BUILD / file, format=SYNTAXES[file])
        if quad.object == OWL.Ontology
    }
    assert found == {ONTOLOGY_IRI}


def test_04_there_is_a_file_of_each_form_to_be_served() -> None:
    assert {"il6ld.owl", "il6ld.ttl", "il6ld.jsonld", "il6ld.nq"} <= SYNTAXES.keys()
    sizes = {
        file: sum(1 for _ in parse(path=BUILD / file, format=syntax)) for file, syntax in SYNTAXES.items()
    }
    assert min(sizes.values()) > 5000 and sizes["il6ld.ttl"] == sizes["il6ld.owl"] == sizes["il6ld.jsonld"]


def test_05_terms_have_one_namespace_and_ids_are_given_once(
    said: Lookup, quads: list[Quad], own_terms: list[NamedNode]
) -> None:
    assert said.text(ONTOLOGY_IRI, VANN.preferredNamespaceUri) == IL6.iri
    defined = [node for node, _ in said.pairs(RDFS.isDefinedBy)]
    assert sorted(map(str, defined)) == sorted(map(str, own_terms))
    assert not [
        term for term in own_terms if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", term.value[len(IL6.iri) :])
    ]
    sources = sorted((ROOT / "ontology" / "articles").glob("*/claims/*.yaml"))
    written = re.findall(
        r"^- id: (claims:\S+)$", "\n".join(path.read_text(encoding="utf-8") for path in sources), re.MULTILINE
    )
    assert len(written) == len(said.instances(IL6.Claim)) > 90
    assert not [claim for claim, number in Counter(written).items() if number > 1]
    assert not [iri for iri in minted(quads) if re.search(r"[?#%\s]|//", iri.removeprefix("https://"))]


def test_06_version_iri_differs_from_the_ontology_iri(said: Lookup) -> None:
    (version,) = said.nodes(ONTOLOGY_IRI, OWL.versionIRI)
    assert version != ONTOLOGY_IRI and version.value.startswith(PERSISTENT)


def test_08_the_version_is_semantic_and_the_same_everywhere(said: Lookup, described: Lookup) -> None:
    version = said.text(ONTOLOGY_IRI, OWL.versionInfo)
    assert len(said.values(ONTOLOGY_IRI, OWL.versionInfo)) == 1
    assert re.fullmatch(SEMVER, version)
    assert said.nodes(ONTOLOGY_IRI, OWL.versionIRI) == [NamedNode(f"{BASE}{version}/terms")]
    assert [described.text(node, DCAT.version) for node in described.instances(DCAT.Dataset)] == [version]
    assert version == il6ld.__version__


def test_09_released_files_are_known_by_digest_and_ci_compares_them() -> None:
    lines = (BUILD / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert listed == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in BUILD.iterdir()
        if path.name != "SHA256SUMS"
    }
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "build/ was what its sources give" in ci and "il6ld build --check" in ci


def test_10_no_record_is_a_blank_node(quads: list[Quad], said: Lookup) -> None:
    kinds = [
        IL6[name]
        for name in ("Claim", "Proposition", "EvidenceLine", "Observation", "Passage", "Intervention")
    ]
    for kind in kinds:
        nodes = said.subjects(RDF.type, kind)
        assert nodes and all(isinstance(node, NamedNode) for node in nodes), kind
    blank = {
        str(q.graph_name)
        for q in quads
        if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)
    }
    assert blank == {f"<{BASE}graphs/ontology>"}
