"""F and G, lines 38 to 53 as far as they are of the web: what the server hands out, asked in this process."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from urllib.parse import urljoin

import html5lib  # type: ignore[import-untyped]
import pytest
import rdflib
from pyoxigraph import Store

from il6ld import pages
from il6ld.pages import SUFFIXES, Site
from tests.checklist.conftest import BUILD
from tests.server.asking import TYPES, Client, opened
from tests.server.samples import site as small_site

HERE = "http://here.example/"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    """The release's triples, and a site of a few pages."""
    with opened(small_site(), lambda: store) as found:
        yield found


@pytest.fixture(scope="module")
def whole() -> Site:
    """Every page of the release."""
    return pages.make(pages.read(BUILD))


@pytest.fixture(scope="module")
def full(store: Store, whole: Site) -> Iterator[Client]:
    """The release as it is served."""
    with opened(whole, lambda: store) as found:
        yield found


@pytest.fixture(scope="module")
def endpoint(client: Client) -> rdflib.Graph:
    """What the endpoint says of itself."""
    answer = client.get("/sparql", "text/turtle")
    return rdflib.Graph().parse(data=answer.text, format="turtle", publicID=f"{HERE}sparql")


def test_38_the_endpoint_is_named(endpoint: rdflib.Graph) -> None:
    (dataset,) = endpoint.subjects(VOID.sparqlEndpoint, rdflib.URIRef(f"{HERE}sparql"))
    assert endpoint.value(dataset, VOID.triples) and endpoint.value(dataset, VOID.properties)


def test_39_void_is_where_it_is_looked_for(client: Client) -> None:
    answer = client.get("/.well-known/void", "text/turtle")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/turtle")


def test_40_the_service_has_a_title_and_an_address(endpoint: rdflib.Graph) -> None:
    (service,) = endpoint.subjects(rdflib.RDF.type, DCAT.DataService)
    assert endpoint.value(service, rdflib.DCTERMS.title)
    assert endpoint.value(service, DCAT.endpointURL) == rdflib.URIRef(f"{HERE}sparql")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_43_each_type_is_handed_out_to_who_asks_for_it(client: Client, suffix: str) -> None:
    first = client.get("/claims/c-0001", TYPES[suffix])
    second = client.get(urljoin("/claims/c-0001", first.headers["location"]), TYPES[suffix])
    assert second.status_code == 200 and second.headers["content-type"].startswith(TYPES[suffix])


def test_44_a_term_leads_to_its_document_by_303(client: Client) -> None:
    for term in ("/claims/c-0001", "/terms", "/lines/c-0001-1"):
        assert client.get(term).status_code == 303


def test_45_an_unsupported_type_is_refused_with_a_list(client: Client) -> None:
    answer = client.get("/claims/c-0001", "application/pdf")
    assert answer.status_code == 406 and all(media_type in answer.text for media_type in TYPES.values())


@pytest.mark.parametrize("target", ["/claims/c-0001.ttl", "/claims/c-0001.html", "/sparql?query=ASK%7B%7D"])
def test_46_other_sites_may_read_it(client: Client, target: str) -> None:
    assert client.get(target).headers["access-control-allow-origin"] == "*"


def test_47_vary_charset_and_etag_are_right(client: Client) -> None:
    for suffix, media_type in SUFFIXES.items():
        headers = client.get(f"/claims/c-0001.{suffix}").headers
        assert headers["vary"] == "Accept" and headers["content-type"] == media_type
        assert headers["etag"].startswith('"')


@pytest.mark.heavy
def test_48_each_term_and_claim_has_a_page_with_its_data_in_it(full: Client, whole: Site) -> None:
    terms = [path for path in whole.documents if path.startswith(("claims/", "terms/"))]
    assert len(terms) > 400
    for term in terms:
        answer = full.get(f"/{term}", "text/html")
        assert answer.status_code == 303
        html = full.get(urljoin(f"/{term}", answer.headers["location"]).partition("#")[0]).text
        if "#" in answer.headers["location"]:
            continue  # it is told on the page of another
        page = html5lib.parse(html, namespaceHTMLElements=False)
        (data,) = [one.text for one in page.iter("script") if one.get("type") == "application/ld+json"]
        assert json.loads(data)


@pytest.mark.heavy
def test_49_a_page_links_to_its_other_forms(full: Client) -> None:
    answer = full.get("/claims/il6d-0067.html")
    assert 'rel="alternate describedby"; type="text/turtle"' in answer.headers["link"]
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    found = [link for link in page.iter("link") if link.get("rel") == "alternate"]
    links = {link.get("type"): link.get("href") for link in found}
    assert set(links) >= {SUFFIXES[suffix] for suffix in SUFFIXES if suffix != "html"}
    for target in links.values():
        assert full.get(urljoin("/claims/il6d-0067.html", target)).status_code == 200


@pytest.mark.heavy
def test_50_the_same_files_serve_where_nothing_is_negotiated(whole: Site) -> None:
    stems = {document.partition("#")[0] for document in whole.documents.values()} - {"index"}
    assert len(stems) > 400
    assert [f"{stem}.{suffix}" for stem in stems for suffix in SUFFIXES
            if f"{stem}.{suffix}" not in whole.pages] == []  # fmt: skip
    assert "RewriteRule" in whole.pages[".htaccess"].content.decode()


def test_52_the_endpoint_only_reads_within_limits_and_says_so(client: Client, endpoint: rdflib.Graph) -> None:
    began = time.monotonic()
    slow = client.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert slow.status_code == 503 and time.monotonic() - began < 10
    assert client.get("/sparql?update=CLEAR%20ALL").status_code == 403
    assert client.query("SELECT * { ?a ?b ?c . ?d ?e ?f }").status_code == 507
    (service,) = endpoint.subjects(rdflib.RDF.type, SD.Service)
    assert "10,000 rows" in str(endpoint.value(service, rdflib.RDFS.comment))
    assert list(endpoint.objects(None, VOID.triples))


def test_53_the_default_graph_is_said_to_be_the_union_and_is(client: Client, endpoint: rdflib.Graph) -> None:
    assert (None, SD.feature, SD.UnionDefaultGraph) in endpoint
    named = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }"
    default = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"
    counts = {client.query(text).json()["results"]["bindings"][0]["n"]["value"] for text in (named, default)}
    assert len(counts) == 1 and {str(count) for count in endpoint.objects(None, VOID.triples)} >= counts
