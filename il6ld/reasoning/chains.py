"""What follows link by link, with no need of a reasoner: subclasses, subproperties, domains and ranges.

Each simple axiom is one step or two from node to node. A shortest way is a justification that can lose
nothing: what would follow without one of its axioms would be a shorter way.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from pyoxigraph import NamedNode, Triple

from il6ld.namespaces import OWL, RDF, RDFS
from il6ld.reasoning.asserted import Axiom, is_built_in

# A class, an individual, or all that stands at one end of a property: (sort, name).
Place = tuple[str, NamedNode]
_ENDS = ("subject of", "object of")


def ends(fact: Triple) -> tuple[Place, Place] | None:
    """Where the chain that gives a fact would start and end; None for a fact of another sort."""
    subject, predicate, value = fact
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
        return None
    if predicate == RDF.type:
        return ("individual", subject), ("class", value)
    if predicate == RDFS.subClassOf:
        return ("class", subject), ("class", value)
    if predicate == RDFS.subPropertyOf:
        return (_ENDS[0], subject), (_ENDS[0], value)
    return None


def _steps(axiom: Axiom) -> Iterator[tuple[Place, Place]]:
    subject, predicate, value = axiom.head
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
        return
    if predicate == OWL.equivalentClass:
        yield from [(("class", subject), ("class", value)), (("class", value), ("class", subject))]
    elif predicate == RDFS.subPropertyOf:
        yield from (((end, subject), (end, value)) for end in _ENDS)
    elif predicate in (RDFS.domain, RDFS.range):
        yield (_ENDS[predicate == RDFS.range], subject), ("class", value)
    elif not is_built_in(predicate):
        yield from [
            (("individual", subject), (_ENDS[0], predicate)),
            (("individual", value), (_ENDS[1], predicate)),
        ]
    elif value not in OWL and (found := ends(axiom.head)):
        yield found


class Chains:
    """The simple ones among axioms, as ways from place to place."""

    def __init__(self, axioms: Sequence[Axiom]) -> None:
        self._onward: dict[Place, list[tuple[Place, Axiom]]] = defaultdict(list)
        self._disjoint = [axiom for axiom in axioms if axiom.disjoint]
        for axiom in axioms:
            for start, end in _steps(axiom):
                self._onward[start].append((end, axiom))

    def ways(self, start: Place) -> dict[Place, tuple[Axiom, ...]]:
        """Every place that can be reached, with the axioms of a shortest way there."""
        found: dict[Place, tuple[Axiom, ...]] = {start: ()}
        waiting = deque([start])
        while waiting:
            place = waiting.popleft()
            for onward, axiom in self._onward.get(place, ()):
                if onward not in found:
                    found[onward] = (*found[place], axiom)
                    waiting.append(onward)
        return found

    def way(self, fact: Triple) -> tuple[Axiom, ...] | None:
        """The axioms of the shortest chain that gives a fact; None where no chain does."""
        places = ends(fact)
        return self.ways(places[0]).get(places[1]) if places else None

    def clash(self, starts: Iterable[Place]) -> tuple[Axiom, ...] | None:
        """The fewest axioms that lead from one place to two classes that are disjoint."""
        found = [clash for start in starts for clash in self._clashes(start)]
        return min(found, key=len, default=None)

    def _clashes(self, start: Place) -> Iterator[tuple[Axiom, ...]]:
        ways = self.ways(start)
        for axiom in self._disjoint:
            met = [ways[place] for name in axiom.disjoint if (place := ("class", name)) in ways]
            for one, other in combinations(met, 2):
                yield tuple(dict.fromkeys((*one, *other, axiom)))

    def individuals(self) -> list[Place]:
        """Every individual that something is said of."""
        return [place for place in self._onward if place[0] == "individual"]
