"""The release of a corpus: the same bytes however it is made, whole or not there, and no work done twice."""

from __future__ import annotations

import gzip
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import scaling
from il6ld.errors import CannotWrite, Il6ldError, InvalidInput, Locked, UnreadableInput, UsageError
from il6ld.project import find_project
from il6ld.release import damage
from il6ld.shards import workshop
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora

PROJECT = find_project(ROOT)


@pytest.fixture(autouse=True, scope="module")
def unchecked() -> Iterator[None]:
    """What the corpus breaks is nothing to these tests, and takes the longest to find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scaling.Build, "_checked", lambda build, _: corpora.unchecked(build))
        yield


def build(corpus: Path, output: Path, workers: int = 1) -> scaling.Outcome:
    return scaling.build(PROJECT, corpus, output, workers=workers, lines=40)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of three articles in two files of claims."""
    return corpora.write(tmp_path_factory.mktemp("corpora") / "three", 3)


@pytest.fixture(scope="module")
def release(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its release; not to be changed."""
    return build(corpus, tmp_path_factory.mktemp("releases") / "three").output


def test_the_bytes_are_the_same_however_many_work_at_it(corpus: Path, release: Path, tmp_path: Path) -> None:
    expected = corpora.digests(release)
    assert len([name for name in expected if name.startswith("claims-")]) > 10
    for workers in (2, 5):
        build(corpus, tmp_path / str(workers), workers)
        assert corpora.digests(tmp_path / str(workers)) == expected


def test_a_release_has_the_checksums_it_lists(release: Path) -> None:
    assert not damage(release)
    assert not list(release.parent.glob(".*"))


def test_claims_propositions_and_passages_are_those_of_a_build(tmp_path: Path) -> None:
    build(corpora.write(tmp_path / "il6"), tmp_path / "release")
    made, own = set(corpora.quads(tmp_path / "release")), set(ox.parse(path=str(corpora.RELEASE)))
    base = PROJECT.context.prefixes["graphs"]
    names = ("ontology", "bare", "inferred", "description", "links")
    others = {ox.NamedNode(f"{base}{name}") for name in names}
    assert {quad for quad in made if quad.graph_name not in others} == {
        quad for quad in own if quad.graph_name not in others
    }
    assert sum(quad.graph_name not in others for quad in made) > 1000


def test_what_has_not_changed_is_not_made_again(corpus: Path, release: Path, tmp_path: Path) -> None:
    build(corpus, tmp_path / "release")
    again = build(corpus, tmp_path / "release")
    assert again.summary["made"].startswith("0 shards")
    assert corpora.digests(tmp_path / "release") == corpora.digests(release)


def test_a_changed_line_makes_its_shard_anew_and_no_other(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3)
    build(corpus, tmp_path / "release")
    before = corpora.digests(tmp_path / "release")
    corpora.write(corpus, 3, edit={"claims:g1-0030": {"label": "Another label"}})
    again = build(corpus, tmp_path / "release")
    after = corpora.digests(tmp_path / "release")
    assert again.summary["made"].startswith("1 shards")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert [name for name in changed if name.endswith(".nq.zst") and name.startswith("claims")] == [
        "claims-000001-0004.nq.zst"
    ]
    build(corpus, tmp_path / "fresh")
    assert corpora.digests(tmp_path / "fresh") == after


def test_a_damaged_shard_is_made_anew(corpus: Path, release: Path, tmp_path: Path) -> None:
    build(corpus, tmp_path / "release")
    shard = tmp_path / "release" / "claims-000002-0002.nq.zst"
    shard.write_bytes(shard.read_bytes()[:-9])
    assert build(corpus, tmp_path / "release").summary["made"].startswith("1 shards")
    assert corpora.digests(tmp_path / "release") == corpora.digests(release)


def test_mistakes_are_told_at_their_lines_and_what_was_well_is_kept(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3)
    path = corpus / "claims" / "000001.ndjson"
    lines = path.read_bytes().splitlines(keepends=True)
    good = lines[70]
    lines[70], lines[110] = b'{"id": "claims:g0-0001", \n', lines[110].replace(b"Affirmed", b"Confirmed")
    path.write_bytes(b"".join(lines))
    with pytest.raises(Il6ldError) as raised:
        build(corpus, tmp_path / "release", 2)
    told = {(one.rule, one.position.line) for one in raised.value.findings if one.position}
    assert {line for _, line in told} == {71, 111} and ("json-syntax", 71) in told
    assert not (tmp_path / "release").exists()
    lines[70], lines[110] = good, lines[110].replace(b"Confirmed", b"Affirmed")
    path.write_bytes(b"".join(lines))
    assert build(corpus, tmp_path / "release").summary["made"].startswith("2 shards")


def test_a_file_that_breaks_off_is_told_and_the_release_before_it_stays(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 2)
    build(corpus, tmp_path / "release")
    before = corpora.digests(tmp_path / "release")
    plain = corpus / "claims" / "000001.ndjson"
    plain.with_suffix(".ndjson.gz").write_bytes(gzip.compress(plain.read_bytes(), mtime=0)[:-400])
    plain.unlink()
    with pytest.raises(UnreadableInput) as raised:
        build(corpus, tmp_path / "release")
    (finding,) = raised.value.findings
    assert finding.rule == "packed-file" and finding.position and finding.position.line > 1
    assert corpora.digests(tmp_path / "release") == before


def test_a_whole_packed_file_gives_the_shards_of_the_plain_one(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 2)
    build(corpus, tmp_path / "plain")
    for plain in (corpus / "claims").iterdir():
        plain.with_suffix(".ndjson.gz").write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
        plain.unlink()
    build(corpus, tmp_path / "packed")
    shards = [
        {name: digest for name, digest in corpora.digests(tmp_path / one).items() if name.endswith(".nq.zst")}
        for one in ("plain", "packed")
    ]
    assert shards[0] == shards[1] and len(shards[0]) > 5


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus")
    plain = corpus / "claims" / "000001.ndjson"
    plain.with_suffix(".ndjson.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with pytest.raises(InvalidInput, match="000001"):
        build(corpus, tmp_path / "release")


def test_a_corpus_without_claims_is_refused(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus")
    for path in (corpus / "claims").iterdir():
        path.unlink()
    with pytest.raises(UnreadableInput, match="no claims"):
        build(corpus, tmp_path / "release")
    assert not (tmp_path / "release").exists()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    before, written = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # Python takes a bytecode file that was cut short for whole
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = written


def test_a_full_disk_leaves_what_stood_there_and_keeps_what_is_whole(
    corpus: Path, release: Path, tmp_path: Path
) -> None:
    sizes = sorted(path.stat().st_size for path in release.glob("claims-*.nq.zst"))
    assert sizes[0] < sizes[-1]
    with files_of_at_most(sizes[-1] - 1), pytest.raises(CannotWrite, match="could not be written"):
        build(corpus, tmp_path / "release")
    assert not (tmp_path / "release").exists()
    build(corpus, tmp_path / "release")
    assert corpora.digests(tmp_path / "release") == corpora.digests(release)


def test_one_run_at_a_time(corpus: Path, tmp_path: Path) -> None:
    with workshop.opened(tmp_path / "release"), pytest.raises(Locked):
        build(corpus, tmp_path / "release")


def test_a_folder_of_other_things_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("Dear")
    with pytest.raises(CannotWrite, match=r"letter\.txt"):
        build(corpus, tmp_path / "home")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


def test_the_manifest_says_of_which_lines_each_shard_is_made(corpus: Path, release: Path) -> None:
    said = json.loads((release / "manifest.json").read_text())
    shards = [one for one in said["shards"] if one["source"] == "claims/000001.ndjson"]
    assert [(one["first"], one["lines"]) for one in shards] == [(1, 40), (41, 40), (81, 40), (121, 30)]
    assert set(said["inputs"]) > {"corpus.json", "articles.ndjson.zst", "claims/000002.ndjson"}


def test_the_place_must_be_said() -> None:
    with pytest.raises(UsageError):
        scaling.place(None, False)
    with pytest.raises(UsageError):
        scaling.place(Path("x"), True)
