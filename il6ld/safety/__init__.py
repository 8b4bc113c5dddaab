"""Which propositions may be published as bare triples, and what must be told with the others.

A bare triple `S P O` says something about the world with nobody's stance, certainty or circumstances
attached. A proposition earns one only when nothing would be lost by that:

1. it has just one subject, predicate and object, and no qualifier of any kind;
2. some claim of it is sound: Current, Affirmed, Stated and Explicit, not a hypothesis of its source, not
   dependent on an erratum, disputed by no current claim, and resting on no claim that is less than that;
3. no current claim denies it.

Whatever the rule does not know, it withholds. What keeps a claim from being bare are its qualms; an export
that reads a claim as three terms tells every one of them, or leaves the claim out.
"""

from __future__ import annotations

from pyoxigraph import Dataset, NamedNode, Triple

from il6ld.safety.rule import SOUND_AXES, Qualm, Rule, Statement

__all__ = ["SOUND_AXES", "Qualm", "Statement", "bare_triples", "reasons", "statements", "withheld"]


def bare_triples(dataset: Dataset) -> list[Triple]:
    """The bare triples that a dataset earns, sorted; an InvalidInput where it declares no qualifiers."""
    rule = Rule(dataset)
    triples = {Triple(*rule.terms(node)) for node in rule.propositions if not rule.reasons(node)}
    return sorted(triples, key=str)


def withheld(dataset: Dataset) -> dict[NamedNode, list[str]]:
    """Each proposition without a bare triple, with every reason why, in words a reader can use."""
    rule = Rule(dataset)
    told = {node: rule.reasons(node) for node in rule.propositions}
    return {node: why for node, why in told.items() if why}


def reasons(dataset: Dataset, proposition: NamedNode) -> list[str]:
    """Why one proposition has no bare triple; empty when it has one."""
    return Rule(dataset).reasons(proposition)


def statements(dataset: Dataset) -> list[Statement]:
    """Every claim of a well-made proposition with its qualms, in the order of the claims' IRIs."""
    return sorted(Rule(dataset).statements(), key=lambda statement: statement.claim.value)
