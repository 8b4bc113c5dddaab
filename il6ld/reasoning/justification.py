"""Why a fact follows, or why axioms contradict: a few of them that suffice, none of which can be spared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from il6ld.errors import LimitExceeded
from il6ld.namespaces import OWL
from il6ld.reasoning.asserted import Axiom, grouped
from il6ld.reasoning.chains import Chains
from il6ld.reasoning.questions import WHATEVER, question
from il6ld.reasoning.search import answering, contradictory, narrowed
from il6ld.reasoning.trials import Clock, Trials
from il6ld.reasoning.words import in_words

PATIENCE = 10.0


@dataclass(frozen=True)
class Justification:
    """Axioms that give a fact, or contradict each other where the fact is None, nearest to the fact first.

    `minimal` says that none can be spared; it is False only where time ran out. `runs` counts how often
    HermiT was set to work.
    """

    fact: Triple | None
    axioms: tuple[Axiom, ...]
    minimal: bool
    runs: int = field(default=0, compare=False)

    @property
    def triples(self) -> tuple[Triple, ...]:
        """The axioms as they were asserted, to be written as Turtle."""
        return tuple(dict.fromkeys(triple for axiom in self.axioms for triple in axiom.triples))

    def in_words(self, label: Callable[[NamedNode], str]) -> list[str]:
        """One plain sentence an axiom, with the labels that `label` gives to names."""
        return [in_words(axiom, label, self._names_beside(axiom)) for axiom in self.axioms]

    def _names_beside(self, axiom: Axiom) -> frozenset[NamedNode]:
        return frozenset().union(*(other.names for other in self.axioms if other != axiom))


def justify(triples: Iterable[Triple], fact: Triple, timeout: float = PATIENCE) -> Justification | None:
    """One justification of a fact; None where it does not follow.

    `timeout` is in seconds. LimitExceeded where it runs out before anything is found.
    """
    triples = list(triples)
    axioms = grouped(triples)
    chains = Chains(axioms)
    simple = [axiom for axiom in axioms if axiom.triples == (fact,)] or chains.way(fact)
    if simple:
        return Justification(fact, tuple(simple), minimal=True)
    asked = question(fact)
    if asked is None:
        return None
    clock = Clock(timeout)
    trials = Trials(triples, asked, clock)
    empty = asked.start.terms if fact.object == OWL.Nothing else ()
    clash = chains.clash(("class", name) for name in empty)
    return _best(fact, narrowed(clash, trials) if clash else answering(axioms, trials, asked), clock)


def explain_contradiction(triples: Iterable[Triple], timeout: float = PATIENCE) -> Justification | None:
    """Axioms that contradict each other; None where all can be true.

    `timeout` is in seconds. LimitExceeded where it runs out before anything is found.
    """
    triples = list(triples)
    axioms = grouped(triples)
    clock = Clock(timeout)
    chains = Chains(axioms)
    clash = chains.clash(chains.individuals())
    if clash:
        return _best(None, narrowed(clash, Trials(triples, WHATEVER, clock)), clock)
    return _best(None, contradictory(axioms, triples, clock), clock)


def _best(fact: Triple | None, found: Iterator[Sequence[Axiom]], clock: Clock) -> Justification | None:
    best: Sequence[Axiom] | None = None
    try:
        for fewer in found:
            best = fewer
    except LimitExceeded:
        if best is None:
            raise
        return Justification(fact, tuple(best), minimal=False, runs=clock.runs)
    return None if best is None else Justification(fact, tuple(best), minimal=True, runs=clock.runs)
