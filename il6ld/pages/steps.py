"""The causal steps as the map shows them: one line for all claims that say the same thing alike.

Claims share a line only if they agree in sign, certainty, reading, species and all else that is to be told of
how they stand, so that no line is to be read as surer or wider than one of its claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.pages.stance import Badge
from il6ld.queries import CERTAINTIES, Answer

MARKS = {1: "+", -1: "\u2212", 0: "?"}
VERBS = {1: "raises", -1: "lowers", 0: "acts on"}
# What a direction may be so that amounts can be compared by it.
_AMOUNTS = (IL6.Increased, IL6.Decreased, IL6.Present, IL6.Absent)


@dataclass(frozen=True)
class Line:
    """What claims say one thing does to another, and how they stand, which `badges` tell in words.

    `sign` is 1, -1, or 0 where no source gives one.
    """

    subject: ox.NamedNode
    object: ox.NamedNode
    sign: int
    certainty: ox.NamedNode
    reading: ox.NamedNode
    species: tuple[ox.NamedNode, ...]
    badges: tuple[Badge, ...]
    claims: tuple[ox.NamedNode, ...] = ()

    @property
    def mark(self) -> str:
        """The sign as one character."""
        return MARKS[self.sign]

    @property
    def verb(self) -> str:
        """The sign in words."""
        return VERBS[self.sign]


def lines(found: Answer, pen: Pen) -> list[Line]:
    """The lines that the rows of causal-steps make, in the order of their ends' labels."""
    species: defaultdict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    said: dict[ox.NamedNode, tuple[ox.NamedNode, ox.NamedNode, int, ox.NamedNode, ox.NamedNode]] = {}
    for row in found:
        told = dict(zip(found.columns, row, strict=True))
        claim, effect = _node(told["claim"]), told["effect"]
        assert isinstance(effect, ox.Literal)
        ends = _node(told["subject"]), _node(told["object"])
        said[claim] = (*ends, int(effect.value), _node(told["certainty"]), _node(told["reading"]))
        if isinstance(told["species"], ox.NamedNode):
            species[claim].add(told["species"])
    alike: defaultdict[Line, list[ox.NamedNode]] = defaultdict(list)
    for claim, fields in said.items():
        how = tuple(sorted(species[claim], key=str)), pen.stances.of(claim).badges
        alike[Line(*fields, *how)].append(claim)
    made = [replace(line, claims=tuple(sorted(claims, key=str))) for line, claims in alike.items()]
    return sorted(made, key=lambda line: _place(line, pen))


def _place(line: Line, pen: Pen) -> tuple[object, ...]:
    ends = (pen.label(node).casefold() for node in (line.subject, line.object))
    sure = CERTAINTIES.index(line.certainty) if line.certainty in CERTAINTIES else len(CERTAINTIES)
    return (*ends, -line.sign, sure, line.reading.value, line.claims[0].value)


def _node(term: object) -> ox.NamedNode:
    assert isinstance(term, ox.NamedNode)  # the pattern of the query binds IRIs
    return term


def left_out(release: Release, drawn: Iterable[Line]) -> list[ox.NamedNode]:
    """The claims with a causal predicate that no line stands for: those denied, or no longer held."""
    lookup, shown = release.lookup, {claim for line in drawn for claim in line.claims}
    causal = {
        claim
        for predicate in lookup.instances(IL6.Predicate)
        if lookup.text(predicate, IL6.causal) in ("true", "1")
        for proposition in lookup.subjects(IL6.predicate, predicate)
        for claim in lookup.subjects(IL6.proposition, proposition)
    }
    return [claim for claim in release.claims if claim in causal - shown]


def unsized(lookup: Lookup, claims: Iterable[ox.NamedNode]) -> str:
    """What some claims say is changed in a way that no amount tells, in words; nothing where it is none."""
    words = []
    for claim in claims:
        for node in lookup.nodes(claim, IL6.proposition):
            for direction in lookup.nodes(node, IL6.subjectDirection):
                if direction not in _AMOUNTS:
                    aspects = [lookup.label(aspect) for aspect in lookup.nodes(node, IL6.subjectAspect)]
                    words.append(" ".join([lookup.label(direction), *aspects]))
    return ", ".join(dict.fromkeys(words))
