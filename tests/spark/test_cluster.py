"""On a cluster, one worker of which dies on the way, a corpus becomes what one machine makes of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import zstandard

from il6ld import scaling
from il6ld.errors import InvalidInput
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora
from tests.spark import clusters
from tests.spark.building import as_json

WHY_NOT = clusters.missing()
pytestmark = [pytest.mark.heavy, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "it can run")]
PROJECT = find_project(ROOT)
LINES = 40
MISTAKES: dict[str, dict[str, Any]] = {
    "claims:g1-0002": {"id": "claims:il6d-0001"},
    "claims:il6d-0003": {"status": "Superseded", "replacedBy": "claims:g1-0050"},
    "claims:g1-0050": {"status": "Superseded", "replacedBy": "claims:il6d-0003"},
    "claims:g1-0001": {"polarity": "Denied"},
    "claims:g1-0060": {"certainty": "Possible", "label": "It ends with a full stop."},
    "claims:g1-0061": {"replaces": "claims:nobody-0001"},
}


def start(corpus: Path, release: Path, folder: Path, master: str = clusters.MASTER) -> subprocess.Popen[str]:
    """A build on the cluster, in a process as a user's is."""
    command = [sys.executable, "-m", "tests.spark.building", str(corpus), str(release), str(LINES), master]
    return subprocess.Popen(command, cwd=ROOT, env=clusters.environment(folder), text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def unpacked(path: Path) -> bytes:
    return zstandard.ZstdDecompressor().stream_reader(path.open("rb")).read()


def content(release: Path) -> dict[str, bytes]:
    """What a release says, file by file; what is inferred as a whole, however it is divided."""
    plain = {path.name: path.read_bytes() for path in release.glob("*.ttl")}
    packed = {path.name: unpacked(path) for path in release.glob("*.zst")}
    inferred = b"".join(packed.pop(name) for name in sorted(packed) if name.startswith("inferred"))
    packed["inferred"] = b"\n".join(sorted(set(inferred.splitlines())))
    plain["void.ttl"] = re.sub(rb"\S*inferred[-0-9a-z]*\.nq\.zst>?[ ,;]*", b"", plain["void.ttl"])
    return plain | packed


def rows(release: Path) -> tuple[list[Any], list[Any]]:
    """The columns of the table of claims with their types, and its rows in their order."""
    import duckdb

    table = f"read_parquet('{release}/claims.parquet')"
    with duckdb.connect() as connection:
        return (connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall(),
                connection.execute(f"SELECT * FROM {table}").fetchall())  # fmt: skip


def killed_on_the_way(cluster: clusters.Cluster, release: Path, build: subprocess.Popen[str]) -> int:
    """Kills a worker as soon as the first shards are whole, and tells how many there were."""
    workshop = release.with_name(f".{release.name}.il6ld-part")
    while build.poll() is None:
        if done := len(list(workshop.glob("*.entry.json"))):
            cluster.kill(0)
            return done
        time.sleep(0.02)
    return 0


def test_a_worker_that_dies_changes_nothing(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 8)
    scaling.build(PROJECT, corpus, tmp_path / "here", workers=1, lines=LINES)
    with clusters.running(tmp_path) as cluster:
        build = start(corpus, tmp_path / "there", tmp_path)
        done = killed_on_the_way(cluster, tmp_path / "there", build)
        told = build.communicate(timeout=1500)
        assert build.returncode == 0, told
        assert cluster.workers[0].poll() is not None and cluster.workers[1].poll() is None
    shards = len(list((tmp_path / "there").glob("*.lines.tsv.zst")))
    assert 0 < done < shards
    here, there = content(tmp_path / "here"), content(tmp_path / "there")
    assert here.keys() == there.keys() and len(here) > 20
    assert [name for name in here if here[name] != there[name]] == []
    assert rows(tmp_path / "there") == rows(tmp_path / "here") and len(rows(tmp_path / "here")[1]) == 784
    figures = [json.loads((tmp_path / name / "statistics.json").read_text()) for name in ("here", "there")]
    assert figures[0] == figures[1]
    assert not list(tmp_path.glob(".there*"))


def test_mistakes_are_told_alike(tmp_path: Path) -> None:
    corpus = corpora.write(tmp_path / "corpus", 2, edit=MISTAKES)
    with pytest.raises(InvalidInput) as raised:
        scaling.build(PROJECT, corpus, tmp_path / "here", workers=1, lines=LINES)
    build = start(corpus, tmp_path / "there", tmp_path, "local[2]")
    said, complained = build.communicate(timeout=1500)
    assert build.returncode == 1, complained
    told = json.loads(said)
    expected = [as_json(finding) for finding in raised.value.findings]
    assert {"duplicate-id", "replacement-cycle", "unknown-reference"} <= {one[0] for one in expected}
    assert sorted(told) == sorted(expected)
    assert not (tmp_path / "there").exists()
