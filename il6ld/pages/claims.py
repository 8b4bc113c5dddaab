"""The page of each claim: what it says, how its source stands to it, on what evidence, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from il6ld.formats.citations import claim_entry
from il6ld.formats.records import Records
from il6ld.lookup import Term
from il6ld.namespaces import DC, DCTERMS, IL6, OA, RDF, RDFS, SKOS, local_name
from il6ld.pages.documents import document, told_of
from il6ld.pages.facts import Fact, facts, notes, places, told
from il6ld.pages.page import Page
from il6ld.pages.pictures import picture
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.pages.stance import AXES, Badge
from il6ld.pages.usage import parts

_OF_A_SOURCE = (RDF.type, RDFS.label, DC.creator, DC.publisher, DCTERMS.title, DCTERMS.modified)
_CORE = (IL6.subject, IL6.predicate, IL6.object)
# How a claim is tied to other records, said from its side and from theirs.
_TIES = (
    (IL6.basedOn, "Rests on", "Rests on this claim"),
    (IL6.explains, "Explains", "Is explained by"),
    (IL6.disputes, "Disputes", "Is disputed by"),
    (DCTERMS.replaces, "Takes the place of", "Is replaced by"),
    (DCTERMS.isReplacedBy, "Is replaced by", "Takes the place of"),
    (IL6.erratum, "Depends on how a slip is read", ""),
)
MATCHES = tuple(SKOS[f"{kind}Match"] for kind in ("exact", "close", "broad", "narrow", "related"))


class Axis(NamedTuple):
    """One axis of a claim's stance: what it is called, the badge of its value, and what that value means."""

    predicate: ox.NamedNode
    badge: Badge
    values: list[ox.NamedNode]


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page and the data of each claim."""
    records = Records(release.material)
    for claim in release.claims:
        yield from _claim(release, pen, records, claim)


def _claim(release: Release, pen: Pen, records: Records, claim: ox.NamedNode) -> Iterator[Page]:
    lookup, stance = release.lookup, pen.stances.of(claim)
    proposition = lookup.node(claim, IL6.proposition)
    yield from document(
        pen, "claim.html.jinja", claim,
        [*told_of(release, _told_with(release, claim)), *_source(release, claim)],
        title=f"{stance.id}: {stance.name}",
        axes=[Axis(p, pen.stances.badge(claim, p), lookup.nodes(claim, p)) for p in AXES],
        others=_others(release, claim),
        proposition=proposition,
        core=[lookup.nodes(proposition, part) for part in _CORE] if proposition else [],
        qualifiers=facts(lookup, proposition, _CORE) if proposition else [],
        lines=[told(lookup, line) for line in lookup.nodes(claim, IL6.evidence)],
        places=list(places(release, claim)),
        ties=list(_ties(release, claim)),
        withheld=release.withheld.get(proposition, []) if proposition else ["has no proposition"],
        notes=notes(lookup, claim),
        matches=_matches(release, proposition),
        entry=_entry(release, records, claim),
        picture=picture(release, pen.stances, claim),
    )  # fmt: skip


def _told_with(release: Release, claim: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The records that a claim is understood by: its own, its passages, their sections."""
    lookup = release.lookup
    yield claim
    yield from parts(lookup, claim)
    for passage in lookup.nodes(claim, IL6.passage):
        yield passage
        yield from lookup.nodes(passage, OA.hasSelector)
        yield from lookup.nodes(passage, IL6.section)


def _source(release: Release, claim: ox.NamedNode) -> list[ox.Triple]:
    """What article a claim is from; all else of it is told on a page of its own."""
    articles = release.lookup.nodes(claim, IL6.article)
    return [triple for triple in told_of(release, articles) if triple.predicate in _OF_A_SOURCE]


def _others(release: Release, claim: ox.NamedNode) -> list[Fact]:
    """What a claim says beside its axes, its parts and its ties."""
    told = {IL6.proposition, IL6.evidence, IL6.passage, IL6.article, *AXES, *(tie for tie, _, _ in _TIES)}
    return facts(release.lookup, claim, told)


def _ties(release: Release, claim: ox.NamedNode) -> Iterator[tuple[str, list[ox.NamedNode]]]:
    """How a claim is tied to others, from both sides, each tie told once."""
    lookup, found = release.lookup, dict[str, list[ox.NamedNode]]()
    for predicate, forth, back in _TIES:
        found.setdefault(forth, []).extend(lookup.nodes(claim, predicate))
        if back:
            found.setdefault(back, []).extend(_named(lookup.subjects(predicate, claim)))
    steps = _named(lookup.subjects(IL6.claim, claim))
    found["Is a step of"] = [loop for step in steps for loop in _named(lookup.subjects(IL6.step, step))]
    for proposition in lookup.nodes(claim, IL6.proposition):
        others = _named(lookup.subjects(IL6.proposition, proposition))
        found["Takes a stance on the same proposition"] = [other for other in others if other != claim]
    for words, nodes in found.items():
        if nodes:
            yield words, list(dict.fromkeys(nodes))


def _named(nodes: Iterable[Term]) -> list[ox.NamedNode]:
    return [node for node in nodes if isinstance(node, ox.NamedNode)]


def _matches(
    release: Release, proposition: ox.NamedNode | None
) -> list[tuple[ox.NamedNode, list[tuple[str, list[ox.NamedNode]]]]]:
    """The terms of a proposition that are linked to those of other ontologies, with the kind of each link."""
    lookup = release.lookup
    said = lookup.properties(proposition) if proposition else {}
    terms = dict.fromkeys(value for part in (*_CORE, *sorted(said, key=str)) for value in said.get(part, ()))
    found = [(term, matches(release, term)) for term in _named(terms) if term in IL6 or lookup.label(term)]
    return [(term, linked) for term, linked in found if linked]


def matches(release: Release, term: ox.NamedNode) -> list[tuple[str, list[ox.NamedNode]]]:
    """What a term is linked to in other ontologies, by the kind of link, the closest first."""
    found = [(match, release.lookup.nodes(term, match)) for match in MATCHES]
    return [(local_name(match).removesuffix("Match"), nodes) for match, nodes in found if nodes]


def _entry(release: Release, records: Records, claim: ox.NamedNode) -> str:
    statement = release.statements.get(claim)
    return claim_entry(records, statement, release.header) if statement else ""

