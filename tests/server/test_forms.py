"""Every form of an answer says the same, to readers that we did not write."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

import html5lib  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.server import Job, Library
from il6ld.server.evaluation import answer
from il6ld.server.forms import FORMS, ROWS, TRIPLES
from tests.released import CONTEXT
from tests.server.asking import Client

QUERY = 'SELECT ?s ?l { ?s rdfs:label ?l FILTER(LANG(?l) = "en") } ORDER BY ?s LIMIT 30'
CONSTRUCT = "CONSTRUCT WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o . ?s a ?c } LIMIT 100"
_LITERALS = st.builds(
    ox.Literal,
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12),
)
_TERMS = st.one_of(
    st.none(),
    _LITERALS,
    st.builds(lambda text: ox.Literal(text, language="en"), st.text("ab\t\n\r\"'\\,", max_size=6)),
    st.builds(lambda number: ox.Literal(number), st.integers(-99, 99)),
    st.builds(lambda name: ox.NamedNode(f"http://a.example/{name}"), st.text("abc\u00e9", max_size=4)),
)


def table(client: Client, form: str) -> list[tuple[str, ...]]:
    """The rows of an answer, as texts, read by the standard library or rdflib."""
    content = client.query(QUERY, format=form).content
    if form == "csv":
        return [tuple(row) for row in csv.reader(io.StringIO(content.decode()))][1:]
    if form in ("json", "xml", "tsv"):
        read = rdflib.query.Result.parse(io.BytesIO(content), format=form)
        return [tuple(str(term) for term in row) for row in read if isinstance(row, rdflib.query.ResultRow)]
    page = html5lib.parse(content.decode(), namespaceHTMLElements=False)
    return [tuple("".join(cell.itertext()) for cell in row) for row in page.iter("tr")][1:]


@pytest.mark.parametrize("form", ROWS)
def test_rows_are_the_same_in_every_form(client: Client, form: str) -> None:
    rows = table(client, form)
    assert len(rows) == 30
    assert form == "html" or rows == table(client, "json"), "in HTML, names are short"


def cells(client: Client, query: str) -> list[list[str]]:
    """The cells of the rows of an answer in HTML."""
    page = html5lib.parse(client.query(query, format="html").content.decode(), namespaceHTMLElements=False)
    return [["".join(cell.itertext()) for cell in row] for row in page.iter("tr")][1:]


def test_in_html_no_claim_is_named_without_its_stance(client: Client, library: Library) -> None:
    claims = "{ ?claim a il6:Claim ; il6:polarity ?polarity ; il6:status ?status }"
    told = {name.partition(" ")[0]: name for name, *_ in cells(client, f"SELECT DISTINCT ?claim {claims}")}
    assert len(told) > 90 and sum(" [" in name for name in told.values()) == len(library.held) > 40
    rows = cells(client, f"SELECT ?claim ?polarity ?status {claims}")
    words = ("il6:Denied", "il6:Superseded")
    denied, superseded = [[row[0] for row in rows if word in row] for word in words]
    assert denied and all("a denial" in name for name in denied)
    assert superseded and all("superseded" in name for name in superseded)
    for claim, held in library.held.items():
        name = library.context.compact(claim)
        assert told[name] == f"{name} [{held}]"


def test_in_html_a_claim_among_triples_is_told_the_same(client: Client, library: Library) -> None:
    claim, held = next(iter(library.held.items()))
    rows = cells(client, f"CONSTRUCT WHERE {{ <{claim}> il6:polarity ?polarity }}")
    assert [row[0] for row in rows] == [f"{library.context.compact(claim)} [{held}]"]


@pytest.mark.parametrize("form", [form for form in TRIPLES if form != "html"])
def test_triples_are_the_same_in_every_form(client: Client, form: str) -> None:
    def graph(name: str) -> rdflib.Graph:
        format = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}[name]
        return rdflib.Graph().parse(data=client.query(CONSTRUCT, format=name).content, format=format)

    assert len(graph(form)) > 50 and set(graph(form)) == set(graph("nt"))


@pytest.mark.parametrize("form", ROWS)
def test_a_truth_value_is_told_in_every_form(client: Client, form: str) -> None:
    for text, word in (("ASK { ?s ?p ?o }", "true"), ("ASK { ?s <a:nothing> ?o }", "false")):
        told = client.query(text, format=form).text.lower()
        assert (word in told) != (form == "html") and (form != "html" or ("yes." in told) == (word == "true"))


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", "json"),
        ("application/json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("application/xml", "xml"),
        ("text/xml", "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
        ("*/*", "json"),
        ("text/html,*/*;q=0.8", "html"),
        ("application/sparql-results+json;q=0.5, text/csv", "csv"),
        ("text/*", "csv"),
    ],
)
def test_accept_chooses_the_form_of_rows(client: Client, accept: str, form: str) -> None:
    for text in (QUERY, "ASK { ?s ?p ?o }"):
        assert client.query(text, accept).headers["content-type"] == FORMS[form].media_type


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "ttl"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("*/*", "ttl"),
        ("text/html", "html"),
    ],
)
def test_accept_chooses_the_form_of_triples(client: Client, accept: str, form: str) -> None:
    assert client.query(CONSTRUCT, accept).headers["content-type"] == FORMS[form].media_type


@pytest.mark.parametrize(
    ("text", "accept"),
    [(QUERY, "text/turtle"), ("ASK {}", "image/png"), (CONSTRUCT, "text/csv"), (CONSTRUCT, "*/*;q=0")],
)
def test_what_nobody_takes_is_not_sent(client: Client, text: str, accept: str) -> None:
    answer = client.query(text, accept)
    assert answer.status_code == 406 and "application/" in answer.text
    assert client.query(text, "*/*", format="nonsense").status_code == 406


def test_html_beats_nothing_that_is_asked_for_by_name(client: Client) -> None:
    assert client.query("ASK {}", "text/csv, text/html;q=0.9").headers["content-type"].startswith("text/csv")


@settings(max_examples=25)
@given(st.lists(st.tuples(_TERMS, _TERMS), max_size=5))
def test_rows_keep_whatever_terms_they_have(rows: list[tuple[object, object]]) -> None:
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    text, store = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}", ox.Store()
    direct = store.query(text)
    assert isinstance(direct, ox.QuerySolutions)
    expected = [tuple(row) for row in direct]
    outcome = answer(Library(store, CONTEXT), Job(text, rows_form="json"))
    read = ox.parse_query_results(outcome.content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(read, ox.QuerySolutions)
    assert outcome.word == "whole" and [tuple(row) for row in read] == expected


def test_what_xml_cannot_hold_is_not_sent_as_xml(client: Client) -> None:
    for text in (r"SELECT ('\u0001' AS ?x) {}", r"CONSTRUCT { <a:s> <a:p> '\u0001' } {}"):
        for form in ("xml", "rdf"):
            answer = client.query(text, format=form)
            assert answer.status_code == 406
    assert (
        client.query(r"SELECT ('\u0001' AS ?x) {}").json()["results"]["bindings"][0]["x"]["value"] == "\x01"
    )


def test_the_endpoint_describes_itself(client: Client) -> None:
    for form, media_type in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")):
        answer = client.get(f"/sparql?format={form}")
        assert answer.status_code == 200
        graph = rdflib.Graph().parse(
            data=answer.content, format=media_type, publicID="http://here.example/sparql"
        )
        here = rdflib.URIRef("http://here.example/sparql")
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert (here, rdflib.RDF.type, sd.Service) in graph and (here, sd.endpoint, here) in graph
        assert (here, sd.feature, sd.UnionDefaultGraph) in graph
        assert not any(isinstance(node, rdflib.BNode) for node in graph.all_nodes())
        assert len(list(graph.subjects(rdflib.RDF.type, sd.NamedGraph))) > 50


def test_without_a_query_a_browser_gets_the_form_and_others_the_description(client: Client) -> None:
    assert client.get("/sparql", "text/html,*/*;q=0.8").text == "<p>query</p>"
    assert client.get("/sparql", "text/turtle").headers["content-type"].startswith("text/turtle")
    assert client.get("/sparql", "image/png").status_code == 406
    assert (
        client.ask("POST", "/sparql", {"content-type": "application/x-www-form-urlencoded"}).status_code
        == 400
    )


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?query=%ff", 400),
        ("/sparql?query=%", 400),
        ("/sparql?query=", 400),
        ("/sparql?" + "&".join(["x=1"] * 300), 400),
        ("/sparql?query=ASK+%7B%7D", 200),
        ("/sparql?query=" + quote("ASK { ?s a il6:Claim }"), 200),
        ("/sparql?query=ASK%7B%7D&unknown=1", 200),
        ("/sparql?query=ASK%7B%7D&format=json&format=csv", 400),
    ],
)
def test_parameters_are_read_strictly(client: Client, target: str, status: int) -> None:
    assert client.get(target, "*/*").status_code == status
