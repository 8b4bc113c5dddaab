"""One question asked of il6ld and of bare pyoxigraph in turn: what they answer, and what each costs."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from il6ld import queries
from il6ld.knowledge import KnowledgeBase
from il6ld.namespaces import XSD
from il6ld.queries import Query, Value
from il6ld.queries.gathering import GATHERERS

# A term as every engine can be understood, and rows of them in any order.
Known = tuple[str, ...]
Rows = Counter[tuple[Known | None, ...]]
PAIRS, ENOUGH = 9, 0.25  # at least so many, and seconds: what takes little is measured more often
# Stores respell some of these, and rdflib gives sums another type.
_NUMBERS = {
    XSD[name].value
    for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger")
}


@dataclass(frozen=True)
class Question:
    """A named query with its values, as SPARQL answers it: where rows are gathered, the rows before that."""

    query: Query
    values: dict[str, Value]

    @classmethod
    def of(cls, kb: KnowledgeBase, name: str) -> Question:
        """A named query with the values that it has by default."""
        query = queries.QUERIES[name]
        gatherer = GATHERERS.get(query.gathers)
        taken = gatherer.takes if gatherer else frozenset[str]()
        values = {key: value for key, value in kb.values(query, {}).items() if key not in taken}
        return cls(replace(query, gathers=""), values)

    def ask(self, store: ox.Store) -> list[tuple[Any, ...]]:
        """The rows that bare pyoxigraph answers with."""
        substitutions: dict[ox.Variable, Any]
        substitutions = {ox.Variable(name): value for name, value in self.values.items()}
        found = store.query(self.query.text, use_default_graph_as_union=True, substitutions=substitutions)
        assert isinstance(found, ox.QuerySolutions | ox.QueryTriples)
        return [tuple(row) for row in found]


@dataclass(frozen=True)
class Times:
    """Medians, in seconds of CPU, and the median of the runs' ratios."""

    ours: float
    bare: float
    ratio: float


def known(kind: str, value: str, language: str | None = None, datatype: str | None = None) -> Known:
    """A term that equals that of another engine where the two mean the same; numbers by their value."""
    if datatype in _NUMBERS:
        return "number", str((Decimal(value) + 0).normalize())  # -0 is 0
    plain = language or datatype in (None, XSD.string.value)
    return kind, value, (language or "").lower(), "" if plain else str(datatype)


def _known(term: Any) -> Known | None:
    if isinstance(term, ox.Literal):
        return known("literal", term.value, term.language, term.datatype.value)
    return None if term is None else known(type(term).__name__, term.value)


def rows(found: Iterable[Iterable[Any]]) -> Rows:
    """Rows of pyoxigraph's terms, to be compared with those of others."""
    return Counter(tuple(map(_known, row)) for row in found)


def agreed(kb: KnowledgeBase, question: Question) -> Rows:
    """What il6ld and bare pyoxigraph both answer; AssertionError where they differ."""
    ours = queries.run(kb.store, question.query, question.values, kb.context)
    assert isinstance(ours, queries.Answer | queries.Graph)
    found = rows(ours)
    assert found == rows(question.ask(kb.store)), f"{question.query.name}: pyoxigraph answers otherwise"
    return found


def measure(kb: KnowledgeBase, question: Question) -> Times:
    """What the two cost, asked in turn, each as often first, so that whatever else runs hits both."""
    name = question.query.name
    asked: dict[str, Callable[[], object]]
    asked = {"ours": lambda: list(kb.query(name)), "bare": lambda: question.ask(kb.store)}  # type: ignore[arg-type]
    pairs: list[dict[str, float]] = []
    while len(pairs) < PAIRS or sum(sum(pair.values()) for pair in pairs) < ENOUGH:
        order = sorted(asked, reverse=len(pairs) % 2 == 0)
        pairs.append({who: _cost(asked[who]) for who in order})
    ours, bare = (statistics.median(pair[who] for pair in pairs) for who in ("ours", "bare"))
    return Times(ours, bare, statistics.median(pair["ours"] / pair["bare"] for pair in pairs))


def _cost(ask: Callable[[], object]) -> float:
    started = time.process_time()
    ask()
    return time.process_time() - started
