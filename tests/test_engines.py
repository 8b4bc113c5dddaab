"""Both engines say the same, to the byte of the report: of examples, generated bad data and the release."""

from __future__ import annotations

import random
from functools import cache

import pyoxigraph as ox
import pytest

from il6ld.namespaces import IL6, RDF
from il6ld.validation import DEFAULT_ENGINE, ENGINES, Report, validate
from tests.shapes.examples import (
    FOLDER,
    ROOT,
    Example,
    all_shapes,
    examples,
    parse,
    rows,
    shapes_of,
    shared_data,
    subjects,
)

RELEASE = ROOT / "build" / "il6ld.nq"
ROUNDS = 10
CHANGES = 12


def test_the_default_is_not_the_reference() -> None:
    assert set(ENGINES) == {"duckdb", "pyshacl", "pyshifty"}
    assert DEFAULT_ENGINE == "pyshifty"


def same(first: Report, second: Report) -> None:
    """Fails where two reports differ, saying how."""
    assert rows(first) == rows(second)
    assert [result.message for result in first.results] == [result.message for result in second.results]
    assert first.as_turtle() == second.as_turtle()


# All at once take a fraction of the time, but there a bare triple may owe its claim to another example.
EXAMPLES = [
    pytest.param(one, marks=[] if one.subject == "safety" else [pytest.mark.heavy], id=str(one))
    for one in examples()
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_they_agree_on_an_example(example: Example) -> None:
    same(example.report("pyshifty"), example.report("pyshacl"))


@pytest.mark.parametrize("subject", subjects())
def test_they_agree_on_all_examples_of_a_subject_at_once(subject: str) -> None:
    data = [*shared_data(), *(triple for one in examples(subject) for triple in renamed(one))]
    first, second = (validate(data, shapes_of(subject), engine) for engine in ("pyshifty", "pyshacl"))
    broken = {row[-1] for one in examples(subject) for row in one.expected}
    assert broken and {row[-1] for row in rows(first)} >= broken
    same(first, second)


def renamed(example: Example) -> list[ox.Triple]:
    """What an example says, its own records named after it."""
    triples = parse(example.path)
    number = examples(example.subject).index(example)
    own = {triple.subject for triple in triples} - {triple.subject for triple in shared_data()}
    names = {node: named(node, number) for node in own if not isinstance(node, ox.Triple)}
    return [ox.Triple(names.get(one, one), what, names.get(value, value)) for one, what, value in triples]


def named(node: ox.NamedNode | ox.BlankNode, number: int) -> ox.NamedNode | ox.BlankNode:
    """A node under a name that no other example has; names of records go on looking like such."""
    if "tiny" in node.value:
        return type(node)(node.value.replace("tiny", f"tiny{number}"))
    return type(node)(f"{node.value}{number}")


@cache
def good() -> tuple[ox.Triple, ...]:
    """The valid example of every subject, put together; each has records of its own kind."""
    plain = [path for name in subjects() for path in sorted((FOLDER / name / "valid").glob("*.ttl"))[:2]]
    return tuple(dict.fromkeys(triple for path in plain for triple in parse(path)))


def spoiled(seed: int) -> list[ox.Triple]:
    """Good data with some triples lost, doubled with other values, or changed in subject, field or value."""
    chance = random.Random(seed)
    triples = list(good())
    for _ in range(CHANGES):
        place, other = chance.randrange(len(triples)), chance.choice(triples)
        triple = triples[place]
        match chance.choice(["lose", "double", "value", "field", "subject", "blank", "literal"]):
            case "lose":
                del triples[place]
            case "double":
                triples.append(ox.Triple(triple.subject, triple.predicate, other.object))
            case "value":
                triples[place] = ox.Triple(triple.subject, triple.predicate, other.object)
            case "field":
                triples[place] = ox.Triple(triple.subject, other.predicate, triple.object)
            case "subject":
                triples[place] = ox.Triple(other.subject, triple.predicate, triple.object)
            case "blank":
                triples.append(ox.Triple(ox.BlankNode("nobody"), triple.predicate, triple.object))
            case "literal":
                triples[place] = ox.Triple(triple.subject, triple.predicate, chance.choice(LITERALS))
    return triples


LITERALS = [
    ox.Literal(""),
    ox.Literal("salt", language="en-GB"),
    ox.Literal("007", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#positiveInteger")),
    ox.Literal("many", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#positiveInteger")),
    ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    ox.Literal('"quoted"\n\\'),
]


SEEDS = [pytest.param(n, marks=[pytest.mark.heavy] if n else []) for n in range(ROUNDS)]


@pytest.mark.parametrize("seed", SEEDS)
def test_they_agree_on_generated_bad_data(seed: int) -> None:
    data = [*shared_data(), *spoiled(seed)]
    first, second = (validate(data, all_shapes(), engine) for engine in ("pyshifty", "pyshacl"))
    assert first.results, "nothing was spoiled"
    same(first, second)


@pytest.mark.heavy
def test_they_agree_on_the_release() -> None:
    if not RELEASE.is_file():
        pytest.skip("there is no release: run 'il6ld build'")
    data = {quad.triple for quad in ox.parse(path=str(RELEASE), format=ox.RdfFormat.N_QUADS)}
    data |= {ox.Triple(passage, IL6.cue, ox.Literal("may")) for passage in _passages(data)}
    first, second = (validate(data, all_shapes(), engine) for engine in ("pyshifty", "pyshacl"))
    assert first.focus_nodes > 500
    assert first.results, "a hedge in every passage must be missed by some claim"
    same(first, second)


def _passages(data: set[ox.Triple]) -> list[ox.NamedNode]:
    found = [
        triple.subject for triple in data if triple.predicate == RDF.type and triple.object == IL6.Passage
    ]
    return [node for node in found if isinstance(node, ox.NamedNode)]
