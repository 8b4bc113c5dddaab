"""The W3C suite of SHACL, against shapes compiled to SQL: all of Core, and of SPARQL what is allowed here."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld.errors import InvalidInput
from il6ld.namespaces import RDF, SH, Namespace
from il6ld.validation.shapes import Shapes
from il6ld.validation.soundness import require_sound
from il6ld.validation.sql import validate_triples

SUITE = Path(__file__).parents[2] / "shared" / "suites" / "w3c-shacl" / "data-shapes-test-suite" / "tests"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FIELDS = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.resultSeverity,
    SH.sourceConstraintComponent,
    SH.sourceShape,
)
# What is refused with a word instead of run: components that shapes declare themselves, and $shapesGraph.
REFUSED = {
    "sparql/component/nodeValidator-001", "sparql/component/optional-001",
    "sparql/component/propertyValidator-select-001", "sparql/component/validator-001",
    "sparql/pre-binding/shapesGraph-001",
}  # fmt: skip

Said = dict[Any, list[tuple[Any, Any]]]
CASES = sorted(
    path
    for path in SUITE.rglob("*.ttl")
    if SHT.Validate.value in path.read_text() or "sht:Validate" in path.read_text()
)
# One of each kind by default; all others run in .ci/run.
QUICK = {
    "and-001",
    "qualifiedValueShapesDisjoint-001",
    "path-complex-002",
    "personexample",
    "pre-binding-002",
    "lessThan-002",
}


def parse(path: Path) -> list[ox.Triple]:
    return [
        quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    ]


def named(path: Path) -> str:
    return path.relative_to(SUITE).with_suffix("").as_posix()


def cases() -> list[Any]:
    if not CASES:
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"the suite is not at {SUITE}"))]
    return [
        pytest.param(one, id=named(one), marks=[] if one.stem in QUICK else [pytest.mark.heavy])
        for one in CASES
    ]


def said(triples: list[ox.Triple]) -> Said:
    found: Said = defaultdict(list)
    for triple in triples:
        found[triple.subject].append((triple.predicate, triple.object))
    return found


def told(node: Any, about: Said) -> object:
    """A term for comparison: a blank node by what is said of it."""
    if not isinstance(node, ox.BlankNode):
        return str(node)
    return tuple(sorted((str(what), str(told(value, about))) for what, value in about[node]))


def results(triples: list[ox.Triple], report: Any) -> Counter[tuple[object, ...]]:
    about = said(triples)
    nodes = [value for what, value in about[report] if what == SH.result]
    return Counter(tuple(_field(about, node, field) for field in FIELDS) for node in nodes)


def _field(about: Said, node: Any, field: ox.NamedNode) -> tuple[object, ...]:
    values = [value for what, value in about[node] if what == field]
    if field == SH.resultPath:
        return tuple(told(value, about) for value in values)
    return tuple("_" if isinstance(value, ox.BlankNode) else str(value) for value in values)


def found(data: list[ox.Triple], shapes: list[ox.Triple]) -> Counter[tuple[object, ...]]:
    as_bytes = [ox.serialize(graph, format=ox.RdfFormat.N_TRIPLES) or b"" for graph in (data, shapes)]
    report = [quad.triple for quad in ox.parse(validate_triples(*as_bytes), format=ox.RdfFormat.N_TRIPLES)]
    (root,) = [triple.subject for triple in report if triple.object == SH.ValidationReport]
    return results(report, root)


@pytest.mark.parametrize("path", cases())
def test_a_case_of_the_suite(path: Path) -> None:
    triples = parse(path)
    about = said(triples)
    entries = [
        triple.subject for triple in triples if triple.predicate == RDF.type and triple.object == SHT.Validate
    ]
    assert entries
    for entry in entries:
        fields = dict(about[entry])
        data, shapes = (parse(Path(dict(about[fields[MF.action]])[key].value.removeprefix("file://")))
                        for key in (SHT.dataGraph, SHT.shapesGraph))  # fmt: skip
        expected = fields[MF.result]
        if expected == SHT.Failure or named(path) in REFUSED:
            with pytest.raises(InvalidInput):
                require_sound(Shapes(shapes), lambda _: None)
                found(data, shapes)
        else:
            assert found(data, shapes) == results(triples, expected)


@pytest.mark.skipif(not CASES, reason=f"the suite is not at {SUITE}")
def test_the_suite_is_whole() -> None:
    assert len(CASES) >= 120
    assert {named(path) for path in CASES} >= REFUSED
    assert {path.stem for path in CASES} >= QUICK
