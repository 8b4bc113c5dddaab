"""Quads that are hard to write: odd names and spellings, blank nodes in trees, lists and circles."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from il6ld.formats.names import GraphName, Node, Term
from il6ld.namespaces import GRAPHS, OWL, RDF, RDFS, XSD

TERMS = "https://w3id.org/il6ld/terms/"
BASE = "https://w3id.org/il6ld/"

NODES = [
    *(f"{BASE}{name}" for name in ("claims/il6d-0001", "lines/il6d-0001-1", "lines/il6d-0001-10")),
    *(f"{BASE}{name}" for name in ("observations/il6d-0001-1-1", "propositions/1-00ff", "claims/il6d-0002")),
    *(f"{TERMS}{name}" for name in ("Interleukin6", "label", "claims", "type", "a-b")),
    *(f"{TERMS}{name}" for name in ("", "a/b", "1", "-x", "x.")),
    "http://e.org/a%20b", "http://e.org/é", "http://e.org/(x)'!*,;=@", "http://e.org/a.b.", "http://e.org/#",
    "http://e.org/?q=1&r=2#f", "urn:x:y", "mailto:a@e.org", "http://purl.obolibrary.org/obo/GO_0006954",
    "http://e.org//a/./b", "https://identifiers.org/hgnc:6018", RDF.nil.value, OWL.Class.value,
]  # fmt: skip
PREDICATES = [
    RDF.type.value, RDF.first.value, RDF.rest.value, RDFS.label.value, OWL.members.value,
    *(f"{TERMS}{name}" for name in ("proposition", "evidence", "observation", "subject", "position", "sign")),
    *(f"{TERMS}{name}" for name in ("openList", "claims", "id", "basis", "unaffectedBy", "basedOn")),
    "http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/creator", "http://e.org/p",
    "http://e.org/x#1p", "urn:p",
]  # fmt: skip
DATATYPES = [
    *(f"{XSD.iri}{name}" for name in ("integer", "nonNegativeInteger", "boolean", "decimal")),
    *(f"{XSD.iri}{name}" for name in ("double", "date", "string", "positiveInteger")),
    "http://e.org/odd#type", f"{TERMS}label",
]  # fmt: skip
VALUES = [
    "", "01", "1", "-0", "0", "-7", "+1", "1.0", "1e0", "true", "TRUE", "12345678901234567890", " x ",
    'say "no"', "a\nb", "a\r\nb\rc", "tab\t", "back\\slash", "'''", '"""', "é\u2028\U0001f9ec", "]]>", "<&>",
]  # fmt: skip

texts = st.sampled_from(VALUES) | st.text(max_size=8)
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "de-AT", "x-a"])),
    st.builds(lambda text, kind: Literal(text, datatype=NamedNode(kind)), texts, st.sampled_from(DATATYPES)),
)
named = st.sampled_from(NODES).map(NamedNode)
blank = st.sampled_from("abcdefg").map(BlankNode)
ENDS: list[Node] = [RDF.nil, RDF.nil, BlankNode("a"), OWL.Class]
subjects: st.SearchStrategy[Node] = st.one_of(named, blank)
objects: st.SearchStrategy[Term] = st.one_of(named, blank, blank, literals)
GRAPH_NAMES: list[GraphName] = [
    DefaultGraph(),
    GRAPHS.bare,
    GRAPHS.ontology,
    GRAPHS["il6d-0001"],
    BlankNode("g"),
]
graphs = st.sampled_from(GRAPH_NAMES)
predicates = st.sampled_from(PREDICATES).map(NamedNode)
quads = st.builds(Quad, subjects, predicates, objects, graphs)


@st.composite
def lists(draw: st.DrawFn) -> list[Quad]:
    """A list in one graph, whole or broken off, whose members may be nodes of the rest."""
    graph = draw(graphs)
    members = draw(st.lists(objects, max_size=4))
    cells = [BlankNode(f"l{draw(st.integers(0, 9))}{number}") for number in range(len(members))]
    end = draw(st.sampled_from(ENDS))
    nodes: list[Node] = [*cells, end]
    found = [Quad(draw(subjects), draw(predicates), nodes[0], graph)]
    for place, member in enumerate(members):
        found.append(Quad(cells[place], RDF.first, member, graph))
        found.append(Quad(cells[place], RDF.rest, nodes[place + 1], graph))
    return found


datasets = st.builds(
    lambda loose, made: [*loose, *(quad for one in made for quad in one)],
    st.lists(quads, max_size=25),
    st.lists(lists(), max_size=2),
)
