"""Holds what is in a store against what should be there: by number, by hash, and literal by literal."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.findings import Finding, Severity
from il6ld.namespaces import XSD
from il6ld.stores.fingerprints import Fingerprint, fingerprint, spelled
from il6ld.stores.spelling import respelled
from il6ld.stores.store import Store

Sent = Callable[[str], list[ox.Triple]]
Tell = Callable[[str], None]
_TOLD_EVERY = 2_000  # graphs
_SHOWN = 3


@dataclass
class Compared:
    """What came of it: the graphs that are as they should be, the others, and what was rewritten."""

    same: list[str] = field(default_factory=list)
    other: dict[str, str] = field(default_factory=dict)
    rewritten: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def warnings(self) -> list[Finding]:
        """The literals that the store spells otherwise, by the kind of change."""
        kinds: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for (before, after), number in self.rewritten.items():
            kinds[f"{_type(before)} {_type(after)}"][before, after] += number
        return [_warning(changes) for _, changes in sorted(kinds.items())]

    @property
    def errors(self) -> list[Finding]:
        """One error for each graph that is not as it should be."""
        return [
            Finding("store-graph", Severity.ERROR, f"<{graph}> {how}.", help="Push it again.")
            for graph, how in sorted(self.other.items())
        ]


def compare(
    store: Store, wanted: dict[str, Fingerprint], sent: Sent, places: dict[str, str] | None = None,
    tell: Tell = lambda _: None,
) -> Compared:  # fmt: skip
    """Compares each graph with its fingerprint; `places` says where those stand that are not in place."""
    found = Compared()
    where = places or {graph: graph for graph in wanted}
    names = {where[graph]: graph for graph in wanted}
    counts = store.counts(names)
    whole: dict[str, int] = {}
    for place, graph in names.items():
        number = counts.get(place, 0)
        if number != wanted[graph].triples and not number:
            found.other[graph] = f"is not there; {wanted[graph].triples:,} triples should be"
        elif number:
            whole[place] = number
    for number, (place, triples) in enumerate(store.contents(whole), 1):
        _compare(store, names[place], wanted[names[place]], triples, sent, found)
        if number % _TOLD_EVERY == 0:
            tell(f"Compared {number:,} of {len(whole):,} graphs")
    return found


def _compare(
    store: Store, graph: str, wanted: Fingerprint, got: list[ox.Triple], sent: Sent, found: Compared
) -> None:
    is_same = fingerprint(got, store.rewritings) == wanted
    if is_same:
        found.same.append(graph)
        found.rewritten += rewritten(store, sent(graph), got)
    else:
        found.other[graph] = _difference(store, wanted, sent(graph), got)


def rewritten(store: Store, sent: Iterable[ox.Triple], got: Iterable[ox.Triple]) -> Counter[tuple[str, str]]:
    """How often each literal is spelled otherwise in the store."""
    there = _literals(got)
    after = {respelled(literal, store.rewritings): literal for literal in there}
    gone = [literal for literal in _literals(sent).elements() if literal not in there]
    return Counter((_text(one), _text(after.get(respelled(one, store.rewritings), one))) for one in gone)


def _text(literal: ox.Literal) -> str:
    return re.sub(rf"<{XSD.iri}(\w+)>$", r"xsd:\1", str(literal))


def _literals(triples: Iterable[ox.Triple]) -> Counter[ox.Literal]:
    return Counter(triple.object for triple in triples if isinstance(triple.object, ox.Literal))


def _difference(store: Store, wanted: Fingerprint, sent: list[ox.Triple], got: list[ox.Triple]) -> str:
    if len(set(got)) != wanted.triples:
        return f"has {len(set(got)):,} triples and should have {wanted.triples:,}"
    ours, theirs = (set(map(str, _ground(spelled(triples, store.rewritings)))) for triples in (sent, got))
    lost, gained = sorted(ours - theirs)[:_SHOWN], sorted(theirs - ours)[:_SHOWN]
    return f"says other things: {'; '.join(gained)} where {'; '.join(lost)} was sent" if lost else "differs"


def _ground(triples: Iterable[ox.Triple]) -> Iterable[ox.Triple]:
    blank = ox.BlankNode
    return (t for t in triples if not isinstance(t.subject, blank) and not isinstance(t.object, blank))


def _type(literal: str) -> str:
    return literal.rpartition('"')[2]


def _warning(changes: Counter[tuple[str, str]]) -> Finding:
    shown = ", ".join(f"{before} as {after}" for before, after in sorted(changes)[:_SHOWN])
    more = f", and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
    number = changes.total()
    return Finding(
        "store-literal", Severity.WARNING,
        f"The store rewrote {number:,} literal{'s' if number > 1 else ''}: {shown}{more}.",
        help="The value is the same; whoever compares texts will miss it.",
    )  # fmt: skip
