"""What sets the claims of one generated article apart from those of the next, drawn by lot.

A change names, for a claim of the template, the properties that get another value. Faults for a validator to
find are one more function of this form; `corpus.quads` takes whichever it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pyoxigraph as ox

from il6ld.namespaces import DCTERMS, IL6
from tests.benchmarks.template import Node, Template

# What one claim says otherwise, by property. Names of records are still those of the template.
Change = dict[Node, Node | ox.Literal]
Changes = dict[Node, Change]
Draw = Callable[[Template, Random], Changes]

_LOTS: list[tuple[float, Change]] = [
    (0.02, {IL6.status: IL6.Retracted}),
    (0.03, {IL6.polarity: IL6.Denied}),
    (0.05, {IL6.certainty: IL6.Possible}),
    (0.05, {IL6.certainty: IL6.Suspected}),
    (0.05, {IL6.certainty: IL6.Suggested}),
]
_SUPERSEDED = 0.03


def stances(template: Template, lots: Random) -> Changes:
    """Some claims retracted, denied, hedged, or superseded by the next one that stands alone."""
    changes: Changes = {}
    for claim in template.claims:
        if claim not in template.kept and (change := _drawn(lots)):
            changes[claim] = dict(change)
    alone = [group[0] for group in template.groups if len(group) == 1 and group[0] not in template.kept]
    for older, newer in pairwise(alone):
        if lots.random() < _SUPERSEDED and not {older, newer} & changes.keys():
            changes[older] = {IL6.status: IL6.Superseded, DCTERMS.isReplacedBy: newer}
            changes[newer] = {DCTERMS.replaces: older}
    return changes


def _drawn(lots: Random) -> Change:
    lot = lots.random()
    for chance, change in _LOTS:
        if lot < chance:
            return change
        lot -= chance
    return {}
