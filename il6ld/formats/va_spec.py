"""Statements after the GA4GH Variant Annotation Specification, which is after SEPIO, as a JSON array.

Each claim is a Statement: its proposition with every qualifier, the direction in which the source speaks of
it, and how sure the source is as the strength. What the model has no attribute for stands in extensions,
under the name of our property. Why a proposition may not be taken as plain is told again in the description.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from il6ld.formats.records import Records, Term
from il6ld.formats.translation import CannotSay, Material, Written, tell
from il6ld.namespaces import DC, DCTERMS, IL6, OA, RDFS, SKOS, XSD, local_name
from il6ld.safety import SOUND_AXES, Statement

FILE = "il6ld-va-spec.json"
Document = dict[str, Any]

# What a Statement says of its proposition, and an EvidenceLine of it.
_POLARITIES = {IL6.Affirmed: "supports", IL6.Denied: "disputes"}
_DIRECTIONS = {IL6.Supports: "supports", IL6.Disputes: "disputes", IL6.Inconclusive: "neutral"}

# The properties that have an attribute of their own; whatever else there is becomes an extension.
_OF_A_CLAIM = {IL6.proposition, IL6.polarity, IL6.certainty, IL6.attributedTo, IL6.article, IL6.evidence}
_OF_A_LINE = {IL6.direction, IL6.observation}
_CORE = {IL6.subject, IL6.predicate, IL6.object}
# The records that are told where they are named.
_INSIDE = {
    IL6.erratum, IL6.passage, OA.hasSelector,
    IL6.observation, IL6.population, IL6.intervention, IL6.comparator,
}  # fmt: skip


def write_va_spec(material: Material) -> Written:
    """Every claim as a Statement, one a line, in the order of their numbers."""
    pen = _Pen(material)
    say = cache(pen.statement)
    statements, _ = tell(material, say)
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in statements)
    # What was told of claims is known only when all have been, so the account is made with the second look.
    return Written({FILE: f"[\n{lines}\n]\n".encode()}, tell(material, say, pen.told)[1])


class _Pen(Records):
    """Writes statements and what is in them."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self.qualifiers = self.lookup.below(IL6.qualifier, RDFS.subPropertyOf)

    def statement(self, statement: Statement) -> Document:
        """One claim; CannotSay where an axis has no value, or one that is not known here."""
        claim, lookup = statement.claim, self.lookup
        silent = [local_name(axis) for axis in SOUND_AXES if not lookup.values(claim, axis)]
        if silent:
            raise CannotSay(*silent)
        lines = lookup.nodes(claim, IL6.evidence)
        directed = [line for line in lines if lookup.values(line, IL6.direction)]
        others = [self.nested(line, ()) for line in lines if line not in directed]
        extensions = self.extensions(claim, _OF_A_CLAIM)
        return _without_gaps(
            id=self.name(claim),
            type="Statement",
            name=lookup.label(claim),
            description=_warning(statement),
            proposition=self.proposition(statement),
            direction=self.one(claim, IL6.polarity, _POLARITIES),
            strength=self.concept(self.only(claim, IL6.certainty)),
            hasEvidenceLines=[self.line(line) for line in directed],
            contributions=[self.contribution(who) for who in lookup.nodes(claim, IL6.attributedTo)],
            reportedIn=[self.article(article) for article in lookup.nodes(claim, IL6.article)],
            extensions=[*extensions, *([{"name": "evidence", "value": others}] if others else [])],
        )

    def only(self, record: NamedNode, prop: NamedNode) -> NamedNode:
        """The one value of a property."""
        values = self.lookup.nodes(record, prop)
        if len(values) != 1:
            raise CannotSay(f"{local_name(prop)} {' and '.join(map(local_name, values))}".strip())
        return values[0]

    def one(self, record: NamedNode, prop: NamedNode, words: dict[NamedNode, str]) -> str:
        """What the model says of the one value of a property."""
        value = self.only(record, prop)
        if value not in words:
            raise CannotSay(f"{local_name(prop)} {local_name(value)}")
        return words[value]

    def proposition(self, statement: Statement) -> Document:
        """Subject, predicate and object, each qualifier as an attribute of its name, and whatever else."""
        node, lookup = statement.proposition, self.lookup
        qualified = {
            f"{key}Qualifier": [self.value(term) for term in terms]
            for prop, key, terms in self.said(node)
            if prop in self.qualifiers
        }
        return _without_gaps(
            id=self.name(node),
            type="Proposition",
            name=lookup.label(node),
            subject=self.concept(statement.subject),
            predicate=self.name(statement.predicate),
            object=self.concept(statement.object),
            **qualified,
            extensions=self.extensions(node, _CORE | self.qualifiers),
        )

    def line(self, line: NamedNode) -> Document:
        """An evidence line, the observation both as an item of evidence and, whole, as an extension."""
        direction = self.one(line, IL6.direction, _DIRECTIONS)
        seen = self.lookup.values(line, IL6.observation)
        observed = [{"name": "observation", "value": self.nested(node, ())} for node in seen]
        return _without_gaps(
            id=self.name(line),
            type="EvidenceLine",
            directionOfEvidenceProvided=direction,
            evidenceOutcome=self.concept(self.only(line, IL6.direction)),
            hasEvidenceItems=[self.name(node) for node in seen],
            extensions=[*self.extensions(line, _OF_A_LINE), *observed],
        )

    def contribution(self, who: NamedNode) -> Document:
        """Whose stance it is; the model knows persons by name, and the source names none."""
        lookup = self.lookup
        agent = _without_gaps(
            id=self.name(who),
            type="Agent",
            name=lookup.label(who),
            description=lookup.text(who, SKOS.definition),
        )
        return {"type": "Contribution", "contributor": agent, "activityType": "holder of the stance"}

    def article(self, article: NamedNode) -> Document:
        """The document that a claim stands in, with what is known of it."""
        lookup, known = self.lookup, (DC.creator, DC.publisher, DCTERMS.modified, IL6.disclaimer)
        return _without_gaps(
            id=self.name(article),
            type="Document",
            documentType="article",
            title=lookup.text(article, DCTERMS.title),
            extensions=[
                {"name": self.key(prop), "value": lookup.text(article, prop)}
                for prop in known
                if lookup.values(article, prop)
            ],
        )

    def extensions(self, record: NamedNode, elsewhere: set[NamedNode]) -> list[Document]:
        """Every property that is told nowhere else."""
        return [
            {"name": key, "value": self.told_value(prop, terms, (record,))}
            for prop, key, terms in self.said(record)
            if prop not in elsewhere
        ]

    def told_value(self, prop: NamedNode, terms: list[Term], around: tuple[Term, ...]) -> Any:
        """The values of a property: one as it is, several as a list."""
        inside = prop in _INSIDE
        values = [
            self.nested(term, around) if inside and term not in around else self.plain(term) for term in terms
        ]
        return values[0] if len(values) == 1 else values

    def nested(self, record: Term, around: tuple[Term, ...]) -> Document:
        """A record of ours as an object, with those inside it; its label is told where it has a meaning."""
        said = self.said(record)
        within = (*around, record)
        return {"id": self.name(record)} | {
            key: self.told_value(prop, terms, within) for prop, key, terms in said
        }

    def plain(self, term: Term) -> str | bool | int:
        """A truth value or whole number as JSON has it, any other literal as a text, an IRI as a CURIE."""
        if isinstance(term, Literal) and term.datatype == XSD.boolean and term.value in ("true", "false"):
            return term.value == "true"
        if isinstance(term, Literal) and "nteger" in term.datatype.value and term.value.isdecimal():
            return int(term.value)
        return self.name(term)

    def name(self, term: Term) -> str:
        """An IRI as a CURIE, a literal as it is."""
        if isinstance(term, NamedNode):
            return self.curie(term)
        return term.value if isinstance(term, Literal) else str(term)

    def value(self, term: Term) -> Document:
        """What a qualifier says."""
        return self.concept(term) if isinstance(term, NamedNode) else {"name": self.name(term)}

    def concept(self, node: NamedNode) -> Document:
        """A term as a MappableConcept, with the terms that mean just the same."""
        mappings = [
            {"coding": self.coding(other), "relation": "exactMatch"}
            for other in self.lookup.nodes(node, SKOS.exactMatch)
        ]
        coding = self.coding(node)
        return _without_gaps(name=self.lookup.label(node), primaryCoding=coding, mappings=mappings)

    def coding(self, node: NamedNode) -> Document:
        """A term as a Coding; its system is the namespace that its prefix stands for."""
        curie = self.curie(node)
        system = self.material.context.prefixes.get(curie.partition(":")[0], curie)
        return {"system": system, "code": curie, "iris": [node.value]}


def _warning(statement: Statement) -> str:
    return f"The claim {'; '.join(qualm.words for qualm in statement.qualms)}" if statement.qualms else ""


def _without_gaps(**attributes: Any) -> Document:
    """The attributes that have a value."""
    return {name: value for name, value in attributes.items() if value not in ("", [])}
