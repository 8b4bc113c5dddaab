"""The table of claims in Parquet says of each claim what the release's own table says, its stance with it."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from il6ld import scaling
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

SAME = ("id", "bare", "label", "status", "polarity", "certainty", "reading", "discourseRole", "attributedTo")


def test_each_row_is_that_of_the_releases_own_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)
    scaling.build(find_project(ROOT), corpora.write(tmp_path / "corpus"), tmp_path / "release", workers=1)
    with duckdb.connect() as database:
        table = database.read_parquet(str(tmp_path / "release" / "claims.parquet"))
        made = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    with (ROOT / "build" / "il6ld-claims.csv").open(encoding="utf-8", newline="") as file:
        own = {row["id"]: row for row in csv.DictReader(file)}
    assert len(made) == len(own) == 98
    for row in made:
        told = {name: row[name] for name in SAME} | {"bare": str(row["bare"]).lower()}
        assert told == {name: own[row["id"]][name] or None for name in SAME}
    assert {row["bare"] for row in made} == {True, False}
    assert any(row["qualifiers"] for row in made)
