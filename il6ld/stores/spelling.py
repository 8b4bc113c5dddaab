"""How stores spell literals anew: each store declares which of these rewritings are its own.

A rewriting maps a literal, before and after, to one form that means the same; what is not declared is damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from il6ld.namespaces import XSD

Rewriting = Callable[[Literal], Literal]

_INTEGERS = frozenset(
    XSD[name]
    for name in (
        "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger", "long",
        "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SECONDS = re.compile(r"(:[0-9]{2})(?:\.0+|(\.[0-9]*?[1-9])0+)(?=Z|[+-]|$)")
_BOOLEANS = {"1": "true", "0": "false"}


def numbers(literal: Literal) -> Literal:
    """Integers, decimals and doubles by value: 01 as 1, 5.0 as 5, 1E0 as 1.0; the datatype stays."""
    kind, text = literal.datatype, literal.value
    if kind in _INTEGERS and _INTEGER.fullmatch(text):
        return Literal(_integer(text), datatype=kind)
    if kind == XSD.decimal and _DECIMAL.fullmatch(text):
        return Literal(_decimal(text), datatype=kind)
    if kind in (XSD.double, XSD.float) and _DOUBLE.fullmatch(text):
        return Literal(repr(float(text)), datatype=kind)
    return literal


def _integer(text: str) -> str:
    digits = text.lstrip("+-").lstrip("0") or "0"  # int() refuses thousands of digits
    return f"-{digits}" if text[0] == "-" and digits != "0" else digits


def _decimal(text: str) -> str:
    plain = f"{Decimal(text):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain


def integer_types(literal: Literal) -> Literal:
    """Every type of integer as xsd:integer."""
    if literal.datatype in _INTEGERS and _INTEGER.fullmatch(literal.value):
        return Literal(literal.value, datatype=XSD.integer)
    return literal


def booleans(literal: Literal) -> Literal:
    """1 as true, 0 as false."""
    if literal.datatype == XSD.boolean and literal.value in _BOOLEANS:
        return Literal(_BOOLEANS[literal.value], datatype=XSD.boolean)
    return literal


def seconds(literal: Literal) -> Literal:
    """Seconds without zeros at their end: 12.500 as 12.5."""
    if literal.datatype in (XSD.dateTime, XSD.time):
        return Literal(_SECONDS.sub(r"\1\2", literal.value), datatype=literal.datatype)
    return literal


def languages(literal: Literal) -> Literal:
    """Language tags in lower case."""
    return Literal(literal.value, language=literal.language.lower()) if literal.language else literal


_TYPED = _INTEGERS | {XSD[name] for name in ("decimal", "double", "float", "boolean", "dateTime", "time")}


def respelled(literal: Literal, rewritings: tuple[Rewriting, ...]) -> Literal:
    """A literal after every rewriting of a store."""
    datatype: NamedNode = literal.datatype
    if literal.language or datatype in _TYPED:
        for rewriting in rewritings:
            literal = rewriting(literal)
    return literal
