"""The records of one release: which there are, what they say field by field, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import NamedTuple, Union

from pyoxigraph import BlankNode, Literal, NamedNode

from il6ld.changes.change import CLAIM, Told, Value
from il6ld.formats import Material
from il6ld.formats.wording import named, stance
from il6ld.lookup import Lookup, Term
from il6ld.namespaces import IL6, OA, OWL, RDF, RDFS, SKOS, local_name
from il6ld.safety import SOUND_AXES, Statement

Field = tuple[NamedNode, ...]
# A value, or all that is said of something without a name that lasts.
Said = Union[Term, "Whole"]
Whole = frozenset[tuple[Field, Said]]
Fields = dict[Field, set[Said]]


class Kind(NamedTuple):
    """A kind of record: its name, its class, and the property that leads to its parts, if it has any."""

    name: str
    type: NamedNode
    parts: NamedNode | None = None


KINDS = (
    Kind(CLAIM, IL6.Claim, IL6.evidence),
    Kind("gap", IL6.KnowledgeGap),
    Kind("loop", IL6.CausalLoop, IL6.step),
    Kind("erratum", IL6.SourceErratum),
    Kind("passage", IL6.Passage),
    Kind("article", IL6.Article, IL6.section),
)
TERMS = ("entity", "term")
# What stands in a record of its own and is read as if it stood in the one that leads there.
_OPENED = {IL6.proposition, IL6.observation, IL6.intervention, IL6.population, OA.hasSelector}
_INNER = (*_OPENED, *filter(None, (kind.parts for kind in KINDS)))
_OF_PARTS = {RDF.type, RDFS.label}  # the label of a part is its number


class Records:
    """The records of a release; whatever was concluded from them is left aside by who reads it."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.lookup: Lookup = material.lookup

    @cached_property
    def _statements(self) -> dict[NamedNode, Statement]:
        return {statement.claim: statement for statement in self.material.statements}

    @cached_property
    def _claims(self) -> set[NamedNode]:
        return set(self.lookup.instances(IL6.Claim))

    @cached_property
    def entities(self) -> set[NamedNode]:
        """What claims can be about."""
        categories = self.lookup.below(IL6.Entity, RDFS.subClassOf)
        return {node for category in categories for node in self.lookup.instances(category)}

    @cached_property
    def terms(self) -> set[NamedNode]:
        """What else the ontology defines."""
        defined = (subject for subject, _ in self.lookup.pairs(SKOS.definition))
        return {node for node in defined if isinstance(node, NamedNode)} - self.entities

    def fields(self, record: NamedNode, kind: str, apart: NamedNode | None = None) -> Fields:
        """What a record says, by field; what the property `apart` leads to is compared by itself."""
        skipped = {apart} if kind in TERMS else {apart, RDF.type}
        return by_field(self._said(record, skipped, frozenset({record})))

    def part(self, node: Term) -> Whole:
        """All that a part says, by which it is known again whatever its number."""
        return frozenset(self._said(node, _OF_PARTS, frozenset({node})))

    def _said(
        self, node: Term, skipped: Set[NamedNode | None], above: frozenset[Term], path: Field = ()
    ) -> Iterator[tuple[Field, Said]]:
        for prop, values in self.lookup.properties(node).items():
            field = (*path, prop)
            if prop in skipped:
                continue
            if prop in _OPENED and len(values) == 1 and values[0] not in above:
                yield from self._said(values[0], _OF_PARTS, above | {values[0]}, field)
            else:
                yield from ((field, self._whole(prop, value, above)) for value in values)

    def _whole(self, prop: NamedNode, value: Term, above: frozenset[Term]) -> Said:
        """What has no name that lasts, as what it says; everything else as it is."""
        if value in above or not (prop in _OPENED or isinstance(value, BlankNode)):
            return Literal("itself") if isinstance(value, BlankNode) else value
        return frozenset(self._said(value, _OF_PARTS if prop in _OPENED else set(), above | {value}))

    def leading_to(self, nodes: Set[Term]) -> set[Term]:
        """Nodes, and every record that they are read as a part of."""
        found, ahead = set(nodes), list(nodes)
        while ahead:
            node = ahead.pop()
            above: list[Term] = [one for prop in _INNER for one in self.lookup.subjects(prop, node)]
            above += self._above_blank.get(node, []) if isinstance(node, BlankNode) else []
            ahead += [one for one in above if one not in found]
            found.update(above)
        return found

    @cached_property
    def _above_blank(self) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = {}
        for subject, _, value, *_ in self.material.dataset:
            if isinstance(value, BlankNode):
                found.setdefault(value, []).append(subject)
        return found

    def told(self, record: NamedNode) -> Told:
        """A record in words; a claim with all that is held against it or weakens it."""
        if record not in self._claims:
            return Told(self.lookup.label(record))
        statement = self._statements.get(record)
        if statement is None:
            return Told(f"{self.lookup.label(record)} [{self._axes(record)}]")
        return Told(named(self.material, statement), stance(self.material, statement))

    def _axes(self, claim: NamedNode) -> str:
        """The stance of a claim whose proposition is not three terms."""
        told = (
            f"{local_name(axis)}: {' and '.join(map(self.lookup.label, values)) or 'not recorded'}"
            for axis in SOUND_AXES
            for values in [self.lookup.nodes(claim, axis)]
        )
        return "; ".join(told)

    def value(self, said: Said) -> Value:
        """A value of a field as it is told."""
        if isinstance(said, frozenset):
            inner = sorted((", ".join(spoken(field)), self.value(value)) for field, value in said)
            ids = "; ".join(f"{name}: {value.id}" for name, value in inner)
            return Value(f"[{ids}]", "; ".join(f"{name}: {value.words}" for name, value in inner))
        if isinstance(said, NamedNode):
            name = self.material.curie(said)
            return Value(name, self.told(said).words if self.lookup.text(said, RDFS.label) else name)
        return Value(str(said), said.value if isinstance(said, Literal) else str(said))

    def part_value(self, node: Term) -> Value:
        """A part as it is told: all that it says, field by field."""
        name = self.material.curie(node) if isinstance(node, NamedNode) else str(node)
        return Value(name, self.value(self.part(node)).words)

    def label(self, record: NamedNode) -> Value:
        """The label of a record as it is told: that of a claim never without its stance."""
        return Value(self.lookup.label(record), self.told(record).words)

    @property
    def version(self) -> str:
        """The version that the release says it is."""
        found = (self.lookup.text(node, OWL.versionInfo) for node in self.lookup.instances(OWL.Ontology))
        return next(filter(None, found), "")


def by_field(said: Iterable[tuple[Field, Said]]) -> Fields:
    """What is said, put together by field."""
    found: Fields = {}
    for field, value in said:
        found.setdefault(field, set()).add(value)
    return found


def spoken(field: Field) -> tuple[str, ...]:
    """The properties of a field in words.

    >>> spoken((IL6.proposition, IL6.diseaseContext))
    ('proposition', 'disease context')
    """
    return tuple(
        "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in local_name(prop)).strip()
        for prop in field
    )
