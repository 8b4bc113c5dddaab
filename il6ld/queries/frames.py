"""The columns of an answer as pandas and Polars have them: each of one type that keeps what its terms say."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import XSD

# Python's own readers take more than XSD does: underscores, blanks and other digits.
_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(rf"{_DECIMAL.pattern}([Ee][+-]?[0-9]+)?|[+-]?INF|NaN")
_INT64 = range(-(2**63), 2**63)
_SIZES = ("long", "int", "short", "byte")
_WHOLES = frozenset(
    XSD[name]
    for name in (
        "integer", *_SIZES, *(f"unsigned{name.title()}" for name in _SIZES),
        "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
    )
)  # fmt: skip
_NUMBERS = {XSD.decimal: _DECIMAL, XSD.double: _DOUBLE, XSD.float: _DOUBLE}
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Kind:
    """What the values of a column are: the name of that type in pandas, and in Polars."""

    pandas: str
    polars: str


TEXT = Kind("string", "String")


def typed(terms: Sequence[object], texts: Sequence[str | None]) -> tuple[Kind, list[Any]]:
    """The values of a column: of the first kind that has all its terms, or else the texts; None is unbound.

    A decimal is the nearest float. A whole number stays whole: where no type holds it, the column is text.
    """
    for kind, read in _READERS.items():
        values = [None if term is None else read(term) for term in terms]
        unread = sum(value is None for value in values)
        if len(terms) > unread == sum(term is None for term in terms):
            return kind, values
    return TEXT, list(texts)


def required(package: str) -> Any:
    """The package; ModuleNotFoundError that tells how to install it, where it is missing."""
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        message = f"{package} is not installed: python -m pip install {package}"
        raise ModuleNotFoundError(message, name=package) from None


def _truth(term: object) -> bool | None:
    return _TRUTHS.get(term.value) if isinstance(term, ox.Literal) and term.datatype == XSD.boolean else None


def _whole(term: object) -> int | None:
    if isinstance(term, ox.Literal) and term.datatype in _WHOLES and _WHOLE.fullmatch(term.value):
        value = int(term.value)
        return value if value in _INT64 else None
    return None


def _number(term: object) -> float | None:
    whole = _whole(term)
    if whole is not None:
        return float(whole) if int(float(whole)) == whole else None
    if not isinstance(term, ox.Literal) or term.datatype not in _NUMBERS:
        return None
    if not _NUMBERS[term.datatype].fullmatch(term.value):
        return None
    value = float(term.value)
    # The doubles of XSD end as Python's do, but a decimal is never infinite.
    return None if term.datatype == XSD.decimal and math.isinf(value) else value


_READERS: dict[Kind, Callable[[object], Any]] = {
    Kind("boolean", "Boolean"): _truth,
    Kind("Int64", "Int64"): _whole,
    Kind("Float64", "Float64"): _number,
}
