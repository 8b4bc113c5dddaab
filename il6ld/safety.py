"""Which propositions may be published as bare triples, and why the others may not.

A bare triple `S P O` says something about the world with nobody's stance, certainty or circumstances
attached. A proposition earns one only when nothing would be lost by that:

1. it has just one subject, predicate and object, and no qualifier of any kind;
2. some claim of it is sound: Current, Affirmed, Stated and Explicit, not a hypothesis of its source, not
   dependent on an erratum, disputed by no current claim, and resting on no claim that is less than that;
3. no current claim denies it.

Whatever the rule does not know, it withholds.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property

from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Triple

from il6ld.errors import InvalidInput
from il6ld.namespaces import DCTERMS, IL6, PROV, RDF, RDFS, SKOS, is_bare_graph, local_name

Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode | Triple

CORE = (IL6.subject, IL6.predicate, IL6.object)
_CORE = frozenset(CORE)
SOUND_AXES = {
    IL6.status: IL6.Current,
    IL6.polarity: IL6.Affirmed,
    IL6.certainty: IL6.Stated,
    IL6.reading: IL6.Explicit,
}
# Namespaces whose properties tell of the record, such as its label, and never narrow what it says.
ABOUT_THE_RECORD = (RDF, RDFS, SKOS, DCTERMS, PROV)


def bare_triples(dataset: Dataset) -> list[Triple]:
    """The bare triples that a dataset earns, sorted; an InvalidInput where it declares no qualifiers."""
    rule = _Rule(dataset)
    triples = {rule.triple(node) for node in rule.propositions if not rule.reasons(node)}
    return sorted(triples, key=str)


def withheld(dataset: Dataset) -> dict[NamedNode, list[str]]:
    """Each proposition without a bare triple, with every reason why, in words a reader can use."""
    rule = _Rule(dataset)
    told = {node: rule.reasons(node) for node in rule.propositions}
    return {node: why for node, why in told.items() if why}


def reasons(dataset: Dataset, proposition: NamedNode) -> list[str]:
    """Why one proposition has no bare triple; empty when it has one."""
    return _Rule(dataset).reasons(proposition)


class _Rule:
    """The rule over one dataset; the bare triples themselves are never its input."""

    def __init__(self, dataset: Dataset) -> None:
        self.said: dict[Node, dict[NamedNode, set[Term]]] = {}
        for quad in dataset:
            if not is_bare_graph(quad.graph_name):
                self.said.setdefault(quad.subject, {}).setdefault(quad.predicate, set()).add(quad.object)
        self.claims = self._users(IL6.proposition)
        if not self.qualifiers:
            raise InvalidInput("No qualifier is declared below il6:qualifier: nothing can be called bare.")

    def values(self, node: Term, predicate: NamedNode) -> Set[Term]:
        """The objects of one subject and predicate."""
        properties = {} if isinstance(node, Literal) else self.said.get(node, {})
        return properties.get(predicate, frozenset())

    def _users(self, predicate: NamedNode) -> dict[Term, list[Node]]:
        """For each object of a predicate: its subjects."""
        users: dict[Term, list[Node]] = defaultdict(list)
        for node, properties in self.said.items():
            for term in properties.get(predicate, ()):
                users[term].append(node)
        return users

    @cached_property
    def propositions(self) -> list[NamedNode]:
        """Everything that a claim takes a stance on, or that is made like a proposition."""
        found = {*self.claims, *(node for node, said in self.said.items() if _CORE & said.keys())}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)

    @cached_property
    def qualifiers(self) -> Set[Term]:
        """Every property below il6:qualifier, as the ontology declares them."""
        below = self._users(RDFS.subPropertyOf)
        return _reached([IL6.qualifier], below).keys() if IL6.qualifier in below else set()

    @cached_property
    def unsound(self) -> dict[Term, Term]:
        """Each claim that is unsound, or rests on an unsound one, with the unsound claim it comes from."""
        stances = {claim for claims in self.claims.values() for claim in claims}
        rest_on = self._users(IL6.basedOn)
        flawed = [claim for claim in stances.union(rest_on) if any(self.flaws(claim))]
        return _reached(sorted(flawed, key=str), rest_on)

    def triple(self, proposition: NamedNode) -> Triple:
        """Subject, predicate and object of a proposition that has one of each."""
        (subject,), (predicate,), (term,) = (self.values(proposition, part) for part in CORE)
        return Triple(subject, predicate, term)  # type: ignore[arg-type]

    def reasons(self, proposition: NamedNode) -> list[str]:
        """Every reason to withhold the bare triple; none, and it may be published."""
        return [
            *self._malformations(proposition),
            *self._qualifications(proposition),
            *self._lack_of_support(proposition),
            *self._denials(proposition),
        ]

    def _malformations(self, proposition: NamedNode) -> Iterator[str]:
        for part in CORE:
            nodes = [node for node in self.values(proposition, part) if isinstance(node, NamedNode)]
            if len(nodes) != 1 or len(self.values(proposition, part)) != 1:
                yield f"has not just one {local_name(part)}"
            elif part == IL6.predicate and IL6.Predicate not in self.values(nodes[0], RDF.type):
                yield f"has the predicate {local_name(nodes[0])}, which is not on the closed list"

    def _qualifications(self, proposition: NamedNode) -> Iterator[str]:
        properties = self.said.get(proposition, {})
        for prop in sorted(properties.keys() - _CORE, key=str):
            values = ", ".join(sorted(map(_name, properties[prop])))
            if prop in self.qualifiers:
                yield f"is qualified by {local_name(prop)}: {values}"
            elif not any(prop in namespace for namespace in ABOUT_THE_RECORD):
                yield f"has the property {local_name(prop)}, which might narrow it: {values}"

    def _lack_of_support(self, proposition: NamedNode) -> Iterator[str]:
        claims = sorted(self.claims.get(proposition, ()), key=str)
        if not claims:
            yield "is claimed by nobody"
        elif all(claim in self.unsound for claim in claims):
            for claim in claims:
                source = self.unsound[claim]
                basis = "" if source == claim else f"rests on {_name(source)}, which "
                yield f"{_name(claim)} {basis}{' and '.join(self.flaws(source))}"

    def _denials(self, proposition: NamedNode) -> Iterator[str]:
        for claim in sorted(self.claims.get(proposition, ()), key=str):
            if IL6.Denied in self.values(claim, IL6.polarity) and not self._is_past(claim):
                yield f"is denied by {_name(claim)}"

    def _is_past(self, claim: Term) -> bool:
        """Whether a claim is surely not current; one of unknown status still counts as an objection."""
        status = self.values(claim, IL6.status)
        return bool(status) and IL6.Current not in status

    def flaws(self, claim: Term) -> Iterator[str]:
        """What makes a claim, by itself, less than Current, Affirmed, Stated and Explicit."""
        for axis, value in SOUND_AXES.items():
            found = self.values(claim, axis)
            if found != {value}:
                yield f"is {', '.join(sorted(map(_name, found)))}" if found else f"has no {local_name(axis)}"
        if IL6.Hypothesis in self.values(claim, IL6.discourseRole):
            yield "is a hypothesis of its source"
        # Such a claim says what the source means, on our decision, and not what it prints.
        if self.values(claim, IL6.erratum):
            yield "depends on how an erratum is read"
        if self.values(claim, DCTERMS.isReplacedBy) or self._replacers.get(claim):
            yield "is replaced by another claim"
        for other in sorted(self._disputers.get(claim, ()), key=str):
            if not self._is_past(other):
                yield f"is disputed by {_name(other)}"

    @cached_property
    def _replacers(self) -> dict[Term, list[Node]]:
        return self._users(DCTERMS.replaces)

    @cached_property
    def _disputers(self) -> dict[Term, list[Node]]:
        return self._users(IL6.disputes)


def _reached(starts: Iterable[Term], arrows: Mapping[Term, Iterable[Term]]) -> dict[Term, Term]:
    """Everything that arrows lead to from the starts, each with its start; circles are walked once."""
    origins = {start: start for start in starts}
    waiting = deque(origins)
    while waiting:
        node = waiting.popleft()
        for reached in sorted(arrows.get(node, ()), key=str):
            if reached not in origins:
                origins[reached] = origins[node]
                waiting.append(reached)
    return origins


def _name(term: Term) -> str:
    return local_name(term) if isinstance(term, NamedNode) else str(term)
