"""What a record says, in the order in which people read it, for pages to lay out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from il6ld.lookup import Lookup, Term
from il6ld.namespaces import DCTERMS, IL6, OA, RDF, RDFS, SKOS, local_name
from il6ld.pages.addresses import fragment
from il6ld.pages.release import Release

_UNTOLD = frozenset({RDF.type, RDFS.label, SKOS.note, RDFS.isDefinedBy})
# Records that are told inside the one that names them, in the order of the model.
_WITHIN = (IL6.observation, IL6.population, IL6.intervention, IL6.comparator)
_ORDER = {
    predicate: place
    for place, predicate in enumerate((
        IL6.direction, IL6.directness, IL6.evidenceType, IL6.traceability,
        IL6.measured, IL6.measuredAspect, IL6.outcome, IL6.measuredAgainst, IL6.measuredAgainstAspect,
        IL6.anatomy, IL6.cellType, IL6.organism, IL6.genotype, IL6.condition,
        IL6.kind, IL6.target, IL6.role,
    ))
}  # fmt: skip


class Fact(NamedTuple):
    """One property of a record, with every value, in order."""

    predicate: ox.NamedNode
    values: list[Term]


@dataclass(frozen=True, slots=True)
class Told:
    """A record and those inside it; `kinds` are its classes, `fragment` is where on a page it stands."""

    node: ox.NamedNode
    kinds: tuple[ox.NamedNode, ...]
    fragment: str
    facts: tuple[Fact, ...]
    within: tuple[tuple[ox.NamedNode, Told], ...]


class Place(NamedTuple):
    """Where in its article a claim stands: all that is needed to find the sentence, and no word of it."""

    passage: ox.NamedNode
    section: ox.NamedNode | None
    article: ox.NamedNode | None
    sentence: str
    start: str
    end: str
    words: str
    digest: str


def words(predicate: ox.NamedNode | str) -> str:
    """A property as people read it.

    >>> words("https://w3id.org/il6ld/terms/measuredAgainst")
    'measured against'
    """
    return "".join(f" {c.lower()}" if c.isupper() else c for c in local_name(predicate)).strip()


def facts(lookup: Lookup, node: ox.NamedNode, skip: Iterable[ox.NamedNode] = ()) -> list[Fact]:
    """Every property of a record that a page has to tell, but for some."""
    skipped = _UNTOLD.union(skip, _WITHIN)
    said = [predicate for predicate in lookup.properties(node) if predicate not in skipped]
    said.sort(key=lambda predicate: (_ORDER.get(predicate, len(_ORDER)), predicate.value))
    return [Fact(predicate, lookup.values(node, predicate)) for predicate in said]


def told(lookup: Lookup, node: ox.NamedNode, skip: Iterable[ox.NamedNode] = ()) -> Told:
    """A record with the records inside it, each told once."""
    return _told(lookup, node, frozenset(skip), set())


def _told(lookup: Lookup, node: ox.NamedNode, skip: frozenset[ox.NamedNode], seen: set[ox.NamedNode]) -> Told:
    seen.add(node)
    kinds = [kind for kind in lookup.nodes(node, RDF.type) if kind in IL6]
    within = [
        (predicate, _told(lookup, inner, skip, seen))
        for predicate in _WITHIN
        for inner in lookup.nodes(node, predicate)
        if inner not in seen
    ]
    return Told(node, tuple(kinds), fragment(node), tuple(facts(lookup, node, skip)), tuple(within))


def places(release: Release, record: ox.NamedNode) -> Iterator[Place]:
    """Every place in an article that a record names."""
    for passage in release.lookup.nodes(record, IL6.passage):
        yield place(release, passage)


def place(release: Release, passage: ox.NamedNode) -> Place:
    """The place that a passage is."""
    lookup = release.lookup
    selector = lookup.node(passage, OA.hasSelector)
    start, end = (lookup.text(selector, bound) if selector else "" for bound in (OA.start, OA.end))
    return Place(
        passage, lookup.node(passage, IL6.section), lookup.node(passage, IL6.article),
        lookup.text(passage, IL6.sentence), start, end,
        lookup.text(passage, IL6.wordCount), lookup.text(passage, IL6.digest),
    )  # fmt: skip


def section_title(lookup: Lookup, section: ox.NamedNode) -> str:
    """The title of a section, which its label does not tell."""
    return lookup.text(section, DCTERMS.title) or lookup.label(section)


def notes(lookup: Lookup, node: ox.NamedNode) -> list[str]:
    """The notes of the curators on a record."""
    return [note.value for note in lookup.values(node, SKOS.note) if isinstance(note, ox.Literal)]
