"""What a group of generated articles speaks of: renamed entities, and propositions that are made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from il6ld.namespaces import BASE, GRAPHS, IL6, ONTOLOGY_IRI, OWL, RDF, RDFS, SKOS
from il6ld.sources import propositions
from tests.benchmarks.template import Node, Template

PROPOSITIONS = f"{BASE}propositions/"


class Universe:
    """The entities of one number; number 0 is the release's own, under their own names."""

    def __init__(self, template: Template, number: int) -> None:
        self._template = template
        self.number = number
        self.entities = {node: self._renamed(node) for node in template.entities} if number else {}
        self._values = {node.value: new.value for node, new in self.entities.items()}
        own = {new.value: self._label(node) for node, new in self.entities.items()}
        self._words = replace(template.words, labels={**template.words.labels, **own})
        # What is published once, however many articles say it. There are only so many variants.
        self._told: set[Node | ox.Triple] = set()
        if not number:
            self._told |= {*template.lookup.instances(IL6.Proposition), *template.bare.values()}

    def _renamed(self, node: Node) -> Node:
        return ox.NamedNode(f"{node.value}U{self.number}")

    def _label(self, node: Node) -> str:
        return f"{self._template.lookup.label(node)} of universe {self.number}"

    def declarations(self) -> Iterator[ox.Quad]:
        """The renamed classes, each below its original, and what a reasoner says of them."""
        for node, new in self.entities.items():
            label = self._label(node)
            yield ox.Quad(new, RDF.type, OWL.Class, GRAPHS.ontology)
            yield ox.Quad(new, RDFS.subClassOf, node, GRAPHS.ontology)
            yield ox.Quad(new, RDFS.label, ox.Literal(label, language="en"), GRAPHS.ontology)
            definition = ox.Literal(f"What is called {label}.", language="en")
            yield ox.Quad(new, SKOS.definition, definition, GRAPHS.ontology)
            yield ox.Quad(new, RDFS.isDefinedBy, ONTOLOGY_IRI, GRAPHS.ontology)
        for subject, predicate, value, graph in self._template.kinds:
            new = self.entities[subject]
            if isinstance(value, ox.NamedNode) and value in self.entities:
                yield ox.Quad(new, predicate, self.entities[value], graph)
            yield ox.Quad(new, predicate, value, graph if predicate == RDF.type else GRAPHS.inferred)

    def proposition(self, claim: Node, degree: Node | None) -> tuple[Node, str, list[ox.Quad]]:
        """The proposition of a claim of the template, its label, and its quads if they are new here."""
        content = {
            name: [self._values.get(value, value) for value in values]
            for name, values in self._template.contents[claim].items()
        }
        if degree:
            content.setdefault(IL6.degree.value, [degree.value])
        content = propositions.normal_form(content, self._template.words.symmetric)
        node = ox.NamedNode(f"{PROPOSITIONS}{propositions.local_id(content)}")
        label = propositions.label(content, self._words)
        return node, label, list(self._quads(node, label, content)) if self._is_new(node) else []

    def _quads(self, node: Node, label: str, content: propositions.Content) -> Iterator[ox.Quad]:
        graph = GRAPHS.propositions
        yield ox.Quad(node, RDF.type, IL6.Proposition, graph)
        yield ox.Quad(node, RDFS.label, ox.Literal(label, language="en"), graph)
        for name, values in content.items():
            for value in values:
                yield ox.Quad(node, ox.NamedNode(name), ox.NamedNode(value), graph)

    def bare(self, claim: Node) -> Iterator[ox.Quad]:
        """The bare triple that a claim of the template supports, if it is new here."""
        if row := self._template.bare.get(claim):
            subject, predicate, value = row
            subject, value = self.entities.get(subject, subject), self.entities.get(value, value)
            if self._is_new(ox.Triple(subject, predicate, value)):
                yield ox.Quad(subject, predicate, value, GRAPHS.bare)

    def _is_new(self, thing: Node | ox.Triple) -> bool:
        is_new = thing not in self._told
        self._told.add(thing)
        return is_new
