"""The files of RDF beside a page say what the release says of its node, each the same as the others."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox

from il6ld.namespaces import is_bare_graph
from il6ld.pages import Site
from tests.pages.reading import release
from tests.pages.whole import html_pages

SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
EMBEDDED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(content: bytes, syntax: ox.RdfFormat) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(content, format=syntax))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def triples(site: Site, stem: str) -> set[ox.Triple]:
    content = site.pages[f"{stem}.nt"].content
    return {quad.triple for quad in ox.parse(content, format=SYNTAXES["nt"])}


def stems(site: Site) -> set[str]:
    return {document.partition("#")[0] for document in site.documents.values()}


def test_all_forms_say_the_same(site: Site) -> None:
    assert len(stems(site)) > 450
    for stem in stems(site):
        plain = read(site.pages[f"{stem}.nt"].content, SYNTAXES["nt"])
        assert len(plain) > 0, stem
        for ending, syntax in SYNTAXES.items():
            assert read(site.pages[f"{stem}.{ending}"].content, syntax) == plain, f"{stem}.{ending}"


def test_the_page_holds_the_same_as_json_ld(site: Site) -> None:
    looked = 0
    for path, text in html_pages(site).items():
        beside = f"{path.removesuffix('.html')}.nt"
        held = EMBEDDED.findall(text)
        if beside in site.pages and held:
            looked += 1
            document = json.dumps(json.loads(held[0])).encode()
            plain = read(site.pages[beside].content, SYNTAXES["nt"])
            assert read(document, SYNTAXES["jsonld"]) == plain, path
    assert looked > 450


def test_a_page_says_all_that_the_release_says_of_its_node_and_nothing_else(site: Site) -> None:
    said: dict[object, set[ox.Triple]] = {}
    for subject, predicate, value, graph in release().dataset:
        if not is_bare_graph(graph):
            said.setdefault(subject, set()).add(ox.Triple(subject, predicate, value))
    known = set().union(*said.values())
    looked = 0
    for name, document in site.documents.items():
        node = ox.NamedNode(site.base + name)
        if "#" in document or node not in said or not document.startswith(("claims/", "terms/", "gaps/")):
            continue
        if name.startswith("graphs/"):
            continue
        found = triples(site, document)
        assert found <= known, name
        assert said[node] <= found, name
        looked += 1
    assert looked > 400


def test_the_data_of_a_claim_hold_its_whole_graph(site: Site) -> None:
    dataset = release().dataset
    for claim in release().claims:
        name = claim.value.rsplit("/", 1)[1]
        graph = ox.NamedNode(f"{site.base}graphs/{name}")
        said = {quad.triple for quad in dataset.quads_for_graph_name(graph)}
        assert len(said) > 5
        assert said <= triples(site, f"claims/{name}")


def test_no_page_holds_a_bare_triple(site: Site) -> None:
    bare = {q.triple for q in release().dataset if is_bare_graph(q.graph_name)}
    assert bare
    for stem in stems(site):
        assert not triples(site, stem) & bare, stem
