"""The release as a pattern for generated articles: its records by claim, and the entities they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import BASE, DCTERMS, GRAPHS, IL6, OWL, RDF, RDFS, local_name
from il6ld.sources.propositions import Content
from il6ld.sources.vocabulary import Vocabulary, vocabulary

Node = ox.NamedNode
Row = tuple[Node, Node, Node | ox.Literal, Node]
_CORE = (IL6.subject, IL6.predicate, IL6.object)
_LINKS = (IL6.basedOn, IL6.explains, IL6.disputes, DCTERMS.replaces)


@dataclass(frozen=True)
class Part:
    """Some claims of an article, in order, and what is said of its other records that they leave standing."""

    claims: list[Node]
    surroundings: list[Row]


@dataclass(frozen=True)
class Template:
    """One release, and the article in it that is copied; nothing of it is ever changed."""

    quads: list[ox.Quad] = field(repr=False)

    @classmethod
    def read(cls, file: Path) -> Template:
        """The template that a file of N-Quads is."""
        return cls(list(ox.parse(path=file, format=ox.RdfFormat.N_QUADS)))

    @cached_property
    def lookup(self) -> Lookup:
        """Every statement of the release."""
        return Lookup(self.quads)

    @cached_property
    def words(self) -> Vocabulary:
        """What the ontology of the release tells."""
        return vocabulary(quad.triple for quad in self.quads if quad.graph_name == GRAPHS.ontology)

    @cached_property
    def article(self) -> Node:
        """The first article of the release."""
        return self.lookup.instances(IL6.Article)[0]

    @cached_property
    def code(self) -> str:
        """What the numbers of its claims begin with."""
        return self.lookup.text(self.article, IL6.code)

    def is_record(self, node: object) -> bool:
        """Whether a node is a record of the article, by its name."""
        if not isinstance(node, ox.NamedNode) or not node.value.startswith(BASE) or node in IL6:
            return False
        local = f"{local_name(node)}-"
        return local.startswith((f"{self.code}-", f"{local_name(self.article)}-"))

    @cached_property
    def _rows(self) -> list[Row]:
        """What is said of the article's records; a record is never told of with blank nodes."""
        rows: list[Row] = []
        for subject, predicate, value, graph in self.quads:
            if isinstance(subject, ox.NamedNode) and self.is_record(subject):
                assert isinstance(value, ox.NamedNode | ox.Literal) and isinstance(graph, ox.NamedNode)
                rows.append((subject, predicate, value, graph))
        return rows

    @cached_property
    def claims(self) -> dict[Node, list[Row]]:
        """The claims in the order of their numbers, each with all that is said of its records."""
        owners = {row[0]: row[3] for row in self._rows if self.is_record(row[3])}
        rows = defaultdict(list)
        for row in self._rows:
            rows[owners.get(row[0])].append(row)
        claims = (node for node in self.lookup.instances(IL6.Claim) if self.is_record(node))
        return {claim: rows[owners[claim]] for claim in claims}

    @cached_property
    def surroundings(self) -> dict[Node, list[Row]]:
        """The article's other records (sections, passages, gaps, loops), each with what is said of it."""
        owned = {row[0] for rows in self.claims.values() for row in rows}
        found = defaultdict(list)
        for row in self._rows:
            if row[0] not in owned:
                found[row[0]].append(row)
        return found

    @cached_property
    def contents(self) -> dict[Node, Content]:
        """What each claim's proposition is made of."""
        return {claim: self._content(claim) for claim in self.claims}

    def _content(self, claim: Node) -> Content:
        proposition = self.lookup.nodes(claim, IL6.proposition)[0]
        said = self.lookup.properties(proposition)
        return {
            predicate.value: [node.value for node in self.lookup.nodes(proposition, predicate)]
            for predicate in said
            if predicate in IL6
        }

    @cached_property
    def entities(self) -> list[Node]:
        """The classes that the article's records and propositions speak of, A to Z."""
        values = {value for content in self.contents.values() for part in content.values() for value in part}
        values |= {row[2].value for row in self._rows if isinstance(row[2], ox.NamedNode)}
        found = (node for node in self.lookup.instances(IL6.Entity) if node in IL6 and node.value in values)
        return [node for node in found if OWL.Class in self.lookup.nodes(node, RDF.type)]

    @cached_property
    def kinds(self) -> list[Row]:
        """What those classes are and are below, stated and inferred."""
        return [
            (node, predicate, value, graph)
            for node, predicate, value, graph in self.quads
            if node in self.entities and predicate in (RDF.type, RDFS.subClassOf)
            if isinstance(value, ox.NamedNode) and value != OWL.Class
        ]

    @cached_property
    def bare(self) -> dict[Node, ox.Triple]:
        """The bare triple that a claim supports, for each claim that supports one."""
        published = {quad.triple for quad in self.quads if quad.graph_name == GRAPHS.bare}
        found = {}
        for claim, content in self.contents.items():
            if len(content) == 3:
                triple = ox.Triple(*(ox.NamedNode(content[part.value][0]) for part in _CORE))
                if triple in published:
                    found[claim] = triple
        return found

    @cached_property
    def kept(self) -> set[Node]:
        """The claims whose stance must stay: bare triples, signs of loops and replacements rest on it."""
        steps = [claim for claim in self.claims if self.lookup.subjects(IL6.claim, claim)]
        replaced = [claim for claim in self.claims if self.lookup.nodes(claim, DCTERMS.isReplacedBy)]
        found, waiting = set[Node](), [*steps, *replaced, *self.bare]
        while waiting:
            claim = waiting.pop()
            if claim not in found:
                found.add(claim)
                waiting += self.lookup.nodes(claim, IL6.basedOn)
        return found

    @cached_property
    def groups(self) -> list[list[Node]]:
        """The claims that name one another, however indirectly, together; the largest groups first."""
        group = {claim: {claim} for claim in self.claims}
        for claim in self.claims:
            for other in self._named(claim):
                joined = group[claim] | group[other]
                group |= dict.fromkeys(joined, joined)
        distinct = {id(members): sorted(members, key=str) for members in group.values()}
        return sorted(distinct.values(), key=lambda members: (-len(members), str(members[0])))

    def _named(self, claim: Node) -> Iterator[Node]:
        for link in _LINKS:
            yield from self.lookup.nodes(claim, link)

    def part(self, number: int) -> Part:
        """So many claims, none of which names one that is left out, with the records that they need.

        Gaps stay, loops where all of their claims do, errata and passages where anything needs them.
        """
        claims = self._some(number)
        told = self.lookup.instances(IL6.KnowledgeGap)
        told += [loop for loop in self.lookup.instances(IL6.CausalLoop) if self._steps(loop) <= set(claims)]
        reached = self._reached([*told, *(row[2] for claim in claims for row in self.claims[claim])])
        standing = (rows for record, rows in self.surroundings.items() if record in reached)
        return Part(claims, [row for rows in standing for row in rows])

    def _some(self, number: int) -> list[Node]:
        taken: set[Node] = set()
        for group in self.groups:
            if len(taken) + len(group) <= number:
                taken.update(group)
        assert len(taken) == number, "the template has too few claims that stand alone"
        return [claim for claim in self.claims if claim in taken]

    def _steps(self, loop: Node) -> set[Node]:
        steps = self.lookup.nodes(loop, IL6.step)
        return {claim for step in steps for claim in self.lookup.nodes(step, IL6.claim)}

    def _reached(self, waiting: list[Node | ox.Literal]) -> set[Node]:
        """The surrounding records among some terms, and all that they name in turn."""
        reached: set[Node] = set()
        while waiting:
            node = waiting.pop()
            if isinstance(node, ox.NamedNode) and node in self.surroundings and node not in reached:
                reached.add(node)
                waiting += (row[2] for row in self.surroundings[node])
        return reached
