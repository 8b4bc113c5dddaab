"""BEL, the Biological Expression Language: read as it is defined, and said again as claims."""

from __future__ import annotations

from functools import lru_cache

from il6ld.corpora import hedges, ontology
from il6ld.corpora.bel.claims import Claims, Rules
from il6ld.corpora.bel.entities import Entities
from il6ld.corpora.bel.files import Files
from il6ld.corpora.bel.refusals import REASONS, Refused
from il6ld.sources import Sources

__all__ = ["REASONS", "Claims", "Files", "Refused", "maker"]


def maker(sources: Sources) -> Claims:
    """What makes claims of statements by the rules of an ontology."""
    words, context = sources.words, sources.context
    label = lru_cache(maxsize=None)(lambda name: words.label(context.expand(name)))
    hedging = hedges.hedging_words(ontology.cues(sources))
    rules = Rules(ontology.takes(sources), hedging, label, ontology.kinds(sources))
    return Claims(rules, Entities(ontology.own(sources)))
