"""Which nodes of a dataset can be written inside another, and in what order the others stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set

from pyoxigraph import BlankNode, Dataset, DefaultGraph, NamedNode

from il6ld.formats.names import GraphName, Names, Node, Term, rdf11_terms
from il6ld.namespaces import OWL, RDF

_FIRST, _REST, _NIL = RDF.first, RDF.rest, RDF.nil
# Nodes within nodes; what lies deeper is written on its own, so that no reader runs out of stack.
DEEPEST = 24

Properties = dict[NamedNode, list[Term]]
Nodes = dict[Node, Properties]
Parents = dict[Node, Node]
Place = tuple[Node, NamedNode]  # a subject and a predicate
Nesting = Callable[[Nodes, Names], Mapping[Node, Place]]


def nothing_nested(nodes: Nodes, names: Names) -> Mapping[Node, Place]:
    """Every named node stands on its own."""
    return {}


class Outline:
    """A dataset as graphs of subjects.

    `inline` are the nodes to be written inside another: blank nodes inside the only node that uses them,
    named nodes at the place that `homes` gives. `labelled` are the blank nodes that need a label when
    they stand alone, and `blank` is what is said of each blank node.
    """

    def __init__(self, dataset: Dataset, names: Names, nesting: Nesting = nothing_nested) -> None:
        self.names = names
        self.graphs = graphs_of(dataset)
        self.blank: Nodes = {}
        self.labelled: set[BlankNode] = set()
        parents = self._blank_parents()
        self.homes = nesting(self.graphs.get(DefaultGraph(), {}), names)
        parents.update((node, subject) for node, (subject, _) in self.homes.items())
        self.inline: Set[Node] = _rooted(parents, self._cells(parents), names)
        self._lists = self._cells({node: parents[node] for node in self.inline})

    def _blank_parents(self) -> Parents:
        """For each blank node with one use, in the one graph that describes it, the node that uses it."""
        uses: dict[BlankNode, list[tuple[GraphName, Node]]] = defaultdict(list)
        homes: dict[BlankNode, list[GraphName]] = defaultdict(list)
        for graph, nodes in self.graphs.items():
            for subject, properties in nodes.items():
                if isinstance(subject, BlankNode):
                    homes[subject].append(graph)
                    self.blank[subject] = properties
                for node in _blank_objects(properties):
                    uses[node].append((graph, subject))
        shared = {node for node, places in homes.items() if len(places) > 1}
        self.labelled = shared.union(uses, (g for g in self.graphs if isinstance(g, BlankNode)))
        parents: Parents = {}
        for node, places in uses.items():
            graph, subject = places[0]
            if len(places) == 1 and homes.get(node, [graph]) == [graph] and node not in self.graphs:
                parents[node] = subject
        return parents

    def _cells(self, parents: Parents) -> dict[Node, Term]:
        """The blank nodes at which a whole rdf:List begins, each with what follows it."""
        cells: dict[Node, Term] = {}
        for end, properties in self.blank.items():
            node: Node | None = end if _rest(properties) == _NIL else None
            while node is not None:
                cells[node] = self.blank[node][_REST][0]
                above = parents.get(node)
                node = above if above in self.blank and _rest(self.blank[above]) == node else None
        return cells

    def subjects(self, graph: GraphName) -> list[Node]:
        """The nodes with a place of their own: ontology headers, named nodes from A to Z, blank nodes."""
        nodes = self.graphs.get(graph, {})
        alone = [node for node in nodes if node not in self.inline]
        return sorted(alone, key=lambda node: (not _is_header(nodes[node]), self.names.order(node)))

    def is_list(self, term: Term) -> bool:
        """Whether the term can be written as a list, the empty one included."""
        return term == _NIL or (isinstance(term, BlankNode) and term in self.inline and term in self._lists)

    def members(self, term: Term) -> Iterator[Term]:
        """The members of a list, in its order."""
        while isinstance(term, BlankNode):
            cell = self.blank[term]
            yield cell[_FIRST][0]
            term = cell[_REST][0]


def graphs_of(dataset: Dataset) -> dict[GraphName, Nodes]:
    """A dataset as graph, subject, predicate and objects, in no order."""
    graphs: dict[GraphName, Nodes] = {}
    for quad in dataset:
        subject, term = rdf11_terms(quad)
        properties = graphs.setdefault(quad.graph_name, {}).setdefault(subject, {})
        properties.setdefault(quad.predicate, []).append(term)
    return graphs


def _blank_objects(properties: Properties) -> Iterator[BlankNode]:
    return (term for terms in properties.values() for term in terms if isinstance(term, BlankNode))


def _is_header(properties: Properties) -> bool:
    return OWL.Ontology in properties.get(RDF.type, ())


def _rest(properties: Properties) -> Term | None:
    """What follows a list cell; None for a node that says more, or less, than a list cell does."""
    firsts, rests = properties.get(_FIRST, ()), properties.get(_REST, ())
    return rests[0] if len(properties) == 2 and len(firsts) == len(rests) == 1 else None


def _rooted(parents: Parents, cells: Mapping[Node, Term], names: Names) -> Set[Node]:
    """The children that can stand inside their parents: on no cycle, and not too deep."""
    depths: dict[Node, int] = {}
    inline: set[Node] = set()
    for start in sorted(parents, key=names.order):
        for node in _from_the_top(start, parents, cells, depths):
            parent = parents[node]
            # The cells of one list are written side by side, so they add no depth.
            step = 0 if parent in inline and cells.get(parent) == node else 1
            depth = depths.get(parent, 0) + step
            depths[node] = depth % (DEEPEST + 1)
            if depths[node] == depth:
                inline.add(node)
    return inline


def _from_the_top(
    start: Node, parents: Parents, cells: Mapping[Node, Term], depths: dict[Node, int]
) -> list[Node]:
    """The nodes from the nearest place of known depth down to `start`; cycles are cut."""
    path: list[Node] = []
    seen: set[Node] = set()
    node = start
    while node in parents and node not in depths:
        if node in seen:  # cut, but in no list's middle
            depths[next(n for n in path[path.index(node) :] if cells.get(parents[n]) != n)] = 0
            return _from_the_top(start, parents, cells, depths)
        seen.add(node)
        path.append(node)
        node = parents[node]
    return path[::-1]
