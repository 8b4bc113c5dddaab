"""Nanopublications: each claim as four small graphs that can be cited, signed and published by themselves.

The assertion is the claim's own records with its proposition and never a bare triple, since whoever reads a
nanopublication takes its assertion for true. What took the claim's place, and what others hold against it,
stands in the publication info, so that nobody who reads that alone misses it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple

from il6ld.formats.serialisation import Scope, Serialisation, require_same
from il6ld.formats.translation import Account, Material, Written
from il6ld.formats.turtle import write_trig
from il6ld.lookup import Term
from il6ld.namespaces import DCTERMS, IL6, NP, NPX, OA, OWL, PROV, RDF, RDFS, XSD, local_name
from il6ld.safety import Statement

NANOPUBS_FILE = "il6ld-nanopubs.trig"
FORM = Serialisation(
    "nanopubs", NANOPUBS_FILE, "application/trig", Scope.DATASET, RdfFormat.TRIG, write_trig
)
MAX_TRIPLES = 1200


@dataclass(frozen=True, slots=True)
class Nanopublication:
    """One claim's graphs; each has the IRI of the nanopublication with its own name behind a slash."""

    node: NamedNode
    claim: NamedNode
    assertion: frozenset[Triple]
    provenance: frozenset[Triple]
    pubinfo: frozenset[Triple]

    @property
    def quads(self) -> list[Quad]:
        """The four graphs as quads, in no order."""
        assertion, provenance, pubinfo = (
            part(self.node, name) for name in ("assertion", "provenance", "pubinfo")
        )
        head = (
            Triple(self.node, RDF.type, NP.Nanopublication),
            Triple(self.node, NP.hasAssertion, assertion),
            Triple(self.node, NP.hasProvenance, provenance),
            Triple(self.node, NP.hasPublicationInfo, pubinfo),
        )
        return [
            *_in_graph(part(self.node, "Head"), head),
            *_in_graph(assertion, self.assertion),
            *_in_graph(provenance, self.provenance),
            *_in_graph(pubinfo, self.pubinfo),
        ]


def part(nanopub: NamedNode, name: str) -> NamedNode:
    """The IRI of one graph of a nanopublication."""
    return NamedNode(f"{nanopub.value}/{name}")


def _in_graph(graph: NamedNode, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def write_nanopubs(material: Material) -> Written:
    """One TriG document with a nanopublication for each claim; one beyond MAX_TRIPLES is left out."""
    quads: list[Quad] = []
    left_out: dict[str, tuple[str, ...]] = {}
    told = 0
    for nanopub in nanopublications(material):
        graphs = nanopub.quads
        if len(graphs) > MAX_TRIPLES:
            left_out[local_name(nanopub.claim)] = ("size",)
            continue
        quads += graphs
        told += 1
    dataset = Dataset(quads)
    payload = FORM.writer(dataset, material.context)
    require_same(FORM, FORM.read(payload), dataset)
    return Written({NANOPUBS_FILE: payload}, Account(told, left_out))


def nanopublications(material: Material) -> Iterator[Nanopublication]:
    """The nanopublication of each claim, in the order of the claims' IRIs."""
    writer = _Writer(material)
    for claim in material.lookup.instances(IL6.Claim):
        assertion = writer.assertion(claim)
        node = writer.nanopub(claim)
        provenance = frozenset(writer.provenance(part(node, "assertion"), claim))
        told = frozenset(writer.pubinfo(node, claim)) | (writer.objections(claim) - assertion)
        yield Nanopublication(node, claim, assertion, provenance, told)


class _Writer:
    """Says of one claim after another what its graphs hold."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.lookup = material.lookup
        self.ontology = next(iter(material.lookup.instances(OWL.Ontology)), None)

    def nanopub(self, claim: NamedNode) -> NamedNode:
        """The nanopublication of a claim: the same name in another namespace."""
        return NamedNode(self.material.context.expand(f"nanopubs:{local_name(claim)}"))

    def _graph(self, name: str) -> list[Triple]:
        graph = NamedNode(self.material.context.expand(f"graphs:{name}"))
        return [quad.triple for quad in self.material.dataset.quads_for_graph_name(graph)]

    @cached_property
    def _records(self) -> dict[Term, list[Triple]]:
        """What is recorded, and not inferred, of each proposition, passage, section, article and erratum."""
        records: dict[Term, list[Triple]] = defaultdict(list)
        for name in ("articles", "passages", "propositions"):
            for triple in self._graph(name):
                records[triple.subject].append(triple)
        return records

    @cached_property
    def _statements(self) -> dict[NamedNode, Statement]:
        return {statement.claim: statement for statement in self.material.statements}

    def _header(self, predicate: NamedNode) -> list[Term]:
        return self.lookup.values(self.ontology, predicate) if self.ontology else []

    def assertion(self, claim: NamedNode) -> frozenset[Triple]:
        """All of the claim's own graph, and its proposition with every qualifier."""
        proposition = self.lookup.node(claim, IL6.proposition)
        return frozenset([*self._graph(local_name(claim)), *self._records[proposition or claim]])

    def provenance(self, assertion: NamedNode, claim: NamedNode) -> Iterator[Triple]:
        """Where the assertion comes from, with the records of passage, article and erratum."""
        lookup = self.lookup
        passages, articles = lookup.nodes(claim, IL6.passage), lookup.nodes(claim, IL6.article)
        bases = [self.nanopub(base) for base in lookup.nodes(claim, IL6.basedOn)]
        yield Triple(assertion, RDF.type, PROV.Entity)
        yield from (Triple(assertion, PROV.wasDerivedFrom, source) for source in [*passages, *bases])
        yield from (Triple(assertion, PROV.hadPrimarySource, article) for article in articles)
        yield from (Triple(assertion, PROV.wasAttributedTo, agent) for agent in self._header(DCTERMS.creator))
        places = [
            node
            for passage in passages
            for prop in (IL6.section, OA.hasSelector)
            for node in lookup.nodes(passage, prop)
        ]
        for record in [*passages, *places, *articles, *lookup.nodes(claim, IL6.erratum)]:
            yield from self._records[record]

    def pubinfo(self, node: NamedNode, claim: NamedNode) -> Iterator[Triple]:
        """Whose publication it is, since when, under which licence, and whether it is the latest word."""
        lookup = self.lookup
        yield Triple(node, NPX.hasNanopubType, IL6.Claim)
        yield from (Triple(node, RDFS.label, label) for label in self._labels(claim))
        yield from (Triple(node, DCTERMS.created, date) for date in self._dates())
        for predicate in (DCTERMS.creator, DCTERMS.license):
            yield from (Triple(node, predicate, value) for value in self._header(predicate))
        for older in lookup.nodes(claim, DCTERMS.replaces):
            yield Triple(node, NPX.supersedes, self.nanopub(older))
        for newer in self._replacements(claim):
            yield Triple(node, DCTERMS.isReplacedBy, self.nanopub(newer))
        yield from (Triple(claim, IL6.status, status) for status in lookup.values(claim, IL6.status))

    def _labels(self, claim: NamedNode) -> Iterator[Literal]:
        """The claim's labels; what is no longer held says so in its first word."""
        past = [local_name(one) for one in self.lookup.nodes(claim, IL6.status) if one != IL6.Current]
        if not past and self._replacements(claim):
            past = [local_name(IL6.Superseded)]
        for label in self.lookup.values(claim, RDFS.label):
            if isinstance(label, Literal):
                yield Literal(": ".join([*past, label.value]), language=label.language)

    def _replacements(self, claim: NamedNode) -> list[NamedNode]:
        """The claims that took the place of one, whichever side says so."""
        said = self.lookup.nodes(claim, DCTERMS.isReplacedBy)
        others = self.lookup.subjects(DCTERMS.replaces, claim)
        found = {*said, *(other for other in others if isinstance(other, NamedNode))}
        return sorted(found, key=lambda node: node.value)

    def _dates(self) -> Iterator[Literal]:
        """The day of the release as the moment it began: no clock is read."""
        for date in self._header(DCTERMS.issued):
            if isinstance(date, Literal) and date.datatype == XSD.date:
                yield Literal(f"{date.value}T00:00:00Z", datatype=XSD.dateTime)

    def objections(self, claim: NamedNode) -> frozenset[Triple]:
        """Every qualm about a claim as the triples that tell it, whoever's records they stand in."""
        statement = self._statements.get(claim)
        return frozenset(_told(statement)) if statement else frozenset()


def _told(statement: Statement) -> Iterator[Triple]:
    for qualm in statement.qualms:
        record = qualm.record
        if not isinstance(record, NamedNode):
            continue
        yield from (Triple(record, qualm.axis, value) for value in qualm.values)
        if qualm.axis == IL6.polarity:  # of whichever claim it is: a denial says what it denies
            yield Triple(record, IL6.proposition, statement.proposition)
