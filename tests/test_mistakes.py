"""The mistakes of the benchmark break every rule, each as often as is known, and nothing for one another."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from il6ld.validation.shapes import Shapes
from tests.benchmarks.corpus import RELEASE
from tests.benchmarks.mistakes import found, invalid, known, made, rounds
from tests.benchmarks.template import Template
from tests.shapes.examples import all_shapes


@cache
def template() -> Template:
    return Template.read(RELEASE)


def test_every_rule_is_broken() -> None:
    rules = Shapes(all_shapes()).reporting
    assert {f"<https://w3id.org/il6ld/shapes/{rule}>" for rule in known(1)} == set(map(str, rules))


def test_each_example_breaks_what_it_should() -> None:
    promised = Counter(row[-1] for example in invalid() for row in example.expected)
    assert len(promised) == len(known(1))
    assert promised <= known(1)


def test_no_copy_says_what_another_says() -> None:
    quads = list(made(template(), 2))
    twice = Counter(quads) - Counter(set(quads))
    assert len(quads) > 2 * len(invalid())
    assert not twice


def test_there_is_a_round_for_each_ten_thousand_claims_begun() -> None:
    assert [rounds(claims) for claims in (1, 10_000, 10_001, 1_000_000)] == [1, 1, 2, 100]


@pytest.mark.parametrize(("engine", "times"), [
    ("duckdb", 1),
    pytest.param("duckdb", 3, marks=pytest.mark.heavy),
    pytest.param("pyshifty", 3, marks=pytest.mark.heavy),
    pytest.param("pyshacl", 2, marks=pytest.mark.heavy),
])  # fmt: skip
def test_they_are_found_as_often_as_is_known(engine: str, times: int) -> None:
    assert found(template(), times, engine) == known(times)
