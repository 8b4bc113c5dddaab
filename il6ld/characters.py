"""Which characters may stand where: in a file, in text, in a name, in an IRI."""

from __future__ import annotations

import re
import unicodedata

import pyoxigraph as ox

# What no text file of ours may hold: control characters, line ends that only some programs see, halves of
# surrogate pairs, and the mark that a wrong conversion leaves where a letter was.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd-\uffff]")
# What a reader cannot see, or sees in another order than it is written.
HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
# Cyrillic and Greek letters that are drawn as Latin ones; small Greek letters are words of the field.
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХаеіјорсухѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" + _HYPHENS,
    "ABCEHIJKMOPSTXaeijopcyxsdqwABEZHIKMNOPTYXo" + "-" * len(_HYPHENS),
)  # fmt: skip
_MIXED = re.compile("(?<=[A-Za-z])[\u0400-\u052f]|[\u0400-\u052f](?=[A-Za-z])|[\u2010\u2011]")
SCHEMES = ("http", "https", "mailto", "urn")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def named(character: str) -> str:
    """A character by code point and name.

    >>> named("\\u0430")
    'U+0430 CYRILLIC SMALL LETTER A'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def deceptive(text: str) -> str:
    """The first character that hides or looks like another one, or nothing."""
    if text.isascii():
        return ""
    match = HIDDEN.search(text) or _MIXED.search(text)
    return match.group() if match else ""


def skeleton(text: str) -> str:
    """What a reader's eye makes of a text: two texts with one skeleton are hard to tell apart.

    >>> skeleton("IL\\u20116") == skeleton("IL-6")
    True
    """
    if text.isascii():
        return text.strip()
    seen = unicodedata.normalize("NFKC", HIDDEN.sub("", text)).translate(_LOOKALIKES)
    return unicodedata.normalize("NFC", seen).strip()


def difference(text: str, other: str) -> str:
    """The first characters by which two texts differ, by code point, in words."""
    for one, two in zip(text, other, strict=False):
        if one != two:
            return f"{named(one)} for {named(two)}"
    longer = text if len(text) > len(other) else other
    return f"{named(longer[min(len(text), len(other))])} at the end"


def iri_trouble(iri: str) -> str:
    """Why an IRI may not be published, as the end of a sentence; nothing where it may."""
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        return f"is no IRI: {error}"
    match = _SCHEME.match(iri)
    if match and match[1].lower() not in SCHEMES:
        return f"has the scheme '{match[1]}', which is not one of {', '.join(SCHEMES)}"
    if found := deceptive(iri):
        return f"holds {named(found)}, which hides or looks like another character"
    if not unicodedata.is_normalized("NFC", iri):
        return "is not in Unicode's normal form NFC"
    return ""
