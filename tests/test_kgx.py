"""The KGX files hold what the Biolink Model has words for, in its words, and account for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
import yaml

from il6ld.formats import kgx
from tests.conftest import ROOT

BUILD = ROOT / "build"
MODEL = ROOT.parent / "shared" / "ontologies" / "biolink-model.yaml"


@cache
def model() -> Any:
    """The Biolink Model, which the repository does not hold."""
    if not MODEL.is_file():
        pytest.skip(f"the Biolink Model is not at {MODEL}")
    return yaml.load(MODEL.read_bytes(), Loader=yaml.CSafeLoader)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BUILD / name).read_text(encoding="utf-8").splitlines()]


def words(name: str) -> str:
    """A class's or slot's name as the model spells it: `GeneToX` and `gene_to_x` are `gene to x`."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").strip()


def below(name: str, kind: str = "classes") -> list[str]:
    """A class or slot of the model and all above it."""
    entry = model()[kind][name]
    above = [entry.get("is_a"), *(entry.get("mixins") or ())]
    return [name, *(one for parent in above if parent for one in below(parent, kind))]


def declared(name: str, field: str) -> dict[str, Any]:
    """What a class says of one slot, what it inherits included."""
    found: dict[str, Any] = {}
    for one in reversed(below(name)):
        found |= (model()["classes"][one].get("slot_usage") or {}).get(field) or {}
    return found


def slots(name: str) -> set[str]:
    """Every slot that a class has."""
    classes = [model()["classes"][one] for one in below(name)]
    return {slot for one in classes for slot in [*(one.get("slots") or ()), *(one.get("slot_usage") or ())]}


def faults(document: dict[str, Any], class_name: str) -> Iterable[str]:
    """Which slots and values of a document the model does not have."""
    for slot, value in document.items():
        if words(slot) not in slots(class_name):
            yield f"{class_name} has no slot {slot}"
            continue
        range_ = model()["slots"][words(slot)].get("range")
        if range_ in model()["enums"] and value not in model()["enums"][range_]["permissible_values"]:
            yield f"{slot} cannot be {value}"
        if range_ == "boolean" and not isinstance(value, bool):
            yield f"{slot} is no boolean"


def category(document: dict[str, Any]) -> str:
    (name,) = document["category"]
    return words(name.removeprefix("biolink:"))


def test_every_slot_and_value_is_one_of_the_model() -> None:
    found = [*lines(kgx.NODES), *lines(kgx.EDGES)]
    assert len(found) > 20
    assert [fault for document in found for fault in faults(document, category(document))] == []


def test_the_check_sees_a_slot_and_a_value_that_the_model_lacks() -> None:
    edge = lines(kgx.EDGES)[0]
    assert list(faults({**edge, "certainty": "low"}, "association"))
    assert list(faults({**edge, "species_context_qualifier": "NCBITaxon:10090"}, "association"))
    assert list(faults({**edge, "knowledge_level": "hearsay"}, "association"))
    assert list(faults({**edge, "negated": "false"}, "association"))


def test_every_edge_joins_what_its_class_joins_with_a_predicate_it_takes() -> None:
    nodes = {node["id"]: node for node in lines(kgx.NODES)}
    for edge in lines(kgx.EDGES):
        name, predicate = category(edge), words(edge["predicate"].removeprefix("biolink:"))
        assert "related to" in below(predicate, "slots")
        assert declared(name, "predicate").get("subproperty_of", "related to") in below(predicate, "slots")
        for end in ("subject", "object"):
            range_ = declared(name, end).get("range", "named thing")
            assert range_ in below(category(nodes[edge[end]]))


@pytest.mark.parametrize("association", kgx.ASSOCIATIONS, ids=lambda one: one.category.partition(":")[2])
def test_an_association_is_as_the_model_has_it(association: kgx.Association) -> None:
    name = words(association.category.removeprefix("biolink:"))
    assert {words(slot) for slot in association.slots} <= slots(name)
    for end, allowed in (("subject", association.subjects), ("object", association.objects)):
        range_ = declared(name, end).get("range")
        assert bool(allowed) == bool(range_)
        assert all(range_ in below(words(one.removeprefix("biolink:"))) for one in allowed)
    wanted = declared(name, "predicate").get("subproperty_of")
    assert not wanted or association.predicates
    for predicate in association.predicates:
        assert wanted in below(words(predicate.removeprefix("biolink:")), "slots")


def test_each_claim_is_told_or_left_out_with_its_reason() -> None:
    account = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))["kgx"]
    told = {edge["id"] for edge in lines(kgx.EDGES)}
    left_out = {f"claims:{claim}" for claim in account["leftOutClaims"]}
    assert not told & left_out
    assert len(told | left_out) == account["claims"] == account["told"] + account["leftOut"] > 0
    assert all(account["leftOutClaims"].values())


def test_every_end_of_an_edge_is_a_node_and_every_node_an_end() -> None:
    ends = {edge[end] for edge in lines(kgx.EDGES) for end in ("subject", "object")}
    assert ends == {node["id"] for node in lines(kgx.NODES)}
