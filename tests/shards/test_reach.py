"""Which shapes are held against a shard alone; all others, and what is not understood, see all shards."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from il6ld.namespaces import DCTERMS, IL6, OA, RDF, RDFS, local_name
from il6ld.project import find_project
from il6ld.shards.reach import Beyond, Edges, beyond, split
from il6ld.sources import read_shapes
from il6ld.validation.shapes import Shapes
from tests.conftest import ROOT

PROJECT = find_project(ROOT)
PREFIXES = """PREFIX il6: <https://w3id.org/il6ld/terms/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX : <https://example.org/> """
# Predicates of records that stay in a line, that lead to texts, and that lead anywhere.
CLOSED = {IL6[name].value for name in ("evidence", "observation", "population", "step")}
LITERAL = {RDFS.label.value, *(IL6[name].value for name in ("code", "sentence", "cue"))}
OPEN = ("basedOn", "proposition", "passage", "article", "subject", "object", "predicate", "erratum", "status",
        "polarity", "certainty", "reading", "claim", "section")  # fmt: skip
OTHERS = (OA.hasSource, OA.hasSelector, RDF.type, DCTERMS.replaces, DCTERMS.isReplacedBy)
OURS = CLOSED | LITERAL | {IL6[name].value for name in OPEN} | {one.value for one in OTHERS}
GROUNDS = {RDFS[name].value for name in ("label", "subClassOf", "subPropertyOf", "isDefinedBy")} | {
    IL6[name].value for name in ("cueWord", "sign", "subjectCategory", "objectCategory")
}
EDGES = Edges(frozenset(OURS), frozenset(CLOSED), frozenset(LITERAL), frozenset(GROUNDS))


def of(text: str) -> Beyond:
    """What looks beyond of shapes in Turtle."""
    shapes = ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)
    return beyond(Shapes(quad.triple for quad in shapes), EDGES)


def test_of_our_shapes_these_look_beyond_a_shard() -> None:
    found = beyond(Shapes(read_shapes(PROJECT)), EDGES)
    names = {local_name(shape) for shape in found.shapes if isinstance(shape, ox.NamedNode)}
    assert names == {
        "article-code-unique", "bare-triple-claimed", "bare-triple-denied", "claim-basis-cycle",
        "claim-replacement-cycle", "claim-replacement-returned", "entity-category", "erratum-used",
        "passage-claimed", "passage-sentence-unique",
    }  # fmt: skip
    assert {local_name(shape) for shape in found.of_bare} == {"bare-triple-claimed", "bare-triple-denied"}  # type: ignore[arg-type]
    assert not found.any_predicate and not found.any_class
    assert found.echoed == {RDFS.label.value}


@pytest.mark.parametrize("path", [
    "il6:basedOn", "( il6:passage il6:article rdfs:label )", "[ sh:alternativePath ( il6:code rdfs:label ) ]",
])  # fmt: skip
def test_a_few_steps_forward_stay_within(path: str) -> None:
    assert not of(f":one sh:targetClass il6:Claim ; sh:path {path} ; sh:minCount 1 .").shapes


@pytest.mark.parametrize("path", [
    "[ sh:inversePath il6:basedOn ]", "[ sh:oneOrMorePath il6:basedOn ]",
    "( il6:basedOn il6:basedOn il6:basedOn il6:basedOn il6:basedOn )",
])  # fmt: skip
def test_going_back_on_and_on_or_far_looks_beyond(path: str) -> None:
    found = of(f":one sh:targetClass il6:Claim ; sh:property [ sh:path {path} ; sh:minCount 1 ] .")
    assert found.shapes == {ox.NamedNode("https://example.org/one")}
    assert found.predicates == {IL6.basedOn.value}


@pytest.mark.parametrize(("where", "stays"), [
    ("$this il6:passage ?p . ?p il6:cue ?value . il6:Capacity il6:cueWord ?value", True),
    ("?claim il6:evidence $this . ?claim il6:basedOn ?value", True),
    ("?other il6:basedOn $this . ?other il6:code ?value", False),
    ("$this il6:code ?value . ?other il6:code ?value", False),
    ("?claim il6:proposition $this . ?claim rdfs:label ?value", False),
    ("$this rdfs:subClassOf+ ?value", True),
    ("$this il6:basedOn+ ?value", False),
    ("$this il6:code ?value . FILTER NOT EXISTS { ?other il6:code ?value }", False),
    ("?nothing il6:reasoned true . ?other il6:code ?value", True),
])  # fmt: skip
def test_a_query_stays_within_if_all_of_it_is_reached_from_its_focus(where: str, stays: bool) -> None:
    query = f"SELECT $this ?value WHERE {{ {where} }}"
    prefixes = PREFIXES.replace("\n", " ")
    found = of(f':one sh:targetClass il6:Claim ; sh:sparql [ sh:select """{prefixes} {query}""" ] .')
    assert bool(found.shapes) != stays


def test_each_shape_is_run_here_or_there_and_none_twice() -> None:
    shapes = Shapes(read_shapes(PROJECT))
    away = beyond(shapes, EDGES).shapes
    here, there = (Shapes(part) for part in split(shapes, away))
    aims = [{(target.shape, target.kind, target.value) for target in one.targets} for one in (here, there)]
    assert not aims[0] & aims[1] and len(aims[1]) >= len(away)
    assert aims[0] | aims[1] == {(one.shape, one.kind, one.value) for one in shapes.targets}
