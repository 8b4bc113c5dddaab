"""B, lines 11 to 20: what the ontology says of itself."""

from __future__ import annotations

import json

from pyoxigraph import Literal, NamedNode, Quad

from il6ld.lookup import Lookup
from il6ld.namespaces import (
    DCTERMS,
    FOAF,
    IL6,
    ONTOLOGY_IRI,
    OWL,
    RDF,
    RDFS,
    SKOS,
    VANN,
    VOID,
    XSD,
    Namespace,
)
from tests.checklist.conftest import BUILD, ROOT

BIBO = Namespace("http://purl.org/ontology/bibo/")
FREE = ("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/publicdomain/zero/1.0/")


def test_11_title_description_and_licence(said: Lookup) -> None:
    for name in ("title", "description"):
        (text,) = said.values(ONTOLOGY_IRI, DCTERMS[name])
        assert isinstance(text, Literal) and text.language == "en" and len(text.value) > 10
    assert (
        len(said.nodes(ONTOLOGY_IRI, DCTERMS.license)) == len(said.values(ONTOLOGY_IRI, DCTERMS.license)) == 1
    )


def test_12_the_licence_is_a_free_one_and_the_same_as_the_files(said: Lookup) -> None:
    (licence,) = said.nodes(ONTOLOGY_IRI, DCTERMS.license)
    assert licence.value in FREE
    assert licence.value in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")


def test_13_creator_and_created(said: Lookup) -> None:
    (creator,) = said.nodes(ONTOLOGY_IRI, DCTERMS.creator)
    assert said.text(creator, FOAF.name) and FOAF.Agent in said.values(creator, RDF.type)
    (created,) = said.values(ONTOLOGY_IRI, DCTERMS.created)
    assert isinstance(created, Literal) and created.datatype == XSD.date


def test_14_issued_and_publisher(said: Lookup) -> None:
    (issued,) = said.values(ONTOLOGY_IRI, DCTERMS.issued)
    assert isinstance(issued, Literal) and issued.datatype == XSD.date
    assert said.nodes(ONTOLOGY_IRI, DCTERMS.publisher)


def test_15_preferred_prefix_and_namespace(said: Lookup) -> None:
    prefix = said.text(ONTOLOGY_IRI, VANN.preferredNamespacePrefix)
    namespace = said.text(ONTOLOGY_IRI, VANN.preferredNamespaceUri)
    context = json.loads((BUILD / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert (prefix, context[prefix]) == ("il6", namespace) == ("il6", IL6.iri)


def test_16_version_citation_and_contributor(said: Lookup) -> None:
    version = said.text(ONTOLOGY_IRI, OWL.versionInfo)
    assert version and version in said.text(ONTOLOGY_IRI, DCTERMS.bibliographicCitation)
    assert said.nodes(ONTOLOGY_IRI, DCTERMS.contributor)


def test_17_status_source_and_modified(said: Lookup) -> None:
    assert said.nodes(ONTOLOGY_IRI, BIBO.status) == [NamedNode(f"{BIBO.iri}status/draft")]
    assert set(said.nodes(ONTOLOGY_IRI, DCTERMS.source)) == set(said.instances(IL6.Article)) != set()
    created, modified = (said.text(ONTOLOGY_IRI, DCTERMS[name]) for name in ("created", "modified"))
    assert created and created <= modified
    for name in ("priorVersion", "backwardCompatibleWith"):
        assert not said.values(ONTOLOGY_IRI, OWL[name]), "there is no earlier release to speak of"


def test_19_vocabularies_of_others_are_reused(said: Lookup, quads: list[Quad]) -> None:
    header = {predicate.value for predicate in said.properties(ONTOLOGY_IRI)}
    for vocabulary in (DCTERMS, VANN, OWL, RDFS, BIBO):
        assert [iri for iri in header if iri.startswith(vocabulary.iri)], vocabulary.iri
    for prefix in ("ECO", "NCBITaxon"):
        used = [quad for quad in quads if f"/obo/{prefix}_" in str(quad.object) and quad.predicate in IL6]
        assert len(used) > 5, prefix


def test_20_the_metadata_are_a_file_of_their_own(described: Lookup, said: Lookup) -> None:
    (release,) = (node for node, _ in described.pairs(VOID.vocabulary))
    for name in ("title", "description", "license", "creator", "publisher", "created", "issued", "modified"):
        copied = described.values(release, DCTERMS[name])
        assert copied and copied == said.values(ONTOLOGY_IRI, DCTERMS[name]), name
    assert not described.instances(IL6.Claim) and not list(described.pairs(SKOS.definition))
