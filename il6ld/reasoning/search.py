"""Looks for few axioms that suffice: each step yields fewer than the last, so that it can be stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from pyoxigraph import NamedNode, Triple

from il6ld.reasoning.asserted import Axiom
from il6ld.reasoning.modules import Modules, Reach
from il6ld.reasoning.questions import WHATEVER, Question, refutation
from il6ld.reasoning.trials import Clock, Trials

# One run of HermiT tries the loss of each part; where there are more axioms, a part is several of them.
_PARTS = 90
# Into how many pieces the search for a contradiction cuts what it has left.
_PIECES = 16
# How many groups of records are first searched for one.
_GROUPS = 90


def narrowed(axioms: Sequence[Axiom], trials: Trials) -> Iterator[list[Axiom]]:
    """Ever fewer axioms that suffice, until none can be spared; nothing where even all do not."""
    size = max(1, ceil(len(axioms) / _PARTS))
    parts = [list(axioms[start : start + size]) for start in range(0, len(axioms), size)]
    numbers = range(len(parts))

    def joined(chosen: Iterable[int]) -> list[Axiom]:
        return [axiom for number in sorted(chosen) for axiom in parts[number]]

    *spared, suffices = trials.each([*(joined({*numbers} - {one}) for one in numbers), list(axioms)])
    if not suffices:
        return
    yield list(axioms)
    needed = [number for number in numbers if not spared[number]]
    spare = [number for number in numbers if spared[number]]
    while spare:
        # The last part of the shortest row that suffices is needed; what comes after it is not.
        hit = trials.first([joined(needed + spare[:count]) for count in range(len(spare))])
        count = len(spare) if hit is None else hit
        needed, spare = needed + spare[count - 1 : count], spare[: max(count - 1, 0)]
        yield joined(needed + spare)
    if size > 1:
        yield from narrowed(joined(needed), trials)


def answering(axioms: Sequence[Axiom], trials: Trials, asked: Question) -> Iterator[list[Axiom]]:
    """The same for the axioms near a question, or for more of them where those do not suffice."""
    modules = Modules(axioms)
    near = list(axioms) if len(axioms) <= _PARTS else modules.around(asked.start)
    enough = False
    for fewer in narrowed(near, trials):
        enough = True
        yield fewer
    if not enough:
        wider = [*(modules.around(asked.start, radius) for radius in (1, 2)), list(axioms)]
        hit = trials.first(wider)
        if hit is not None:
            yield from narrowed(wider[hit], trials)


def contradictory(axioms: Sequence[Axiom], triples: Sequence[Triple], clock: Clock) -> Iterator[list[Axiom]]:
    """Ever fewer axioms that contradict each other; nothing where none do.

    In a row of them, schema first, one comes that contradicts those before it. It is needed; what makes it
    impossible is found as for any other question.
    """
    whatever = Trials(triples, WHATEVER, clock)
    around = list(axioms)
    for around in _around_one_record(axioms, whatever):
        yield around
    row = sorted(around, key=lambda axiom: axiom.is_assertion)
    end = _first_contradiction(row, whatever)
    if end is None:
        return
    yield row[:end]
    culprit, before = row[end - 1], row[: end - 1]
    asked = refutation(culprit)
    if asked is WHATEVER:
        yield from narrowed(row[:end], whatever)
    else:
        for fewer in answering(before, Trials(triples, asked, clock), asked):
            yield [culprit, *fewer]


def _around_one_record(axioms: Sequence[Axiom], trials: Trials) -> Iterator[list[Axiom]]:
    modules = Modules(axioms)
    roots = modules.roots()
    size = max(1, ceil(len(roots) / _GROUPS))
    groups = [roots[start : start + size] for start in range(0, len(roots), size)]
    wide = [modules.around(Reach(set(), set(group))) for group in groups]
    hit = trials.first(wide)
    if hit is None:
        return
    yield wide[hit]
    records = dict.fromkeys(axiom.head.subject for axiom in wide[hit] if axiom.is_assertion)
    near = [modules.around(Reach(set(), {node})) for node in records if isinstance(node, NamedNode)]
    near.sort(key=len)
    closer = trials.first(near)
    if closer is not None:
        yield near[closer]


def _first_contradiction(row: Sequence[Axiom], trials: Trials) -> int | None:
    """How many axioms of a row, from the first on, it takes to contradict each other."""
    low, high = 0, len(row)
    while True:
        cuts = sorted({low + ceil((high - low) * piece / _PIECES) for piece in range(1, _PIECES + 1)})
        hit = trials.first([row[:cut] for cut in cuts])
        if hit is None:
            return None
        low, high = (cuts[hit - 1] if hit else low), cuts[hit]
        if high - low <= 1:
            return high
