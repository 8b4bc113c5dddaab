"""Proposes terms of other ontologies for ours, or for any name, each with the reasons for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from il6ld.links import testimony
from il6ld.links.branches import branch
from il6ld.links.entity import Entity
from il6ld.links.index import Index
from il6ld.links.mapping import Link
from il6ld.links.term import ExternalTerm, match_key

# The names a term can be found by, best first.
_RANKS = (
    "exact label", "exact synonym", "former label", "narrow synonym", "broad synonym", "related synonym",
)  # fmt: skip
_AGREES, _UNKNOWN, _CLASHES = range(3)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One term that may be meant: `verdict` is possible, doubtful (another kind) or rejected (obsolete)."""

    term: str
    verdict: str
    id: str
    label: str
    reasons: tuple[str, ...]
    source: str


def columns() -> list[str]:
    """The names of a suggestion's columns, in order."""
    return [field.name for field in fields(Suggestion)]


def unmapped(entities: Mapping[str, Entity], links: Sequence[Link]) -> list[Entity]:
    """Our entities that no row says to have an exact match, or none, A to Z."""
    settled = {link.subject for link in links if link.match == "exact"}
    return [entity for entity in entities.values() if entity.is_entity and entity.id not in settled]


def suggest(index: Index, entity: Entity) -> list[Suggestion]:
    """The terms with a name of an entity, best first; of an obsolete one, its replacement too."""
    found = dict(_found(index, entity))
    for id in list(found):
        for other in testimony.replacements(index.terms(id)) if _is_obsolete(index, id) else ():
            found.setdefault(other, (len(_RANKS), f"replaces {id}"))
    ranked = sorted((*_judged(index, entity, id, rank), id, reason) for id, (rank, reason) in found.items())
    return [_suggestion(index, entity, id, kind, reason) for _, kind, _, id, reason in ranked]


def _found(index: Index, entity: Entity) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each term by its id, with the rank and the words of the best name that it shares."""
    best: dict[str, tuple[int, int, str]] = {}
    if index.terms(entity.id):  # an identifier of another ontology was asked for
        best[entity.id] = (0, 0, "is that identifier")
    for place, name in enumerate(entity.names):
        for term in index.named(name):
            for rank in _ranks(term, match_key(name)):
                ours = "" if place == 0 else f" of '{name}'"
                offer = (rank, place, f"{_RANKS[rank]}{ours}")
                best[term.id] = min(offer, best.get(term.id, offer))
    for id, (rank, place, reason) in best.items():
        yield id, (2 * rank + (place > 0), reason)


def _ranks(term: ExternalTerm, key: str) -> Iterator[int]:
    """How a term comes by a name."""
    if match_key(term.label) == key:
        yield 0
    if any(match_key(text) == key for text in term.former_labels):
        yield _RANKS.index("former label")
    for synonym in term.synonyms:
        if match_key(synonym.text) == key and f"{synonym.scope} synonym" in _RANKS:
            yield _RANKS.index(f"{synonym.scope} synonym")


def _is_obsolete(index: Index, id: str) -> bool:
    return testimony.obsolete_by(index.terms(id)) is not None


def _judged(index: Index, entity: Entity, id: str, rank: int) -> tuple[bool, int, int]:
    place = branch(index, id)
    kind = _UNKNOWN
    if place and entity.kind:
        kind = _AGREES if place.kind == entity.kind else _CLASHES
    return _is_obsolete(index, id), kind, rank


def _suggestion(index: Index, entity: Entity, id: str, kind: int, reason: str) -> Suggestion:
    terms = index.terms(id)
    today = [term for term in testimony.up_to_date(terms) if term.label] or terms
    place = branch(index, id)
    reasons = [reason]
    if place and entity.kind:
        told = "kind agrees" if kind == _AGREES else "kind clashes"
        reasons.append(f"{told} ({place.kind})")
    names = testimony.labels(term for term in today if not term.is_obsolete)
    reasons += [f"'{other}' in {testimony.cited(by[0])}" for other, by in list(names.items())[1:]]
    verdict = "doubtful" if kind == _CLASHES else "possible"
    if witness := testimony.obsolete_by(terms):
        verdict, others = "rejected", testimony.replacements(terms)
        reasons.append(f"obsolete in {testimony.cited(witness)}, {_instead(others)}")
    if not terms:
        verdict = "unknown"
        reasons.append("not in these files")
    label = today[0].label if today else ""
    return Suggestion(entity.label or entity.id, verdict, id, label, tuple(reasons), _cited(today))


def _instead(others: Iterable[str]) -> str:
    told = ", ".join(others)
    return f"use {told}" if told else "no replacement named"


def _cited(terms: Sequence[ExternalTerm]) -> str:
    return testimony.cited(terms[0]) if terms else ""
