"""What the endpoint says of itself: SPARQL 1.1 Service Description, VoID and DCAT.

The endpoint is told by a relative reference, `<sparql>`, so that it is right wherever the server stands;
hence there is no N-Triples, which has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import DCAT, DCTERMS, RDF, RDFS, VOID, XSD, Context, Namespace
from il6ld.pages import Site
from il6ld.server.jobs import Job
from il6ld.server.limits import Limits
from il6ld.server.pool import Pool
from il6ld.server.replies import Refused

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_HERE = "urn:il6ld:sparql"  # in the place of the reference, until it is written
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
# A triple that stands in two graphs is found twice in their union, and is one triple all the same.
_WHOLE = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
(COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?distinctObjects)
{ SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"""


class Description:
    """Made when it is first asked for, since it counts every graph."""

    forms = ("ttl", "jsonld", "rdf")

    def __init__(self, site: Site, pool: Pool, limits: Limits) -> None:
        self._site = site
        self._pool = pool
        self._limits = limits
        self._quads: list[ox.Quad] = []

    async def written(self, form: str) -> bytes:
        """The description in one of its forms; raises Refused where it cannot be made now."""
        if not self._quads:
            graphs, (whole,) = await self._rows(_GRAPHS), await self._rows(_WHOLE)
            self._quads = [ox.Quad(*triple) for triple in self._triples(graphs, whole)]
        return _serialised(self._quads, form).replace(_HERE.encode(), b"sparql")

    async def _rows(self, query: str) -> list[dict[str, Any]]:
        outcome = await self._pool.ask(Job(query, rows=self._limits.rows, cut=True))
        if outcome.word != "whole":
            raise Refused(503, "The graphs cannot be counted now.", headers={"Retry-After": "5"})
        return list(json.loads(outcome.content)["results"]["bindings"])

    def _triples(self, graphs: list[dict[str, Any]], whole: dict[str, Any]) -> Iterator[ox.Triple]:
        yield from self._service()
        data, union = _named("#dataset"), _named("#union")
        yield from (ox.Triple(data, RDF.type, kind) for kind in (SD.Dataset, VOID.Dataset))
        yield ox.Triple(data, VOID.sparqlEndpoint, _named(""))
        yield ox.Triple(data, SD.defaultGraph, union)
        yield ox.Triple(union, RDF.type, SD.Graph)
        for name, count in whole.items():
            for node in (data, union):
                yield ox.Triple(node, VOID[name], _number(count["value"]))
        for place, row in enumerate(graphs, 1):
            named, graph = _named(f"#named-{place}"), _named(f"#graph-{place}")
            yield ox.Triple(data, SD.namedGraph, named)
            yield ox.Triple(named, RDF.type, SD.NamedGraph)
            yield ox.Triple(named, SD.name, ox.NamedNode(row["g"]["value"]))
            yield ox.Triple(named, SD.graph, graph)
            yield ox.Triple(graph, RDF.type, SD.Graph)
            yield ox.Triple(graph, VOID.triples, _number(row["n"]["value"]))

    def _service(self) -> Iterator[ox.Triple]:
        service, limits = _named(""), self._limits
        release = ox.NamedNode(f"{self._site.base}datasets/release")
        comment = (
            "Read-only; no SERVICE. The default graph is the union of all named graphs, unless a query or a "
            "request names its graphs. An answer never arrives in part: one of more than "
            f"{limits.rows:,} rows is refused, or cut where the request says rows=N, which X-Cut then tells. "
            f"A query has {limits.work.seconds:g} s and {limits.query >> 10} KB."
        )
        said: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (RDF.type, SD.Service), (RDF.type, DCAT.DataService),
            (SD.endpoint, service), (DCAT.endpointURL, service), (DCAT.servesDataset, release),
            (SD.supportedLanguage, SD.SPARQL11Query), (SD.feature, SD.UnionDefaultGraph),
            (SD.defaultDataset, _named("#dataset")),
            (DCTERMS.title, ox.Literal("SPARQL endpoint of the claims", language="en")),
            (RDFS.label, ox.Literal("SPARQL endpoint", language="en")),
            (RDFS.comment, ox.Literal(comment, language="en")),
            *((SD.resultFormat, _FORMATS[name]) for name in _WRITTEN),
        ]  # fmt: skip
        return (ox.Triple(service, predicate, value) for predicate, value in said)


def _serialised(quads: list[ox.Quad], form: str) -> bytes:
    # The description is seldom asked for, and pages need none of this.
    from il6ld.formats import write_turtle
    from il6ld.formats.rdfxml import write_rdfxml

    if form == "jsonld":
        return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.JSON_LD) or b""
    return (write_turtle if form == "ttl" else write_rdfxml)(ox.Dataset(quads), _context())


def _context() -> Context:
    namespaces = {
        "sd": SD, "void": VOID, "dcat": DCAT, "dcterms": DCTERMS, "rdfs": RDFS, "rdf": RDF, "xsd": XSD
    }  # fmt: skip
    return Context({prefix: {"@id": one.iri, "@prefix": True} for prefix, one in namespaces.items()})


def _named(fragment: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_HERE}{fragment}")


def _number(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=XSD.integer)
