"""An answer as a data frame of pandas or Polars, which says what its terms say, and as HTML in a notebook."""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.errors import UsageError
from il6ld.exits import as_error
from il6ld.namespaces import XSD
from il6ld.queries import QUERIES, Answer, Term, shown, write
from il6ld.queries.frames import typed
from tests.queries.answers import base

Frame = Any
Column = list[Term | None]


def to_pandas(answer: Answer) -> Frame:
    pytest.importorskip("pandas", reason="pandas is not installed: see locks/notebook.lock")
    return answer.to_pandas()


def to_polars(answer: Answer) -> Frame:
    pytest.importorskip("polars", reason="polars is not installed: see locks/notebook.lock")
    return answer.to_polars()


def kinds(frame: Frame) -> list[str]:
    """The type of each column, in pandas' words for both."""
    return [str(kind).lower() for kind in list(frame.dtypes)]


def lists(frame: Frame) -> list[list[Any]]:
    """The columns as Python has them, None where a value is missing."""
    if hasattr(frame, "get_columns"):
        return [column.to_list() for column in frame.get_columns()]
    return [[None if gone else value for value, gone in zip(column.tolist(), column.isna(), strict=True)]
            for _, column in frame.items()]  # fmt: skip


def answer_of(**columns: Column) -> Answer:
    return Answer(tuple(columns), list(zip(*columns.values(), strict=True)), base().context)


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=XSD[datatype])


def selected(name: str, **parameters: str) -> Answer:
    answer = base().query(name, **parameters)
    assert isinstance(answer, Answer)
    return answer


# What a column of terms becomes: its type, and its values.
BECOMES: dict[str, tuple[Column, str, list[Any]]] = {
    "whole numbers": ([literal("7", "integer"), literal("-07", "long")], "int64", [7, -7]),
    "the largest": ([literal(str(2**63 - 1), "integer"), None], "int64", [2**63 - 1, None]),
    "one too large": ([literal(str(2**63), "integer")], "string", [str(2**63)]),
    "far too large": ([literal("9" * 5000, "integer")], "string", ["9" * 5000]),
    "no double holds it": ([literal(str(2**53 + 1), "integer"), literal("1", "double")], "string",
                           [str(2**53 + 1), "1"]),
    "decimals": ([literal("0.1", "decimal"), literal(".5", "decimal")], "float64", [0.1, 0.5]),
    "an average": ([literal("3.333333333333333333", "decimal")], "float64", [10 / 3]),
    "numbers of every kind": ([literal("2", "integer"), literal("1E1", "double"), literal("0.1", "decimal")],
                              "float64", [2.0, 10.0, 0.1]),
    "no end": ([literal("-INF", "double"), literal("+INF", "float")], "float64", [-math.inf, math.inf]),
    "a decimal has an end": ([literal("9" * 400, "decimal")], "string", ["9" * 400]),
    "truth values": ([literal("true", "boolean"), literal("0", "boolean"), None], "boolean",
                     [True, False, None]),
    "truth and numbers": ([literal("true", "boolean"), literal("1", "integer")], "string", ["true", "1"]),
    "no number": ([literal("many", "integer"), literal("1", "integer")], "string", ["many", "1"]),
    "a number to Python": ([literal("1_000", "integer"), literal("١", "integer"), literal(" 1", "float")],
                           "string", ["1_000", "١", " 1"]),
    "digits in text": ([ox.Literal("7"), ox.Literal("8", language="en")], "string", ["7", "8"]),
    "text": ([ox.Literal("Entzündung \U0001f9ec", language="de"), ox.Literal("")], "string",
             ["Entzündung \U0001f9ec", ""]),
    "names": ([ox.NamedNode("https://w3id.org/il6ld/terms/Obesity"), ox.BlankNode("b")], "string",
              ["il6:Obesity", "_:b"]),
    "a date": ([literal("2026-01-31", "date")], "string", ["2026-01-31"]),
    "nothing bound": ([None, None], "string", [None, None]),
    "no rows": ([], "string", []),
}  # fmt: skip


@pytest.mark.parametrize("read", [to_pandas, to_polars])
@pytest.mark.parametrize("case", BECOMES)
def test_a_column_is_of_the_type_that_keeps_it(case: str, read: Callable[[Answer], Frame]) -> None:
    terms, kind, values = BECOMES[case]
    frame = read(answer_of(x=terms, beside=[ox.Literal("text")] * len(terms)))
    assert kinds(frame) == [kind, "string"]
    assert lists(frame) == [values, ["text"] * len(terms)]


def test_not_a_number_is_kept_by_polars_and_missing_to_pandas() -> None:
    answer = answer_of(x=[literal("NaN", "double"), None, literal("1", "double")])
    (column,) = lists(to_polars(answer))
    assert math.isnan(column[0]) and column[1:] == [None, 1.0]
    assert lists(to_pandas(answer)) == [[None, None, 1.0]]


@pytest.mark.parametrize("read", [to_pandas, to_polars])
def test_an_empty_answer_keeps_its_columns(read: Callable[[Answer], Frame]) -> None:
    answer = selected("gaps", about="fever")
    frame = read(answer)
    assert frame.shape == (0, len(answer.columns)) and list(frame.columns) == list(answer.columns)
    assert read(Answer((), [], base().context)).shape == (0, 0)


@pytest.mark.parametrize("read", [to_pandas, to_polars])
def test_numbers_can_be_reckoned_with(read: Callable[[Answer], Frame]) -> None:
    frame = read(selected("certainties"))
    assert dict(zip(frame.columns, kinds(frame), strict=True))["claims"] == "int64"
    assert frame["claims"].sum() == len(base().claims())


def in_csv(value: Any) -> str:
    """A value of a frame, as CSV has it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("read", [to_pandas, to_polars])
def test_each_named_query_says_in_a_frame_what_it_says_in_csv(read: Callable[[Answer], Frame]) -> None:
    seen = 0
    for name in QUERIES:
        answer = selected(name)
        head, *rows = csv.reader(io.StringIO(write(answer, "csv")))
        frame = read(answer)
        assert (list(frame.columns), frame.shape) == (head, (len(rows), len(head)))
        told = [list(map(in_csv, column)) for column in lists(frame)]
        written = [list(map(base().context.compact, column)) for column in zip(*rows, strict=True)]
        assert told == (written or [[] for _ in head]), name
        seen += len(rows)
    assert seen > 500


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WRONG = st.sampled_from(["", "many", "1_0", "١", " 1", "1 ", "0x1", "1e", "--1", "inf", "nan", "1.5.2"])
INTEGERS = (st.integers(-9, 9) | st.integers(-(2**70), 2**70) | st.integers()).map(str)
KINDS: list[st.SearchStrategy[Term]] = [
    INTEGERS.map(lambda text: literal(text, "integer")),
    st.integers(0, 2**64).map(lambda value: literal(str(value), "unsignedLong")),
    st.decimals(allow_nan=False, allow_infinity=False).map(lambda value: literal(f"{value:f}", "decimal")),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: literal(repr(value), "double")),
    st.sampled_from(["INF", "-INF", "1E400", "-0", "1.", ".5E-3"]).map(lambda text: literal(text, "double")),
    st.sampled_from(["true", "false", "1", "0"]).map(lambda text: literal(text, "boolean")),
    st.builds(literal, WRONG, st.sampled_from(["integer", "decimal", "double", "boolean", "byte"])),
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="de")),
    st.sampled_from([ox.NamedNode("https://w3id.org/il6ld/terms/Obesity"), ox.BlankNode("b")]),
]


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers whose columns are each of one kind of term, or of several."""
    size = draw(st.integers(0, 6))
    kinds = st.one_of(st.sampled_from(KINDS), st.just(st.one_of(KINDS)))
    names = [f"column{number}" for number in range(draw(st.integers(1, 4)))]
    found = {name: draw(st.lists(st.none() | draw(kinds), min_size=size, max_size=size)) for name in names}
    return answer_of(**found)


def means(term: Term | None, value: Any) -> bool:
    """Whether a value of a frame says what the term says."""
    if term is None or isinstance(value, str) or value is None:
        return bool(value == (None if term is None else shown(term, base().context)))
    assert isinstance(term, ox.Literal)
    if isinstance(value, bool):
        return value is (term.value in ("true", "1"))
    if isinstance(value, int):
        return Decimal(value) == Decimal(term.value)
    exact = Decimal(term.value)
    whole = term.datatype in (XSD.integer, XSD.unsignedLong, XSD.byte)
    return exact == Decimal(value) if whole else value == float(exact)


@settings(deadline=None, max_examples=100)
@given(answers())
def test_a_value_says_what_its_term_says(answer: Answer) -> None:
    for name in answer.columns:
        terms = answer.column(name)
        texts = [None if term is None else shown(term, base().context) for term in terms]
        _, values = typed(terms, texts)
        assert all(map(means, terms, values)), (terms, values)


@settings(deadline=None, max_examples=200)
@given(answers())
def test_pandas_and_polars_say_the_same(answer: Answer) -> None:
    left, right = to_pandas(answer), to_polars(answer)
    assert left.shape == right.shape == (len(answer), len(answer.columns))
    assert list(left.columns) == right.columns == list(answer.columns)
    assert kinds(left) == kinds(right)
    assert lists(left) == lists(right)
    for terms, values in zip(map(answer.column, answer.columns), lists(right), strict=True):
        assert all(map(means, terms, values)), (terms, values)


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_named_with_the_way_to_install_it(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModuleNotFoundError, match=f"python -m pip install {package}$") as caught:
        getattr(selected("gaps"), f"to_{package}")()
    told = as_error(caught.value)
    assert isinstance(told, UsageError) and package in told.findings[0].message


class Cells(HTMLParser):
    """The rows of a table, as a browser has them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.inside = tag in ("td", "th")
        if tag == "tr":
            self.rows.append([])
        elif self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, text: str) -> None:
        if self.inside:
            self.rows[-1][-1] += text


@settings(deadline=None)
@given(answers())
def test_a_notebook_shows_every_cell_and_no_markup(answer: Answer) -> None:
    table = Cells(answer._repr_html_())
    assert table.rows == [list(answer.columns), *answer.texts()]
    assert table.tags <= {"table", "thead", "tbody", "tr", "th", "td"}


def test_a_long_answer_says_how_long_it_is() -> None:
    rows = [(literal(str(number), "integer"),) for number in range(150)]
    whole, cut = (Answer(("x",), rows, base().context, cut) for cut in (False, True))
    assert len(Cells(whole._repr_html_()).rows) == 101
    assert whole._repr_html_().endswith("<p>100 rows of 150</p>")
    assert cut._repr_html_().endswith("<p>100 rows of more than 150</p>")
    short = Answer(("x",), rows[:3], base().context)
    assert "<p>" not in short._repr_html_()
