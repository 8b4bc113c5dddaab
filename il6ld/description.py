"""The dataset's description of itself: Dublin Core, VoID, DCAT and PROV.

Two parts. `describe` speaks of the content and stands in the release as a graph; `describe_files` adds
sizes and checksums of the written files and digests of the sources, and stands in `void.ttl` alone, since a
file cannot hold its own checksum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld import __version__
from il6ld.lookup import Lookup, Term
from il6ld.namespaces import (
    DCAT,
    DCTERMS,
    FOAF,
    IL6,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SPDX,
    VOID,
    XSD,
    Context,
    local_name,
)  # fmt: skip

_COPIED = ("title", "description", "license", "creator", "contributor", "publisher", "created", "issued",
           "modified", "rights", "bibliographicCitation", "language")  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of the release: its name, what it holds, how many bytes and which SHA-256 (hexadecimal)."""

    name: str
    title: str
    media_type: str
    is_dump: bool
    size: int
    sha256: str


class _Writer:
    """Names the nodes of a description and says things of them."""

    def __init__(self, context: Context, lookup: Lookup) -> None:
        self._datasets = context.prefixes["datasets"]
        self.lookup = lookup
        self.ontology = lookup.instances(OWL.Ontology)[0]
        self.version = lookup.text(self.ontology, OWL.versionInfo)

    def node(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(self._datasets + name)

    def download(self, file: str) -> ox.NamedNode:
        base = self._datasets.removesuffix("datasets/")
        return ox.NamedNode(f"{base}{self.version}/{file}")


def _text(value: str) -> ox.Literal:
    return ox.Literal(value, language="en")


def _count(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=XSD.integer)


def describe(dataset: ox.Dataset, lookup: Lookup, context: Context) -> list[ox.Triple]:
    """What the dataset is, how much of what it holds, and what it links to."""
    writer = _Writer(context, lookup)
    return [*_metadata(writer), *_statistics(writer, dataset), *_linksets(writer, dataset, context)]


def _metadata(writer: _Writer) -> Iterator[ox.Triple]:
    release, catalog, ontology = writer.node("release"), writer.node("catalog"), writer.ontology
    yield ox.Triple(release, RDF.type, VOID.Dataset)
    yield ox.Triple(release, RDF.type, DCAT.Dataset)
    yield ox.Triple(catalog, RDF.type, DCAT.Catalog)
    for node, label in ((release, "release"), (catalog, "catalogue")):
        yield ox.Triple(node, RDFS.label, _text(f"{writer.lookup.text(ontology, DCTERMS.title)}: {label}"))
        for name in _COPIED:
            for value in writer.lookup.values(ontology, DCTERMS[name]):
                yield ox.Triple(node, DCTERMS[name], value)
    yield ox.Triple(catalog, DCAT.dataset, release)
    yield ox.Triple(release, DCAT.version, ox.Literal(writer.version))
    yield ox.Triple(release, VOID.vocabulary, ontology)
    space = writer.node("").value.removesuffix("datasets/")
    yield ox.Triple(release, VOID.uriSpace, ox.Literal(space))
    for claim in writer.lookup.instances(IL6.Claim)[:1]:
        yield ox.Triple(release, VOID.exampleResource, claim)
    for article in writer.lookup.instances(IL6.Article):
        yield ox.Triple(release, DCTERMS.source, article)
    for agent in writer.lookup.nodes(ontology, DCTERMS.creator):
        yield ox.Triple(agent, RDF.type, FOAF.Agent)
        yield ox.Triple(agent, FOAF.name, ox.Literal(_name(writer.lookup, agent)))


def _name(lookup: Lookup, agent: ox.NamedNode) -> str:
    return lookup.text(agent, FOAF.name) or lookup.label(agent)


def _statistics(writer: _Writer, dataset: ox.Dataset) -> Iterator[ox.Triple]:
    release = writer.node("release")
    triples = {quad.triple for quad in dataset}
    classes = Counter(t.object for t in triples if t.predicate == RDF.type and t.object in IL6)
    properties = Counter(t.predicate for t in triples)
    sizes = {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len({t.subject for t in triples}),
        VOID.distinctObjects: len({t.object for t in triples}),
        VOID.classes: len({t.object for t in triples if t.predicate == RDF.type}),
        VOID.properties: len(properties),
        VOID.entities: len({t.subject for t in triples if isinstance(t.subject, ox.NamedNode)}),
    }
    for predicate, size in sizes.items():
        yield ox.Triple(release, predicate, _count(size))
    for term, size in _records_first(classes):
        yield from _partition(writer, "class", VOID.classPartition, VOID["class"], VOID.entities, term, size)
    for term, size in sorted(properties.items(), key=lambda item: item[0].value):
        if term in IL6:
            yield from _partition(
                writer, "property", VOID.propertyPartition, VOID.property, VOID.triples, term, size
            )


def _records_first(classes: Counter[Term]) -> list[tuple[ox.NamedNode, int]]:
    named = [(term, size) for term, size in classes.items() if isinstance(term, ox.NamedNode)]
    return sorted(named, key=lambda item: item[0].value)


def _partition(
    writer: _Writer,
    kind: str,
    part: ox.NamedNode,
    of: ox.NamedNode,
    unit: ox.NamedNode,
    term: ox.NamedNode,
    size: int,
) -> Iterator[ox.Triple]:
    node = writer.node(f"{kind}-{term.value.removeprefix(IL6.iri)}")
    yield ox.Triple(writer.node("release"), part, node)
    yield ox.Triple(node, RDF.type, VOID.Dataset)
    yield ox.Triple(node, RDFS.label, _text(f"what is said with the {kind} '{writer.lookup.label(term)}'"))
    yield ox.Triple(node, of, term)
    yield ox.Triple(node, unit, _count(size))


def _linksets(writer: _Writer, dataset: ox.Dataset, context: Context) -> Iterator[ox.Triple]:
    """One linkset for each vocabulary linked to and each kind of link, since a linkset has one predicate."""
    links: defaultdict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
    for quad in dataset.quads_for_graph_name(ox.NamedNode(context.expand("graphs:links"))):
        if isinstance(quad.object, ox.NamedNode):
            links[_prefix(quad.object.value, context), quad.predicate.value].append(quad)
    for (prefix, predicate), quads in sorted(links.items()):
        yield from _linkset(writer, prefix, ox.NamedNode(predicate), quads)
    for prefix in sorted({prefix for prefix, _ in links}):
        node = writer.node(f"target-{prefix}")
        yield ox.Triple(node, RDF.type, VOID.Dataset)
        yield ox.Triple(node, RDFS.label, _text(f"terms whose CURIEs begin with {prefix}"))
        yield ox.Triple(node, VOID.uriSpace, ox.Literal(context.prefixes[prefix]))


def _linkset(
    writer: _Writer, prefix: str, predicate: ox.NamedNode, quads: list[ox.Quad]
) -> Iterator[ox.Triple]:
    match = local_name(predicate)
    node = writer.node(f"links-{prefix}-{match}")
    yield ox.Triple(writer.node("release"), VOID.subset, node)
    yield ox.Triple(node, RDF.type, VOID.Linkset)
    yield ox.Triple(node, RDFS.label, _text(f"{match} links to {prefix}"))
    yield ox.Triple(node, VOID.subjectsTarget, writer.node("release"))
    yield ox.Triple(node, VOID.objectsTarget, writer.node(f"target-{prefix}"))
    yield ox.Triple(node, VOID.linkPredicate, predicate)
    yield ox.Triple(node, VOID.triples, _count(len(quads)))
    yield ox.Triple(node, VOID.distinctSubjects, _count(len({quad.subject for quad in quads})))
    yield ox.Triple(node, VOID.distinctObjects, _count(len({quad.object for quad in quads})))


def _prefix(iri: str, context: Context) -> str:
    """The prefix whose namespace an IRI stands in; the innermost, where one holds another."""
    return max((len(space), prefix) for prefix, space in context.prefixes.items() if iri.startswith(space))[1]


def describe_files(
    lookup: Lookup, context: Context, files: Iterable[File], inputs: Mapping[str, str]
) -> list[ox.Triple]:
    """A DCAT distribution for each file, and the activity that made them from `inputs` (name: SHA-256)."""
    writer = _Writer(context, lookup)
    triples = [triple for file in files for triple in _distribution(writer, file)]
    return triples + list(_activity(writer, inputs))


def _distribution(writer: _Writer, file: File) -> Iterator[ox.Triple]:
    node, release, download = (
        writer.node(f"file-{file.name}"),
        writer.node("release"),
        writer.download(file.name),
    )
    yield ox.Triple(release, DCAT.distribution, node)
    if file.is_dump:
        yield ox.Triple(release, VOID.dataDump, download)
    yield ox.Triple(node, RDF.type, DCAT.Distribution)
    yield ox.Triple(node, RDFS.label, _text(f"{file.name}: {file.title}"))
    yield ox.Triple(node, DCTERMS.title, _text(f"{file.name}: {file.title}"))
    yield ox.Triple(node, DCAT.accessURL, download)
    yield ox.Triple(node, DCAT.downloadURL, download)
    yield ox.Triple(
        node, DCAT.mediaType, ox.NamedNode(f"https://www.iana.org/assignments/media-types/{file.media_type}")
    )
    yield ox.Triple(node, DCAT.byteSize, ox.Literal(str(file.size), datatype=XSD.nonNegativeInteger))
    for licence in writer.lookup.values(writer.ontology, DCTERMS.license):
        yield ox.Triple(node, DCTERMS.license, licence)
    yield from _checksum(writer, node, f"checksum-{file.name}", file.name, file.sha256)


def _checksum(writer: _Writer, of: ox.NamedNode, name: str, label: str, value: str) -> Iterator[ox.Triple]:
    node = writer.node(name)
    yield ox.Triple(of, SPDX.checksum, node)
    yield ox.Triple(node, RDF.type, SPDX.Checksum)
    yield ox.Triple(node, RDFS.label, _text(f"SHA-256 of {label}"))
    yield ox.Triple(node, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield ox.Triple(node, SPDX.checksumValue, ox.Literal(value, datatype=XSD.hexBinary))


def _activity(writer: _Writer, inputs: Mapping[str, str]) -> Iterator[ox.Triple]:
    activity, tool, release = writer.node("build"), writer.node("il6ld"), writer.node("release")
    yield ox.Triple(activity, RDF.type, PROV.Activity)
    yield ox.Triple(activity, RDFS.label, _text("the build of this release"))
    yield ox.Triple(activity, PROV.wasAssociatedWith, tool)
    yield ox.Triple(release, PROV.wasGeneratedBy, activity)
    yield ox.Triple(tool, RDF.type, PROV.SoftwareAgent)
    yield ox.Triple(tool, RDFS.label, _text(f"il6ld {__version__}"))
    yield ox.Triple(tool, SCHEMA.softwareVersion, ox.Literal(__version__))
    for name, sha256 in sorted(inputs.items()):
        node = writer.node("source-" + name.replace("/", "-"))
        yield ox.Triple(activity, PROV.used, node)
        yield ox.Triple(node, RDF.type, PROV.Entity)
        yield ox.Triple(node, RDFS.label, _text(f"the source file {name}"))
        yield from _checksum(writer, node, f"checksum-{name.replace('/', '-')}", name, sha256)
