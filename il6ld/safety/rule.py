"""The rule: what keeps a proposition, and what keeps a claim of it, from being said without more ado."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property

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


@dataclass(frozen=True, slots=True)
class Qualm:
    """What a bare triple would keep quiet: the axis and the record that tell it, and how it reads."""

    record: Term
    axis: NamedNode
    values: tuple[Term, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim read as three terms, with everything that must be told along with them."""

    claim: NamedNode
    proposition: NamedNode
    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    qualms: tuple[Qualm, ...]


class Rule:
    """The rule over one dataset; the bare triples themselves are never its input."""

    def __init__(self, dataset: Dataset) -> None:
        self.said: dict[Node, dict[NamedNode, set[Term]]] = {}
        is_bare = cache(is_bare_graph)
        for subject, predicate, term, graph in dataset:
            if not is_bare(graph):
                self.said.setdefault(subject, {}).setdefault(predicate, set()).add(term)
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
        flawed = [claim for claim in stances.union(rest_on) if any(self._flaws(claim))]
        return _reached(sorted(flawed, key=str), rest_on)

    def terms(self, proposition: NamedNode) -> list[NamedNode]:
        """Subject, predicate and object of a proposition that is well made."""
        said = (self.values(proposition, part) for part in CORE)
        return [next(node for node in values if isinstance(node, NamedNode)) for values in said]

    def reasons(self, proposition: NamedNode) -> list[str]:
        """Every reason to withhold the bare triple; none, and it may be published."""
        claims = sorted(self.claims.get(proposition, ()), key=str)
        return [
            *self._malformations(proposition),
            *(qualm.words for qualm in self._qualifications(proposition)),
            *self._lack_of_support(claims),
            *(qualm.words for qualm in self._denials(claims)),
        ]

    def _malformations(self, proposition: NamedNode) -> Iterator[str]:
        for part in CORE:
            nodes = [node for node in self.values(proposition, part) if isinstance(node, NamedNode)]
            if len(nodes) != 1 or len(self.values(proposition, part)) != 1:
                yield f"has not just one {local_name(part)}"
            elif part == IL6.predicate and IL6.Predicate not in self.values(nodes[0], RDF.type):
                yield f"has the predicate {local_name(nodes[0])}, which is not on the closed list"

    def statements(self) -> Iterator[Statement]:
        """Each claim of each proposition that is three terms."""
        for proposition in self.propositions:
            if not any(self._malformations(proposition)):
                subject, predicate, term = self.terms(proposition)
                narrowed = tuple(self._qualifications(proposition))
                for claim in self.claims.get(proposition, ()):
                    if isinstance(claim, NamedNode):
                        qualms = (*narrowed, *self._qualms(claim, proposition))
                        yield Statement(claim, proposition, subject, predicate, term, qualms)

    def _qualms(self, claim: Node, proposition: NamedNode) -> Iterator[Qualm]:
        """What keeps one claim from being bare, its proposition's qualifiers left aside."""
        others = [other for other in self.claims[proposition] if other != claim]
        yield from self._flaws(claim)
        yield from self._weak_bases(claim)
        yield from self._denials(sorted(others, key=str))

    def _qualifications(self, proposition: NamedNode) -> Iterator[Qualm]:
        properties = self.said.get(proposition, {})
        for prop in sorted(properties.keys() - _CORE, key=str):
            values = _in_order(properties[prop])
            names = ", ".join(sorted(map(_name, values)))
            if prop in self.qualifiers:
                yield Qualm(proposition, prop, values, f"is qualified by {local_name(prop)}: {names}")
            elif not any(prop in namespace for namespace in ABOUT_THE_RECORD):
                words = f"has the property {local_name(prop)}, which might narrow it: {names}"
                yield Qualm(proposition, prop, values, words)

    def _lack_of_support(self, claims: list[Node]) -> Iterator[str]:
        if not claims:
            yield "is claimed by nobody"
        elif all(claim in self.unsound for claim in claims):
            for claim in claims:
                source = self.unsound[claim]
                basis = "" if source == claim else f"rests on {_name(source)}, which "
                yield f"{_name(claim)} {basis}{self._faults(source)}"

    def _weak_bases(self, claim: Node) -> Iterator[Qualm]:
        weak = [base for base in _in_order(self.values(claim, IL6.basedOn)) if base in self.unsound]
        if weak:
            sources = _in_order({self.unsound[base] for base in weak})
            told = "; ".join(f"rests on {_name(source)}, which {self._faults(source)}" for source in sources)
            yield Qualm(claim, IL6.basedOn, tuple(weak), told)

    def _denials(self, claims: list[Node]) -> Iterator[Qualm]:
        for claim in claims:
            if IL6.Denied in self.values(claim, IL6.polarity) and not self._is_past(claim):
                yield Qualm(claim, IL6.polarity, (IL6.Denied,), f"is denied by {_name(claim)}")

    def _is_past(self, claim: Term) -> bool:
        """Whether a claim is surely not current; one of unknown status still counts as an objection."""
        status = self.values(claim, IL6.status)
        return bool(status) and IL6.Current not in status

    def _faults(self, claim: Term) -> str:
        return " and ".join(qualm.words for qualm in self._flaws(claim))

    def _flaws(self, claim: Term) -> Iterator[Qualm]:
        """What makes a claim, by itself, less than Current, Affirmed, Stated and Explicit."""
        for axis, value in SOUND_AXES.items():
            found = _in_order(self.values(claim, axis))
            if found != (value,):
                names = ", ".join(sorted(map(_name, found)))
                yield Qualm(claim, axis, found, f"is {names}" if found else f"has no {local_name(axis)}")
        if IL6.Hypothesis in self.values(claim, IL6.discourseRole):
            yield Qualm(claim, IL6.discourseRole, (IL6.Hypothesis,), "is a hypothesis of its source")
        # Such a claim says what the source means, on our decision, and not what it prints.
        if errata := _in_order(self.values(claim, IL6.erratum)):
            yield Qualm(claim, IL6.erratum, errata, "depends on how an erratum is read")
        replacers = {*self.values(claim, DCTERMS.isReplacedBy), *self._replacers.get(claim, ())}
        if replacers:
            yield Qualm(claim, DCTERMS.isReplacedBy, _in_order(replacers), "is replaced by another claim")
        for other in sorted(self._disputers.get(claim, ()), key=str):
            if not self._is_past(other):
                yield Qualm(other, IL6.disputes, (claim,), f"is disputed by {_name(other)}")

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


def _in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=str))


def _name(term: Term) -> str:
    return local_name(term) if isinstance(term, NamedNode) else str(term)
