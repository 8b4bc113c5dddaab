"""What goes wrong with a large corpus is told with file and line; nothing is lost, or half written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from il6ld import scaling
from il6ld.errors import CannotWrite, Il6ldError, LimitExceeded
from il6ld.findings import Finding
from il6ld.project import find_project
from il6ld.release import damage
from il6ld.shards import crew, survey
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora

PROJECT = find_project(ROOT)


@pytest.fixture(autouse=True)
def few_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)


def build(corpus: Path, release: Path, workers: int = 1, lines: int = 5_000) -> scaling.Outcome:
    return scaling.build(PROJECT, corpus, release, workers=workers, lines=lines)


def refused(corpus: Path, release: Path) -> list[Finding]:
    with pytest.raises(Il6ldError) as raised:
        build(corpus, release)
    assert not release.exists()
    return list(raised.value.findings)


def place(finding: Finding) -> tuple[str, int]:
    assert finding.position
    return Path(finding.position.file).name, finding.position.line


def test_a_malformed_line_in_the_middle_of_a_large_file(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 205, a_file=30_000)
    path = corpus / "claims" / "000001.ndjson"
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 20_090
    lines[12_344] = lines[12_344].replace(b'"polarity": ', b'"polarity" ')
    path.write_bytes(b"".join(lines))
    (told,) = refused(corpus, tmp_path / "release")
    assert (told.rule, place(told)) == ("json-syntax", ("000001.ndjson", 12_345))
    assert len(list((tmp_path / ".release.il6ld-part").glob("claims-*.nq.zst"))) == 4


def test_a_claim_of_a_million_evidence_lines(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus")
    path = corpus / "claims" / "000001.ndjson"
    lines = path.read_bytes().splitlines(keepends=True)
    claim = json.loads(lines[6])
    claim["evidence"] = [{"traceability": "ECO:0000303"}] * 1_000_000
    lines[6] = json.dumps(claim).encode() + b"\n"
    path.write_bytes(b"".join(lines))
    told = refused(corpus, tmp_path / "release")
    assert [(place(one), one.rule) for one in told] == [(("000001.ndjson", 7), "line-size")]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_a_line_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus")
    path = corpus / "claims" / "000001.ndjson"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[30] = lines[30].decode().replace('"label": "', '"label": "\u00e9').encode(encoding)
    path.write_bytes(b"".join(lines))
    told = refused(corpus, tmp_path / "release")
    assert told and place(told[0]) == ("000001.ndjson", 31) and told[0].rule == "not-utf-8"


@pytest.mark.parametrize("step", ["_make", "_do"])
def test_a_worker_that_is_lost_is_told_and_its_work_done_the_next_time(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = corpora.write(tmp_path / "corpus", 2)
    with monkeypatch.context() as patch:
        patch.setattr(crew, step, _ended)
        with pytest.raises(LimitExceeded) as raised:
            build(corpus, tmp_path / "release", workers=2, lines=40)
    assert [one.rule for one in raised.value.findings] == ["worker-lost"]
    assert not (tmp_path / "release").exists()
    build(corpus, tmp_path / "release", workers=2, lines=40)
    build(corpus, tmp_path / "fresh", workers=1, lines=40)
    assert corpora.digests(tmp_path / "release") == corpora.digests(tmp_path / "fresh")


def _ended(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    mounted = subprocess.run(command, capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 3)
    (small_disk / "ballast").write_bytes(b"x" * 700_000)
    with pytest.raises(CannotWrite):
        build(corpus, small_disk / "release", lines=40)
    assert not (small_disk / "release").exists()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    build(corpus, small_disk / "release", lines=40)
    build(corpus, tmp_path / "fresh", lines=40)
    assert corpora.digests(small_disk / "release") == corpora.digests(tmp_path / "fresh")


def test_what_is_kept_and_was_damaged_is_made_anew(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 2)
    build(corpus, tmp_path / "release", lines=40)
    before = corpora.digests(tmp_path / "release")
    files = sorted((tmp_path / ".release.il6ld-kept").iterdir())
    assert len(files) > 50
    for number, path in enumerate(files):
        content = bytearray(path.read_bytes())
        content[number * 7 % len(content)] ^= 0x55
        path.write_bytes(content)
    shutil.rmtree(tmp_path / "release")
    build(corpus, tmp_path / "release", lines=40)
    assert corpora.digests(tmp_path / "release") == before


_BUILD = """
import sys
from pathlib import Path
from il6ld import scaling
from il6ld.project import find_project
from tests.shards.making_corpora import few_shapes
scaling.read_shapes = few_shapes
scaling.build(find_project(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]), workers=2, lines=40)
"""


@pytest.mark.parametrize("surroundings", [
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "50"},
    {"FAKETIME": "@2106-02-07 06:28:16", "LD_PRELOAD": "libfaketime.so.1"},
])  # fmt: skip
def test_clock_and_locale_change_no_byte(surroundings: dict[str, str], tmp_path: Path) -> None:
    if "LD_PRELOAD" in surroundings:
        library = next(Path("/usr/lib").rglob("libfaketime.so.1"), None)
        if library is None:
            pytest.skip("libfaketime is not installed")
        surroundings = surroundings | {"LD_PRELOAD": str(library)}
    corpus = corpora.write(tmp_path / "corpus", 2)
    command = [sys.executable, "-c", _BUILD, str(ROOT), str(corpus), str(tmp_path / "release")]
    subprocess.run(command, cwd=ROOT, env=os.environ | surroundings, check=True, timeout=300)
    build(corpus, tmp_path / "fresh", lines=40)
    assert corpora.digests(tmp_path / "release") == corpora.digests(tmp_path / "fresh")
    assert not damage(tmp_path / "release")


def test_nothing_is_kept_that_nothing_has_use_for(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 2)
    build(corpus, tmp_path / "release", lines=40)
    kept = tmp_path / ".release.il6ld-kept"
    before = len(list(kept.iterdir()))
    for number in range(3):
        corpora.write(corpus, 2, edit={"claims:g1-0030": {"label": f"Label {number}"}})
        build(corpus, tmp_path / "release", lines=40)
    assert len(list(kept.iterdir())) == before
    assert survey.GROUND in {path.name.partition(".")[0] for path in kept.iterdir()}
