"""Our own terms as links see them: their names, and of what kind they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SKOS, Context, local_name

RELATION = "relation"
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Entity:
    """One of our terms; `kind` is its category, `relation`, `evidence`, or "" where links compare none."""

    id: str
    label: str
    names: tuple[str, ...]
    kind: str
    is_class: bool

    @property
    def is_entity(self) -> bool:
        """Whether claims are about it, so that it has a category."""
        return self.kind not in ("", RELATION, EVIDENCE)


def entities(lookup: Lookup, context: Context) -> dict[str, Entity]:
    """Every labelled term of ours by its CURIE, A to Z."""
    categories = set(lookup.subjects(RDFS.subClassOf, IL6.Entity))
    evidence = {IL6.EvidenceType, IL6.EvidenceLine} | set(_defined_by(lookup, IL6.EvidenceLine))
    found = {}
    for node, label in lookup.pairs(RDFS.label):
        if not isinstance(node, ox.NamedNode) or "/terms/" not in node.value:
            continue
        types = set(lookup.nodes(node, RDF.type))
        category = sorted(local_name(kind) for kind in ({node} | types) & categories if _named(kind))
        kind = category[0] if category else _kind(node, types, evidence)
        curie = context.compact(node.value)
        names = (label.value, *_other_names(lookup, node)) if isinstance(label, ox.Literal) else ()
        found[curie] = Entity(curie, names[0] if names else "", names, kind, OWL.Class in types)
    return dict(sorted(found.items()))


def _defined_by(lookup: Lookup, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The classes whose definition begins with a class: some of it, with something more."""
    for defined, definition in lookup.pairs(OWL.equivalentClass):
        starts = lookup.values(definition, OWL.intersectionOf)
        parts = [part for start in starts for part in lookup.members(start)]
        if node in parts and isinstance(defined, ox.NamedNode):
            yield defined


def _named(node: object) -> bool:
    return isinstance(node, ox.NamedNode)


def _kind(node: ox.NamedNode, types: set[ox.NamedNode], evidence: set[ox.NamedNode]) -> str:
    if IL6.Predicate in types:
        return RELATION
    return EVIDENCE if node in evidence else ""


def _other_names(lookup: Lookup, node: ox.NamedNode) -> list[str]:
    return [name.value for name in lookup.values(node, SKOS.altLabel) if isinstance(name, ox.Literal)]
