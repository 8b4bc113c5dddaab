"""What a query answers: rows of terms, triples, or yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from il6ld.namespaces import XSD, Context

if TYPE_CHECKING:
    import pandas
    import polars

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_SHOWN_ROWS = 100  # of a table in a notebook
_NUMBERS = frozenset({XSD[name] for name in ("integer", "decimal", "double", "float", "int", "long")})


@dataclass(frozen=True)
class Answer:
    """The rows of a SELECT; `cut` says that there were more than were asked for.

    Iterating gives one tuple of terms a row, None where a variable is unbound.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Term | None]] = field(repr=False)
    context: Context = field(repr=False)
    cut: bool = False

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return (tuple(row) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> list[Term | None]:
        """The terms of one column, in the order of the rows."""
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def texts(self) -> Iterator[list[str]]:
        """The rows for people: CURIEs and plain text, empty where a variable is unbound."""
        return ([shown(term, self.context) for term in row] for row in self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame: CURIEs and text as str, numbers as numbers, None where unbound."""
        import pandas

        return pandas.DataFrame(self._native(), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars DataFrame, of the same values as `to_pandas`."""
        import polars

        return polars.DataFrame(
            self._native(), schema=list(self.columns), orient="row", infer_schema_length=None
        )

    def _native(self) -> list[list[Any]]:
        return [[native(term, self.context) for term in row] for row in self.rows]

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        texts = [text for text, _ in zip(self.texts(), range(_SHOWN_ROWS), strict=False)]
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in text)}</tr>" for text in texts)
        rest = (
            "" if len(texts) == len(self) and not self.cut else f"<p>{len(texts)} rows of {self._size()}</p>"
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _size(self) -> str:
        return f"more than {len(self)}" if self.cut else str(len(self))


@dataclass(frozen=True)
class Graph:
    """The triples of a CONSTRUCT or DESCRIBE."""

    triples: list[ox.Triple] = field(repr=False)
    context: Context = field(repr=False)
    cut: bool = False

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)


@dataclass(frozen=True)
class Truth:
    """What an ASK answers."""

    value: bool
    cut: bool = False

    def __bool__(self) -> bool:
        return self.value


Result = Answer | Graph | Truth


def taken(found: Iterable[Any], most: int | None) -> tuple[list[Any], bool]:
    """At most so many of what there is, and whether there was more."""
    if most is None:
        return list(found), False
    rows: list[Any] = []
    for row in found:
        if len(rows) == most:
            return rows, True
        rows.append(row)
    return rows, False


def shown(term: Term | None, context: Context) -> str:
    """A term as people read it: the CURIE of an IRI, the text of a literal, nothing for nothing."""
    if isinstance(term, ox.NamedNode):
        return context.compact(term.value)
    if isinstance(term, ox.Literal):
        return term.value
    return "" if term is None else str(term)


def native(term: Term | None, context: Context) -> Any:
    """A term as Python has it: numbers and truth values as such, all else as people read it."""
    if isinstance(term, ox.Literal) and term.datatype in _NUMBERS:
        return float(term.value) if term.datatype not in _WHOLE else int(term.value)
    if isinstance(term, ox.Literal) and term.datatype == XSD.boolean:
        return term.value in ("true", "1")
    return None if term is None else shown(term, context)


_WHOLE = frozenset({XSD.integer, XSD.int, XSD.long})
