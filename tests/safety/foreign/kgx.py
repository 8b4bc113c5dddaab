"""KGX as the Biolink Model's own classes read it, which refuse what the model does not have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.safety.foreign import TERMS, Read

NEEDS = "biolink_model"
_NODES, _EDGES = "il6ld-kgx-nodes.jsonl", "il6ld-kgx-edges.jsonl"
_CLAIMS = "https://w3id.org/il6ld/claims/"

# What a consumer of Biolink learns from a slot, as an axis of ours and its value.
_LEARNED = {
    ("negated", True): ("polarity", TERMS + "Denied"),
    ("knowledge_level", "logical_entailment"): ("reading", TERMS + "Entailed"),
    ("species_context_qualifier", "NCBITaxon:10090"): (
        "speciesContext", "http://purl.obolibrary.org/obo/NCBITaxon_10090"
    ),
    ("disease_context_qualifier", "MONDO:0008383"): ("diseaseContext", TERMS + "RheumatoidArthritis"),
    ("subject_direction_qualifier", "increased"): ("subjectDirection", TERMS + "Increased"),
    ("object_direction_qualifier", "increased"): ("objectDirection", TERMS + "Increased"),
    ("subject_aspect_qualifier", "activity"): ("subjectAspect", TERMS + "Activity"),
    ("object_aspect_qualifier", "activity"): ("objectAspect", TERMS + "Activity"),
}  # fmt: skip


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each edge that its class of the Biolink Model takes; its ends have to be among the nodes."""
    nodes = {node.id for node in _documents(files[_NODES], "biolink:NamedThing")}
    edges = list(_documents(files[_EDGES], "biolink:Association"))
    missing = {end for edge in edges for end in (edge.subject, edge.object)} - nodes
    assert not missing, missing
    return [_read(edge) for edge in edges]


def _documents(payload: bytes, default: str) -> Iterator[Any]:
    from biolink_model.datamodel import pydanticmodel_v2 as biolink

    for line in payload.decode().splitlines():
        document = json.loads(line)
        (category,) = document.get("category", [default])
        yield getattr(biolink, category.removeprefix("biolink:")).model_validate(document)


def _read(edge: Any) -> Read:
    said = edge.model_dump(mode="json", exclude_none=True)
    pairs = ((name, value) for name, value in said.items() if isinstance(value, str | bool))
    learned = [_LEARNED[pair] for pair in pairs if pair in _LEARNED]
    return Read(
        edge.id.replace("claims:", _CLAIMS),
        _expanded(edge.original_subject),
        _expanded(edge.original_predicate),
        _expanded(edge.original_object),
        frozenset((TERMS + axis, value) for axis, value in learned),
    )


def _expanded(curie: str) -> str:
    return curie.replace("il6:", TERMS)
