"""What is said beside causal steps: labels, contexts, cell types, the loops that sources tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from il6ld.lookup import StoreLookup
from il6ld.namespaces import IL6, RDFS, Context
from il6ld.queries.steps import Path

_CONTEXTS = tuple(
    IL6[f"{kind}Context"]
    for kind in ("species", "genotype", "anatomical", "cellType", "disease", "condition")
)


class Surroundings:
    """Look-ups of a store for the few claims that are shown."""

    def __init__(self, store: ox.Store, context: Context) -> None:
        self._lookup = StoreLookup(store)
        self._context = context

    def label(self, node: ox.NamedNode) -> str:
        """The label of a node, or the end of its IRI."""
        return self._lookup.label(node)

    def names(self, nodes: Iterable[ox.NamedNode]) -> ox.Literal | None:
        """The labels of nodes as one text, or nothing where there are none."""
        labels = [self.label(node) for node in dict.fromkeys(nodes)]
        return ox.Literal("; ".join(labels)) if labels else None

    def curies(self, nodes: Iterable[ox.NamedNode]) -> ox.Literal:
        """The CURIEs of nodes as one text."""
        return ox.Literal(" ".join(self._context.compact(node.value) for node in dict.fromkeys(nodes)))

    def contexts(self, claims: Iterable[ox.NamedNode]) -> Iterator[ox.NamedNode]:
        """What the propositions of claims are said to hold in."""
        # Many claims are of one proposition, which is looked at once.
        found = (node for claim in claims for node in self._lookup.nodes(claim, IL6.proposition))
        for proposition in dict.fromkeys(found):
            said = self._lookup.properties(proposition)
            for predicate in _CONTEXTS:
                yield from (node for node in said.get(predicate, ()) if isinstance(node, ox.NamedNode))

    def reading(self, claims: Iterable[ox.NamedNode]) -> ox.NamedNode:
        """Entailed where one of the claims is, and Explicit where none is."""
        found = {reading for claim in claims for reading in self._lookup.nodes(claim, IL6.reading)}
        return IL6.Explicit if found <= {IL6.Explicit} else IL6.Entailed

    def cell_types(self, claims: Iterable[ox.NamedNode]) -> Iterator[ox.NamedNode]:
        """The cells that claims speak of, or in which something was done or seen for their evidence."""
        nodes = self._lookup.nodes
        for claim in claims:
            for proposition in nodes(claim, IL6.proposition):
                yield from nodes(proposition, IL6.cellTypeContext)
            for line in nodes(claim, IL6.evidence):
                for seen in nodes(line, IL6.observation):
                    for place in (seen, *nodes(seen, IL6.intervention)):
                        yield from nodes(place, IL6.cellType)

    def kinds(self, node: ox.NamedNode) -> list[ox.NamedNode]:
        """A class and all that it is a kind of."""
        found = [node]
        for one in found:
            found += [kind for kind in self._lookup.nodes(one, RDFS.subClassOf) if kind not in found]
        return found

    def loop(self, path: Path) -> ox.NamedNode | None:
        """The loop that a source tells of, if its steps are these."""
        for claim in path.steps[0].claims:
            for step in self._lookup.subjects(IL6.claim, claim):
                for loop in self._lookup.subjects(IL6.step, step):
                    if isinstance(loop, ox.NamedNode) and self._is_told(loop, path):
                        return loop
        return None

    def direction(self, loop: ox.NamedNode | None) -> ox.NamedNode | None:
        """The direction that the author gives a loop."""
        return self._lookup.node(loop, IL6.statedDirection) if loop else None

    def _is_told(self, loop: ox.NamedNode, path: Path) -> bool:
        steps = self._lookup.nodes(loop, IL6.step)
        told = {claim for step in steps for claim in self._lookup.nodes(step, IL6.claim)}
        return len(told) == len(path.steps) and all(told.intersection(step.claims) for step in path.steps)
