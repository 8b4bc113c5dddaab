"""Consistency, classification and inferred triples, by HermiT.

HermiT runs in a process of its own: start it, do other work, then ask for its result. What it finds is
closed: a class stands under all its superclasses, an individual has all its types, so that a plain triple
store can answer without reasoning. Owlready2's own call of HermiT is not used: where a name is both a class
and an individual it mistakes one for the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Triple

from il6ld.reasoning.asserted import Axiom
from il6ld.reasoning.axioms import Inference, infer
from il6ld.reasoning.hermit import Process
from il6ld.reasoning.justification import Justification, explain_contradiction, justify
from il6ld.reasoning.premises import as_document, reasonable
from il6ld.reasoning.words import in_words

__all__ = [
    "TIMEOUT",
    "Axiom",
    "Inference",
    "Justification",
    "Running",
    "explain_contradiction",
    "in_words",
    "justify",
    "reason",
    "reasonable",
    "start",
]

TIMEOUT = 300.0


class Running:
    """A reasoner at work."""

    def __init__(self, asserted: list[Triple], process: Process) -> None:
        self._asserted = asserted
        self._process = process
        self._inference: Inference | None = None

    def result(self, timeout: float = TIMEOUT) -> Inference:
        """What follows, waiting at most `timeout` seconds, then LimitExceeded; Il6ldError if Java fails."""
        if self._inference is None:
            self._inference = infer(self._process.output(timeout), self._asserted)
        return self._inference

    def cancel(self) -> None:
        """Stops the reasoner; its result is no longer wanted."""
        self._process.cancel()


def start(triples: Iterable[Triple], *, exact: bool = False) -> Running:
    """Sets HermiT to work on triples; `exact` keeps nominals, which takes twice as long or more."""
    asserted = list(triples)
    return Running(asserted, Process(as_document(asserted, exact)))


def reason(triples: Iterable[Triple], *, exact: bool = False, timeout: float = TIMEOUT) -> Inference:
    """What follows from triples, within `timeout` seconds."""
    return start(triples, exact=exact).result(timeout)
