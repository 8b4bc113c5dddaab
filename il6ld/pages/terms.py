"""The page of each term: entity, predicate, listed value, class of records, property, kind of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from il6ld.lookup import Term
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SKOS
from il6ld.pages.claims import MATCHES, matches
from il6ld.pages.documents import document, told_of
from il6ld.pages.facts import Fact
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.pages.usage import Uses, uses

# Told apart from the rest, each in its own place.
_APART = frozenset({
    RDF.type, RDFS.label, RDFS.isDefinedBy, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.altLabel,
    SKOS.definition, *MATCHES,
})  # fmt: skip
_OWL_KINDS = {
    OWL.ObjectProperty: "property", OWL.DatatypeProperty: "property", OWL.AnnotationProperty: "property",
    OWL.Class: "class", OWL.NamedIndividual: "individual",
}  # fmt: skip
_SIGNS = {"1": "positive (+)", "-1": "negative (\u2212)", "0": "none (0)"}


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page and the data of each term."""
    used = uses(release)
    for term in release.terms:
        yield from _term(release, pen, used, term)


def _term(release: Release, pen: Pen, used: Uses, term: ox.NamedNode) -> Iterator[Page]:
    lookup = release.lookup
    curie = release.context.compact(term.value)
    yield from document(
        pen, "term.html.jinja", term, told_of(release, [term]),
        title=f"{lookup.label(term)} ({curie})",
        curie=curie,
        kinds=_kinds(release, term),
        nature=_nature(release, term),
        definition=lookup.text(term, SKOS.definition),
        synonyms=sorted(_texts(lookup.values(term, SKOS.altLabel)), key=lambda text: (text.casefold(), text)),
        broader=_marked(release, term, (RDFS.subClassOf, RDFS.subPropertyOf)),
        narrower=_below(release, term),
        members=_members(release, term),
        facts=list(_facts(release, term)),
        matches=matches(release, term),
        uses=list(used.get(term, {}).items()),
        gaps=_gaps(release, term),
    )  # fmt: skip


def _nature(release: Release, term: ox.NamedNode) -> str:
    """What kind of thing a term is, in one word or two."""
    kinds = release.lookup.nodes(term, RDF.type)
    if IL6.Predicate in kinds:
        return "predicate"
    if IL6.EvidenceType in kinds:
        return "evidence type"
    if IL6.ListedValue in kinds:
        return "listed value"
    if IL6.Entity in kinds:
        return "entity"
    return next((word for kind, word in _OWL_KINDS.items() if kind in kinds), "term")


def _kinds(release: Release, term: ox.NamedNode) -> list[ox.NamedNode]:
    """The closest classes of ours that a term is one of."""
    general = (IL6.Entity, IL6.ListedValue, IL6.SourceRecord)
    return [kind for kind in release.lookup.nodes(term, RDF.type) if kind in IL6 and kind not in general]


def _texts(values: Iterable[Term]) -> list[str]:
    return [value.value for value in values if isinstance(value, ox.Literal)]


def _marked(
    release: Release, term: ox.NamedNode, links: tuple[ox.NamedNode, ...]
) -> list[tuple[ox.NamedNode, bool]]:
    """What stands above a term, and whether that was inferred; what was said comes first."""
    found = [
        (node, ox.Triple(term, link, node) in release.inferred)
        for link in links
        for node in release.lookup.nodes(term, link)
        if node not in (term, OWL.Thing)
    ]
    return sorted(found, key=lambda pair: (pair[1], release.lookup.label(pair[0]).casefold()))


def _below(release: Release, term: ox.NamedNode) -> list[tuple[ox.NamedNode, bool]]:
    """What stands right below a term, or was inferred to stand below it."""
    found = [
        (node, ox.Triple(node, link, term) in release.inferred)
        for link in (RDFS.subClassOf, RDFS.subPropertyOf)
        for node in release.lookup.subjects(link, term)
        if isinstance(node, ox.NamedNode) and node != term
    ]
    return sorted(found, key=lambda pair: (pair[1], release.lookup.label(pair[0]).casefold()))


def _members(release: Release, term: ox.NamedNode) -> list[ox.NamedNode]:
    """The terms that are one of a class; its records, which may be many, are told elsewhere."""
    found = [node for node in release.lookup.instances(term) if node in release.term_set]
    return sorted(found, key=lambda node: (release.lookup.label(node).casefold(), node.value))


def _facts(release: Release, term: ox.NamedNode) -> Iterator[Fact]:
    lookup = release.lookup
    for predicate in sorted(lookup.properties(term), key=lambda node: node.value):
        found = lookup.values(term, predicate)
        values: list[Term] = [value for value in found if not isinstance(value, ox.BlankNode)]
        if predicate not in _APART and values:
            signs: list[Term] = [ox.Literal(_SIGNS.get(text, text)) for text in _texts(values)]
            yield Fact(predicate, signs if predicate == IL6.sign else values)


def _gaps(release: Release, term: ox.NamedNode) -> list[ox.NamedNode]:
    """What is not known about a term."""
    named = (*release.lookup.subjects(IL6.about, term), *release.lookup.subjects(IL6.context, term))
    return [gap for gap in dict.fromkeys(named) if isinstance(gap, ox.NamedNode)]
