"""Causal loops: the sign that follows from the steps, kept apart from what the author says."""

from __future__ import annotations

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, XSD

# What a direction makes of the sign of a step; of what is altered nobody says which way.
_FACTORS: dict[ox.NamedNode | None, int] = {IL6.Absent: -1, IL6.Decreased: -1, IL6.Altered: 0}


def computed_signs(lookup: Lookup) -> list[ox.Triple]:
    """`il6:computedSign` of each loop: the product of the signs of its steps, as an xsd:integer."""
    return [
        ox.Triple(loop, IL6.computedSign, ox.Literal(str(sign(lookup, loop)), datatype=XSD.integer))
        for loop in lookup.instances(IL6.CausalLoop)
    ]


def sign(lookup: Lookup, loop: ox.NamedNode) -> int:
    """1 for a loop that reinforces itself, -1 for one that damps itself, 0 where a step has no sign."""
    product = 1
    for step in lookup.nodes(loop, IL6.step):
        for claim in lookup.nodes(step, IL6.claim):
            product *= step_sign(lookup, claim)
    return product


def step_sign(lookup: Lookup, claim: ox.NamedNode) -> int:
    """1 where more of the one means more of the other, -1 where less, 0 where the source gives no sign."""
    proposition = lookup.node(claim, IL6.proposition)
    predicate = lookup.node(proposition, IL6.predicate) if proposition else None
    if proposition is None or predicate is None or lookup.node(claim, IL6.polarity) == IL6.Denied:
        return 0
    product = int(lookup.text(predicate, IL6.sign, "0"))
    for side in (IL6.subjectDirection, IL6.objectDirection):
        product *= _FACTORS.get(lookup.node(proposition, side), 1)
    return product
