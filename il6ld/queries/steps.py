"""Causal steps, and the ways that they make: paths, loops, and what lies upstream."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import prod

import pyoxigraph as ox

from il6ld.namespaces import IL6

# From the surest to the least sure, as sources word it.
CERTAINTIES = (IL6.Stated, IL6.Suggested, IL6.Suspected, IL6.Possible)
_RANK = {certainty: rank for rank, certainty in enumerate(CERTAINTIES)}

Node = ox.NamedNode


@dataclass(frozen=True, slots=True)
class Step:
    """What one thing is claimed to do to another; `effect` is 1, -1, or 0 where no source gives a sign.

    `certainty` is that of the surest claims, and `claims` are those.
    """

    subject: Node
    object: Node
    effect: int
    certainty: Node
    claims: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """Steps of which each begins where the one before ends."""

    steps: tuple[Step, ...]

    @property
    def sign(self) -> int:
        """The product of the effects: 1, -1, or 0 where one of them is not known."""
        return prod(step.effect for step in self.steps)

    @property
    def certainty(self) -> Node:
        """The weakest certainty on the way."""
        return max((step.certainty for step in self.steps), key=_RANK.__getitem__)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What the path leads through, from its beginning to its end."""
        return (self.steps[0].subject, *(step.object for step in self.steps))


@dataclass(frozen=True)
class Steps:
    """All steps there are, by subject and by object."""

    out: Mapping[Node, list[Step]] = field(repr=False)
    into: Mapping[Node, list[Step]] = field(repr=False)

    @classmethod
    def of(cls, rows: Iterable[tuple[Node, Node, int, Node, Node]]) -> Steps:
        """The steps of rows of subject, object, effect, certainty and claim."""
        claimed: dict[tuple[Node, Node, int], dict[Node, list[Node]]] = {}
        for subject, value, effect, certainty, claim in rows:
            claimed.setdefault((subject, value, effect), {}).setdefault(certainty, []).append(claim)
        out, into = defaultdict(list), defaultdict(list)
        for (subject, value, effect), found in claimed.items():
            surest = min(found, key=_RANK.__getitem__)
            claims = tuple(sorted(dict.fromkeys(found[surest]), key=lambda claim: claim.value))
            step = Step(subject, value, effect, surest, claims)
            out[subject].append(step)
            into[value].append(step)
        return cls(out, into)

    def distances(self, goal: Node) -> dict[Node, int]:
        """How many steps each node is away from a goal that it leads to; the goal itself is 0 away."""
        found = {goal: 0}
        waiting = deque([goal])
        while waiting:
            node = waiting.popleft()
            for step in self.into.get(node, ()):
                if step.subject not in found:
                    found[step.subject] = found[node] + 1
                    waiting.append(step.subject)
        return found

    def paths(self, start: Node, goal: Node, longest: int) -> Iterator[Path]:
        """Every path of at most `longest` steps that meets no node twice; every loop, to where it starts."""
        away = self.distances(goal)
        waiting: list[tuple[Step, ...]] = [()]
        while waiting:
            gone = waiting.pop()
            here = gone[-1].object if gone else start
            if gone and here == goal:
                yield Path(gone)
                continue
            been = {step.subject for step in gone}
            for step in self.out.get(here, ()):
                is_new = step.object not in been or step.object == goal == start
                if is_new and len(gone) + 1 + away.get(step.object, longest) <= longest:
                    waiting.append((*gone, step))

    def upstream(self, goal: Node, farthest: int) -> Iterator[tuple[int, Step]]:
        """Every step on the way to a node, with how many steps its end is away, itself counted."""
        for node, distance in self.distances(goal).items():
            if distance < farthest:
                for step in self.into.get(node, ()):
                    yield distance + 1, step
