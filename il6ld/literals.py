"""What the texts of typed values look like, as XML Schema says."""

from __future__ import annotations

import re
from datetime import date

from il6ld.namespaces import RDF, XSD

_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"{_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_ZONE = r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
_DATE = r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_ANY = r"(?s:.*)"

# Each type of XML Schema: the form of its texts, and that form in words.
FORMS = {
    "boolean": (r"true|false|1|0", "true or false"),
    "decimal": (_DECIMAL, "a number like 1.5"),
    "float": (_FLOAT, "a number like 1.5E0"),
    "double": (_FLOAT, "a number like 1.5E0"),
    "date": (_DATE + _ZONE, "a date like 2022-12-15"),
    "dateTime": (f"{_DATE}T{_TIME}{_ZONE}", "a moment like 2022-12-15T09:30:00Z"),
    "dateTimeStamp": (f"{_DATE}T{_TIME}{_ZONE[:-1]}", "a moment like 2022-12-15T09:30:00Z"),
    "time": (_TIME + _ZONE, "a time like 09:30:00"),
    "gYear": (r"-?[0-9]{4,}" + _ZONE, "a year like 2022"),
    "gYearMonth": (r"-?[0-9]{4,}-(0[1-9]|1[0-2])" + _ZONE, "a month like 2022-12"),
    "hexBinary": (r"([0-9A-Fa-f]{2})*", "an even number of hexadecimal digits"),
    "language": (r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", "a language tag like en"),
    **dict.fromkeys(
        ("anyURI", "base64Binary", "dayTimeDuration", "duration", "gDay", "gMonth", "gMonthDay", "Name",
         "NCName", "NMTOKEN", "normalizedString", "string", "token", "yearMonthDuration"),
        (_ANY, "text"),
    ),
}  # fmt: skip
# Each type of whole number: its least value, its greatest, and what it is called.
WHOLE: dict[str, tuple[int | None, int | None, str]] = {
    "integer": (None, None, "a whole number"),
    "nonNegativeInteger": (0, None, "a whole number, 0 or more"),
    "positiveInteger": (1, None, "a whole number, 1 or more"),
    "nonPositiveInteger": (None, 0, "a whole number, 0 or less"),
    "negativeInteger": (None, -1, "a whole number, -1 or less"),
    **{
        name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, f"a whole number of {bits} bits")
        for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))
    },
    **{
        f"unsigned{name}": (0, 2**bits - 1, f"a whole number, 0 or more, of {bits} bits")
        for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))
    },
}
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")
_PATTERNS = {name: re.compile(form) for name, (form, _) in FORMS.items()}
_OTHER_TYPES = frozenset(
    RDF[name].value for name in ("HTML", "JSON", "XMLLiteral", "dirLangString", "langString")
)


def is_datatype(iri: str) -> bool:
    """Whether readers of RDF know a datatype."""
    name = iri.removeprefix(XSD.iri)
    return iri in _OTHER_TYPES or (iri != name and (name in FORMS or name in WHOLE))


def expected(text: str, iri: str) -> str:
    """What a value of a datatype looks like, where `text` is none; nothing where it is one.

    >>> expected("2020-02-30", "http://www.w3.org/2001/XMLSchema#date")
    'a date like 2022-12-15'
    """
    name = iri.removeprefix(XSD.iri)
    if name in WHOLE:
        least, most, told = WHOLE[name]
        fits = _INTEGER.fullmatch(text) and _is_between(int(text), least, most)
        return "" if fits else told
    if name not in FORMS:
        return ""
    fits = _PATTERNS[name].fullmatch(text) and (name not in ("date", "dateTime") or _is_in_calendar(text))
    return "" if fits else FORMS[name][1]


def _is_between(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or least <= number) and (most is None or number <= most)


def _is_in_calendar(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return len(text) > 10 and text[4:5] != "-"  # years beyond 9999 and before 1 are not looked at
    return True
