"""Class axioms from links: only where every check was made and passed, and never as owl:sameAs."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from il6ld.links.checking import Outcome
from il6ld.links.entity import Entity
from il6ld.namespaces import OWL, Context


def equivalences(outcome: Outcome, entities: Mapping[str, Entity], context: Context) -> list[ox.Triple]:
    """`owl:equivalentClass` for exact matches of a class of ours with a class of an OWL ontology, A to Z.

    The term is there and live, has the label of the row and a name of ours, is of our kind, and is the only
    exact match on either side.
    """
    pairs = sorted(
        (link.subject, link.object)
        for link, branch in outcome.passed
        if branch.is_owl and entities[link.subject].is_class and entities[link.subject].is_entity
    )
    nodes = [[ox.NamedNode(context.expand(curie)) for curie in pair] for pair in pairs]
    return [ox.Triple(ours, OWL.equivalentClass, theirs) for ours, theirs in nodes]
