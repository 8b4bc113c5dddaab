"""BEL as PyBEL parses it, which refuses a term, a context or a statement that the language does not have."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.safety.foreign import TERMS, Read

NEEDS = "pybel"
_FILE = "il6ld.bel"
_CLAIMS = "https://w3id.org/il6ld/claims/"

# What PyBEL's terms and contexts are to us; a term that is not here is one of ours.
_TERMS = {
    "PR:000001393": "Interleukin6", "GO:0006953": "AcutePhaseResponse", "HP:0001945": "Fever",
    "HP:0001974": "Leukocytosis",
    "MONDO:0008383": "RheumatoidArthritis", "UBERON:0002107": "Liver", "CL:0000235": "Macrophage",
}  # fmt: skip
_PREDICATES = {
    "isA": "isA", "increases": "induces", "decreases": "inhibits", "association": "associatedWith",
    "regulates": "requiredFor",
}  # fmt: skip
_AXES = {
    "Species": "speciesContext", "Anatomy": "anatomicalContext", "Cell": "cellTypeContext",
    "Disease": "diseaseContext",
}  # fmt: skip
_MODIFIERS = {"Activity": "Activity", "Translocation": "Release"}


@cache
def parsed(script: bytes) -> Any:
    """A script as PyBEL's graph; its warnings are what it refused."""
    # PyBEL makes a folder and a database when it is imported, and needs neither here.
    os.environ.setdefault("PYSTOW_HOME", tempfile.mkdtemp())
    from pybel import BELGraph
    from pybel.io.line_utils import parse_lines
    from pybel.manager import Manager

    graph = BELGraph()
    manager = Manager(connection="sqlite:///:memory:")
    parse_lines(graph, script.decode("utf-8").splitlines(), manager=manager, use_tqdm=False)
    return graph


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each statement that PyBEL takes from the script; it has to take them all."""
    graph = parsed(files[_FILE])
    assert not graph.warnings, graph.warnings
    # Of an association PyBEL makes two edges, one each way, from the same line.
    edges = {said["line"]: (source, target, said) for source, target, said in edges_of(graph)}
    return [_read(*edges[line]) for line in sorted(edges)]


def edges_of(graph: Any) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """Every edge with its terms, those of a symmetric one in the order of the script last."""
    found = graph.edges(data=True)
    yield from sorted(found, key=lambda edge: (edge[2]["line"], str(edge[0]) > str(edge[1])))


def _read(source: Any, target: Any, said: dict[str, Any]) -> Read:
    contexts = {name: [one["identifier"] for one in all_] for name, all_ in said["annotations"].items()}
    (claim,) = contexts.pop("Claim")
    axes = {(TERMS + _AXES[name], _iri(value)) for name, values in contexts.items() for value in values}
    for end in ("source", "target"):
        if modifier := said.get(f"{end}_modifier"):
            axis = {"source": "subjectAspect", "target": "objectAspect"}[end]
            axes.add((TERMS + axis, TERMS + _MODIFIERS[modifier["modifier"]]))
    predicate = TERMS + _PREDICATES[said["relation"]]
    claim = claim.replace("claims:", _CLAIMS)
    return Read(claim, _term(source), predicate, _term(target), frozenset(axes))


def _term(node: Any) -> str:
    return _iri(f"{node.namespace}:{node.name or node.identifier}")


def _iri(curie: str) -> str:
    if curie.startswith("NCBITaxon:"):
        return curie.replace("NCBITaxon:", "http://purl.obolibrary.org/obo/NCBITaxon_")
    return TERMS + re.sub(r"\A(IL6|il6):", "", _TERMS.get(curie, curie))
