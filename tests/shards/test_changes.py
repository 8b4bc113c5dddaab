"""A changed corpus has the release, or the findings, of one built from nothing, or looked at as a whole.

Shapes that stay within a shard are run where something has changed, and the others over some predicates of
all shards. So three ways must come to the same: over what was kept, from nothing, and all quads at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld import scaling
from il6ld.corpora import Corpus
from il6ld.errors import InvalidInput
from il6ld.findings import Finding
from il6ld.namespaces import VOID, Context
from il6ld.project import find_project
from il6ld.shards.blocks import Source
from il6ld.shards.entry import Entry
from il6ld.shards.ground import Ground
from il6ld.shards.progress import Progress
from il6ld.shards.runners import Local
from il6ld.shards.tables import Tables, loaded
from il6ld.shards.workshop import Workshop, opened
from il6ld.shards.writing import Written
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora

PROJECT = find_project(ROOT)
LINES = 40
Fields = dict[str, Any]


class AtOnce:
    """A runner that has all quads in one table."""

    def write(
        self, files: list[Source], workshop: Workshop, ground: Ground, progress: Progress, lines: int
    ) -> Written:
        return Local(1).write(files, workshop, ground, progress, lines)

    def loaded(
        self, folder: Path, ground: str, entries: Sequence[Entry], context: Context
    ) -> AbstractContextManager[Tables]:
        return loaded(folder, ground, entries, context)


class Outcome:
    """What came of a build: what was told, the findings, and the release's files."""

    def __init__(self, corpus: Path, release: Path, runs: Local | AtOnce) -> None:
        self._release = release
        self.told: list[str] = []
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}
        self.summary: dict[str, str] = {}
        try:
            with opened(release) as workshop:
                source = Corpus(corpus, PROJECT.context)
                made = scaling.Build(PROJECT, source, workshop, self.told.append, runs).run(release, LINES)
            self.findings, self.summary = made.findings, made.summary
            self.files = corpora.digests(release)
        except InvalidInput as error:
            self.findings = list(error.findings)

    @property
    def says(self) -> tuple[list[str], list[str]]:
        """How many of what were found, and where, in words."""
        return self.told, sorted(map(str, self.findings))

    def shared(self) -> dict[str, str]:
        """The files that are the same however a corpus is looked at."""
        names = ("bare", "claims-", "articles", "ontology", "statistics", "report")
        return {name: digest for name, digest in self.files.items() if name.startswith(names)}

    def figures(self) -> set[str]:
        """What the description of the dataset says, but for the names of its files."""
        if not self.files:
            return set()
        said = ox.parse(path=str(self._release / "void.ttl"))
        return {str(quad) for quad in said if quad.predicate != VOID.dataDump}

    def rows(self) -> list[tuple[Any, ...]]:
        """The table of claims, first the names of its columns."""
        if not self.files:
            return []
        with duckdb.connect() as database:
            table = database.read_parquet(str(self._release / "claims.parquet"))
            return [tuple(table.columns), tuple(map(str, table.types)), *table.fetchall()]


NAMES = st.builds(
    lambda article, number: f"claims:{'il6d' if not article else f'g{article}'}-{number:04}",
    st.integers(0, 2), st.integers(1, 98),
)  # fmt: skip
PASSAGES = st.builds(
    lambda article, number: f"passages:{'il6d' if not article else f'g{article}'}-{number}",
    st.integers(0, 2), st.integers(1, 27),
)  # fmt: skip
EDITS: st.SearchStrategy[Fields] = st.one_of(
    st.fixed_dictionaries({"polarity": st.sampled_from(["Affirmed", "Denied"])}),
    st.fixed_dictionaries({"certainty": st.sampled_from(["Stated", "Possible"])}),
    st.fixed_dictionaries({"status": st.just("Superseded"), "replacedBy": NAMES}),
    st.fixed_dictionaries({"replaces": NAMES}),
    st.fixed_dictionaries({"disputes": NAMES}),
    st.fixed_dictionaries({"basedOn": NAMES, "reading": st.sampled_from(["Explicit", "Entailed"])}),
    st.fixed_dictionaries({"basedOn": st.lists(NAMES, min_size=2, max_size=3, unique=True)}),
    st.fixed_dictionaries({"passage": PASSAGES}),
    st.fixed_dictionaries({"label": st.sampled_from(["", "Another label", "claims:nobody"])}),
    st.fixed_dictionaries({"id": NAMES}),
    st.fixed_dictionaries({"erratum": st.just("errata:il6d-1"), "discourseRole": st.just("Hypothesis")}),
    st.fixed_dictionaries({"basedOn": st.just("claims:nobody-0001")}),
)
CHANGES = st.dictionaries(NAMES, EDITS, min_size=1, max_size=4)


def compare(folder: Path, first: dict[str, Fields], second: dict[str, Fields]) -> Outcome:
    """Builds a corpus, changes it, builds it again, and compares with both other ways."""
    corpus = corpora.write(folder / "corpus", 3, edit=first)
    Outcome(corpus, folder / "release", Local(1))
    corpora.write(folder / "corpus", 3, edit=second)
    again = Outcome(corpus, folder / "release", Local(1))
    fresh = Outcome(corpus, folder / "fresh", Local(1))
    whole = Outcome(corpus, folder / "whole", AtOnce())
    assert again.says == fresh.says == whole.says
    assert again.files == fresh.files or not fresh.files
    assert fresh.shared() == whole.shared()
    assert again.rows() == whole.rows()
    assert again.figures() == whole.figures()
    return again


@pytest.mark.parametrize("edit", [
    {"claims:g1-0030": {"label": "Another label"}},
    {"claims:g2-0001": {"polarity": "Denied"}},
    {"claims:g2-0040": {"passage": "passages:il6d-3"}},
    {"claims:g1-0030": {"id": "claims:g2-0030"}},
    {"claims:g1-0001": {"status": "Superseded", "replacedBy": "claims:il6d-0002"}},
    {"claims:g1-0001": {"basedOn": "claims:nobody-0001"}},
], ids=["label", "denial", "passage", "id", "replacement", "nobody"])  # fmt: skip
def test_one_change_comes_to_the_same_however_it_is_built(edit: dict[str, Fields], tmp_path: Path) -> None:
    compare(tmp_path, {}, edit)


def test_a_change_makes_the_tables_of_its_shard_anew_and_no_others(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3)
    Outcome(corpus, tmp_path / "release", Local(1))
    kept = tmp_path / ".release.il6ld-kept"
    before = {path.name for path in kept.iterdir()}
    corpora.write(corpus, 3, edit={"claims:g1-0030": {"label": "Another label"}})
    Outcome(corpus, tmp_path / "release", Local(1))
    changed = {path.name for path in kept.iterdir()} - before
    assert {name.partition(".")[0] for name in changed} == {"claims-000001-0004"}


@settings(max_examples=6, deadline=None)
@given(CHANGES, CHANGES)
def test_any_changes_come_to_the_same_however_they_are_built(
    first: dict[str, Fields], second: dict[str, Fields]
) -> None:
    with TemporaryDirectory() as folder:
        compare(Path(folder), first, second)
        shutil.rmtree(Path(folder) / "release", ignore_errors=True)
