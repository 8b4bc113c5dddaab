"""The vocabulary holds every term of the ontology once, in the order of LODE."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from il6ld.namespaces import IL6, OWL, RDF, SKOS
from il6ld.pages import vocabulary
from il6ld.pages.rendering import Pen
from il6ld.pages.vocabulary import SECTIONS, Vocabulary
from tests.pages.reading import Read, changed, made, pen, release

IN_PLACE = {
    "Classes": OWL.Class,
    "Object properties": OWL.ObjectProperty,
    "Data properties": OWL.DatatypeProperty,
}


@pytest.fixture(scope="module")
def page() -> Read:
    return Read(made(vocabulary)["terms.html"])


@pytest.fixture(scope="module")
def declared() -> list[ox.NamedNode]:
    """Every node with a type in the ontology's graph, but the ontology."""
    graph = release().context.expand("graphs:ontology")
    typed = {
        quad.subject
        for quad in release().dataset
        if quad.graph_name.value == graph and quad.predicate == RDF.type
    }
    nodes = [node for node in typed if isinstance(node, ox.NamedNode)]
    return sorted((node for node in nodes if node != release().header.ontology), key=str)


def test_every_term_stands_there_once(page: Read, declared: list[ox.NamedNode]) -> None:
    told = [one.text for one in page.named("p") if one.attributes.get("class") == "iri"]
    assert len(declared) > 400
    assert sorted(told) == sorted(node.value for node in declared)


def test_the_parts_stand_in_the_order_of_lode(page: Read) -> None:
    heads = [one.text for one in page.named("h2") if one.attributes["id"].startswith("section-")]
    assert heads == list(SECTIONS)
    assert heads[0] == "Classes" and heads[-1] == "Named individuals"


def test_each_term_stands_in_the_part_of_its_kind() -> None:
    sections = Vocabulary(release()).sections()
    for name, kind in IN_PLACE.items():
        assert sections[name]
        for entry in sections[name]:
            assert kind in release().lookup.nodes(entry.node, RDF.type)


def test_each_term_has_an_anchor_a_definition_and_its_page(page: Read, declared: list[ox.NamedNode]) -> None:
    anchors = Vocabulary(release()).anchors
    assert len(page.ids) == len(set(page.ids))
    text, ids, links = page.named("main")[0].text, set(page.ids), set(page.links)
    for node in declared:
        assert anchors[node] in ids and f"#{anchors[node]}" in links
        own = pen().addresses.page(node)
        assert not own or own in links
        if node in IL6:
            assert own and release().lookup.text(node, SKOS.definition) in text


def test_links_within_the_page_lead_somewhere(page: Read) -> None:
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert len(inner) > 400
    assert inner <= set(page.ids)


def test_broader_and_narrower_mirror_each_other() -> None:
    entries = {
        entry.node: dict(entry.terms) for some in Vocabulary(release()).sections().values() for entry in some
    }
    told = 0
    for node, rows in entries.items():
        for broader in rows.get("Broader classes", []):
            told += 1
            assert node in entries[broader]["Narrower classes"]
    assert told > 50


def test_nothing_that_a_reasoner_added_stands_there() -> None:
    lookup, said = Vocabulary(release()).lookup, release().lookup
    added = [
        (node, kind)
        for node in lookup.instances(OWL.Class)
        for kind in said.nodes(node, RDF.type)
        if kind not in lookup.nodes(node, RDF.type)
    ]
    assert added, "the reasoner added no type: this test looks at nothing"
    told = {
        entry.node: dict(entry.terms) for some in Vocabulary(release()).sections().values() for entry in some
    }
    assert not [(node, kind) for node, kind in added if kind in told[node].get("Types", [])]


@pytest.mark.heavy
def test_the_ontology_stands_beside_the_page_whole() -> None:
    pages = {page.path: page for page in vocabulary.pages(release(), pen())}
    graph = release().context.expand("graphs:ontology")
    wanted = {
        (quad.subject, quad.predicate, quad.object)
        for quad in release().dataset
        if quad.graph_name.value == graph and not isinstance(quad.object, ox.BlankNode)
        and not isinstance(quad.subject, ox.BlankNode)
    }  # fmt: skip
    assert len(wanted) > 2000
    for path, form in (("terms.ttl", ox.RdfFormat.TURTLE), ("terms.nt", ox.RdfFormat.N_TRIPLES)):
        read = {
            (one.subject, one.predicate, one.object) for one in ox.parse(pages[path].content, format=form)
        }
        assert wanted <= read


@pytest.mark.heavy
def test_hostile_names_are_inert() -> None:
    mean = "<img src=x onerror=alert(1)>\u202e"
    node = ox.NamedNode("javascript:alert(1)")
    release = changed({IL6.Fever: node}, {IL6.Cytokine: mean, IL6.Fever: mean})
    page = Read(next(iter(vocabulary.pages(release, Pen(release)))).content.decode())
    assert not page.named("img") and not page.named("script")
    assert not [link for link in page.links if link.startswith("javascript")]
    assert "[U+202E]" in page.named("main")[0].text and "\u202e" not in page.named("main")[0].text
