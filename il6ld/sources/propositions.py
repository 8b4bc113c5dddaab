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

# Each field's IRI, looked up once: a corpus has millions of propositions.
_SUBJECT, _PREDICATE, _OBJECT = IL6.subject.value, IL6.predicate.value, IL6.object.value
_DEGREE = IL6.degree.value
_ENDS = [(IL6[f"subject{part}"].value, IL6[f"object{part}"].value) for part in ("Aspect", "Direction")] + [
    (_SUBJECT, _OBJECT)
]
_OF_END = {
    end: [IL6[f"{side}{part}"].value for part in ("Aspect", "Direction")]
    for side, end in (("subject", _SUBJECT), ("object", _OBJECT))
}
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
    predicate = next(iter(content.get(_PREDICATE, [])), "")
    subject, object_ = content.get(_SUBJECT, []), content.get(_OBJECT, [])
    if predicate not in symmetric or subject <= object_:
        return content
    turned = dict(_ENDS) | {second: first for first, second in _ENDS}
    return {turned.get(name, name): values for name, values in content.items()}


def local_id(content: Content) -> str:
    """The name of a proposition: the algorithm's number, then SHA-256 over its sorted N-Triples.

    >>> local_id({"https://e.org/p": ["https://e.org/o"]})
    '1-92e3c99b51699e77ae0263d6cf5c9bbb'
    """
    return hashed([f"<{name}> <{value}> ." for name, values in content.items() for value in values])


def hashed(lines: list[str]) -> str:
    """The name of a proposition whose content these lines are, `<property> <value> .`, in any order."""
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return f"{ALGORITHM}-{digest[:_HEX_DIGITS]}"


def label(content: Content, words: Vocabulary) -> str:
    """The proposition in words, every qualifier included."""
    ends = [_end(content, end, words) for end in (_SUBJECT, _OBJECT)]
    text = f"{ends[0]} {_words(content, _PREDICATE, words)} {ends[1]}"
    notes = [_words(content, _DEGREE, words)]
    for word, name in _CONTEXTS:
        notes += [f"{word} {words.label(value)}" for value in sorted(content.get(name, []))]
    told = [note for note in notes if note]
    return f"{text} ({', '.join(told)})" if told else text


def _end(content: Content, end: str, words: Vocabulary) -> str:
    parts = [_words(content, name, words) for name in _OF_END[end]]
    told = [part for part in parts if part]
    entity = _words(content, end, words)
    return f"{entity} [{', '.join(told)}]" if told else entity


def _words(content: Content, name: str, words: Vocabulary) -> str:
    values = content.get(name)
    if not values:
        return ""
    return words.label(values[0]) if len(values) == 1 else " and ".join(map(words.label, sorted(values)))
