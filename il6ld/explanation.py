"""One claim told whole: what it says, its stance, its evidence, its place, its links, its bare triple."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, IL6, OA, SKOS, Context, local_name

_STANCE = (IL6.polarity, IL6.certainty, IL6.reading, IL6.attributedTo, IL6.status, IL6.discourseRole)
_INVERSE = (
    (IL6.basedOn, "rests on this"),
    (IL6.explains, "explains this"),
    (IL6.claim, "step of a loop"),
)
_LINKS = (IL6.basedOn, IL6.explains, IL6.disputes, DCTERMS.replaces, DCTERMS.isReplacedBy, IL6.erratum)


def explain(lookup: Lookup, context: Context, claim: ox.NamedNode, withheld: Iterable[str]) -> str:
    """All of a claim in words; `withheld` says why it has no bare triple, and is empty where it has one."""
    lines = [f"{context.compact(claim.value)}: {lookup.label(claim)}", ""]
    lines += _told("Proposition", _proposition_lines(lookup, claim))
    lines += _told(
        "Stance", [f"{_name(p)}: {_labels(lookup, claim, p)}" for p in _STANCE if lookup.nodes(claim, p)]
    )
    lines += _told("Evidence", list(_evidence_lines(lookup, context, claim)))
    lines += _told("Place", list(_place_lines(lookup, context, claim)))
    lines += _told("Links", list(_link_lines(lookup, context, claim)))
    reasons = list(withheld)
    lines += _told(
        "Bare triple", [f"withheld: {reason}" for reason in reasons] or ["published: nothing qualifies it"]
    )
    lines += _told("Notes", [n.value for n in lookup.values(claim, SKOS.note) if isinstance(n, ox.Literal)])
    return "\n".join(lines).rstrip()


def _told(heading: str, lines: list[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines), ""] if lines else []


def _name(predicate: ox.NamedNode) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in local_name(predicate))
    return words.strip()


def _labels(lookup: Lookup, node: ox.NamedNode, predicate: ox.NamedNode) -> str:
    return ", ".join(lookup.label(value) for value in lookup.nodes(node, predicate))


def _proposition_lines(lookup: Lookup, claim: ox.NamedNode) -> list[str]:
    lines = []
    for proposition in lookup.nodes(claim, IL6.proposition):
        lines.append(lookup.label(proposition))
        for predicate in sorted(lookup.properties(proposition), key=lambda p: p.value):
            if predicate in IL6:
                lines.append(f"{_name(predicate)}: {_labels(lookup, proposition, predicate)}")
    return lines


def _evidence_lines(lookup: Lookup, context: Context, claim: ox.NamedNode) -> Iterator[str]:
    for line in lookup.nodes(claim, IL6.evidence):
        for predicate in (IL6.traceability, IL6.direction, IL6.directness, IL6.evidenceType):
            for value in lookup.nodes(line, predicate):
                yield f"{_name(predicate)}: {lookup.label(value)} ({context.compact(value.value)})"
        for observation in lookup.nodes(line, IL6.observation):
            yield from _told_record(lookup, observation, "observed ")


def _told_record(lookup: Lookup, record: ox.NamedNode, lead: str) -> Iterator[str]:
    for predicate in sorted(lookup.properties(record), key=lambda p: p.value):
        if predicate not in IL6:
            continue
        for value in lookup.nodes(record, predicate):
            if predicate in (IL6.population, IL6.intervention):
                yield from _told_record(lookup, value, f"{_name(predicate)} ")
            else:
                yield f"{lead}{_name(predicate)}: {lookup.label(value)}"


def _place_lines(lookup: Lookup, context: Context, claim: ox.NamedNode) -> Iterator[str]:
    for passage in lookup.nodes(claim, IL6.passage):
        for section in lookup.nodes(passage, IL6.section):
            yield f"section: {lookup.text(section, DCTERMS.title)}"
        yield f"sentence: {lookup.text(passage, IL6.sentence)} ({context.compact(passage.value)})"
        for selector in lookup.nodes(passage, OA.hasSelector):
            yield f"code points: {lookup.text(selector, OA.start)} to {lookup.text(selector, OA.end)}"
        yield f"digest: {lookup.text(passage, IL6.digest)}"


def _link_lines(lookup: Lookup, context: Context, claim: ox.NamedNode) -> Iterator[str]:
    for predicate in _LINKS:
        for other in lookup.nodes(claim, predicate):
            yield f"{_name(predicate)}: {context.compact(other.value)} ({lookup.label(other)})"
    for predicate, word in _INVERSE:
        for reader in lookup.subjects(predicate, claim):
            if isinstance(reader, ox.NamedNode):
                yield f"{word}: {context.compact(reader.value)} ({lookup.label(reader)})"
