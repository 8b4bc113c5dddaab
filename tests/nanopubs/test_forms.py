"""A nanopublication has four graphs that are linked, named and filled as they should be."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from il6ld.errors import Il6ldError, InvalidInput, UnreadableInput, UsageError
from il6ld.namespaces import NP, RDFS, SKOS, XSD
from il6ld.nanopubs import check
from tests.nanopubs.forging import FOLDER, Quads, with_text
from tests.nanopubs.samples import added, part, signed, told, unsigned, without


@pytest.mark.parametrize("name", ["unsigned.trig", "signed.trig", "introduction.trig"])
def test_what_is_valid_is_accepted(name: str) -> None:
    assert told((FOLDER / name).read_bytes(), name) == []


def test_another_syntax_says_the_same() -> None:
    assert told(unsigned()) == told(signed()) == []


# Checklist 60 to 62: the form
def linked_twice(quads: Quads) -> Quads:
    return added(quads, "Head", NP.hasAssertion, part(quads, "provenance"))


def emptied(name: str) -> Callable[[Quads], Quads]:
    return lambda quads: [quad for quad in quads if quad.graph_name != part(quads, name)]


def with_another_graph(quads: Quads) -> Quads:
    quad = quads[0]
    extra = ox.NamedNode(f"{part(quads, 'assertion').value}-2")
    return [*quads, ox.Quad(quad.subject, RDFS.label, ox.Literal("extra"), extra)]


def in_the_default_graph(quads: Quads) -> Quads:
    return [*quads, ox.Quad(quads[0].subject, RDFS.label, ox.Literal("extra"))]


def too_large(quads: Quads) -> Quads:
    for number in range(1201 - len(quads)):
        quads = [
            *quads,
            ox.Quad(quads[0].subject, SKOS.note, ox.Literal(str(number)), part(quads, "assertion")),
        ]
    return quads


FORMS: dict[str, tuple[Callable[[Quads], Quads], str, str]] = {
    "no nanopublication": (without(ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")),
                           "nanopub-structure", "holds no nanopublication"),
    "no assertion named": (without(NP.hasAssertion), "nanopub-structure", "no graph as its assertion"),
    "two assertions named": (linked_twice, "nanopub-structure", "2 graphs as its assertion"),
    "two graphs the same": (lambda quads: with_text(quads, "/pubinfo", "/provenance"),
                            "nanopub-structure", "not five different IRIs"),
    "graph of another name": (lambda quads: with_text(quads, "one-more/assertion", "two/assertion"),
                              "nanopub-structure", "does not begin with"),
    "more in the head": (lambda quads: added(quads, "Head", RDFS.label, ox.Literal("see here")),
                         "nanopub-structure", "says something else"),
    "empty assertion": (emptied("assertion"), "nanopub-structure", "its assertion, is empty"),
    "empty provenance": (emptied("provenance"), "nanopub-structure", "its provenance, is empty"),
    "empty publication info": (emptied("pubinfo"), "nanopub-structure", "its publication info, is empty"),
    "an extra graph": (with_another_graph, "nanopub-structure", "belongs to no nanopublication"),
    "outside all graphs": (in_the_default_graph, "nanopub-structure", "without a name"),
    "ill-typed value": (lambda quads: added(quads, "assertion", SKOS.note,
                                            ox.Literal("two", datatype=XSD.integer)),
                        "nanopub-literal", "not a whole number"),
    "1,201 triples": (too_large, "nanopub-size", "1,201 triples"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_malformed_one_is_refused_for_one_reason(name: str) -> None:
    change, rule, words = FORMS[name]
    found = told(change(unsigned()))
    assert [rule] == [one for one, _ in found]
    assert words in found[0][1]


def test_provenance_of_something_else_is_refused() -> None:
    quads = unsigned()
    provenance = part(quads, "provenance")
    other = [quad for quad in quads if quad.graph_name != provenance]
    elsewhere = ox.Quad(provenance, RDFS.label, ox.Literal("of nothing"), provenance)
    assert "says nothing of" in told([*other, elsewhere])[0][1]


def test_exactly_1200_triples_are_accepted() -> None:
    quads = too_large(unsigned())
    assert told(quads[:-1]) == []


def test_a_graph_of_two_nanopublications_is_refused() -> None:
    quads = [*unsigned(), *with_text(unsigned(), "one-more", "one-more-still")]
    assert told(quads) == []
    shared = with_text(quads, "one-more-still/provenance", "one-more/provenance")
    assert "begin" in told(shared)[0][1]


# What cannot be read
@pytest.mark.parametrize(
    ("content", "error"),
    [(b"<a> {", UnreadableInput), (b"\xff\xfe", UnreadableInput), (b"", None), (b"<?xml?>", InvalidInput),
     (b'{"@id": 1}', InvalidInput), (b"-----BEGIN PRIVATE KEY-----", UsageError), (b"QUJD" * 99, UsageError)],
)  # fmt: skip
def test_what_is_no_trig_is_told(content: bytes, error: type[Il6ldError] | None) -> None:
    if error is None:
        assert "holds no nanopublication" in told(content, "case.trig")[0][1]
        return
    with pytest.raises(error) as caught:
        check(content, "case.trig")
    assert "QUJD" not in str(caught.value.findings)
