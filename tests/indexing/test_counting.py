"""What the columns of a corpus count is what SPARQL counts, stance by stance."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

import il6ld
from il6ld import queries, scaling
from il6ld.errors import UnreadableInput, UsageError
from il6ld.knowledge import KnowledgeBase
from il6ld.namespaces import IL6
from il6ld.project import find_project
from il6ld.queries import COLUMNS, STANCE
from tests.conftest import ROOT
from tests.queries import answers
from tests.shards import making_corpora as corpora


class InMemory(KnowledgeBase):
    """The quads of a release of a corpus, all in memory, so that SPARQL counts them."""

    def __init__(self, release: Path) -> None:
        super().__init__(release / "claims.parquet")
        self.__dict__["store"] = ox.Store()
        self.store.extend(corpora.quads(release))


def total(counted: queries.Answer) -> int:
    return sum(int(text[-1]) for text in counted.texts())


def test_each_count_has_a_stance_and_all_claims_are_counted() -> None:
    counted = answers.base().count("predicate")
    assert counted.columns == ("predicate", *STANCE, "claims") and len(counted) > 20
    assert total(counted) == 98
    current = answers.base().count(status="Current")
    assert total(current) == 97
    assert set(current.column("status")) == {IL6.Current}


def test_what_is_no_column_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="not counted by 'predicates'") as caught:
        answers.base().count("predicates")
    assert "'predicate'" in caught.value.findings[0].help


def test_a_table_that_is_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "claims.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableInput, match="cannot be read"):
        il6ld.load(corpus=tmp_path).count("predicate")


@pytest.mark.heavy
def test_columns_and_sparql_give_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)
    edit = {"claims:il6d-0003": {"discourseRole": "Hypothesis", "certainty": "Possible"}}
    corpus = corpora.write(tmp_path / "corpus", 3, edit=edit)
    release = scaling.build(find_project(ROOT), corpus, tmp_path / "release", workers=1).output
    by_columns, by_sparql = il6ld.load(corpus=release), InMemory(release)
    for by in [(), *((name,) for name in COLUMNS), *combinations(COLUMNS, 2)]:
        expected = by_sparql.count(*by)
        assert list(by_columns.count(*by)) == list(expected) and len(expected) > 3, by
    wanted = queries.counted(release / "claims.parquet", (), IL6.Superseded, by_columns.context)
    assert list(wanted) == list(by_sparql.count(status="Superseded")) and len(wanted) == 1
