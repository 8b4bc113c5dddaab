"""KGX: nodes and edges in the words of the Biolink Model 4.4.4, one JSON document a line.

An edge tells a claim where Biolink has a slot for everything that qualifies it. Biolink has none for how sure
a source is, for what is a hypothesis, for what no longer holds: such claims are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from il6ld.formats.counterparts import exact, identifier, kind, relation
from il6ld.formats.translation import CannotSay, Material, Words, Written, as_json_lines, tell, told_of
from il6ld.namespaces import IL6, RDFS, SKOS, local_name
from il6ld.safety import Qualm, Statement

NODES, EDGES = "il6ld-kgx-nodes.jsonl", "il6ld-kgx-edges.jsonl"
Slots = dict[str, Any]


@dataclass(frozen=True)
class Association:
    """A kind of edge: what it may join, with which predicates, and the slots it has for qualifiers."""

    category: str
    subjects: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()

    def takes(self, subject: str, predicate: str, term: str, slots: Iterable[str]) -> bool:
        """Whether an edge of these categories, this predicate and these qualifiers is of this kind."""
        fits = all(
            not allowed or value in allowed
            for allowed, value in (
                (self.subjects, subject),
                (self.predicates, predicate),
                (self.objects, term),
            )
        )
        return fits and self.slots.issuperset(slots)


_MACHINES = frozenset({"biolink:Protein", "biolink:MacromolecularComplex"})
_PROCESSES = frozenset({"biolink:BiologicalProcess", "biolink:Pathway", "biolink:PathologicalProcess"})
_PHENOTYPES = frozenset({"biolink:PhenotypicFeature"})
_DISEASES = frozenset({"biolink:Disease"})
_ILL = frozenset(
    f"{narrowed}_qualifier"
    for narrowed in (
        "subject_aspect", "subject_direction", "object_aspect", "object_direction", "disease_context"
    )
)  # fmt: skip

# The kinds of edge that what is claimed of molecules, processes and diseases can need, in the order in which
# they are tried; each as biolink-model.yaml has it.
ASSOCIATIONS = (
    Association("biolink:Association"),
    Association(
        "biolink:MacromolecularMachineToBiologicalProcessAssociation",
        _MACHINES, _PROCESSES, slots=frozenset({"species_context_qualifier"}),
    ),
    Association("biolink:DiseaseToPhenotypicFeatureAssociation", _DISEASES, _PHENOTYPES, slots=_ILL),
    Association(
        "biolink:PhenotypicFeatureToPhenotypicFeatureAssociation", _PHENOTYPES, _PHENOTYPES, slots=_ILL
    ),
    Association(
        "biolink:CorrelatedGeneToDiseaseAssociation",
        frozenset({"biolink:Protein"}), _DISEASES, frozenset({"biolink:correlated_with"}), _ILL,
    ),
)  # fmt: skip

_ASPECTS = {IL6.Activity: "activity", IL6.Expression: "expression", IL6.Release: "release"}
_DIRECTIONS = {IL6.Increased: "increased", IL6.Decreased: "decreased"}


def write_kgx(material: Material) -> Written:
    """The edges of the claims that Biolink can say, and the nodes that they join."""
    words = _words(material)
    edges, account = tell(material, lambda statement: _edge(material, statement, words), _CARRIED)
    ends = {edge["original_subject"] for edge in edges} | {edge["original_object"] for edge in edges}
    nodes = [_node(material, NamedNode(material.context.expand(end))) for end in sorted(ends)]
    return Written({NODES: as_json_lines(nodes), EDGES: as_json_lines(edges)}, account)


_CARRIED = (RDFS.label, IL6.article, IL6.evidence, IL6.evidenceType, IL6.traceability)


def _edge(material: Material, statement: Statement, words: Words[Slots]) -> Slots:
    qualified: Slots = {}
    for slots in told_of(statement, words):
        if qualified.keys() & slots.keys():
            raise CannotSay(*(f"{slot} twice" for slot in slots))
        qualified |= slots
    predicate = relation(material, statement, "biolink")
    lookup, claim = material.lookup, statement.claim
    return {
        "id": material.curie(claim),
        "category": [_association(material, statement, predicate, qualified)],
        "subject": _identifier(material, statement.subject),
        "predicate": predicate,
        "object": _identifier(material, statement.object),
        "knowledge_level": "knowledge_assertion",
        "agent_type": "manual_agent",
        **qualified,
        "name": lookup.label(claim),
        "publications": [material.curie(article) for article in lookup.nodes(claim, IL6.article)],
        "has_evidence_of_type": sorted(_evidence_types(material, claim)),
        "original_subject": material.curie(statement.subject),
        "original_predicate": material.curie(statement.predicate),
        "original_object": material.curie(statement.object),
    }


def _association(material: Material, statement: Statement, predicate: str, qualified: Slots) -> str:
    subject, term = _category(material, statement.subject), _category(material, statement.object)
    needed = [slot for slot in qualified if slot.endswith("_qualifier")]
    for association in ASSOCIATIONS:
        if association.takes(subject, predicate, term, needed):
            return association.category
    raise CannotSay(*(f"{slot} from {local_name(subject)} to {local_name(term)}" for slot in needed))


def _words(material: Material) -> Words[Slots]:
    """What Biolink says of each axis; whatever else there is, it has no word for."""

    def listed(slot: str, values: dict[NamedNode, str]) -> Callable[[Qualm], Slots | None]:
        return lambda qualm: _slot(slot, [values.get(value) for value in _nodes(qualm)])

    def mapped(slot: str, *prefixes: str) -> Callable[[Qualm], Slots | None]:
        return lambda qualm: _slot(slot, [exact(material, value, prefixes) for value in _nodes(qualm)])

    def species(qualm: Qualm) -> Slots | None:
        return _slot("species_context_qualifier", [material.curie(value) for value in _nodes(qualm)])

    return {
        IL6.polarity: lambda qualm: {"negated": True} if qualm.values == (IL6.Denied,) else None,
        IL6.reading: lambda qualm: _ENTAILED if qualm.values == (IL6.Entailed,) else None,
        IL6.speciesContext: species,
        IL6.diseaseContext: mapped("disease_context_qualifier", "MONDO", "MESH"),
        IL6.subjectAspect: listed("subject_aspect_qualifier", _ASPECTS),
        IL6.objectAspect: listed("object_aspect_qualifier", _ASPECTS),
        IL6.subjectDirection: listed("subject_direction_qualifier", _DIRECTIONS),
        IL6.objectDirection: listed("object_direction_qualifier", _DIRECTIONS),
    }


_ENTAILED: Slots = {"knowledge_level": "logical_entailment"}


def _slot(name: str, values: list[str | None]) -> Slots | None:
    """One slot with its one value: several values mean all at once, which no such slot can hold."""
    return {name: values[0]} if len(values) == 1 and values[0] else None


def _nodes(qualm: Qualm) -> list[NamedNode]:
    return [value for value in qualm.values if isinstance(value, NamedNode)]


def _node(material: Material, entity: NamedNode) -> Slots:
    lookup = material.lookup
    own, other = material.curie(entity), _identifier(material, entity)
    node = {
        "id": other,
        "category": [_category(material, entity)],
        "name": lookup.label(entity),
        "description": lookup.text(entity, SKOS.definition),
        "synonym": [v.value for v in lookup.values(entity, SKOS.altLabel) if isinstance(v, Literal)],
        "xref": [own] if own != other else [],
    }
    return {slot: value for slot, value in node.items() if value}


def _identifier(material: Material, entity: NamedNode) -> str:
    return identifier(material, entity) or material.curie(entity)


def _category(material: Material, entity: NamedNode) -> str:
    return kind(material, entity, "biolink") or "biolink:NamedThing"


def _evidence_types(material: Material, claim: NamedNode) -> Iterator[str]:
    for line in material.lookup.nodes(claim, IL6.evidence):
        for prop in (IL6.evidenceType, IL6.traceability):
            yield from map(material.curie, material.lookup.nodes(line, prop))
