"""`il6ld explain` answers for claims, rules, inferred facts and missing bare triples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from il6ld import answers
from il6ld.errors import UsageError
from il6ld.lookup import Lookup
from il6ld.project import Project
from il6ld.rule_pages import code_page, shapes_by_rule
from il6ld.rules import RULES
from il6ld.sources import read_shapes

ROOT = Path(__file__).parents[1]


def test_a_claim_is_told_whole(project: Project) -> None:
    told = answers.explain(project, ["il6d-0067"])
    for heading in ("Proposition", "Stance", "Evidence", "Place", "Links", "Bare triple"):
        assert f"\n{heading}\n" in told
    assert "rests on this: claims:il6d-0068" in told
    assert "withheld: is qualified by speciesContext" in told


def test_every_rule_of_the_code_has_a_page(project: Project) -> None:
    assert len(RULES) > 30
    for rule in RULES.values():
        page = code_page(rule)
        assert rule.breach in page and rule.cure in page
    assert answers.explain(project, ["yaml-tag"]) == code_page(RULES["yaml-tag"])


def shape_rules(project: Project) -> Iterator[str]:
    return iter(shapes_by_rule(Lookup(read_shapes(project))))


def test_every_rule_of_the_shapes_has_a_page(project: Project) -> None:
    names = list(shape_rules(project))
    assert len(names) > 100
    assert not set(names) & RULES.keys()
    for name in names[::40]:
        page = answers.explain(project, [name])
        assert "What to do: " in page and "It stands at " in page and "Demands: " in page, name


@pytest.mark.heavy  # docs/model.md asks for one, too, and tests/test_justification.py for this one
def test_an_inference_is_explained_by_its_axioms(project: Project) -> None:
    told = answers.explain(project, ["multiple myeloma", "subClassOf", "Cancer"])
    assert "Every multiple myeloma cell is a malignant cell." in told
    assert "il6:MultipleMyelomaCell\n    rdfs:subClassOf il6:MalignantCell ." in told


def test_what_does_not_follow_is_said(project: Project) -> None:
    assert "nothing that is recorded gives this" in answers.explain(
        project, ["Fever", "subClassOf", "Cancer"]
    )


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["IL-6", "isA", "Cytokine"], "published as a bare triple"),
        (["IL-6", "requiredFor", "CollagenInducedArthritis"], "withheld: is qualified by speciesContext"),
        (["Fever", "causes", "Cancer"], "no claim says this"),
    ],
)
def test_a_bare_triple_is_accounted_for(project: Project, words: list[str], answer: str) -> None:
    assert answer in answers.explain(project, words)


@pytest.mark.parametrize(
    ("words", "help"),
    [
        (["claim-polaritie"], "did you mean 'claim-polarity'?"),
        (["il6d-00677"], "did you mean"),
        (["a", "b"], "For example"),
        (["Fever", "Disease", "Cancer"], "Choose one of: activates"),
    ],
)
def test_what_cannot_be_explained_is_said(project: Project, words: list[str], help: str) -> None:
    with pytest.raises(UsageError) as caught:
        answers.explain(project, words)
    assert help in caught.value.findings[0].help
