"""schema.org's JSON-LD, taken out of a web page by an HTML parser and read by rdflib."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from tests.safety.foreign import TERMS, Read

_SCHEMA = "https://schema.org/"
_PARTS = ("subject", "predicate", "object")


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each schema:Claim with what its property values tell."""
    from rdflib import Graph, Namespace, URIRef
    from rdflib.namespace import RDF

    schema = Namespace(_SCHEMA)
    graph = Graph().parse(data=embedded(files["il6ld-schema.jsonld"]), format="json-ld")
    found = []
    for claim in sorted(graph.subjects(RDF.type, schema.Claim), key=str):
        told = set()
        for node in graph.objects(claim, schema.additionalProperty):
            (prop,) = graph.objects(node, schema.propertyID)
            reference = graph.value(node, schema.valueReference)
            told.add((str(prop), str(reference or graph.value(node, schema.value))))
        terms = {part: value for part in _PARTS for prop, value in told if prop == TERMS + part}
        assert isinstance(claim, URIRef) and terms.keys() == set(_PARTS), (claim, terms)
        found.append(Read(str(claim), terms["subject"], terms["predicate"], terms["object"], frozenset(told)))
    return found


def embedded(payload: bytes) -> str:
    """The document after a web page that holds it was parsed; whatever else the page then holds fails."""
    page = _Page()
    page.feed(f'<script type="application/ld+json">{payload.decode()}</script>')
    page.close()
    assert page.tags == ["script"], page.tags
    return "".join(page.texts)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
