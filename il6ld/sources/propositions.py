"""Propositions: one normal form, one name made from the content, one label made from the words."""

from __future__ import annotations

import hashlib

from il6ld.namespaces import IL6
from il6ld.sources.vocabulary import Vocabulary

# A proposition's content: each property IRI with its value IRIs.
Content = dict[str, list[str]]

# Part of every proposition's IRI; raise it when the content or its spelling is hashed in another way.
ALGORITHM = "1"
_HEX_DIGITS = 32  # 128 bits: no two propositions of any corpus will meet

_ENDS = [(IL6[f"subject{part}"].value, IL6[f"object{part}"].value) for part in ("Aspect", "Direction")] + [
    (IL6.subject.value, IL6.object.value)
]
_CONTEXTS = [
    (word, IL6[name].value)
    for word, name in (
        ("through", "mediator"), ("in", "speciesContext"), ("with genotype", "genotypeContext"),
        ("in", "anatomicalContext"),
        ("in", "cellTypeContext"), ("in", "diseaseContext"), ("under", "conditionContext"),
    )
]  # fmt: skip


def normal_form(content: Content, symmetric: set[str]) -> Content:
    """The content with the ends of a symmetric predicate in order, their qualifiers moving with them."""
    predicate = next(iter(content.get(IL6.predicate.value, [])), "")
    subject, object_ = content.get(IL6.subject.value, []), content.get(IL6.object.value, [])
    if predicate not in symmetric or subject <= object_:
        return content
    turned = dict(_ENDS) | {second: first for first, second in _ENDS}
    return {turned.get(name, name): values for name, values in content.items()}


def local_id(content: Content) -> str:
    """The name of a proposition: the algorithm's number, then SHA-256 over its sorted N-Triples.

    >>> local_id({"https://e.org/p": ["https://e.org/o"]})
    '1-92e3c99b51699e77ae0263d6cf5c9bbb'
    """
    lines = sorted(f"<{name}> <{value}> ." for name, values in content.items() for value in values)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"{ALGORITHM}-{digest[:_HEX_DIGITS]}"


def label(content: Content, words: Vocabulary) -> str:
    """The proposition in words, every qualifier included."""
    text = " ".join(
        [_end(content, "subject", words), _words(content, "predicate", words), _end(content, "object", words)]
    )
    notes = [_words(content, "degree", words)]
    for word, name in _CONTEXTS:
        notes += [f"{word} {words.label(value)}" for value in sorted(content.get(name, []))]
    told = [note for note in notes if note]
    return f"{text} ({', '.join(told)})" if told else text


def _end(content: Content, side: str, words: Vocabulary) -> str:
    parts = [_words(content, f"{side}{part}", words) for part in ("Aspect", "Direction")]
    told = [part for part in parts if part]
    entity = _words(content, side, words)
    return f"{entity} [{', '.join(told)}]" if told else entity


def _words(content: Content, name: str, words: Vocabulary) -> str:
    return " and ".join(words.label(value) for value in sorted(content.get(IL6[name].value, [])))
