"""A bound on the work of RDFC-1.0: what blank nodes may look like, so that naming them has an end.

Blank nodes are told apart by what is said of them. Only those of which the same is said, and which are joined
to each other, make the algorithm try their orders one by one: hours, for a few dozen. Axioms and lists hang
from a name, and seldom come near that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import factorial, prod

from pyoxigraph import BlankNode, Quad

from il6ld.errors import LimitExceeded

# The most effort that all of them together may make; about three seconds.
MOST_EFFORT = 500_000

# The place of a blank node in a statement: the rest of the statement, blank nodes but for their being there.
Place = tuple[str, str, str]


def require_bounded(quads: Iterable[Quad]) -> None:
    """Raise LimitExceeded where blank nodes are too much alike to be given their canonical names in time."""
    beside = {
        quad.triple for quad in quads if type(quad.subject) is BlankNode or type(quad.object) is BlankNode
    }
    places: dict[BlankNode, list[Place]] = defaultdict(list)
    joined: dict[BlankNode, list[tuple[str, str, BlankNode]]] = defaultdict(list)
    for triple in beside:
        subject, predicate, value = triple.subject, str(triple.predicate), triple.object
        if isinstance(subject, BlankNode):
            places[subject].append(("", predicate, _other(value)))
        if isinstance(value, BlankNode):
            places[value].append((_other(subject), predicate, ""))
            if isinstance(subject, BlankNode):
                joined[subject].append(("to", predicate, value))
                joined[value].append(("from", predicate, subject))
    looks = {node: tuple(sorted(said)) for node, said in places.items()}
    numbers = Counter(looks.values())
    alike = {node for node, look in looks.items() if numbers[look] > 1}
    effort = 0
    for cluster in _clusters(alike, joined):
        orders = prod(_orders(node, alike, joined, looks) for node in cluster)
        # As measured: each order is tried for each node, and of a row each node is told by all behind it.
        effort += orders * len(cluster) + len(cluster) ** 3 // 50
        if effort > MOST_EFFORT:
            raise _too_much(cluster, looks)


def _other(term: object) -> str:
    return "_" if isinstance(term, BlankNode) else str(term)


def _clusters(
    alike: set[BlankNode], joined: dict[BlankNode, list[tuple[str, str, BlankNode]]]
) -> Iterator[list[BlankNode]]:
    seen: set[BlankNode] = set()
    for start in sorted(alike, key=str):
        if start in seen:
            continue
        seen.add(start)
        cluster = [start]
        for node in cluster:
            new = {other for _, _, other in joined.get(node, ())} & alike - seen
            seen |= new
            cluster += new
        yield cluster


def _orders(
    node: BlankNode,
    alike: set[BlankNode],
    joined: dict[BlankNode, list[tuple[str, str, BlankNode]]],
    looks: dict[BlankNode, tuple[Place, ...]],
) -> int:
    """In how many orders the neighbours of a node can be tried that nothing tells apart."""
    kinds = Counter((way, name, looks[other]) for way, name, other in joined.get(node, ()) if other in alike)
    return prod(factorial(min(number, 20)) for number in kinds.values())


def _too_much(cluster: list[BlankNode], looks: dict[BlankNode, tuple[Place, ...]]) -> LimitExceeded:
    node = cluster[0]
    _, predicate, value = max(looks[node])
    said = f"{predicate} {value}" if value else predicate
    message = f"{len(cluster)} blank nodes can hardly be told apart, among them {node} ({said})."
    error = LimitExceeded.at(
        None, message, help="Give them IRIs: a blank node belongs in an axiom or a list."
    )
    assert isinstance(error, LimitExceeded)
    return error
