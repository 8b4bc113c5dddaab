"""schema.org: words that it has, two readers that agree, and a text that is no stronger than its claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld import description
from il6ld.formats import Material, file_table
from il6ld.formats.schema_org import SCHEMA_FILE, write_schema_org
from il6ld.formats.wording import named, told_in_full
from il6ld.lookup import Lookup
from il6ld.namespaces import DCAT, DCTERMS, IL6, RDF, RDFS, SCHEMA, SKOS
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.safety.foreign import TERMS
from tests.safety.foreign import schema_org as foreign

BUILD = ROOT / "build"
CLAIMS = "https://w3id.org/il6ld/claims/"


@cache
def material() -> Material:
    dataset = ox.Dataset(ox.parse(path=BUILD / "il6ld.nq", format=ox.RdfFormat.N_QUADS))
    return Material(dataset, Lookup(dataset), find_project(ROOT).context, {})


@cache
def written() -> bytes:
    return write_schema_org(material(), file_table()).files[SCHEMA_FILE]


def nodes() -> list[dict[str, Any]]:
    return list(json.loads(written())["@graph"])


def typed(kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes() if kind in types(node)]


def types(node: dict[str, Any]) -> list[str]:
    found = node.get("@type", [])
    return found if isinstance(found, list) else [found]


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, however deep."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from inside(inner)


def test_every_word_is_one_of_schema_org() -> None:
    from rdflib.namespace import SDO

    quads = list(ox.parse(written(), format=ox.RdfFormat.JSON_LD))
    used = {q.predicate for q in quads} | {q.object for q in quads if q.predicate == RDF.type}
    own = {term.value.removeprefix(SCHEMA.iri) for term in used if term in SCHEMA}
    assert len(own) > 30
    assert own <= SDO.__annotations__.keys()
    assert {term for term in used if term not in SCHEMA} == {RDF.type, DCTERMS.conformsTo, SKOS.exactMatch}
    assert "sameAs" not in own


@pytest.mark.heavy
def test_every_property_is_one_of_its_type() -> None:
    models: Any = pytest.importorskip("msgspec_schemaorg.models", reason="msgspec-schemaorg is not installed")
    others = set()
    for node in inside(nodes()):
        kinds = [set(getattr(models, kind).__struct_fields__) for kind in types(node)]
        names = {name for name in node if not name.startswith("@")} if kinds else set()
        others |= {(kind, name) for name in names - set().union(*kinds) for kind in types(node)}
    # The two that are no words of schema.org, and the one that has no other word for what narrows a claim.
    assert {name for _, name in others} == {"conformsTo", "exactMatch", "additionalProperty"}
    assert {kind for kind, name in others if name == "additionalProperty"} == {"Claim"}


@pytest.mark.heavy
def test_three_readers_find_the_same() -> None:
    from pyld import jsonld
    from rdflib import Graph

    options = {"format": "application/n-quads", "documentLoader": _refused}
    by_pyld = jsonld.to_rdf(json.loads(written()), options)
    by_rdflib = Graph().parse(data=written(), format="json-ld").serialize(format="nt")
    found = [
        _canonical(written(), ox.RdfFormat.JSON_LD),
        _canonical(by_pyld, ox.RdfFormat.N_QUADS),
        _canonical(by_rdflib, ox.RdfFormat.N_QUADS),
    ]
    assert len(found[0]) > 3000
    assert found[0] == found[1] == found[2]


def _canonical(payload: str | bytes, form: ox.RdfFormat) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(payload, format=form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _refused(url: str, _: Any) -> Any:
    raise AssertionError(f"{url} was asked for")


def test_the_dataset_has_what_google_and_bioschemas_ask_of_one() -> None:
    asked = {"name", "description", "identifier", "url", "license", "keywords", "creator", "distribution"}
    (dataset,) = typed("Dataset")
    assert asked | {"version", "datePublished", "isBasedOn"} <= dataset.keys()
    assert 50 <= len(dataset["description"]) <= 5000


def test_downloads_are_those_of_void() -> None:
    (dataset,) = typed("Dataset")
    files = [description.File(*row, size=0, sha256="00") for row in file_table()]
    void = Lookup(description.describe_files(material().lookup, material().context, files, {}))
    dumps = {node.value for _, node in void.pairs(DCAT.downloadURL) if isinstance(node, ox.NamedNode)}
    assert {one["contentUrl"] for one in dataset["distribution"]} == dumps != set()
    assert {one["encodingFormat"] for one in dataset["distribution"]} >= {"text/turtle", "text/csv"}


def test_the_article_is_no_more_than_is_recorded() -> None:
    (article,) = typed("Article")
    assert article["name"] == "Interleukin 6 and Disease"
    assert not {"url", "sameAs", "identifier", "datePublished"} & article.keys()
    assert not typed("ScholarlyArticle")


def test_a_disease_of_mice_is_no_condition_of_the_human_body() -> None:
    kinds = {node["@id"].removeprefix(TERMS): types(node) for node in typed("DefinedTerm")}
    assert kinds["CollagenInducedArthritis"] == ["DefinedTerm"]
    assert kinds["RheumatoidArthritis"] == ["DefinedTerm", "MedicalCondition"]
    assert kinds["Interleukin6"] == ["DefinedTerm", "Protein"]


def test_every_qualm_of_every_claim_is_told_in_words() -> None:
    told = {node["@id"]: node for node in typed("Claim")}
    checked = 0
    for statement in material().statements:
        claim = told[statement.claim.value]
        for qualm in statement.qualms:
            words = [material().lookup.label(value) for value in qualm.values]
            assert any(word in claim["description"] for word in (*words, qualm.words)), qualm
            checked += 1
        weakened = [qualm for qualm in statement.qualms if qualm.record != statement.proposition]
        assert bool(weakened) <= claim["name"].endswith("]"), claim["name"]
        assert claim["description"].startswith(claim["name"])
    assert checked > 200


@pytest.mark.parametrize(
    "claim, word",
    [
        ("il6d-0077", "[a denial]"),
        ("il6d-0046", "held possible, not stated"),
        ("il6d-0069", "suspected, not stated"),
        ("il6d-0068", "in Mus musculus; concluded from the source"),
        ("il6d-0097", "superseded; is replaced by another claim; is disputed by il6d-0098"),
    ],
)
def test_a_name_alone_tells_what_its_label_may_not(claim: str, word: str) -> None:
    (found,) = (node for node in typed("Claim") if node["@id"] == CLAIMS + claim)
    assert word in found["name"] == found["text"]


def test_a_claim_appears_only_in_an_article_that_makes_it() -> None:
    for node in typed("Claim"):
        values = {one["propertyID"]: one for one in node["additionalProperty"]}
        explicit = values[TERMS + "reading"]["value"] == "explicit"
        assert ("appearance" in node) == explicit


def of_one_claim(*quads: ox.Quad, without: ox.NamedNode | None = None) -> Material:
    """The first claim by itself, with more quads and without what one property says of it."""
    kept = (material().statements[0].claim, material().statements[0].proposition)
    own = [q for q in material().dataset if q.subject in kept and q.predicate != without]
    model = [q for q in material().dataset if q.predicate in (RDF.type, RDFS.subPropertyOf)]
    dataset = ox.Dataset([*own, *model, *quads])
    return replace(material(), dataset=dataset, lookup=Lookup(dataset))


def test_a_qualifier_that_is_new_is_told() -> None:
    new, value = ox.NamedNode(TERMS + "weekday"), ox.NamedNode(TERMS + "Monday")
    proposition = material().statements[0].proposition
    changed = of_one_claim(
        ox.Quad(new, RDFS.subPropertyOf, IL6.qualifier), ox.Quad(proposition, new, value)
    )
    (statement,) = changed.statements
    assert "weekday: Monday" in told_in_full(changed, statement)
    document = json.loads(write_schema_org(changed, []).files[SCHEMA_FILE])
    (claim,) = (node for node in document["@graph"] if node["@id"] == statement.claim.value)
    assert new.value in {one["propertyID"] for one in claim["additionalProperty"]}


def test_no_text_ends_the_element_that_it_stands_in() -> None:
    text = "</script><img onerror=alert(1)> & \u2028"
    claim = material().statements[0].claim
    changed = of_one_claim(ox.Quad(claim, RDFS.label, ox.Literal(text)), without=RDFS.label)
    payload = write_schema_org(changed, []).files[SCHEMA_FILE]
    assert b"<" not in payload and b"&" not in payload
    found = json.loads(foreign.embedded(payload))["@graph"]
    assert [node["name"] for node in found if node["@id"] == claim.value] == [text]
    assert text == named(changed, changed.statements[0])


def test_the_page_reader_sees_a_second_element() -> None:
    with pytest.raises(AssertionError, match="img"):
        foreign.embedded(b"</script><img>")
