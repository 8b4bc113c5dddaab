"""Generates a corpus of any size from the release.

python -m tests.benchmarks.corpus CLAIMS -o FILE.nq [--seed N]

The release itself comes first, unchanged. Then come articles made after it, whose claims, evidence, passages
and gaps have names of their own. Nine in ten of them speak of other entities, four articles of the same, and
part of what they say is denied, hedged, retracted or superseded. Same number and seed, same quads.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from random import Random

import pyoxigraph as ox

from il6ld.namespaces import IL6, RDFS, local_name
from tests.benchmarks.stances import Change, Changes, Draw, stances
from tests.benchmarks.template import Node, Part, Row, Template
from tests.benchmarks.universe import Universe

RELEASE = Path(__file__).resolve().parents[2] / "build" / "il6ld.nq"
ARTICLES_A_UNIVERSE = 4
AT_HOME = 0.1  # of the generated articles speak of the release's own entities
VARIED = 0.1  # of the propositions get a degree, and so are no longer those of the next article
_PLAIN = {IL6.Affirmed, IL6.Stated, IL6.Explicit, IL6.Current}
_AXES = (IL6.polarity, IL6.certainty, IL6.reading, IL6.status)


def quads(template: Template, claims: int, seed: int = 0, draw: Draw = stances) -> Iterator[ox.Quad]:
    """The quads of a corpus of so many claims, each once, in bounded memory.

    Raises ValueError for fewer claims than the release has.
    """
    if claims < len(template.claims):
        raise ValueError(f"The release has {len(template.claims)} claims already.")
    yield from template.quads
    whole, rest = divmod(claims - len(template.claims), len(template.claims))
    parts = chain(repeat(template.part(len(template.claims)), whole), [template.part(rest)] if rest else [])
    home = universe = Universe(template, 0)
    for number, part in enumerate(parts, start=1):
        lots = Random(f"{seed} {number}")
        away = lots.random() > AT_HOME
        if away and universe.number != (place := 1 + (number - 1) // ARTICLES_A_UNIVERSE):
            universe = Universe(template, place)
            yield from universe.declarations()
        article = Article(template, universe if away else home, number, lots)
        yield from article.quads(part, draw(template, lots))


class Article:
    """One article made after the template's."""

    def __init__(self, template: Template, universe: Universe, number: int, lots: Random) -> None:
        self._template = template
        self._universe = universe
        self._lots = lots
        self._names = _Names(template, number, universe.entities)

    def quads(self, part: Part, changes: Changes) -> Iterator[ox.Quad]:
        """What is said of a part of the template's article under other names, and of new propositions."""
        left_out = self._template.claims.keys() - part.claims
        yield from map(self._renamed, part.surroundings)
        for claim in part.claims:
            change = changes.get(claim, {})
            yield from self._claim(claim, {} if left_out.intersection(change.values()) else change)

    def _claim(self, claim: Node, changes: Change) -> Iterator[ox.Quad]:
        proposition, label, made = self._universe.proposition(claim, self._degree(claim))
        yield from made
        yield from self._universe.bare(claim)
        told = self._label(claim, changes, label)
        yield from self._changed(claim, {IL6.proposition: proposition, RDFS.label: told, **changes})

    def _degree(self, claim: Node) -> Node | None:
        varied = claim not in self._template.kept and self._lots.random() < VARIED
        return self._lots.choice(self._template.lookup.instances(IL6.Degree)) if varied else None

    def _label(self, claim: Node, changes: Change, label: str) -> ox.Literal:
        """The proposition in words, and behind it each axis on which the claim is less than plain."""
        stance = [changes.get(axis) or self._template.lookup.nodes(claim, axis)[0] for axis in _AXES]
        less = [local_name(str(value)[1:-1]) for value in stance if value not in _PLAIN]
        return ox.Literal(f"{label}: {', '.join(less)}" if less else label, language="en")

    def _changed(self, claim: Node, changes: Change) -> Iterator[ox.Quad]:
        rows = self._template.claims[claim]
        graph = next(row[3] for row in rows if row[0] == claim)
        for row in rows:
            if row[0] != claim or row[1] not in changes:
                yield self._renamed(row)
        for predicate, value in changes.items():
            yield self._renamed((claim, predicate, value, graph))

    def _renamed(self, row: Row) -> ox.Quad:
        subject, predicate, value, graph = row
        subject = self._names[subject]
        if predicate == IL6.digest:
            value = ox.Literal(hashlib.sha256(subject.value.encode()).hexdigest())
        else:
            value = self._names[value] if isinstance(value, ox.NamedNode) else self._names.text(value)
        return ox.Quad(subject, predicate, value, self._names[graph])


class _Names(dict[Node, Node]):
    """From a node of the template to the one that takes its place in an article; most stay as they are."""

    def __init__(self, template: Template, number: int, entities: dict[Node, Node]) -> None:
        super().__init__(entities)
        self._template = template
        self._code = ox.Literal(template.code), ox.Literal(f"g{number}")
        self._parts = {
            f"{template.code}-": f"g{number}-",
            local_name(template.article): f"generated-{number}",
        }

    def __missing__(self, node: Node) -> Node:
        new = ox.NamedNode(self._named(node.value)) if self._template.is_record(node) else node
        self[node] = new
        return new

    def text(self, literal: ox.Literal) -> ox.Literal:
        """The article's code, or a text in which records are named, with the new names; all else as it is."""
        code, new = self._code
        if literal == code:
            return new
        told = any(part in literal.value for part in self._parts)
        return ox.Literal(self._named(literal.value), language=literal.language) if told else literal

    def _named(self, text: str) -> str:
        for old, new in self._parts.items():
            text = text.replace(old, new)
        return text


def main() -> None:
    """Writes a corpus as N-Quads."""
    options = argparse.ArgumentParser(description="Generate a corpus from the release.")
    options.add_argument("claims", type=int)
    options.add_argument("-o", "--output", type=Path, required=True)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    made = quads(Template.read(RELEASE), given.claims, given.seed)
    ox.serialize(made, str(given.output), format=ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
