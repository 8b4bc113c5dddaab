"""The named queries as RDF, in the form in which SPARQL editors read examples: SHACL executables.

It is the form of sib-swiss/sparql-examples, less `schema:target`, which names a public endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.namespaces import OWL, RDF, RDFS, SCHEMA, SH, XSD, Context
from il6ld.queries.catalogue import QUERIES, Query
from il6ld.queries.parameters import default
from il6ld.queries.standalone import standalone

EXAMPLES_FILE = "il6ld-queries.ttl"


def examples(context: Context) -> list[ox.Triple]:
    """Each named query with the defaults of its parameters written out, and the prefixes that they use."""
    found = [triple for query in QUERIES.values() for triple in _example(query, context)]
    return [*found, *_prefixes(context)]


def _example(query: Query, context: Context) -> Iterator[ox.Triple]:
    node = ox.NamedNode(context.expand(f"queries:{query.name}"))
    yield ox.Triple(node, RDF.type, SH.SPARQLExecutable)
    yield ox.Triple(node, RDF.type, SH.SPARQLSelectExecutable)
    yield ox.Triple(node, RDFS.label, ox.Literal(query.name, language="en"))
    yield ox.Triple(node, RDFS.comment, ox.Literal(_comment(query), language="en"))
    yield ox.Triple(node, SH.prefixes, ox.NamedNode(context.expand("queries:prefixes")))
    values = {one.name: default(one, context) for one in query.parameters if one.default}
    yield ox.Triple(node, SH.select, ox.Literal(standalone(query, values)))
    for word in query.keywords:
        yield ox.Triple(node, SCHEMA.keywords, ox.Literal(word))


def _comment(query: Query) -> str:
    told = [f"{query.summary}.", query.description]
    told += [f"Parameter {one.name}: {one.description}" for one in query.parameters]
    return " ".join(filter(None, told))


def _prefixes(context: Context) -> Iterator[ox.Triple]:
    """A declaration for each prefix that some query uses."""
    everything = " ".join(query.body for query in QUERIES.values())
    declarations = ox.NamedNode(context.expand("queries:prefixes"))
    yield ox.Triple(declarations, RDF.type, OWL.Ontology)
    yield ox.Triple(declarations, RDFS.label, ox.Literal("prefixes of the queries", language="en"))
    for prefix, iri in context.prefixes.items():
        if f"PREFIX {prefix}:" in everything:
            node = ox.NamedNode(context.expand(f"queries:prefix-{prefix}"))
            yield ox.Triple(declarations, SH.declare, node)
            yield ox.Triple(node, RDF.type, SH.PrefixDeclaration)
            yield ox.Triple(node, SH.prefix, ox.Literal(prefix))
            yield ox.Triple(node, SH.namespace, ox.Literal(iri, datatype=XSD.anyURI))
