"""Faults of part D that pages and terms must stand: paths, headers, other sites, hostile words."""

from __future__ import annotations

import hashlib
from urllib.parse import urljoin

import html5lib  # type: ignore[import-untyped]
import pytest

from il6ld.server.paths import reference
from tests.server.asking import Client
from tests.server.samples import CANARY

ASTRAY = [
    "/../etc/passwd",
    "/claims/../../etc/passwd",
    "/claims/../.htaccess",
    "/./index.html",
    "/claims/.",
    "/%2e%2e/etc/passwd",
    "/claims/%2e%2e/%2e%2e/etc/passwd",
    "/%2E%2E%2Fetc/passwd",
    "/..%2fetc/passwd",
    "/%00",
    "/index.html%00.ttl",
    "/claims%5c..%5c..%5cetc",
    "/claims\\..\\etc",
    "/%c0%ae%c0%ae/etc/passwd",
    "/%e0%80%af",
    "/%ff",
    "/%",
    "/%2",
    "/%zz",
    "/a%0d%0aSet-Cookie:%20x=1",
    "/a%0aX:%20y",
    "/a%1b",
    "/a%7f",
    "/a%c2%85",
    "claims",
]
NOWHERE = [
    "//",
    "//etc/passwd",
    "//evil.example/claims/c-0001",
    "/claims//c-0001",
    "/...",
    "/etc/passwd",
    "/.htaccess",
    "/%2ehtaccess",
    "/~",
    "/claims/c-9999",
    "/claims/c-0001.pdf",
    "/claims/c-0001.html.ttl",
    "/claims/",
    "/sparql/x",
    "/http://evil.example/",
    "/claims/c-0001.html/",
    "/%252e%252e/etc/passwd",
]


@pytest.mark.parametrize("target", ASTRAY)
def test_d15_a_path_that_leads_astray_is_refused(client: Client, target: str) -> None:
    answer = client.get(target)
    assert answer.status_code == 400
    assert CANARY not in answer.content and "set-cookie" not in answer.headers


@pytest.mark.parametrize("target", NOWHERE)
def test_d15_a_path_to_nothing_finds_nothing(client: Client, target: str) -> None:
    answer = client.get(target)
    assert answer.status_code in (301, 404)
    if answer.status_code == 301:  # to the canonical form, on this host
        assert urljoin("http://here" + target, answer.headers["location"]).startswith("http://here/")
    assert CANARY not in answer.content


CANONICAL = [
    # what is asked for, the status, and where it leads
    ("/claims/c-0001", 303, "/claims/c-0001.html"),
    ("/lines/c-0001-1", 303, "/claims/c-0001.html#lines-c-0001-1"),
    ("/claims/c-0001/", 301, "/claims/c-0001"),
    ("/claims/c-0001/?format=ttl", 301, "/claims/c-0001?format=ttl"),
    ("/claims/c%2d0001", 301, "/claims/c-0001"),
    ("/claims/c%2D0001?format=ttl", 301, "/claims/c-0001?format=ttl"),
    ("/%63laims/c-0001.ttl", 301, "/claims/c-0001.ttl"),
    ("/terms/Fi%C3%A8vre", 303, "/terms/Fi%C3%A8vre.html"),
    ("/terms/Fi%c3%a8vre", 301, "/terms/Fi%C3%A8vre"),
    ("/terms", 303, "/terms.html"),
    ("/terms/", 301, "/terms"),
    ("/claims", 303, "/claims.html"),
    ("/claims.html", 200, ""),
    ("/index.html", 200, ""),
    ("/index", 303, "/index.html"),
    ("/", 200, ""),
    ("/?x=1", 200, ""),
    ("/.well-known/void", 200, ""),
    ("/Claims/c-0001", 404, ""),
    ("/claims/C-0001", 404, ""),
    ("/claims/c-0004", 404, ""),
    ("/claims/c-0003", 410, ""),
    ("/claims/c-0003.ttl", 410, ""),
    ("/claims/c-0003/", 410, ""),
]


@pytest.mark.parametrize(("target", "status", "leads"), CANONICAL, ids=[row[0] for row in CANONICAL])
def test_d16_there_is_one_canonical_form(client: Client, target: str, status: int, leads: str) -> None:
    answer = client.get(target)
    assert answer.status_code == status
    location = answer.headers.get("location")
    assert (urljoin(f"http://here{target}", location) if location else "") == (
        f"http://here{leads}" if leads else ""
    )


def test_d16_a_raw_letter_beyond_ascii_is_no_path(client: Client) -> None:
    assert client.get("/terms/Fi\u00e8vre".encode()).status_code == 400


def test_d16_who_has_the_case_wrong_is_told(client: Client) -> None:
    assert "../claims/c-0001" in client.get("/Claims/C-0001").text


def test_d16_what_is_gone_is_gone_for_a_reason(client: Client) -> None:
    answer = client.get("/claims/c-0003", "text/html")
    assert answer.status_code == 410 and "version 0.1.0" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("target", ["/claims/c-0002", "/claims/c-0002.html", "/claims/c-0002.ttl"])
def test_d16_a_superseded_claim_names_its_successor(client: Client, target: str) -> None:
    assert '<c-0001>; rel="successor-version"' in client.get(target).headers["link"]
    assert "successor" not in client.get("/claims/c-0001").headers["link"]


def test_d16_the_forms_of_a_page_are_linked(client: Client) -> None:
    links = client.get("/claims/c-0001.html").headers["link"].split(", ")
    assert links == [
        f'<c-0001.{suffix}>; rel="alternate describedby"; type="{media_type}"'
        for suffix, media_type in [
            ("ttl", "text/turtle"),
            ("jsonld", "application/ld+json"),
            ("nt", "application/n-triples"),
            ("rdf", "application/rdf+xml"),
        ]
    ]
    assert "link" not in client.get("/assets/site.css").headers


@pytest.mark.parametrize(
    ("to", "seen_from", "found"),
    [
        ("claims/a.html", "claims/a", "a.html"),
        ("claims/a.html", "lines/a-1", "../claims/a.html"),
        ("terms.html", "terms", "terms.html"),
        ("terms.html", "terms/Fever", "../terms.html"),
        ("claims/a", "claims/a/", "../a"),
        ("a:b.html", "index.html", "./a:b.html"),
        ("a/b/c", "a/d/e", "../b/c"),
    ],
)
def test_d16_references_lead_where_they_should(to: str, seen_from: str, found: str) -> None:
    assert reference(to, seen_from) == found
    assert urljoin(f"http://here/x/{seen_from}", found) == f"http://here/x/{to}"


def test_d18_head_is_get_without_a_body(client: Client) -> None:
    for target in ("/", "/claims/c-0001", "/claims/c-0001.ttl", "/nothing", "/health"):
        got, head = (client.ask(method, target) for method in ("GET", "HEAD"))
        assert head.status_code == got.status_code
        assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("target", ["/", "/claims/c-0001", "/claims/c-0001.ttl", "/nothing", "/health"])
def test_d18_options_says_what_is_allowed(client: Client, target: str) -> None:
    answer = client.ask("OPTIONS", target)
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_d18_an_etag_spares_what_is_known(client: Client) -> None:
    answer = client.get("/claims/c-0001.ttl")
    tag = answer.headers["etag"]
    assert tag == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        spared = client.get("/claims/c-0001.ttl", **{"if-none-match": known})
        assert (spared.status_code, spared.content, spared.headers["etag"]) == (304, b"", tag)
        assert spared.headers["vary"] == "Accept"
    for other in ('"other"', "", tag.strip('"')):
        assert client.get("/claims/c-0001.ttl", **{"if-none-match": other}).status_code == 200
    assert len({client.get(f"/claims/c-0001.{form}").headers["etag"] for form in ("ttl", "html", "nt")}) == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"range": "bytes=0-3"},
        {"range": "bytes=9-1"},
        {"range": "bytes=" + "0-1," * 1000},
        {"host": "evil.example"},
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-http-method-override": "DELETE"},
        {"x-original-url": "/.htaccess"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_d18_what_a_header_cannot_change(client: Client, fields: dict[str, str]) -> None:
    plain = client.get("/claims/c-0001")
    for target in ("/claims/c-0001.ttl", "/claims/c-0001", "/nothing"):
        plain, other = client.get(target), client.ask("GET", target, fields)
        assert (other.status_code, other.content, other.headers) == (
            plain.status_code,
            plain.content,
            plain.headers,
        )
        assert "evil" not in str(other.headers)


@pytest.mark.parametrize("hosts", [[], ["a", "b"], ["a", "a"]])
def test_d18_a_request_names_one_host(client: Client, hosts: list[str]) -> None:
    fields = [("host", host) for host in hosts] or [("Host", "a"), ("host", "b")]
    assert client.ask("GET", "/", fields).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get"])
def test_d02_pages_are_only_read(client: Client, method: str) -> None:
    for target in (
        "/",
        "/claims/c-0001",
        "/claims/c-0001.ttl",
        "/health",
        "/metrics",
        "/rdf-graph-store?default",
    ):
        answer = client.ask(method, target, {"content-type": "text/turtle"}, b"<a:b> <a:c> 1 .")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:8000"])
def test_d19_other_sites_may_read_and_nothing_else(client: Client, origin: str) -> None:
    for target in ("/claims/c-0001.ttl", "/claims/c-0001", "/sparql?query=ASK%7B%7D", "/nothing"):
        answer = client.get(target, origin=origin, cookie="session=1")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    posted = client.ask(
        "POST", "/sparql", {"origin": origin, "content-type": "application/sparql-query"}, b"ASK{}"
    )
    assert posted.status_code == 200 and "access-control-allow-origin" not in posted.headers


@pytest.mark.parametrize("wanted", ["GET", "POST", "DELETE"])
def test_d19_a_preflight_lets_others_read_alone(client: Client, wanted: str) -> None:
    fields = {"origin": "https://evil.example", "access-control-request-method": wanted}
    answer = client.ask("OPTIONS", "/sparql", fields)
    assert answer.status_code == 204 and answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/claims/c-0001",
        "/nothing",
        "/%00",
        "/claims/c-0003",
        "/sparql?query=x",
        "/health",
        "/metrics",
        "/sparql",
        "/claims/c-0001?format=x",
    ],
)
def test_d20_every_answer_has_the_headers_that_keep_it_harmless(client: Client, target: str) -> None:
    headers = client.get(target).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "target",
    [
        "/<script>alert(1)</script>",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/claims/c-0001?format=<script>",
        "/sparql?query=<script>alert(1)</script>",
        "/sparql?query=ASK%7B%7D&format=<script>",
        "/sparql?query=ASK%7B%7D&rows=<script>",
        "/%22onmouseover=%22alert(1)",
    ],
)
def test_d20_what_is_asked_is_never_markup_of_the_answer(client: Client, target: str) -> None:
    answer = client.get(target, "text/html")
    assert answer.status_code in (400, 404, 406)
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert page.find(".//h1") is not None and page.find(".//script") is None
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("value", ["%0d%0aSet-Cookie:%20x=1", "%0a", "%0d", "%E2%80%A8", "%C4%8A"])
def test_d21_no_line_ends_in_a_header(client: Client, value: str) -> None:
    for target in (
        f"/claims/c-0001{value}",
        f"/claims/c-0001?format=ttl{value}",
        f"/claims/c-0001/?x={value}",
    ):
        answer = client.get(target)
        assert "set-cookie" not in answer.headers
        assert not any("\n" in text or "\r" in text for pair in answer.headers.items() for text in pair)


@pytest.mark.parametrize("name", ["uri", "q", "id", "next", "url", "redirect", "target"])
def test_d22_d23_no_parameter_is_put_into_a_query_or_followed(client: Client, name: str) -> None:
    for value in ("%3E%20.%20?p%20?o%20%7D%20%23", "%22%20%5C%0A", "http://127.0.0.1:1/", "//evil.example"):
        for target in ("/", "/claims/c-0001.ttl", "/sparql?query=ASK%7B%7D"):
            mark = "&" if "?" in target else "?"
            plain, other = client.get(target), client.get(f"{target}{mark}{name}={value}")
            assert (other.status_code, other.content) == (plain.status_code, plain.content)
            assert "location" not in other.headers


def test_the_site_may_stand_below_a_path(client: Client) -> None:
    from dataclasses import replace

    from tests.server.conftest import SETTINGS

    app = type(client.app)
    below = Client(
        app(
            client.app._documents._site,
            client.app._pool,
            replace(SETTINGS, base_path="/il6ld"),
            client.app._journal,
        ),
        client.loop,
    )
    assert below.get("/il6ld/").status_code == below.get("/il6ld").status_code == 200
    assert below.get("/il6ld/claims/c-0001").headers["location"] == "c-0001.html"
    assert below.get("/").status_code == below.get("/claims/c-0001").status_code == 404
    assert below.get("/il6ldx/claims/c-0001").status_code == 404
    assert below.get("/il6ld/../il6ld/").status_code == 400
