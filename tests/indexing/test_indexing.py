"""A corpus is asked from an index on disk, which is whole or made anew, and answers as memory does.

Nothing here opens a store in the process of the tests: it starts threads, and other tests fork.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import il6ld
from il6ld import queries, workers
from il6ld.cli import cli
from il6ld.errors import CannotWrite, Il6ldError, LimitExceeded, UnreadableInput, UsageError
from il6ld.indexing import Index, index_of, place
from il6ld.knowledge import KnowledgeBase
from il6ld.knowledge.corpus import CorpusBase
from il6ld.names import Names
from il6ld.namespaces import IL6
from il6ld.queries import QUERIES, write
from tests.indexing import releases
from tests.queries import answers

Made = TypeVar("Made")
CLAIMS = "PREFIX il6: <https://w3id.org/il6ld/terms/> SELECT (COUNT(?c) AS ?n) { ?c a il6:Claim }"
COUNTED = b"n\r\n98\r\n"


@pytest.fixture(scope="session")
def cached(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the index of the release is made once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return releases.write(tmp_path_factory.mktemp("corpus") / "release")


@pytest.fixture
def index(cached: Path, release: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cached))
    return index_of(release)


@pytest.fixture
def damageable(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index of one's own."""
    shutil.copytree(index.folder.parents[1], tmp_path / "cache" / "il6ld")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return place.folder() / index.folder.name


def apart(work: Callable[[], Made]) -> Made:
    return workers.apart(work, workers.Limits(60))


def told(release: Path) -> list[str]:
    heard: list[str] = []
    index_of(release, heard.append)
    return heard


def test_every_query_answers_as_on_the_release_in_memory(index: Index, release: Path) -> None:
    def asked() -> dict[str, str]:
        kb = il6ld.load(corpus=release)
        return {name: write(kb.query(name), "csv") for name in QUERIES}

    found = apart(asked)
    expected = {name: write(answers.base().query(name), "csv") for name in QUERIES}
    assert found == expected and sum(text.count("\n") > 1 for text in found.values()) > 40


def test_python_finds_the_same_claims_paths_and_loops(index: Index, release: Path) -> None:
    def asked(kb: KnowledgeBase) -> list[object]:
        return [
            list(kb.claims()), list(kb.claims("RA", certainty="Suspected")), list(kb.claims(status="any")),
            list(kb.claims(evidence="evidence from a knockout")), kb.claims(organism="mouse")[2],
            kb.claim("il6d-0067"), [claim.id for claim in kb.claims("IL-6")[3:5]],
            str(kb.paths("IL-6", "RA")), str(kb.loops("IL-6")), str(kb.count("predicate", "article")),
        ]  # fmt: skip

    found = apart(lambda: asked(answers.base()))
    on_disk = apart(lambda: asked(_counting_by_query(release)))
    assert on_disk == found and all(found)


def _counting_by_query(release: Path) -> KnowledgeBase:
    """The corpus, which has no table of claims here."""

    class Counting(CorpusBase):
        count = KnowledgeBase.count

    return Counting(release)


def resolved(names: Names, name: str, kind: str) -> str:
    try:
        return names.resolve(name, IL6[kind] if kind else None).value
    except UsageError as error:
        return error.findings[0].message


@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.heavy)])
def test_names_mean_the_same(index: Index, release: Path, every: int) -> None:
    rows = answers.base().query("SELECT ?l { ?t <http://www.w3.org/2000/01/rdf-schema#label>|"
                                "<http://www.w3.org/2004/02/skos/core#altLabel> ?l }")  # fmt: skip
    assert isinstance(rows, queries.Answer)
    names = sorted({text for (text,) in rows.texts()})[::every] + ["ra", "MONDO:0008383", "il6:Status", "x"]
    asked = [(name, kind) for name in names for kind in ("", "Entity", "Status", "Predicate")]

    def by(names: Callable[[], Names]) -> list[str]:
        return apart(lambda: [resolved(names(), *each) for each in asked])

    in_memory = answers.base().names
    kb = il6ld.load(corpus=release)
    found = dict(zip(asked, by(lambda: kb.names), strict=True))
    expected = dict(zip(asked, by(lambda: in_memory), strict=True))
    assert {each: (found[each], expected[each]) for each in asked if found[each] != expected[each]} == {}
    assert sum(text.startswith("https://") for text in found.values()) > 600 / every


def test_a_name_of_nothing_is_told_with_the_nearest(index: Index, release: Path) -> None:
    made = CliRunner().invoke(
        cli, ["query", "mouse-only", "-p", "about=interleukin 66", "--corpus", str(release)]
    )
    assert made.exit_code == 2 and "did you mean 'interleukin 6'?" in made.output


def test_the_command_asks_and_explains(index: Index, release: Path) -> None:
    def run(*words: str) -> str:
        made = CliRunner().invoke(cli, ["query", *words, "--corpus", str(release), "--format", "csv"])
        assert made.exit_code == 0, made.output
        return str(made.stdout)

    own = write(answers.base().query("mouse-only", about="NF-kB"), "csv")
    assert run("mouse-only", "-p", "about=NF-kB").splitlines() == own.splitlines() != []
    assert "VALUES ?about { <https://w3id.org/il6ld/terms/NFkappaB> }" in run(
        "mouse-only", "-p", "about=NF-kB", "--explain"
    )


def test_an_index_is_made_once(index: Index, release: Path) -> None:
    assert told(release) == [] and index.quads > 8_000


def test_a_query_that_takes_too_long_is_stopped(index: Index, release: Path) -> None:
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    words = ["query", "-", "--corpus", str(release), "--time-limit", "0.3"]
    made = CliRunner().invoke(cli, words, input=product)
    assert made.exit_code == LimitExceeded.exit_code and "stopped after 0.3 s" in made.output


def test_what_is_no_release_of_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no release of a corpus"):
        index_of(tmp_path)


def test_the_release_of_a_corpus_is_known_where_another_is_looked_for(release: Path) -> None:
    with pytest.raises(UsageError) as caught:
        il6ld.load(release)
    assert "il6ld.load(corpus=...)" in caught.value.findings[0].help


def test_a_damaged_release_makes_no_index(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(release, tmp_path / "release")
    shard = tmp_path / "release" / "bare.nq.zst"
    content = bytearray(shard.read_bytes())
    content[len(content) // 2] ^= 1
    shard.write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"bare\.nq\.zst"):
        index_of(tmp_path / "release")
    assert [path.suffix for path in place.folder().iterdir()] == [".lock"]


def test_a_cache_that_takes_nothing_is_told(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(CannotWrite, match="could not be kept") as caught:
        index_of(release)
    assert "XDG_CACHE_HOME" in caught.value.findings[0].help


def test_an_index_that_lost_a_part_is_made_again(damageable: Path, release: Path) -> None:
    lost = max((damageable / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    lost.write_bytes(lost.read_bytes()[:-100])
    assert told(release)[0].startswith("Making an index")
    assert Index.read(damageable)


@pytest.mark.parametrize("parts", ["all", pytest.param("large", marks=pytest.mark.heavy)])
def test_changed_bytes_are_told_and_never_answer_nothing(
    damageable: Path, release: Path, parts: str
) -> None:
    for part in (damageable / "store").glob("*.sst"):
        content = bytearray(part.read_bytes())
        changed = len(content) // 2
        if parts == "all" or changed > 50_000:  # what is read on opening stands at the end
            content[:changed] = bytes(byte ^ 0xFF for byte in content[:changed])
            part.write_bytes(content)
    made = CliRunner().invoke(cli, ["query", "-", "--corpus", str(release)], input=CLAIMS)
    assert made.stdout == ""
    if parts == "large" and made.exit_code == LimitExceeded.exit_code:
        return  # pyoxigraph may read the same wrong block for ever; then the query's limits stop it
    assert made.exit_code == UnreadableInput.exit_code, made.output
    assert "damaged-index" in made.output and str(damageable) in made.output.replace("\n", "")


def test_what_a_store_says_of_its_files_is_no_mistake_of_the_query() -> None:
    class Damaged:
        def query(self, *_: object, **__: object) -> object:
            raise RuntimeError("Corruption: block checksum mismatch")

    query = queries.parse("count", CLAIMS)
    with pytest.raises(RuntimeError, match="Corruption"):
        queries.run(cast(ox.Store, Damaged()), query, {}, answers.base().context)


def test_the_index_of_a_release_that_is_gone_is_removed(damageable: Path, tmp_path: Path) -> None:
    gone, other = (releases.write(tmp_path / name) for name in ("gone", "other"))
    (other / "context.jsonld").write_text("{}")  # another release
    sums = other / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(sums.read_text()[:8], "00000000", 1))
    note = damageable / "index.json"
    old = Index.read(damageable)
    assert old
    note.write_text(note.read_text().replace(old.release, str(gone)))
    assert Index.read(damageable)
    shutil.rmtree(gone)
    with pytest.raises(Il6ldError):  # the checksum is none, and that is not what is looked at
        index_of(other)
    assert not damageable.exists()


def test_rdflib_is_not_given_more_than_it_bears(
    index: Index, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("il6ld.knowledge.corpus.MOST_IN_RDFLIB", index.quads - 1)
    with pytest.raises(LimitExceeded, match="rdflib would hold"):
        _ = il6ld.load(corpus=release).graph


@pytest.mark.heavy
def test_rdflib_has_the_same_quads(index: Index, release: Path) -> None:
    assert len(il6ld.load(corpus=release).graph) == len(answers.base().graph) > 8_000


def start(release: Path) -> subprocess.Popen[bytes]:
    words = ["query", str(release.parent / "count.rq"), "--corpus", str(release), "--format", "csv"]
    (release.parent / "count.rq").write_text(CLAIMS)
    command = [sys.executable, "-m", "il6ld.cli", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.heavy
def test_two_that_make_it_at_once_make_one(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    runs = [start(release) for _ in range(4)]
    outputs = [run.communicate() for run in runs]
    assert [(run.returncode, out) for run, (out, _) in zip(runs, outputs, strict=True)] == [(0, COUNTED)] * 4
    assert sum(b"Making an index" in said for _, said in outputs) == 1


@pytest.mark.heavy
@pytest.mark.parametrize("after", [0.2, 0.35, 0.5, 0.7, 0.9])
def test_one_that_was_killed_leaves_nothing_that_is_taken_for_whole(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = start(release)
    time.sleep(after)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    out, _ = start(release).communicate()
    assert out == COUNTED
    assert sorted(path.suffix for path in place.folder().iterdir()) == ["", ".lock"]


@pytest.mark.heavy
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_left(release: Path, tmp_path: Path) -> None:
    words = ["-m", "il6ld.cli", "query", "mouse-only", "--corpus", str(release)]
    command = ["bash", "-c", 'ulimit -f 200 && exec "$@"', "bash", sys.executable, *words]
    # A file that is cut off must not be one of Python's own, either.
    surroundings = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env={**os.environ, **surroundings}, capture_output=True, text=True)
    assert done.returncode == CannotWrite.exit_code, done.stderr
    assert "File too large" in done.stderr and "XDG_CACHE_HOME" in done.stderr
    left = list((tmp_path / "cache" / "il6ld" / "indexes").iterdir())
    assert [path.suffix for path in left] == [".lock"]
