"""Other vocabularies' words for ours, as the mappings give them, where putting theirs for ours stays true."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from il6ld.formats.translation import CannotSay, Material
from il6ld.namespaces import IL6, RDFS, SKOS, local_name
from il6ld.safety import Statement


def exact(material: Material, node: NamedNode, prefixes: Iterable[str]) -> str | None:
    """The CURIE that means the same as a term of ours, of the first prefix that has one."""
    found = _mapped(material, node, SKOS.exactMatch)
    order = list(prefixes)
    fitting = [curie for curie in found if curie.partition(":")[0] in order]
    return min(fitting, key=lambda curie: (order.index(curie.partition(":")[0]), curie), default=None)


# Where several vocabularies mean the same by a term, the one that most who use such files prefer.
_PREFERRED = (
    "MONDO", "HP", "GO", "UBERON", "CL", "PR", "UniProtKB", "CHEBI", "NCBITaxon", "FPLX", "EFO", "MESH"
)  # fmt: skip


def identifier(material: Material, node: NamedNode) -> str | None:
    """The CURIE by which others know a term of ours that means just the same to them."""
    return exact(material, node, _PREFERRED)


def broader(material: Material, node: NamedNode, prefix: str) -> str | None:
    """The CURIE of a wider term of one vocabulary: the only one, since which of two is meant nobody says."""
    found = [curie for curie in _mapped(material, node, SKOS.broadMatch) if curie.startswith(f"{prefix}:")]
    return found[0] if len(found) == 1 else None


def relation(material: Material, statement: Statement, prefix: str) -> str:
    """The CURIE of the relation of one vocabulary that tells a statement; CannotSay if there is none.

    What is affirmed of a relation holds of a wider one. What is denied of it need not: who does not inhibit
    a thing may well affect it. So a denial is told with an exact counterpart or not at all.
    """
    denied = any(IL6.Denied in qualm.values for qualm in statement.qualms if qualm.axis == IL6.polarity)
    found = exact(material, statement.predicate, [prefix])
    if found is None and not denied:
        found = broader(material, statement.predicate, prefix)
    if found is None:
        raise CannotSay(f"predicate {local_name(statement.predicate)}{' denied' if denied else ''}")
    return found


def kind(material: Material, node: NamedNode, prefix: str) -> str | None:
    """The class of one vocabulary that a term falls under: of the nearest term that is mapped."""
    found: dict[NamedNode, str] = {}
    for each in _itself_and_above(material, node):
        if word := exact(material, each, [prefix]) or broader(material, each, prefix):
            found[each] = word
    above = {each: _itself_and_above(material, each) for each in found}
    # What is inferred stands beside what is stated, so one step up may already lead to the top.
    passed = {far for near in found for far in above[near] if near not in above.get(far, {near})}
    return min((word for each, word in found.items() if each not in passed), default=None)


def _itself_and_above(material: Material, node: NamedNode) -> set[NamedNode]:
    seen, level = {node}, {node}
    while level := {up for each in level for up in material.lookup.nodes(each, RDFS.subClassOf)} - seen:
        seen |= level
    return seen


def _mapped(material: Material, node: NamedNode, match: NamedNode) -> list[str]:
    return [material.curie(other) for other in material.lookup.nodes(node, match)]
