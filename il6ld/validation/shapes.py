"""The shapes as an index: what each one targets, says, and how grave it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from il6ld.findings import Severity
from il6ld.namespaces import IL6, SH, local_name

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Statement = tuple[Node, ox.NamedNode, Term]

# The parameters that begin a constraint. Those that only go with another (sh:flags, sh:ignoredProperties,
# sh:qualifiedValueShape) are no constraints of their own.
CONSTRAINTS = frozenset(
    SH[name]
    for name in (
        "and", "class", "closed", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn",
        "lessThan", "lessThanOrEquals", "maxCount", "maxExclusive", "maxInclusive", "maxLength", "minCount",
        "minExclusive", "minInclusive", "minLength", "node", "nodeKind", "not", "or", "pattern",
        "qualifiedMaxCount", "qualifiedMinCount", "sparql", "uniqueLang", "xone",
    )
)  # fmt: skip
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


@dataclass(frozen=True, slots=True)
class Target:
    """What one shape looks at: the instances of a class, or the subjects or objects of a predicate."""

    shape: ox.NamedNode
    kind: ox.NamedNode
    value: Term

    def __str__(self) -> str:
        value = local_name(self.value) if isinstance(self.value, ox.NamedNode) else str(self.value)
        return f"{local_name(self.shape)} ({local_name(self.kind)} {value})"


class Shapes:
    """Look-ups over a shapes graph."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = list(triples)
        self.statements = [_statement(triple) for triple in self._triples]
        self._said: dict[Node, dict[ox.NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in self.statements:
            self._said[subject][predicate].append(value)

    @cached_property
    def _users(self) -> dict[Term, list[Node]]:
        found: dict[Term, list[Node]] = defaultdict(list)
        for subject, _, value in self.statements:
            found[value].append(subject)
        return found

    @property
    def nodes(self) -> Iterable[Node]:
        """Everything that the shapes graph says something of."""
        return list(self._said)

    @cached_property
    def ntriples(self) -> bytes:
        """The shapes as sorted N-Triples, for an engine."""
        text = ox.serialize(self._triples, format=ox.RdfFormat.N_TRIPLES) or b""
        return b"\n".join(sorted(text.splitlines()))

    @cached_property
    def targets(self) -> list[Target]:
        """Every target of every shape."""
        return [
            Target(shape, kind, value)
            for shape, said in self._said.items()
            if isinstance(shape, ox.NamedNode)
            for kind in TARGETS
            for value in said.get(kind, [])
        ]

    @cached_property
    def reporting(self) -> list[ox.NamedNode]:
        """The shapes whose name can stand in a report: the targeted, and their property shapes."""
        found = dict.fromkeys(target.shape for target in self.targets)
        queue = list(found)
        for shape in queue:
            nested = (node for node in self.values(shape, SH.property) if isinstance(node, ox.NamedNode))
            new = [node for node in nested if node not in found]
            found |= dict.fromkeys(new)
            queue += new
        return list(found)

    @cached_property
    def constraints(self) -> int:
        """How many constraints the reporting shapes hold."""
        return sum(
            len(values)
            for shape in self.reporting
            for predicate, values in self._said[shape].items()
            if predicate in CONSTRAINTS
        )

    @cached_property
    def complex_paths(self) -> dict[ox.NamedNode, tuple[ox.Triple, ...]]:
        """The triples of each path that is more than one predicate, by shape."""
        return {
            shape: tuple(self.below(path))
            for shape in self.reporting
            for path in self.values(shape, SH.path)
            if isinstance(path, ox.BlankNode)
        }

    @cached_property
    def yields(self) -> dict[ox.NamedNode, frozenset[ox.NamedNode]]:
        """The shapes whose results make those of a shape superfluous, since they name the cause."""
        return {
            shape: frozenset(node for node in others if isinstance(node, ox.NamedNode))
            for shape in self.reporting
            if (others := self.values(shape, IL6.yieldsTo))
        }

    def values(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """What the shapes graph says of a node with one predicate."""
        return self.said(node).get(predicate, [])

    def said(self, node: Term) -> dict[ox.NamedNode, list[Term]]:
        """Everything that the shapes graph says of a node, by predicate."""
        return {} if isinstance(node, ox.Literal) else self._said.get(node, {})

    def users(self, node: Term) -> list[Node]:
        """The nodes that name a node."""
        return self._users.get(node, [])

    def message(self, shape: ox.NamedNode) -> str:
        """What the shape tells a curator to do."""
        messages = [term.value for term in self.values(shape, SH.message) if isinstance(term, ox.Literal)]
        return messages[0] if messages else f"This breaks the rule '{local_name(shape)}'."

    @staticmethod
    def severity(term: Term) -> Severity:
        """The severity of a finding that stands for a SHACL severity; one unknown to us is an error."""
        return _SEVERITIES.get(term, Severity.ERROR) if isinstance(term, ox.NamedNode) else Severity.ERROR

    def below(self, node: Term) -> Iterator[ox.Triple]:
        """What is said of a blank node, and of the blank nodes that this leads to."""
        if not isinstance(node, ox.BlankNode):
            return
        for predicate, values in sorted(self._said[node].items(), key=lambda item: item[0].value):
            for value in values:
                yield ox.Triple(node, predicate, value)
                yield from self.below(value)


def _statement(triple: ox.Triple) -> Statement:
    subject, value = triple.subject, triple.object
    assert not isinstance(subject, ox.Triple) and not isinstance(value, ox.Triple), "no shape quotes a triple"
    return subject, triple.predicate, value
