"""D17: which form an Accept header, a suffix or `format` chooses, and what is said where none is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6ld.server.negotiation import choose, ranges
from tests.server.asking import TYPES, Client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TABLE = [
    # what is asked for, and the form that is chosen; nothing for 406
    ("text/html", "html"),
    ("text/turtle", "ttl"),
    ("application/ld+json", "jsonld"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdf"),
    ("TEXT/Turtle", "ttl"),
    ("text/turtle; charset=utf-8", "ttl"),
    (BROWSER, "html"),
    ("*/*", "html"),
    ("", "html"),
    ("text/*", "html"),
    ("application/*", "jsonld"),
    ("text/turtle, */*", "ttl"),
    ("text/*, text/turtle;q=0.9", "html"),
    ("text/html;q=0.5, text/turtle", "ttl"),
    ("text/turtle;q=0.5, application/rdf+xml;q=0.7", "rdf"),
    ("text/turtle;q=0.7, application/rdf+xml;q=0.7", "ttl"),
    ("application/rdf+xml, text/turtle", "ttl"),
    ("text/html;q=0, */*", "ttl"),
    ("*/*;q=0.1, text/html;q=0", "ttl"),
    ("text/*;q=0, */*;q=0.5", "jsonld"),
    ("text/turtle;q=0", ""),
    ("*/*;q=0", ""),
    ("application/pdf", ""),
    ("image/*", ""),
    ("application/json", ""),
    ("application/pdf, text/turtle;q=0.1", "ttl"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
    ('application/ld+json;profile="a,b;q=0";q=0.9, text/html;q=0.8', "jsonld"),
    ("text/turtle;q=1.000", "ttl"),
    ("text/turtle;q=0.001", "ttl"),
    ("text/turtle;q=2, text/html;q=0.1", "html"),
    ("text/turtle;q=x, text/html;q=0.1", "html"),
    ("text/turtle ; q = 0.9 , text/html;q=0.8", "ttl"),
    ("text/turtle/x", "html"),
    ("nonsense", "html"),
    (";;;,,,", "html"),
    ("/", "html"),
    ('"', "html"),
    ("nonsense, text/turtle", "ttl"),
    ("*/turtle, text/turtle", "ttl"),
    (", ".join(["application/x-nothing"] * 499 + ["text/turtle;q=0.1"]), "ttl"),
    (", ".join(f"text/x-{number};q=0.5" for number in range(500)), ""),
]


@pytest.mark.parametrize(("accept", "form"), TABLE, ids=[text[:40] for text, _ in TABLE])
def test_d17_the_accept_header_chooses(client: Client, accept: str, form: str) -> None:
    answer = client.get("/claims/c-0001", accept)
    assert "Accept" in answer.headers["vary"]
    if form:
        assert (answer.status_code, answer.headers["location"]) == (303, f"c-0001.{form}")
    else:
        assert answer.status_code == 406


def test_d17_without_an_accept_header_comes_html(client: Client) -> None:
    assert client.get("/claims/c-0001").headers["location"] == "c-0001.html"


def test_d17_of_two_accept_headers_both_count(client: Client) -> None:
    answer = client.ask("GET", "/terms", [("accept", "text/html;q=0.5"), ("accept", "text/turtle")])
    assert answer.headers["location"] == "terms.ttl"


@pytest.mark.parametrize("suffix", TYPES)
def test_d17_a_suffix_beats_accept_and_a_type_is_what_it_says(client: Client, suffix: str) -> None:
    for accept in ("application/pdf", "*/*;q=0", "text/html"):
        answer = client.get(f"/claims/c-0001.{suffix}", accept)
        assert (answer.status_code, answer.text) == (200, f"claims/c-0001 as {suffix}")
        media_type, _, charset = answer.headers["content-type"].partition("; ")
        assert media_type == TYPES[suffix]
        assert charset == ("charset=utf-8" if media_type.startswith("text/") else "")


@pytest.mark.parametrize("suffix", TYPES)
def test_d17_format_beats_accept(client: Client, suffix: str) -> None:
    answer = client.get(f"/claims/c-0001?format={suffix}", "application/pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, f"c-0001.{suffix}")


@pytest.mark.parametrize(
    "target", ["/claims/c-0001?format=pdf", "/claims/c-0001?format=", "/claims?format=ttl"]
)
def test_d17_a_format_that_is_not_there_is_refused(client: Client, target: str) -> None:
    assert client.get(target).status_code == 406


def test_d17_a_refusal_lists_what_there_is(client: Client) -> None:
    answer = client.get("/lines/c-0001-1", "application/pdf")
    assert answer.status_code == 406 and answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert [line.split() for line in answer.text.splitlines() if line.startswith("..")] == [
        [f"../claims/c-0001.{suffix}", *media_type.split()]
        for suffix, media_type in [
            ("html", "text/html; charset=utf-8"),
            ("ttl", "text/turtle; charset=utf-8"),
            ("jsonld", TYPES["jsonld"]),
            ("nt", TYPES["nt"]),
            ("rdf", TYPES["rdf"]),
        ]
    ]


@given(st.text(alphabet='texurl/*;q=0.159," \\apidh+', max_size=80))
def test_d17_whatever_is_asked_for_there_is_an_answer(accept: str) -> None:
    offers = {name: (media_type,) for name, media_type in TYPES.items()}
    assert choose(accept, offers) in {*TYPES, ""}
    assert all(0 <= one.quality <= 1 for one in ranges(accept)) and ranges(accept)
