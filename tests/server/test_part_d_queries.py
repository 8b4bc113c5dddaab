"""Faults of part D that the SPARQL endpoint must stand: updates, SERVICE, hostile queries, cut answers."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import html5lib  # type: ignore[import-untyped]
import httpx
import pyoxigraph as ox
import pytest

from il6ld.server.pool import Pool
from tests.conftest import ROOT
from tests.server.asking import Client

pytestmark = pytest.mark.heavy  # it asks what makes processes end

FORM, QUERY, UPDATE = (
    f"application/{name}" for name in ("x-www-form-urlencoded", "sparql-query", "sparql-update")
)
INSERT = "INSERT DATA { <http://a.example/s> <http://a.example/p> 1 }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CARTESIAN = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _light(cases: Iterable[str]) -> list[str]:
    return sorted(cases)


def _heavy(*cases: str) -> list[Any]:
    return [pytest.param(case, marks=pytest.mark.heavy) for case in sorted(cases)]


class Listener:
    """A port of loopback that counts who connects to it."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener(pool: Pool) -> Iterator[Listener]:
    """Who listens; the workers were forked before, so that none inherits it."""
    found = Listener()
    yield found
    found.close()


def total(client: Client) -> int:
    """How many triples there are now; asked again while a worker that was ended is replaced."""
    for _ in range(5):
        if (answer := client.query(COUNT)).status_code != 503:
            break
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


UPDATES = {
    "direct": ("POST", "/sparql", UPDATE, INSERT, 415),
    "direct, with parameters": ("POST", "/sparql", f"{UPDATE}; charset=utf-8", INSERT, 415),
    "form": ("POST", "/sparql", FORM, f"update={quote(INSERT)}", 403),
    "form, with a query": ("POST", "/sparql", FORM, f"query=ASK%7B%7D&update={quote(INSERT)}", 403),
    "get": ("GET", f"/sparql?update={quote(INSERT)}", "", "", 403),
    "get, with a query": ("GET", f"/sparql?query=ASK%7B%7D&update={quote(INSERT)}", "", "", 403),
    "graphs of an update": ("GET", "/sparql?query=ASK%7B%7D&using-graph-uri=http://a.example/", "", "", 403),
    "update in the url of a query": ("POST", f"/sparql?update={quote(INSERT)}", QUERY, "ASK {}", 403),
    "multipart": ("POST", "/sparql", "multipart/form-data; boundary=x", f"--x\r\n\r\n{INSERT}\r\n--x--", 415),
    "plain": ("POST", "/sparql", "text/plain", INSERT, 415),
    "turtle": ("POST", "/sparql", "text/turtle", "<a:b> <a:c> 1 .", 415),
    "no type": ("POST", "/sparql", "", INSERT, 415),
    "as a query": ("POST", "/sparql", QUERY, INSERT, 400),
    "as a query in a form": ("POST", "/sparql", FORM, f"query={quote(INSERT)}", 400),
    "put": ("PUT", "/sparql", "text/turtle", "<a:b> <a:c> 1 .", 405),
    "delete": ("DELETE", "/sparql?default", "", "", 405),
    "patch": ("PATCH", "/sparql", UPDATE, INSERT, 405),
    "another path": ("POST", "/update", UPDATE, INSERT, 405),
    "graph store": ("PUT", "/rdf-graph-store?default", "text/turtle", "<a:b> <a:c> 1 .", 405),
}


@pytest.mark.parametrize("case", UPDATES)
def test_d01_d02_no_update_gets_through(client: Client, case: str) -> None:
    method, target, media_type, body, status = UPDATES[case]
    before = total(client)
    answer = client.ask(method, target, {"content-type": media_type} if media_type else {}, body.encode())
    assert answer.status_code == status
    assert ("allow" in answer.headers) == (status == 405)
    assert total(client) == before > 5000


@pytest.mark.parametrize(
    "text",
    [
        INSERT,
        "insert data { }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP DEFAULT",
        "CREATE GRAPH <a:b>",
        "COPY <a:b> TO <a:c>",
        "LOAD <a:b>",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        f"ASK {{}} ; {INSERT}",
        f"ASK {{}}\n{INSERT}",
        f"# a comment\n{INSERT}",
        f"ASK {{}} #\n; {INSERT}",
        f"\ufeff{INSERT}",
        f"PREFIX a: <a:> {INSERT}",
        f"BASE <a:b> {INSERT}",
        r"\u0049NSERT DATA { }",
        r"\U00000049NSERT DATA { }",
        "ASK {} ; CLEAR ALL",
        "SELECT * { { INSERT DATA { } } }",
    ],
)
def test_d03_no_update_is_hidden_in_a_query(client: Client, text: str) -> None:
    before = total(client)
    assert client.query(text).status_code == 400
    assert client.ask("POST", "/sparql", {"content-type": QUERY}, text.encode()).status_code == 400
    assert total(client) == before


SERVICES = [
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> ASK { SERVICE x: { ?s ?p ?o } }",
    "ASK { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "ASK { service <URL> { ?s ?p ?o } }",
    "ASK { SeRvIcE # <URL>\n <URL> { ?s ?p ?o } }",
    "ASK { SERVICE#\n#\n<URL>{?s ?p ?o} }",
    "ASK { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { { } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    r"ASK { \u0053ERVICE <URL> { ?s ?p ?o } }",
    r"ASK { S\u0045RVICE <URL> { ?s ?p ?o } }",
    "ASK { ?s ?p ''' ' ''' SERVICE <URL> { ?s ?p ?o } }",
    "ASK { BIND(1 AS ?x)SERVICE<URL>{?s ?p ?o} }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_d04_no_other_store_is_asked(client: Client, listener: Listener, text: str) -> None:
    answer = client.query(text.replace("URL", listener.url))
    assert answer.status_code == 400
    assert listener.connections == 0


def test_d04_the_listener_would_have_been_reached(listener: Listener) -> None:
    query = SERVICES[0].replace("URL", listener.url)
    with pytest.raises(Exception):  # noqa: B017
        bool(ox.Store().query(query))
    assert listener.connections > 0


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ?p "SERVICE <x>" }',
        "ASK { ?service ?p ?o }",
        "ASK { } # SERVICE <x>",
        "ASK { ?s <a:SERVICE> ?o }",
    ],
)
def test_d05_the_word_in_a_text_is_no_alarm(client: Client, text: str) -> None:
    assert client.query(text).status_code == 200


def graphs(client: Client) -> list[str]:
    rows = client.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").json()["results"]["bindings"]
    return sorted(row["g"]["value"] for row in rows)


def test_d06_nothing_is_loaded_from_anywhere(client: Client, listener: Listener, tmp_path: Path) -> None:
    canary = tmp_path / "canary.ttl"
    canary.write_text("<a:s> <a:p> <a:canary> .", encoding="utf-8")
    for graph in (listener.url, canary.as_uri(), "file:///etc/passwd", "http://nobody.example/"):
        for text in (f"FROM <{graph}> {{ ?s ?p ?o }}", f"FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"):
            answer = client.query(f"SELECT * {text}")
            assert answer.status_code == 200 and answer.json()["results"]["bindings"] == []
        for name in ("default-graph-uri", "named-graph-uri"):
            for text in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
                answer = client.query(text, **{name: graph})
                assert answer.status_code == 200 and answer.json()["results"]["bindings"] == []
        assert client.query(f"LOAD <{graph}>").status_code == 400
    assert listener.connections == 0


def test_d06_the_graphs_that_are_named_are_those_that_are_asked(client: Client) -> None:
    one, other = graphs(client)[:2]
    alone = client.query(COUNT, **{"default-graph-uri": one}).json()
    assert alone == client.query(COUNT.replace("{", f"FROM <{one}> {{", 1)).json()
    assert 0 < int(alone["results"]["bindings"][0]["n"]["value"]) < total(client)
    named = client.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": other}).json()
    assert [row["g"]["value"] for row in named["results"]["bindings"]] == [other]
    over = client.query(COUNT.replace("{", f"FROM <{other}> {{", 1), **{"default-graph-uri": one}).json()
    assert over == alone, "what the request names goes before what the query names"
    assert client.query("ASK {}", **{"default-graph-uri": "no iri"}).status_code == 400


HOSTILE = {
    "braces": "ASK " + "{" * 5000 + "}" * 5000,
    "braces, open": "ASK " + "{" * 16000,
    "parentheses": f"ASK {{ FILTER {'(' * 5000}1{')' * 5000} }}",
    "exists": "ASK { " + "FILTER EXISTS { " * 900 + "} " * 900 + "}",
    "blank nodes": "ASK { ?s ?p " + "[ ?p " * 2500 + "] " * 2500 + "}",
    "collections": "ASK { ?s ?p " + "(" * 5000 + ")" * 5000 + "}",
    "long collection": f"ASK {{ ?s ?p ({'1 ' * 7900}) }}",
    "sub-selects": "ASK " + "{ SELECT * " * 1200 + "{ }" + "}" * 1200,
    "optional": "ASK { " + "OPTIONAL { " * 1200 + "} " * 1200 + "}",
    "union": "ASK { {} " + "UNION {} " * 1700 + "}",
    "or": f"ASK {{ FILTER(1{'||1' * 5000}) }}",
    "and": f"ASK {{ FILTER(1{'&&1' * 5000}) }}",
    "plus": f"SELECT (1{'+1' * 7000} AS ?x) {{}}",
    "times": f"SELECT (1{'*1' * 8000} AS ?x) {{}}",
    "not": f"ASK {{ FILTER({'!' * 16000}1) }}",
    "minus": f"ASK {{ FILTER({'- ' * 8000}1) }}",
    "patterns": "ASK { " + "?a ?b ?c . " * 1000 + "}",
    "path": "ASK { ?s " + "/".join(["<a:b>"] * 1000) + " ?o }",
    "alternatives": "ASK { ?s " + "|".join(["<a:b>"] * 1000) + " ?o }",
    "negated": "ASK { ?s !(" + "|".join(["<a:b>"] * 1000) + ") ?o }",
    "describe": "DESCRIBE " + "<a:b>" * 3000,
    "names with dots": "a." * 8000,
    "names with dashes": "a-" * 8000,
    "quotes": "'" * 16000,
    "nothing": "",
    "spaces": " " * 16000,
    "noughts": "\0" * 10,
}


@pytest.mark.parametrize(
    "case", [*_light(set(HOSTILE) - {"describe", "union"}), *_heavy("describe", "union")]
)
def test_d07_a_hostile_query_is_refused_or_ended_and_the_next_is_answered(client: Client, case: str) -> None:
    began = time.monotonic()
    answer = client.query(HOSTILE[case])
    assert answer.status_code in (200, 400, 413, 503)
    assert time.monotonic() - began < 6
    assert client.query("ASK { ?s ?p ?o }").json()["boolean"] is True


def test_d07_a_query_has_at_most_16_kb(client: Client) -> None:
    def sized(number: int) -> bytes:
        return f"ASK {{ }} #{'x' * (number - 9)}".encode()

    for number, status in ((16 * 1024, 200), (16 * 1024 + 1, 413)):
        assert client.ask("POST", "/sparql", {"content-type": QUERY}, sized(number)).status_code == status
    for number, status in ((64 * 1024, 413), (64 * 1024 + 1, 413)):
        assert client.ask("POST", "/sparql", {"content-type": QUERY}, sized(number)).status_code == status


ENDLESS = {
    "product": f"SELECT * {CARTESIAN}",
    "count of a product": f"SELECT (COUNT(*) AS ?n) {CARTESIAN}",
    "order of a product": f"SELECT * {CARTESIAN} ORDER BY ?a",
    "construct of a product": f"CONSTRUCT {{ ?a ?b ?i }} {CARTESIAN}",
    "concatenation": f"SELECT (GROUP_CONCAT(?c; separator='0123456789') AS ?x) {CARTESIAN}",
    "ask without an answer": "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(?c, ?f, ?i) = 'x') }",
}
_SLOW = {"product", "concatenation", "order of a product", "construct of a product", "ask without an answer"}


@pytest.mark.parametrize("case", [*_light(ENDLESS.keys() - _SLOW), *_heavy(*_SLOW)])
def test_d08_d09_an_answer_that_is_not_whole_is_none(client: Client, case: str) -> None:
    answer = client.query(ENDLESS[case], "application/sparql-results+json, text/turtle;q=0.5")
    assert answer.status_code in (503, 507)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(answer.text) < 400 and "bindings" not in answer.text
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert client.query("ASK { ?s ?p ?o }").json()["boolean"] is True


@pytest.mark.heavy
def test_d08_a_query_that_wants_all_memory_is_ended(client: Client) -> None:
    text = "SELECT (STRLEN(?x9) AS ?n) { BIND('0123456789' AS ?x0) " + " ".join(
        f"BIND(CONCAT({', '.join([f'?x{step}'] * 10)}) AS ?x{step + 1})" for step in range(9)
    )
    answer = client.query(text + " }")
    assert answer.status_code == 503 and "memory" in answer.text


def rows(number: int) -> str:
    return f"SELECT ?s ?g {{ GRAPH ?g {{ ?s ?p ?o }} GRAPH ?h {{ ?t ?q ?r }} }} LIMIT {number}"


def test_d09_an_answer_has_at_most_10000_rows_unless_its_cut_is_asked_for(client: Client) -> None:
    whole = client.query(rows(10_000))
    assert whole.status_code == 200 and len(whole.json()["results"]["bindings"]) == 10_000
    assert "x-cut" not in whole.headers
    refused = client.query(rows(10_001))
    assert refused.status_code == 507 and "10,000 rows" in refused.text and "rows=10000" in refused.text
    cut = client.query(rows(10_001), rows="10000")
    assert cut.status_code == 200 and cut.headers["x-cut"] == "10000"
    assert len(cut.json()["results"]["bindings"]) == 10_000
    spared = client.query(rows(50), rows="50")
    assert spared.status_code == 200 and "x-cut" not in spared.headers


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "html"])
def test_d09_every_form_of_a_cut_answer_has_so_many_rows(client: Client, form: str) -> None:
    answer = client.query(rows(20), format=form, rows="7")
    assert answer.headers["x-cut"] == "7"
    marks = {"json": '"s":', "xml": "<result>", "csv": "\r\n", "tsv": "\n", "html": "<tr>"}
    heads = {"json": 0, "xml": 0, "csv": 1, "tsv": 1, "html": 1}
    assert answer.text.count(marks[form]) == 7 + heads[form]
    assert form != "html" or "Not the whole answer" in answer.text


@pytest.mark.parametrize("value", ["0", "-1", "10001", "1e3", "", "x", "1 ", "\u0664", "9" * 100])
def test_d09_a_number_of_rows_is_one(client: Client, value: str) -> None:
    assert client.query("ASK {}", rows=value).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(REGEX('" + "a" * 5000 + "!', '(a+)+$')) }",
        "SELECT (REPLACE('" + "a" * 5000 + "', '(a*)*b', 'x') AS ?x) {}",
        "SELECT (RAND() AS ?x) { ?s ?p ?o } LIMIT 10",
        "SELECT * { ?s (<http://www.w3.org/2000/01/rdf-schema#subClassOf>*)* ?o } LIMIT 10",
        pytest.param("SELECT (COUNT(*) AS ?n) { ?s (<a:x>|!<a:y>)* ?o }", marks=pytest.mark.heavy),
    ],
)
def test_d10_a_query_is_bounded_in_time(client: Client, text: str) -> None:
    began = time.monotonic()
    assert client.query(text).status_code in (200, 503)
    assert time.monotonic() - began < 4


@pytest.mark.heavy
def test_d11_beyond_the_queue_queries_are_refused_and_pages_are_not(client: Client) -> None:
    async def many() -> tuple[list[httpx.Response], float, list[httpx.Response]]:
        slow = f"/sparql?query={quote(f'SELECT (COUNT(*) AS ?n) {CARTESIAN}')}"
        queries = [asyncio.ensure_future(client.asked("GET", slow)) for _ in range(40)]
        await asyncio.sleep(0.2)
        began = time.monotonic()
        pages = [await client.asked("GET", "/claims/c-0001.ttl") for _ in range(50)]
        seconds = time.monotonic() - began
        return await asyncio.gather(*queries), seconds, pages

    answers, seconds, pages = client.loop.run_until_complete(many())
    assert {answer.status_code for answer in answers} == {503}
    full = [answer for answer in answers if "retry-after" in answer.headers]
    assert len(full) >= 30 and all("Too many" in answer.text for answer in full)
    assert {page.status_code for page in pages} == {200} and seconds < 1
    assert client.query("ASK { ?s ?p ?o }").json()["boolean"] is True


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_d14_compressed_bodies_are_refused_unread(client: Client, coding: str) -> None:
    fields = {"content-type": QUERY, "content-encoding": coding}
    answer = client.ask("POST", "/sparql", fields, b"\x1f\x8b" + b"\0" * 1000)
    assert answer.status_code == 415 and "accept-post" in answer.headers


HOSTILE_WORDS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "\u202eabc",
    "</td></table><script>",
    "' onmouseover='alert(1)",
]


@pytest.mark.parametrize("word", HOSTILE_WORDS)
def test_d20_a_hostile_word_in_an_answer_is_a_word(client: Client, word: str) -> None:
    literal = ox.Literal(word)
    text = f"""SELECT ?x ?y ?z {{ VALUES (?x ?y ?z)
        {{ ({literal} <javascript:alert(1)> {ox.Literal(word, language="en")}) }} }}"""
    page = html5lib.parse(client.query(text, "text/html").text, namespaceHTMLElements=False)
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)}.isdisjoint(
        {"script", "img", "svg"}
    )
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    links = [element.attrib["href"] for element in page.iter("a")]
    assert links and not [link for link in links if link.startswith("javascript")]
    cells = ["".join(cell.itertext()) for cell in page.iter("td")]
    assert cells == [
        word.replace("\u202e", "[U+202E]"),
        "javascript:alert(1)",
        word.replace("\u202e", "[U+202E]"),
    ]
    triples = client.query(f"CONSTRUCT {{ <a:s> <javascript:x> {literal} }} {{}}", "text/html")
    page = html5lib.parse(triples.text, namespaceHTMLElements=False)
    assert page.find(".//script") is None and len(list(page.iter("td"))) == 3


@pytest.mark.heavy
def test_d20_every_naughty_string_is_a_word(client: Client) -> None:
    strings = ROOT.parent / "shared" / "suites" / "blns" / "blns.txt"
    if not strings.is_file():
        pytest.skip("the Big List of Naughty Strings is not beside the repository")
    lines = [line for line in strings.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert len(lines) > 400
    for start in range(0, len(lines), 100):
        some = [ox.Literal(line) for line in lines[start : start + 100] if len(line) < 150]
        body = f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, some))} }} }}".encode()
        fields = {"content-type": QUERY, "accept": "text/html"}
        answer = client.ask("POST", "/sparql", fields, body)
        assert answer.status_code == 200, answer.text
        page = html5lib.parse(answer.text, namespaceHTMLElements=False)
        assert page.find(".//script") is None and len(list(page.iter("td"))) == len(some)
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


def settled(client: Client, pool: Pool) -> None:
    """Waits until every worker is there."""

    async def wait() -> None:
        while len(pool.pids) < 2:
            await asyncio.sleep(0.02)

    client.loop.run_until_complete(wait())


def test_d24_a_worker_that_is_killed_costs_one_answer(client: Client, pool: Pool, log: Path) -> None:
    async def killed() -> list[int]:
        query = quote(f"SELECT (COUNT(*) AS ?n) {CARTESIAN}")
        slow = asyncio.ensure_future(client.asked("GET", f"/sparql?query={query}"))
        await asyncio.sleep(0.3)
        for pid in pool.pids:
            os.kill(pid, 9)
        status = (await slow).status_code
        await asyncio.sleep(0.05)  # until the others are known to have ended
        return [status, (await client.asked("GET", "/sparql?query=ASK%7B%7D")).status_code]

    for _ in range(2):
        settled(client, pool)
        assert client.loop.run_until_complete(killed()) == [503, 200]
    told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    ended = [line for line in told if line.get("event") == "worker-ended" and line["word"] == "crash"]
    assert len(ended) >= 2 and all(line["status"] == -9 and len(line["query"]) == 16 for line in ended)


def test_d24_a_client_that_goes_away_takes_its_query_with_it(client: Client, pool: Pool) -> None:
    async def left() -> float:
        gone = asyncio.Event()
        query = quote(f"SELECT (COUNT(*) AS ?n) {CARTESIAN}")
        asked = asyncio.ensure_future(client.asked("GET", f"/sparql?query={query}", gone=gone))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        gone.set()
        await asked
        return time.monotonic() - began

    settled(client, pool)
    before = set(pool.pids)
    assert client.loop.run_until_complete(left()) < 0.5
    client.loop.run_until_complete(asyncio.sleep(0.05))
    settled(client, pool)
    assert len(set(pool.pids) - before) == 1


def test_d27_a_log_holds_no_query_and_no_line_of_somebody_else(client: Client, log: Path) -> None:
    secret = "SELECT ?secret { ?secret ?p 'a-secret' }"
    client.query(secret)
    client.query(secret + " }")
    client.get("/%0a%7B%22forged%22:1%7D?password=a-secret")
    client.get('/claims/c-0001"\\"?x=a-secret', "text/html\n")
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == 4 and "secret" not in text and not any("forged" in line for line in lines)
    assert len(lines[0]["query"]) == 16 and lines[0]["query"] != lines[1]["query"]


@pytest.mark.parametrize("sink", ["/dev/full", "pipe"])
def test_d27_a_log_that_cannot_be_written_stops_nothing(client: Client, sink: str, tmp_path: Path) -> None:
    from il6ld.server.application import application
    from il6ld.server.journal import Journal

    path, reader = Path(sink), -1
    if sink == "pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    journal = Journal(path)
    other = Client(application(client.app._documents._site, client.app._pool, None, journal), client.loop)
    for _ in range(200):
        assert other.get("/" + "x" * 300).status_code == 404
    lost = journal.lost
    assert lost > 0 and f"il6ld_log_lines_lost {lost}" in other.get("/metrics").text.splitlines()
    if reader >= 0:
        os.close(reader)
    client.app._pool.told = client.app._journal.event


def test_d28_an_error_of_ours_tells_nothing_but_an_id(
    client: Client, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/a/path of 0.1.0 that nobody is to see")

    monkeypatch.setattr(client.app._documents, "respond", broken)
    answer = client.get("/claims/c-0001.ttl")
    assert answer.status_code == 500 and "x-content-type-options" in answer.headers
    number = answer.text.split()[-1].rstrip(".")
    assert "path" not in answer.text and "0.1.0" not in answer.text
    written = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["error"] for line in written if line.get("id") == number] == ["RuntimeError"]


@pytest.mark.parametrize(
    "target",
    ["/sparql?query=%7B", "/nothing", "/%00", "/sparql?query=ASK%20%7B%20SERVICE%20%3Cx%3E%20%7B%7D%7D"],
)
def test_d28_no_answer_tells_where_we_live_or_what_we_run(client: Client, target: str) -> None:
    answer = client.get(target)
    told = answer.text + str(answer.headers)
    assert "server" not in answer.headers and "Traceback" not in told
    for word in (str(ROOT), "uvicorn", "starlette", "pyoxigraph", "Python", ".py"):
        assert word not in told
