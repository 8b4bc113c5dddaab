"""What a release says of itself as a whole, as the ontology's header and the article records have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from il6ld.formats.authors import Author, author
from il6ld.formats.translation import Material
from il6ld.namespaces import DC, DCTERMS, FOAF, IL6, OWL, RDF

_KEYWORDS = 10


@dataclass(frozen=True)
class Agent:
    """Somebody's IRI and name, and whether the header calls them a person."""

    iri: str
    name: str
    is_person: bool


@dataclass(frozen=True)
class Article:
    """An article as recorded; what is not recorded is empty."""

    node: NamedNode
    title: str
    authors: tuple[Author, ...]
    publisher: str
    modified: str
    retrieved: str
    language: str


@dataclass(frozen=True)
class Header:
    """The release: its IRI, its title, who made it, under which licence; what is not said is empty."""

    iri: str
    ontology: NamedNode
    title: str
    description: str
    version: str
    issued: str
    language: str
    licenses: tuple[str, ...]
    creators: tuple[Agent, ...]
    publishers: tuple[Agent, ...]
    articles: tuple[Article, ...]
    keywords: tuple[str, ...]

    def download(self, file: str) -> str:
        """The address of a file of the release, as void.ttl gives it."""
        return f"{self.iri.removesuffix('datasets/release')}{self.version}/{file}"


def header(material: Material) -> Header:
    """The header of a release; a project has just one."""
    lookup = material.lookup
    ontology = lookup.instances(OWL.Ontology)[0]
    return Header(
        iri=material.context.expand("datasets:release"),
        ontology=ontology,
        title=lookup.text(ontology, DCTERMS.title) or lookup.label(ontology),
        description=lookup.text(ontology, DCTERMS.description),
        version=lookup.text(ontology, OWL.versionInfo),
        issued=lookup.text(ontology, DCTERMS.issued),
        language=lookup.text(ontology, DCTERMS.language),
        licenses=tuple(node.value for node in lookup.nodes(ontology, DCTERMS.license)),
        creators=tuple(_agent(material, node) for node in lookup.nodes(ontology, DCTERMS.creator)),
        publishers=tuple(_agent(material, node) for node in lookup.nodes(ontology, DCTERMS.publisher)),
        articles=tuple(_article(material, node) for node in lookup.instances(IL6.Article)),
        keywords=tuple(_keywords(material)),
    )


def _keywords(material: Material) -> list[str]:
    """What most claims are about."""
    ends = Counter(end for one in material.statements for end in {one.subject, one.object})
    found = sorted(ends, key=lambda node: (-ends[node], node.value))
    return [material.lookup.label(node) for node in found[:_KEYWORDS]]


def _agent(material: Material, node: NamedNode) -> Agent:
    lookup = material.lookup
    name = lookup.text(node, FOAF.name) or lookup.label(node)
    return Agent(node.value, name, FOAF.Person in lookup.values(node, RDF.type))


def _article(material: Material, node: NamedNode) -> Article:
    lookup = material.lookup
    authors, family_names = (
        [value.value for value in lookup.values(node, prop) if isinstance(value, Literal)]
        for prop in (DC.creator, IL6.familyName)
    )
    return Article(
        node=node,
        title=lookup.text(node, DCTERMS.title) or lookup.label(node),
        authors=tuple(author(name, family_names) for name in authors),
        publisher=lookup.text(node, DC.publisher),
        modified=lookup.text(node, DCTERMS.modified),
        retrieved=lookup.text(node, IL6.retrieved),
        language=lookup.text(node, DCTERMS.language),
    )
