"""The model as a picture: the classes of records, what leads from one to another, and the fields of each."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OA, OWL, RDF, RDFS, SCHEMA, VANN, local_name
from il6ld.pictures.drawing import Arrow, Card, draw

_SHAPES = {
    IL6.Proposition: "proposition",
    IL6.Passage: "source", IL6.Article: "source", IL6.Section: "source", OA.TextPositionSelector: "source",
    IL6.EvidenceLine: "evidence", IL6.Observation: "evidence", IL6.Population: "evidence",
    IL6.Intervention: "evidence",
}  # fmt: skip
# The datatypes of fields, in plain words.
_PLAIN = {
    "boolean": "true or false", "string": "text",
    "integer": "number", "nonNegativeInteger": "number", "positiveInteger": "number",
}  # fmt: skip


class _Model:
    """The classes of records and their fields, as the ontology declares them."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        named = {s for s, _ in lookup.pairs(VANN.preferredNamespacePrefix) if isinstance(s, NamedNode)}
        records = [node for node in lookup.instances(OWL.Class) if node in named]
        broader = {up for node in records for up in lookup.nodes(node, RDFS.subClassOf) if up in IL6}
        self.broader = sorted(broader, key=str)
        self.kinds = [*self.broader, *records]

    def fields(self) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
        """Each class with each of its properties and what that leads to."""
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
            for predicate in self.lookup.instances(kind):
                for class_ in self.domains(predicate):
                    for range_ in self.ranges(predicate):
                        yield class_, predicate, range_

    def ranges(self, predicate: NamedNode) -> list[NamedNode]:
        """What a property leads to."""
        return self.lookup.nodes(predicate, RDFS.range) or self.lookup.nodes(predicate, SCHEMA.rangeIncludes)

    def domains(self, predicate: NamedNode) -> list[NamedNode]:
        """The classes that have a property: as declared for it or a broader one, else as records use it."""
        lookup = self.lookup
        ups = [predicate, *lookup.nodes(predicate, RDFS.subPropertyOf)]
        declared = [domain for up in ups for domain in lookup.nodes(up, RDFS.domain)]
        return [node for node in declared or self.users(predicate) if node in self.kinds]

    def users(self, predicate: NamedNode) -> list[NamedNode]:
        """The classes of the records that use a property; a broader class stands for those below it."""
        users = {kind for s, _ in self.lookup.pairs(predicate) for kind in self.lookup.nodes(s, RDF.type)}
        for up in self.broader:
            below = self.lookup.below(up, RDFS.subClassOf) - {up}
            if len(users & below) > 1:
                users = (users - below) | {up}
        return [kind for kind in self.kinds if kind in users]

    def words(self, predicate: NamedNode, range_: NamedNode) -> str:
        """What a field takes, in words; nothing where its own name says so."""
        name, field = local_name(range_), local_name(predicate)
        if name.casefold() in field.casefold() or field.casefold() in name.casefold():
            return ""
        return _PLAIN.get(name) or self.lookup.label(range_)

    def title(self, kind: NamedNode) -> str:
        """The label of a class, as a heading."""
        label = self.lookup.label(kind)
        return label[:1].upper() + label[1:]

    def narrower(self, kind: NamedNode) -> list[NamedNode]:
        """The classes of records right below a class."""
        return [node for node in self.kinds if kind in self.lookup.nodes(node, RDFS.subClassOf)]

    def picture(self) -> str:
        """All classes as cards; a field that leads to a record of another kind is a line, any other a row."""
        rows: dict[NamedNode, list[tuple[str, str]]] = {kind: [] for kind in self.kinds}
        lines = {(up, kind): ["is a"] for up in self.broader for kind in self.narrower(up)}
        # A claim may name another claim or an erratum: lines for these would only go round in circles.
        named_in_rows = {kind for _, kind in lines}
        for class_, predicate, range_ in self.fields():
            if range_ in self.kinds and range_ not in named_in_rows | {class_}:
                lines.setdefault((class_, range_), []).append(local_name(predicate))
            else:
                rows[class_].append((local_name(predicate), self.words(predicate, range_)))
        cards = [
            Card(_SHAPES.get(kind, "claim"), "", self.title(kind), tuple(rows[kind])) for kind in self.kinds
        ]
        return self.drawn(cards, lines)

    def drawn(self, cards: list[Card], lines: dict[tuple[NamedNode, NamedNode], list[str]]) -> str:
        """The cards and lines as an SVG document, told in words as well."""
        number = {kind: i for i, kind in enumerate(self.kinds)}
        arrows = [
            Arrow(number[start], number[end], ", ".join(names), back=names == ["is a"])
            for (start, end), names in lines.items()
        ]
        ends = [(a, *((a.end, a.start) if a.back else (a.start, a.end))) for a in arrows]
        told = [f"{cards[start].name}, {a.label}: {cards[end].name}" for a, start, end in ends]
        return draw(cards, arrows, "The classes of records and their properties", "; ".join(told))


def model_picture(lookup: Lookup) -> str:
    """The model as an SVG document, drawn from the ontology, so that it says what the ontology says."""
    return _Model(lookup).picture()
