"""The vocabulary on one page, in the order of LODE: every term that the ontology declares, once."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SCHEMA, SKOS, VANN
from il6ld.pages.documents import data
from il6ld.pages.page import SUFFIXES, Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen, alternates

PATH = "terms.html"
# The parts of the page; a term stands in the first that one of its types names, in the last if none does.
SECTIONS: dict[str, ox.NamedNode | None] = {
    "Classes": OWL.Class,
    "Object properties": OWL.ObjectProperty,
    "Data properties": OWL.DatatypeProperty,
    "Annotation properties": OWL.AnnotationProperty,
    "Named individuals": None,
}
_KINDS = frozenset(kind for kind in SECTIONS.values() if kind) | {OWL.NamedIndividual, OWL.SymmetricProperty}
_PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,80}\Z")


@dataclass(frozen=True)
class Entry:
    """One term: what is asserted of it, as rows of a name and either terms or texts."""

    node: ox.NamedNode
    anchor: str
    definition: str
    terms: tuple[tuple[str, list[ox.NamedNode]], ...]
    texts: tuple[tuple[str, list[str]], ...]


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page of the vocabulary, and the ontology as data beside it."""
    found = Vocabulary(release)
    stem, ontology = PATH.removesuffix(".html"), release.header.ontology
    yield pen.page(
        PATH, "terms.html.jinja", title="Vocabulary", about=ontology, alternates=alternates(stem),
        sections=found.sections(), anchors=found.anchors, count=len(found.anchors),
    )  # fmt: skip
    triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in found.quads]
    for ending, content in data(release, triples).items():
        yield Page(f"{stem}.{ending}", content, SUFFIXES[ending])


class Vocabulary:
    """The ontology of a release as it is asserted; what a reasoner adds is left to the page of each term."""

    def __init__(self, release: Release) -> None:
        graph = ox.NamedNode(release.context.expand("graphs:ontology"))
        self.quads = [quad for quad in release.dataset if quad.graph_name in (graph, ox.DefaultGraph())]
        self.lookup = Lookup(self.quads)
        self._compact = release.context.compact
        self._ontology = release.header.ontology

    @cached_property
    def anchors(self) -> dict[ox.NamedNode, str]:
        """Each term with what it is called within the page."""
        typed = {subject for subject, _ in self.lookup.pairs(RDF.type) if isinstance(subject, ox.NamedNode)}
        return {node: self._anchor(node) for node in sorted(typed - {self._ontology}, key=str)}

    def _anchor(self, node: ox.NamedNode) -> str:
        name = self._compact(node.value).replace(":", "-", 1)
        return name if _PLAIN.match(name) else f"x-{hashlib.sha256(node.value.encode()).hexdigest()[:32]}"

    def sections(self) -> dict[str, list[Entry]]:
        """The entries of each part, A to Z by label."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for node in sorted(self.anchors, key=lambda one: (self.lookup.label(one).casefold(), one.value)):
            found[self._section(node)].append(self._entry(node))
        return {name: found[name] for name in SECTIONS if found[name]}

    def _section(self, node: ox.NamedNode) -> str:
        kinds = self.lookup.nodes(node, RDF.type)
        return next(name for name, kind in SECTIONS.items() if kind is None or kind in kinds)

    def _entry(self, node: ox.NamedNode) -> Entry:
        nodes = self.lookup.nodes
        terms = [(name, found(self.lookup, node)) for name, found in _TERMS.items()]
        texts = [(name, _literals(self.lookup, node, predicate)) for name, predicate in _TEXTS.items()]
        kinds = [kind for kind in nodes(node, RDF.type) if kind not in _KINDS]
        return Entry(
            node, self.anchors[node], self.lookup.text(node, SKOS.definition),
            tuple((name, some) for name, some in [("Types", kinds), *terms] if some),
            tuple((name, some) for name, some in texts if some),
        )  # fmt: skip


def _said(predicate: ox.NamedNode) -> Callable[[Lookup, ox.NamedNode], list[ox.NamedNode]]:
    return lambda lookup, node: lookup.nodes(node, predicate)


def _sayers(predicate: ox.NamedNode) -> Callable[[Lookup, ox.NamedNode], list[ox.NamedNode]]:
    return lambda lookup, node: [
        one for one in lookup.subjects(predicate, node) if isinstance(one, ox.NamedNode)
    ]


def _members(lookup: Lookup, node: ox.NamedNode) -> list[ox.NamedNode]:
    """The listed values of a class that is no class of classes, which its members' own entries tell."""
    found = [one for one in _sayers(RDF.type)(lookup, node) if OWL.Class not in lookup.nodes(one, RDF.type)]
    return found if node not in _KINDS else []


def _literals(lookup: Lookup, node: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    return [value.value for value in lookup.values(node, predicate) if isinstance(value, ox.Literal)]


_TERMS: dict[str, Callable[[Lookup, ox.NamedNode], list[ox.NamedNode]]] = {
    "Broader classes": _said(RDFS.subClassOf),
    "Narrower classes": _sayers(RDFS.subClassOf),
    "Same as": _said(OWL.equivalentClass),
    "Disjoint with": _said(OWL.disjointWith),
    "Broader properties": _said(RDFS.subPropertyOf),
    "Narrower properties": _sayers(RDFS.subPropertyOf),
    "Inverse of": _said(OWL.inverseOf),
    "Domain": _said(RDFS.domain),
    "Range": _said(RDFS.range),
    "Range includes": _said(SCHEMA.rangeIncludes),
    "Subject category": _said(IL6.subjectCategory),
    "Object category": _said(IL6.objectCategory),
    "Values": _members,
}
_TEXTS = {
    "Other names": SKOS.altLabel,
    "Prefix of its records": VANN.preferredNamespacePrefix,
    "Sign": IL6.sign,
    "Causal": IL6.causal,
    "Symmetric": IL6.symmetric,
    "Cue word": IL6.cueWord,
    "Example": SKOS.example,
    "Note": SKOS.scopeNote,
    "Remark": SKOS.note,
    "Comment": RDFS.comment,
}
