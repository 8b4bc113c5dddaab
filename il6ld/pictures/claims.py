"""One claim as a picture: its stance, proposition, evidence and place, and the claims it is tied to."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, IL6, OA, OWL, RDF, RDFS, Context, local_name
from il6ld.pictures.drawing import Arrow, Card, draw

_STANCE = (IL6.polarity, IL6.certainty, IL6.reading, IL6.attributedTo, IL6.discourseRole, IL6.status)
# What a record is drawn as, and which of its properties lead to a card of their own; the others are rows.
_CLAIM_LINKS = (
    IL6.basedOn, IL6.explains, IL6.disputes, DCTERMS.replaces, DCTERMS.isReplacedBy, IL6.erratum,
)  # fmt: skip
_READERS = ((IL6.basedOn, "based on"), (IL6.explains, "explains"), (IL6.disputes, "disputes"))
_CORE = (IL6.subject, IL6.predicate, IL6.object)
_LINE_ROWS = (IL6.direction, IL6.directness, IL6.evidenceType, IL6.traceability)
_WITHIN = (IL6.population, IL6.intervention, IL6.comparator)


class _Claim:
    """The cards and arrows of one picture, as they are gathered."""

    def __init__(self, lookup: Lookup, context: Context) -> None:
        self.lookup = lookup
        self.context = context
        self.cards: list[Card] = []
        self.arrows: list[Arrow] = []

    def add(self, card: Card, parent: int | None = None, label: str = "", back: bool = False) -> int:
        """Adds a card, tied to its parent by an arrow."""
        self.cards.append(card)
        number = len(self.cards) - 1
        if parent is not None:
            self.arrows.append(Arrow(parent, number, label, back))
        return number

    def nodes(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """What a record names with one property, in the order of their numbers."""
        return sorted(self.lookup.nodes(node, predicate), key=lambda n: (len(n.value), n.value))

    def rows(self, node: ox.NamedNode, predicates: Iterable[ox.NamedNode]) -> tuple[tuple[str, str], ...]:
        """What a record says with some of its properties, in words."""
        told = [
            (_words(p), ", ".join(sorted(map(self.lookup.label, found))))
            for p in predicates
            if (found := self.nodes(node, p))
        ]
        return tuple(told)

    def name(self, node: ox.NamedNode) -> str:
        """The local id of a record."""
        return self.context.compact(node.value).partition(":")[2]

    def claim(self, claim: ox.NamedNode) -> None:
        """The claim itself, and all that hangs on it."""
        lookup = self.lookup
        root = self.add(
            Card("claim", f"claim {self.name(claim)}", lookup.label(claim), self.rows(claim, _STANCE))
        )
        for proposition in self.nodes(claim, IL6.proposition):
            self.proposition(proposition, root)
        for line in self.nodes(claim, IL6.evidence):
            self.line(line, root)
        for passage in self.nodes(claim, IL6.passage):
            self.passage(passage, root)
        self.links(claim, root)

    def proposition(self, node: ox.NamedNode, root: int) -> None:
        """A proposition: what it relates as cards, the listed values that qualify it as rows."""
        said = sorted(self.lookup.properties(node), key=lambda p: p.value)
        qualifiers = [p for p in said if p in IL6 and p not in _CORE]
        entities = [p for p in qualifiers if any(map(self.is_entity, self.lookup.nodes(node, p)))]
        listed = [p for p in qualifiers if p not in entities]
        number = self.add(
            Card("proposition", "", "Proposition", self.rows(node, listed)), root, "proposition"
        )
        for predicate in (*_CORE, *entities):
            self.entities(node, predicate, number)

    def is_entity(self, node: ox.NamedNode) -> bool:
        """Whether a node is a class of things, and not a listed value or a record."""
        return OWL.Class in self.lookup.nodes(node, RDF.type)

    def entities(self, node: ox.NamedNode, predicate: ox.NamedNode, parent: int) -> None:
        """The entities that a record names with one property, each with the category it is of."""
        for value in self.nodes(node, predicate):
            kinds = [self.lookup.label(kind) for kind in self.nodes(value, RDF.type) if kind in IL6]
            card = Card("entity", kinds[0] if kinds else "entity", self.lookup.label(value), room=120)
            self.add(card, parent, _words(predicate))

    def line(self, line: ox.NamedNode, root: int) -> None:
        """A line of evidence, with what was observed."""
        rows = self.rows(line, _LINE_ROWS)
        number = self.add(Card("evidence", "", "Evidence line", rows, room=180), root, "evidence")
        for observation in self.nodes(line, IL6.observation):
            self.record(observation, number, "observation")

    def record(self, node: ox.NamedNode, parent: int, label: str) -> None:
        """An observation, or what is nested in one."""
        properties = [p for p in self.lookup.properties(node) if p in IL6 and p not in _WITHIN]
        properties.sort(key=lambda p: p.value)
        card = Card("evidence", "", self.kind(node).capitalize(), self.rows(node, properties))
        number = self.add(card, parent, label)
        for predicate in _WITHIN:
            for inner in self.nodes(node, predicate):
                self.record(inner, number, _words(predicate))

    def kind(self, node: ox.NamedNode) -> str:
        """What kind of record a node is, in words."""
        kinds = [kind for kind in self.nodes(node, RDF.type) if kind in IL6]
        return self.lookup.label(kinds[0]) if kinds else "record"

    def passage(self, passage: ox.NamedNode, root: int) -> None:
        """The place of the claim in its source."""
        lookup = self.lookup
        spans = [
            f"{lookup.text(selector, OA.start)} to {lookup.text(selector, OA.end)}"
            for selector in self.nodes(passage, OA.hasSelector)
        ]
        digest = lookup.text(passage, IL6.digest)[:8]
        rows = tuple(("code points", span) for span in spans) + (("digest", f"{digest}\u2026"),)
        title = f"Sentence {lookup.text(passage, IL6.sentence)}"
        number = self.add(Card("source", f"passage {self.name(passage)}", title, rows), root, "passage")
        for section in self.nodes(passage, IL6.section):
            self.add(Card("source", "section", lookup.text(section, DCTERMS.title)), number, "section")
        for article in self.nodes(passage, IL6.article):
            self.add(Card("source", "article", lookup.label(article)), number, "article")

    def links(self, claim: ox.NamedNode, root: int) -> None:
        """What the claim rests on, and what rests on it."""
        for predicate in _CLAIM_LINKS:
            for other in self.nodes(claim, predicate):
                self.other(other, root, _words(predicate), back=False)
        for predicate, label in _READERS:
            for reader in sorted(self.lookup.subjects(predicate, claim), key=str):
                if isinstance(reader, ox.NamedNode):
                    self.other(reader, root, label, back=True)

    def other(self, node: ox.NamedNode, root: int, label: str, back: bool) -> None:
        """Another record of the source, by its label."""
        title = f"{self.kind(node)} {self.name(node)}"
        self.add(Card("other", title, self.lookup.label(node), room=180), root, label, back)


def claim_picture(lookup: Lookup, context: Context, claim: ox.NamedNode) -> str:
    """One claim as an SVG document."""
    picture = _Claim(lookup, context)
    picture.claim(claim)
    label = lookup.text(claim, RDFS.label)
    cards, arrows = picture.cards, picture.arrows
    ends = [(a.end, a.label, a.start) if a.back else (a.start, a.label, a.end) for a in arrows]
    told = [f"{_title(cards[one])}, {label}: {_title(cards[other])}" for one, label, other in ends]
    return draw(cards, arrows, f"{context.compact(claim.value)}: {label}", "; ".join(told))


def _title(card: Card) -> str:
    return f"{card.kind} {card.name}".strip()


def _words(predicate: ox.NamedNode) -> str:
    name = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in local_name(predicate))
    return name.strip()
