"""One term of somebody else's ontology, and how names are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Names are a million, and most of them ASCII.
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
_ASCII_LINES = {**_ASCII, ord("\n"): "\n"}
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another name of a term; `scope` is exact, broad, narrow or related."""

    text: str
    scope: str


@dataclass(frozen=True, slots=True)
class ExternalTerm:
    """What one file says of one term; every identifier is a CURIE as context.jsonld spells its prefix."""

    id: str
    label: str
    synonyms: tuple[Synonym, ...]
    former_labels: tuple[str, ...]
    is_obsolete: bool
    replaced_by: tuple[str, ...]
    parents: tuple[str, ...]
    namespace: str
    source: str
    source_version: str


def match_key(text: str) -> str:
    """A name as names are matched: without case, accents, spaces and punctuation.

    >>> match_key("Interleukin-6") == match_key("interleukin 6"), match_key("NF-\u03baB")
    (True, 'nf\u03bab')
    """
    if text.isascii():
        key = text.translate(_ASCII)
    else:
        # Twice, since what a letter is taken apart into may be in upper case: \U0001f110 is (A).
        once = unicodedata.normalize("NFKD", text.casefold())
        key = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", once.casefold())))
    return key or text


def match_keys(names: Sequence[str]) -> Iterator[str]:
    """The match key of each name; where dozens in a row are ASCII, in one step."""
    for start in range(0, len(names), _AT_ONCE):
        batch = names[start : start + _AT_ONCE]
        joined = "\n".join(batch)
        keys = joined.translate(_ASCII_LINES).split("\n") if joined.isascii() else []
        if len(keys) == len(batch) and all(keys):
            yield from keys
        else:
            yield from map(match_key, batch)
