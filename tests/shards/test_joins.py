"""What is told of a corpus as a whole: rules between claims wherever they stand, shapes, figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld import scaling
from il6ld.errors import InvalidInput
from il6ld.findings import Finding
from il6ld.namespaces import SH, VOID
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora

PROJECT = find_project(ROOT)
FIRST, SECOND = "claims:il6d-0001", "claims:g2-0098"


@pytest.fixture
def few_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)


def refused(tmp_path: Path, edit: dict[str, dict[str, Any]]) -> list[Finding]:
    """What is told of a corpus of three articles, some fields of which are others."""
    corpus = corpora.write(tmp_path / "corpus", 3, edit=edit)
    with pytest.raises(InvalidInput) as raised:
        scaling.build(PROJECT, corpus, tmp_path / "release", workers=1, lines=40)
    assert not (tmp_path / "release").exists()
    return list(raised.value.findings)


def lines(findings: list[Finding], rule: str) -> list[tuple[str, int]]:
    """File and line of each finding of a rule; it must have found something."""
    places = [one.position for one in findings if one.rule == rule]
    assert places
    return [(Path(place.file).name, place.line) for place in places if place]


@pytest.mark.usefixtures("few_shapes")
def test_an_id_given_twice_in_different_shards_is_told_at_the_second(tmp_path: Path) -> None:
    found = refused(tmp_path, {SECOND: {"id": FIRST}})
    assert lines(found, "duplicate-id") == [("000002.ndjson", 144)]
    (told,) = [one for one in found if one.rule == "duplicate-id"]
    assert told.message == f"The id '{FIRST}' is given already, in claims/000001.ndjson, line 1."


@pytest.mark.usefixtures("few_shapes")
def test_a_claim_may_take_the_place_of_one_in_another_shard(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3, edit=_succession(SECOND))
    made = scaling.build(PROJECT, corpus, tmp_path / "release", workers=1, lines=40)
    assert "replacement-cycle 0" in made.summary["joins"]


def _succession(new: str) -> dict[str, dict[str, Any]]:
    return {FIRST: {"status": "Superseded", "replacedBy": new}}


@pytest.mark.usefixtures("few_shapes")
def test_a_claim_that_nobody_knows_takes_no_place(tmp_path: Path) -> None:
    found = refused(tmp_path, _succession("claims:nobody-0001"))
    assert lines(found, "unknown-reference") == [("000001.ndjson", 1)]


@pytest.mark.usefixtures("few_shapes")
def test_a_circle_across_shards_is_told_once(tmp_path: Path) -> None:
    third = "claims:g1-0050"
    edit = {FIRST: {"replacedBy": SECOND}, SECOND: {"replacedBy": third}, third: {"replacedBy": FIRST}}
    found = refused(tmp_path, edit | {"claims:g1-0001": {"replacedBy": FIRST}})
    assert len(lines(found, "replacement-cycle")) == 1
    (told,) = [one for one in found if one.rule == "replacement-cycle"]
    assert all(name in told.message for name in (FIRST, SECOND, third)) and "g1-0001" not in told.message


@pytest.mark.usefixtures("few_shapes")
def test_a_denial_in_another_shard_is_told_and_no_mistake(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3, edit={"claims:g2-0001": {"polarity": "Denied"}})
    made = scaling.build(PROJECT, corpus, tmp_path / "release", workers=1, lines=40)
    assert lines(made.findings, "corpus-conflict") == [("000002.ndjson", 47)]
    said = json.loads((tmp_path / "release" / "statistics.json").read_text())
    assert said["counts"]["Claim"] == 294 and said["counts"]["polarity Denied"] >= 1
    assert said["findings"] == {"corpus-conflict": 1}
    assert said["propositions of several current claims"] > 50


def test_what_breaks_a_shape_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "read_shapes", lambda project: corpora.shapes_of(project, "passage.ttl"))
    (claim,) = [one for one in corpora.records()[0] if one["id"] == FIRST]
    passage = {**corpora.renamed(claim, 1)["passage"], "wordCount": 0, "digest": "short"}
    found = refused(tmp_path, {"claims:g1-0001": {"passage": passage}})
    assert set(lines(found, "passage-digest")) == {("000001.ndjson", 99)}


def test_the_release_as_a_corpus_breaks_nothing_and_says_what_it_looked_at(tmp_path: Path) -> None:
    made = scaling.build(PROJECT, corpora.write(tmp_path / "corpus"), tmp_path / "release", workers=1)
    assert not made.findings
    assert "0 findings" in made.summary["shapes"] and not made.summary["shapes"].startswith("0")
    report = set(ox.parse(path=str(tmp_path / "release" / "report.ttl")))
    assert [quad.object.value for quad in report if quad.predicate == SH.conforms] == ["true"]
    sizes = {quad.object.value for quad in ox.parse(path=str(tmp_path / "release" / "void.ttl"))
             if quad.predicate == VOID.entities}  # fmt: skip
    assert "98" in sizes
