"""schema.org and Bioschemas: the release, its articles, its claims and what they are about, as one JSON-LD.

A claim is a schema:Claim that tells every property of its record and of its proposition; nothing joins its
subject to its object. Nothing is said to be the same as something else: schema:sameAs makes search engines
merge the two, so exact matches are told with skos:exactMatch, which they pass over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from il6ld.formats.counterparts import exact
from il6ld.formats.header import Agent, Article, Header, header
from il6ld.formats.records import Records, Term
from il6ld.formats.translation import FileRow, Material, Written, tell
from il6ld.formats.wording import named, told_in_full
from il6ld.namespaces import DCTERMS, IL6, OWL, RDF, SCHEMA, SKOS, local_name
from il6ld.safety import Statement

SCHEMA_FILE = "il6ld-schema.jsonld"
Node = dict[str, Any]

_PROFILE = "https://bioschemas.org/profiles/Dataset/1.0-RELEASE"
_REFERENCES = ("contentUrl", "license", "url")
_CONTEXT = {
    "@vocab": SCHEMA.iri,
    **{name: {"@type": "@id"} for name in _REFERENCES},
    "conformsTo": {"@id": DCTERMS.conformsTo.value, "@type": "@id"},
    "exactMatch": {"@id": SKOS.exactMatch.value, "@type": "@id"},
}
# The type of an entity that means the same as a term of a vocabulary. schema:MedicalCondition is a condition
# of the human body, so a disease without a counterpart, such as a mouse model, is a term and no more.
_TYPES = {
    "PR": "Protein",
    "UniProtKB": "Protein",
    "HGNC": "Gene",
    "NCBITaxon": "Taxon",
    "MONDO": "MedicalCondition",
    "HP": "MedicalSignOrSymptom",
}

def write_schema_org(material: Material, files: Iterable[FileRow]) -> Written:
    """The document, which may stand inside a <script> of a web page as it is."""
    release, pen = header(material), _Pen(material)
    claims = [pen.claim(statement, release) for statement in material.statements]
    graph = [
        _dataset(release, files),
        *(_article(article) for article in release.articles),
        *claims,
        {"@id": release.ontology.value, "@type": "DefinedTermSet", "name": release.title},
        *(_term(material, node, release.ontology) for node in sorted(pen.terms, key=lambda node: node.value)),
    ]
    _, account = tell(material, lambda statement: statement.claim, pen.told)
    return Written({SCHEMA_FILE: _embeddable(graph)}, account)


def _embeddable(graph: list[Node]) -> bytes:
    """JSON, one node a line, in which no text can end the element of a web page that it stands in."""
    nodes = ",\n".join(json.dumps(node, ensure_ascii=False) for node in graph)
    text = f'{{"@context": {json.dumps(_CONTEXT)}, "@graph": [\n{nodes}\n]}}\n'
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def _filled(node: Node) -> Node:
    """A node without what is empty; a list of one is that one."""
    alone = {key: value[0] for key, value in node.items() if isinstance(value, list) and len(value) == 1}
    return {key: value for key, value in {**node, **alone}.items() if value not in ("", [])}


def _dataset(release: Header, files: Iterable[FileRow]) -> Node:
    return _filled(
        {
            "@id": release.iri,
            "@type": "Dataset",
            "conformsTo": _PROFILE,
            "name": release.title,
            "description": release.description,
            "identifier": release.iri,
            "url": release.iri,
            "license": list(release.licenses),
            "version": release.version,
            "datePublished": release.issued,
            "inLanguage": release.language,
            "creator": [_agent(agent) for agent in release.creators],
            "publisher": [_agent(agent) for agent in release.publishers],
            "keywords": list(release.keywords),
            "isBasedOn": [{"@id": article.node.value} for article in release.articles],
            "distribution": [_download(release, row) for row in files],
        }
    )


def _download(release: Header, row: FileRow) -> Node:
    address = release.download(row.name)
    return {
        "@type": "DataDownload",
        "@id": address,
        "name": row.name,
        "description": row.title,
        "encodingFormat": row.media_type,
        "contentUrl": address,
    }


def _agent(agent: Agent) -> Node:
    return {"@id": agent.iri, "@type": "Person" if agent.is_person else "Organization", "name": agent.name}


def _article(article: Article) -> Node:
    """An article; that it went through a scholarly journal is not recorded, so it is not said."""
    return _filled(
        {
            "@id": article.node.value,
            "@type": "Article",
            "name": article.title,
            "headline": article.title,
            "author": [{"@type": "Person", "name": author.name} for author in article.authors],
            "publisher": {"@type": "Organization", "name": article.publisher} if article.publisher else "",
            "dateModified": article.modified,
            "inLanguage": article.language,
        }
    )


class _Pen(Records):
    """Writes claims, and remembers which terms they use."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self.terms: set[NamedNode] = set()

    def claim(self, statement: Statement, release: Header) -> Node:
        lookup, claim = self.lookup, statement.claim
        name, records = named(self.material, statement), (statement.proposition, claim)
        ends = (IL6.subject, IL6.object, IL6.mediator)
        about = dict.fromkeys(node for end in ends for node in lookup.nodes(statement.proposition, end))
        articles = [{"@id": node.value} for node in lookup.nodes(claim, IL6.article)]
        bases = [{"@id": node.value} for node in lookup.nodes(claim, IL6.basedOn)]
        # What a reader concludes from an article does not appear in it.
        outright = lookup.nodes(claim, IL6.reading) == [IL6.Explicit]
        return _filled(
            {
                "@id": claim.value,
                "@type": "Claim",
                "name": name,
                "text": name,
                "description": told_in_full(self.material, statement),
                "identifier": local_name(claim),
                "creativeWorkStatus": [lookup.label(node) for node in lookup.nodes(claim, IL6.status)],
                "isPartOf": {"@id": release.iri},
                "appearance": articles if outright else [],
                "isBasedOn": bases + ([] if outright else articles),
                "about": [{"@id": node.value} for node in about],
                "additionalProperty": [value for record in records for value in self._values(record)],
            }
        )

    def _values(self, record: NamedNode) -> Iterator[Node]:
        for prop, _, values in self.said(record):
            for value in values:
                yield self._value(prop, value)

    def _value(self, prop: NamedNode, value: Term) -> Node:
        told = {"@type": "PropertyValue", "propertyID": prop.value, "name": self.lookup.label(prop)}
        if isinstance(value, NamedNode) and self._is_term(value):
            self.terms.add(value)
            return {**told, "value": self.lookup.label(value), "valueReference": {"@id": value.value}}
        return {**told, "value": value.value if isinstance(value, NamedNode | Literal) else str(value)}

    def _is_term(self, node: NamedNode) -> bool:
        """Whether a node has a meaning of its own, and is no record."""
        return node in IL6 or OWL.Class in self.lookup.values(node, RDF.type)


def _term(material: Material, node: NamedNode, ontology: NamedNode) -> Node:
    lookup = material.lookup
    matched = next((kind for prefix, kind in _TYPES.items() if exact(material, node, [prefix])), "")
    itself = _TYPES.get(material.curie(node).partition(":")[0], "")
    broad = "BioChemEntity" if IL6.MolecularEntity in lookup.values(node, RDF.type) else ""
    kind = itself or matched or broad
    return _filled(
        {
            "@id": node.value,
            "@type": ["DefinedTerm", kind] if kind else "DefinedTerm",
            "name": lookup.label(node),
            "alternateName": [v.value for v in lookup.values(node, SKOS.altLabel) if isinstance(v, Literal)],
            "description": lookup.text(node, SKOS.definition),
            "termCode": material.curie(node).removeprefix("il6:"),
            "inDefinedTermSet": {"@id": ontology.value} if node in IL6 else "",
            "exactMatch": [other.value for other in lookup.nodes(node, SKOS.exactMatch)],
        }
    )

