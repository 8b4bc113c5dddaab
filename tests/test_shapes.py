"""Each shape has a name, a severity, a message and examples; each example gives what is expected of it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld.namespaces import BASE, RDF, SH, local_name
from il6ld.validation.shapes import CONSTRAINTS, Shapes, Term
from tests.shapes.examples import FOLDER, ROOT, Example, all_shapes, examples, rows, shapes_of, subjects

SHAPES = f"{BASE}shapes/"
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
# What SHACL forbids in a query with pre-bound variables.
FORBIDDEN = re.compile(r"\b(VALUES|MINUS|SERVICE)\b")


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    """Every shape there is."""
    return Shapes(all_shapes())


def fired(subject: str) -> set[str]:
    """The rules that the invalid examples of a subject are expected to break."""
    return {row[-1] for example in examples(subject) for row in example.expected}


@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_gives_what_is_expected(example: Example) -> None:
    found = rows(example.report())
    assert found == example.expected
    assert bool(found) is not example.is_valid


@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_begins_by_saying_what_it_shows(example: Example) -> None:
    first, second, *_ = example.path.read_text("utf-8").splitlines()
    assert re.fullmatch(r"# [A-Z].*\.", first)
    assert second == ""


@pytest.mark.parametrize("subject", subjects())
def test_a_shapes_file_has_valid_and_invalid_examples(subject: str) -> None:
    assert {example.is_valid for example in examples(subject)} == {True, False}


def test_nothing_lies_about_that_no_shapes_file_asks_for() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == set(subjects())
    wanted = {example.golden for example in examples() if not example.is_valid}
    assert wanted == set(FOLDER.rglob("*.tsv"))


@pytest.mark.parametrize("subject", subjects())
def test_every_shape_fires_in_an_example(subject: str) -> None:
    graph = Shapes(shapes_of(subject))
    checking = {local_name(shape) for shape in graph.reporting if CONSTRAINTS & graph.said(shape).keys()}
    assert checking
    assert checking == fired(subject)


def test_every_shape_says_how_grave_it_is_and_what_to_do(shapes: Shapes) -> None:
    assert len(shapes.reporting) > 150
    for shape in shapes.reporting:
        severities, messages = shapes.values(shape, SH.severity), shapes.values(shape, SH.message)
        assert len(severities) == 1 and severities[0] in SEVERITIES, shape
        assert len(messages) == 1 and isinstance(messages[0], ox.Literal), shape
        assert re.fullmatch(r"[A-Z].{20,}[.]", messages[0].value), shape


def test_a_condition_of_another_shape_says_neither(shapes: Shapes) -> None:
    conditions = _nodes(shapes, {SH.NodeShape, SH.PropertyShape}) - set(shapes.reporting)
    assert conditions
    for shape in conditions:
        assert not {SH.severity, SH.message} & shapes.said(shape).keys(), shape


def test_everything_has_a_name(shapes: Shapes) -> None:
    nodes = _nodes(shapes, {SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint, SH.PrefixDeclaration})
    assert nodes
    assert all(isinstance(node, ox.NamedNode) and node.value.startswith(SHAPES) for node in nodes)
    used = {value for node in nodes for key in (SH.property, SH.sparql) for value in shapes.values(node, key)}
    assert used and used <= nodes


def test_a_query_uses_the_shared_prefixes_and_nothing_that_shacl_forbids(shapes: Shapes) -> None:
    queries = _nodes(shapes, {SH.SPARQLConstraint})
    assert queries
    for node in queries:
        (select,) = shapes.values(node, SH.select)
        assert shapes.values(node, SH.prefixes) == [ox.NamedNode(f"{SHAPES}prefixes")], node
        assert isinstance(select, ox.Literal) and not FORBIDDEN.search(select.value), node
        assert "SELECT DISTINCT $this ?path ?value WHERE" in select.value, node


@pytest.mark.parametrize("path", sorted((ROOT / "shapes").glob("*.ttl")), ids=lambda path: path.stem)
def test_blocks_stand_from_a_to_z(path: Path) -> None:
    names = re.findall(r"^shapes:(\S+)", path.read_text("utf-8"), re.MULTILINE)
    assert names and names == sorted(set(names))


def test_no_shape_stands_in_two_files() -> None:
    stems = [path.stem for path in (ROOT / "shapes").glob("*.ttl")]
    names = [name for stem in stems for name in re.findall(r"^shapes:(\S+)", _text(stem), re.MULTILINE)]
    assert len(names) == len(set(names)) > 200


def test_the_shapes_say_what_each_qualifier_takes() -> None:
    qualifiers = set(
        re.findall(r"^il6:(\w+)\n(?:    .*\n)*?    rdfs:subPropertyOf il6:qualifier", _model(), re.M)
    )
    shaped = set(re.findall(r"sh:path il6:(\w+)", _text("proposition")))
    assert qualifiers
    assert qualifiers == shaped - {"subject", "predicate", "object"}


def _model() -> str:
    return (ROOT / "ontology" / "claim.ttl").read_text("utf-8")


def _text(stem: str) -> str:
    return (ROOT / "shapes" / f"{stem}.ttl").read_text("utf-8")


def _nodes(shapes: Shapes, kinds: set[ox.NamedNode]) -> set[Term]:
    return {
        subject for subject, predicate, value in shapes.statements if predicate == RDF.type and value in kinds
    }
