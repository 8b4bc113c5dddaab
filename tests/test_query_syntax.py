"""A query is looked at before a parser sees it: what is too long, too deep, or asks others is refused."""

from __future__ import annotations

import contextlib
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6ld.errors import LimitExceeded, UsageError
from il6ld.queries import QUERIES, check
from il6ld.queries.syntax import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_OPERATORS,
    MAX_PATH,
    MAX_PATTERNS,
    names_graphs,
    tokens,
)


def sized(number: int) -> str:
    return f"ASK {{ }} #{'x' * (number - 9)}"


def deep(number: int) -> str:
    return f"ASK {'{' * number}{'}' * number}"


def deep_in_parentheses(number: int) -> str:
    return f"ASK {{ FILTER {'(' * (number - 1)}1{')' * (number - 1)} }}"


def separated(by: str, first: str, more: str) -> object:
    return lambda number: f"ASK {{ {first} {by.join([more] * number)} }}"


# The same hundred patterns in other spellings: for the store, which takes long over them, one will do.
RESPELLED = [
    separated(" ", "", "?s ?p ?o ."),
    separated(" ; ", "?s", "?p ?o"),
    separated(" , ", "?s ?p", "?o"),
]


def path(by: str) -> object:
    return lambda number: f"ASK {{ ?s {by.join(['<a:b>'] * number)} ?o }}"


@pytest.mark.parametrize(
    ("limit", "made"),
    [
        (MAX_BYTES, sized),
        (MAX_DEPTH, deep),
        (MAX_DEPTH, deep_in_parentheses),
        (MAX_PATTERNS, separated(" . ", "", "?s ?p ?o")),
        *((MAX_PATTERNS, respelled) for respelled in RESPELLED),
        (MAX_PATTERNS, separated(" ", "", "OPTIONAL { ?s ?p ?o }")),
        (MAX_PATTERNS, separated(" ", "", "FILTER (1 = 1) ?s ?p ?o")),
        (MAX_PATTERNS, lambda number: f"ASK {{ ?s ?p ({'1 ' * number}) }}"),
        (MAX_OPERATORS, lambda number: f"ASK {{ FILTER (1{'||1' * number}) }}"),
        (MAX_OPERATORS, lambda number: f"ASK {{ FILTER ({'!' * number}true) }}"),
        (MAX_OPERATORS, lambda number: f"SELECT (1{'+1' * number} AS ?sum) {{ }}"),
        (MAX_PATH, path("/")),
        (MAX_PATH, path("|")),
    ],
)
def test_a_limit_is_met_and_not_passed(limit: int, made: object) -> None:
    assert callable(made)
    check(made(limit))
    ox.Store().query(made(10 if made in RESPELLED else limit))
    with pytest.raises(LimitExceeded) as caught:
        check(made(limit + 1))
    assert caught.value.findings[0].rule == "query-limit" and caught.value.findings[0].position


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://x/> { ?s ?p ?o } }",
        "ASK { service<http://x/>{ ?s ?p ?o } }",
        "ASK { ?s ?p ?o SERVICE SILENT ?o { ?a ?b ?c } }",
        "ASK { # comment\n SeRvIcE # { \n <http://x/> { } }",
        "ASK { FILTER EXISTS { SERVICE x:y { } } }",
        "ASK { { SELECT * { SERVICE <http://x/> { } } } }",
        "ASK { ?s ?p '''a''' . SERVICE <http://x/> { } }",
    ],
)
def test_service_is_refused_at_its_place(query: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(query)
    (finding,) = caught.value.findings
    assert finding.rule == "query-service" and finding.position
    line = query.split("\n")[finding.position.line - 1]
    assert line[finding.position.column - 1 :].upper().startswith("SERVICE")


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "SERVICE <http://x/>" }',
        "ASK { ?s ?p 'it''s', \"SERVICE\", '''SERVICE ' ''' }",
        "ASK { ?service <http://x/SERVICE> service:x, x:service, _:service, 'a'@service } # SERVICE",
        "ASK { VALUES (?a ?b) { (1 2) " + "(3 4) " * 200 + "} }",
        "ASK { FILTER (?a < 3 && ?b > 4 || ?c IN (1, 2, 3)) }",
        "ASK { FILTER (?a IN (" + "'a'@en, 'b', " * 200 + "'c')) }",
        r"ASK { ?s ?p x:a\-b, 'a\u0041', <http://x/\u0041> }",
    ],
)
def test_what_is_harmless_is_let_through(query: str) -> None:
    check(query)


@pytest.mark.parametrize("query", [r"ASK { \u0053ERVICE <http://x/> { } }", r"\u0049NSERT DATA { }"])
def test_a_keyword_cannot_be_hidden_in_escapes(query: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(query)
    assert caught.value.findings[0].rule == "query-escape"


@given(st.text(alphabet="{}()[]<>\"'#\\ \n?$:@.;,/|^&=aSERVICEservice0", max_size=60))
def test_whatever_stands_there_is_read_to_its_end(text: str) -> None:
    read = list(tokens(text))
    assert all(text[token.start :].startswith(token.text) and token.text for token in read)
    rest = list(text)
    for token in read:
        rest[token.start : token.start + len(token.text)] = " " * len(token.text)
    assert all(line.strip().startswith("#") or not line.strip() for line in "".join(rest).splitlines())


@pytest.mark.parametrize("piece", ["a.", "a-", "a.-", "'", "<", "<a", ":", "_:", "#\n", "1.", "'''a"])
def test_no_text_keeps_the_look_for_long(piece: str) -> None:
    text = (piece * MAX_BYTES)[:MAX_BYTES]
    began = time.process_time()
    with contextlib.suppress(LimitExceeded):
        check(text)
    assert time.process_time() - began < 1


def test_a_query_that_names_its_graphs_is_known() -> None:
    assert names_graphs("SELECT * # who\n from named <a:b> { }")
    assert not names_graphs("SELECT ?from { ?from <a:FROM> 'FROM <a:b>' } # FROM <a:b>")


def test_our_own_queries_pass() -> None:
    assert len(QUERIES) > 25
    for query in QUERIES.values():
        check(query.text, query.name)
