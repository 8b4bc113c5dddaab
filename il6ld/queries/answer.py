"""What a query answers: rows of terms, triples, or yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from il6ld.namespaces import Context
from il6ld.queries.frames import Kind, required, typed
from il6ld.tables import aligned

if TYPE_CHECKING:
    import pandas
    import polars

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_SHOWN_ROWS = 100  # of a table in a notebook


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
        return map(tuple, self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        return aligned([list(self.columns), *self.texts()])

    def column(self, name: str) -> list[Term | None]:
        """The terms of one column, in the order of the rows."""
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def texts(self) -> Iterator[list[str]]:
        """The rows for people: CURIEs and plain text, empty where a variable is unbound."""
        return ([shown(term, self.context) for term in row] for row in self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame; each column is of one nullable type, and NA where it is unbound.

        Whole numbers are Int64, other numbers Float64, truth values boolean, and all else the text that
        people read, such as CURIEs. A column in which these are mixed is text. pandas counts NaN as NA.
        Raises ModuleNotFoundError without pandas.
        """
        pandas = required("pandas")
        columns = {
            name: pandas.array(values, dtype=kind.pandas) for name, (kind, values) in self._typed().items()
        }
        return pandas.DataFrame(columns, index=range(len(self)), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars DataFrame of the same values as `to_pandas`, null where unbound.

        Raises ModuleNotFoundError without Polars.
        """
        polars = required("polars")
        columns = self._typed().items()
        return polars.DataFrame(
            [polars.Series(name, values, getattr(polars, kind.polars)) for name, (kind, values) in columns]
        )

    def _typed(self) -> dict[str, tuple[Kind, list[Any]]]:
        columns = {name: self.column(name) for name in self.columns}
        return {name: typed(terms, [self._text(term) for term in terms]) for name, terms in columns.items()}

    def _text(self, term: Term | None) -> str | None:
        return None if term is None else shown(term, self.context)

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
