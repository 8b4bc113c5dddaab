"""The VA-Spec file tells every claim whole, in the attributes of the model and in nothing that it lacks."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from pyoxigraph import Dataset, NamedNode, Quad

from il6ld.formats.translation import Account
from il6ld.formats.va_spec import FILE, write_va_spec
from il6ld.namespaces import GRAPHS, IL6, RDF, RDFS
from tests.released import material, material_of

FIRST = NamedNode("https://w3id.org/il6ld/claims/il6d-0001")
Document = dict[str, Any]


@cache
def payload() -> bytes:
    return write_va_spec(material()).files[FILE]


@cache
def statements(text: bytes | None = None) -> dict[str, Document]:
    """The statements of a file by the number of their claim."""
    return {document["id"][-4:]: document for document in json.loads(text or payload())}


def extensions(document: Document) -> Document:
    return {one["name"]: one["value"] for one in document.get("extensions", [])}


def one_claim(*more: Quad, less: Quad | None = None) -> dict[str, Document]:
    """What is written of the first claim of the release, with a quad more or less."""
    (proposition,) = material().lookup.nodes(FIRST, IL6.proposition)
    kept = (
        quad
        for quad in material().dataset
        if quad.subject in (FIRST, proposition) or quad.object in (IL6.qualifier, IL6.Predicate)
    )
    dataset = Dataset([*(quad for quad in kept if quad != less), *more])
    return statements(write_va_spec(material_of(dataset)).files[FILE])


def test_every_claim_is_told_and_nothing_is_dropped() -> None:
    kinds = Counter(quad.object for quad in material().dataset if quad.predicate == RDF.type)
    assert write_va_spec(material()).account == Account(told=kinds[IL6.Claim])
    assert len(statements()) == kinds[IL6.Claim] > 90


def test_a_denied_claim_disputes_its_proposition() -> None:
    directions = {number: document["direction"] for number, document in statements().items()}
    assert directions["0077"] == "disputes"
    assert Counter(directions.values()) == {"supports": len(directions) - 1, "disputes": 1}


def test_how_sure_the_source_is_is_the_strength() -> None:
    for number, document in statements().items():
        claim = NamedNode(f"https://w3id.org/il6ld/claims/il6d-{number}")
        assert [document["strength"]["primaryCoding"]["code"]] == [
            f"il6:{node.value.rpartition('/')[2]}" for node in material().lookup.nodes(claim, IL6.certainty)
        ]
    assert statements()["0046"]["strength"]["name"] == "possible"


def test_every_qualifier_is_an_attribute_of_the_proposition() -> None:
    lookup, looked = material().lookup, Counter[str]()
    declared = lookup.below(IL6.qualifier, RDFS.subPropertyOf)
    for statement in material().statements:
        document = statements()[statement.claim.value[-4:]]["proposition"]
        found = {
            f"{prop.value.rpartition('/')[2]}Qualifier": {str(node)[1:-1] for node in nodes}
            for prop, nodes in lookup.properties(statement.proposition).items()
            if prop in declared
        }
        told = {
            name: {concept["primaryCoding"]["iris"][0] for concept in value}
            for name, value in document.items()
            if name.endswith("Qualifier")
        }
        assert told == found
        looked.update(told.keys())
    assert len(looked) == 12


def test_what_the_model_has_no_attribute_for_is_an_extension() -> None:
    superseded = statements()["0097"]
    assert extensions(superseded)["status"] == "il6:Superseded"
    assert extensions(superseded)["replacedBy"] == "claims:il6d-0098"
    assert "is disputed by il6d-0098" in superseded["description"]
    assert extensions(statements()["0047"])["reading"] == "il6:Entailed"
    assert extensions(statements()["0039"])["erratum"]["asPrinted"] == "immune resistance"
    assert all({"status", "reading"} <= extensions(one).keys() for one in statements().values())


def test_an_evidence_line_has_its_direction_and_its_observation_whole() -> None:
    (line,) = statements()["0067"]["hasEvidenceLines"]
    assert line["directionOfEvidenceProvided"] == "supports"
    assert line["evidenceOutcome"]["mappings"][0]["coding"]["code"] == "SEPIO:0000403"
    observation = extensions(line)["observation"]
    assert line["hasEvidenceItems"] == [observation["id"]]
    assert observation["outcome"] == "il6:AbsentWhenMeasured"
    assert observation["population"]["organism"] == "NCBITaxon:10090"
    assert observation["intervention"]["kind"] == "il6:GermlineKnockout"


def test_a_line_without_a_direction_is_no_evidence_line_of_the_model() -> None:
    first = statements()["0001"]
    assert "hasEvidenceLines" not in first
    assert extensions(first)["evidence"] == [{"id": "lines:il6d-0001-1", "traceability": "ECO:0000303"}]


def test_a_plain_claim_alone_has_no_warning() -> None:
    plain = {one.claim.value[-4:] for one in material().statements if not one.qualms}
    assert plain == {number for number, one in statements().items() if "description" not in one}
    assert 5 < len(plain) < 30


def test_a_qualifier_that_is_new_is_told() -> None:
    (proposition,) = material().lookup.nodes(FIRST, IL6.proposition)
    dose = Quad(proposition, IL6.dose, IL6.Strong, GRAPHS.propositions)
    told = one_claim(Quad(IL6.dose, RDFS.subPropertyOf, IL6.qualifier, GRAPHS.ontology), dose)["0001"]
    assert [one["primaryCoding"]["code"] for one in told["proposition"]["doseQualifier"]] == ["il6:Strong"]
    assert "dose" in told["description"]
    undeclared = one_claim(dose)["0001"]
    assert extensions(undeclared["proposition"]) == {"dose": "il6:Strong"}
    assert "dose" in undeclared["description"]


def test_a_property_of_a_claim_that_is_new_is_told() -> None:
    told = one_claim(Quad(FIRST, IL6.dose, IL6.Strong, GRAPHS.claims))["0001"]
    assert extensions(told)["dose"] == "il6:Strong"


@pytest.mark.parametrize("axis", ["status", "polarity", "certainty", "reading"])
def test_a_claim_that_is_silent_on_an_axis_is_left_out(axis: str) -> None:
    assert one_claim()
    (said,) = (quad for quad in material().dataset.quads_for_subject(FIRST) if quad.predicate == IL6[axis])
    assert not one_claim(less=said)


def test_a_polarity_that_is_new_has_no_direction() -> None:
    (said,) = (one for one in material().dataset.quads_for_subject(FIRST) if one.predicate == IL6.polarity)
    assert not one_claim(Quad(FIRST, IL6.polarity, IL6.Doubted, said.graph_name), less=said)
    assert not one_claim(Quad(FIRST, IL6.polarity, IL6.Denied, said.graph_name))


@pytest.mark.heavy
def test_the_classes_of_the_standard_take_every_statement() -> None:
    pytest.importorskip("ga4gh.va_spec", reason="ga4gh.va_spec is not installed: see locks/readers.lock")
    from pydantic import ValidationError

    from tests.safety.foreign.va_spec import profile, read, validated

    found = validated(payload())
    assert len(found) == len(read({FILE: payload()})) > 90
    for said, document in zip(found, json.loads(payload()), strict=True):
        assert said.model_dump(mode="json", exclude_none=True) == document
    for wrong in ({"direction": "denied"}, {"certainty": "possible"}, {"strength": "possible"}):
        with pytest.raises(ValidationError):
            profile().model_validate({**statements()["0001"], **wrong})
