"""CONIB, 19,196 real statements: how many are claims, how many are refused and why."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from il6ld import importing, safety
from il6ld.corpora import Corpus, bel
from il6ld.namespaces import IL6
from il6ld.project import Project
from il6ld.sources import Sources
from tests.corpora.test_importing import dataset_of

TERMS = importing.Terms(base="https://example.org/conib/", retrieved="2026-01-02")
# Of the statements in JSON; a change here is a change of the mapping, and docs/corpora.md tells the same.
REFUSED = {
    "annotation": 828, "axiom": 71, "category": 124, "cell-part": 862, "composite": 405, "kind": 1892,
    "modification": 148, "relation": 33, "several-values": 904, "syntax": 29, "term-alone": 247,
}  # fmt: skip
SCRIPTS_REFUSED = {
    "annotation": 563, "axiom": 74, "category": 137, "cell-part": 839, "composite": 407, "kind": 1895,
    "modification": 148, "relation": 33, "several-values": 905, "syntax": 29, "term-alone": 247,
}  # fmt: skip


@pytest.mark.heavy
def test_each_statement_is_a_claim_or_refused_by_its_reason(
    project: Project, conib: Path, tmp_path: Path
) -> None:
    begun = time.process_time()
    done = importing.bel(project, conib / "conib.statements.jsonl.gz", tmp_path / "out", TERMS)
    assert time.process_time() - begun < 20
    assert (done.read, done.accepted, done.claims) == (19_196, 13_653, 13_675)
    assert dict(done.refused) == REFUSED
    assert done.accepted + sum(REFUSED.values()) == done.read
    assert done.checked > 100


@pytest.mark.heavy
def test_the_scripts_hold_the_same_statements(project: Project, conib: Path, tmp_path: Path) -> None:
    done = importing.bel(project, conib / "conib-bel.tar.gz", tmp_path / "out", TERMS)
    assert (done.read, done.accepted, done.claims) == (19_196, 13_919, 13_941)
    assert dict(done.refused) == SCRIPTS_REFUSED


@pytest.mark.heavy
def test_nothing_hedged_narrowed_or_unchanged_is_said_bare(
    project: Project, sources: Sources, conib: Path, tmp_path: Path, corpus_of: Callable[[Path], Corpus]
) -> None:
    importing.bel(project, conib / "conib.statements.jsonl.gz", tmp_path / "out", TERMS)
    dataset = dataset_of(corpus_of(tmp_path / "out"), sources)
    bare = {(t.subject, t.predicate, t.object) for t in safety.bare_triples(dataset)}
    assert len(bare) > 500
    weak: dict[tuple[object, ...], Counter[bool]] = {}
    for statement in safety.statements(dataset):
        ends = (statement.subject, statement.predicate, statement.object)
        weak.setdefault(ends, Counter())[bool(statement.qualms)] += 1
    assert all(weak[ends][False] for ends in bare)
    assert not [one for one in safety.statements(dataset) if one.predicate == IL6.associatedWith
                and not one.qualms and (one.subject, one.predicate, one.object) not in bare]  # fmt: skip


def test_a_sample_of_it_is_read_as_a_whole(sources: Sources, conib: Path) -> None:
    maker = bel.maker(sources)
    files = bel.Files(conib / "conib.statements.jsonl.gz", lambda error: pytest.fail(str(error)))
    counted: Counter[str] = Counter()
    for number, line in enumerate(files.lines()):
        if number == 1500:
            break
        try:
            counted["claims"] += len(maker.of(line))
        except bel.Refused as refusal:
            counted[refusal.reason] += 1
    assert sum(counted.values()) >= 1500 and counted["claims"] > 900
