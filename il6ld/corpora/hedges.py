"""How sure a supporting text sounds: the least certainty that any of its words tells of.

BEL and most corpora keep no word of how sure a source is, and a curator's confidence is another thing. What
is left is the text: a claim is Stated only where no word of it hedges. That reads some claims weaker than
they are, and none stronger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

CERTAINTIES = ("Possible", "Suspected", "Suggested", "Stated")  # from the least

# Beside the cue words of the ontology, which are those of the articles read so far.
_MORE = {
    "Possible": (
        "can could may might perhaps possible possibilities possibility possibly potential potentially "
        "whether"
    ),
    "Suspected": (
        "assume assumed assumes believing hypothesis hypotheses hypothesise hypothesised hypothesize "
        "hypothesized hypothetical plausible postulate postulated presumably presume presumed speculate "
        "speculated speculative think thought unclear unknown"
    ),
    "Suggested": (
        "apparently appear appeared appears implicate implicated implied implies imply implying indicated "
        "indicating likely probable probably propose proposed proposes proposing putative putatively seem "
        "seemed seemingly seems suggesting suggestion suggestive"
    ),
}
_WORD = re.compile(r"[\w-]+")
_HYPOTHESIS = re.compile(r"(?i)\bhypothes[ie][sz]")


def hedging_words(cues: Mapping[str, str]) -> dict[str, str]:
    """Each hedging word with its certainty; `cues` are those of the ontology."""
    more = {word: certainty for certainty, words in _MORE.items() for word in words.split()}
    return {**more, **{word.casefold(): name for word, name in cues.items() if name in CERTAINTIES}}


def certainty(text: str, words: Mapping[str, str]) -> str:
    """The certainty of a text, by the words of `hedging_words`.

    >>> certainty("IL-6 may raise CRP", {"may": "Possible"})
    'Possible'
    """
    found = words.keys() & set(_WORD.findall(text.casefold()))
    return min((words[word] for word in found), key=CERTAINTIES.index, default="Stated")


def offers_a_hypothesis(text: str) -> bool:
    """Whether a text calls something a hypothesis."""
    return bool(_HYPOTHESIS.search(text))
