"""A real corpus, imported, built and asked: which claims about NF-kB rest on mouse evidence alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import il6ld
from il6ld import scaling, workers
from il6ld.cli import cli
from il6ld.knowledge import Claim
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

CONIB = ROOT.parent / "shared" / "corpora" / "bel_conib"
MOUSE = {"NCBITaxon:10090"}

pytestmark = pytest.mark.heavy


def run(*words: str) -> Result:
    done = CliRunner().invoke(cli, list(words))
    assert done.exit_code == 0, done.output
    return done


def organisms(claim: Claim) -> list[set[str]]:
    """The organisms of each observation made for a claim."""
    return [set(seen.organisms) for line in claim.evidence for seen in line.observations]


def test_claims_about_a_protein_that_rest_on_mice_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not CONIB.is_dir():
        pytest.skip(f"CONIB is not at {CONIB}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)
    run("import", "bel", str(CONIB), "-o", str(tmp_path / "corpus"))
    release = tmp_path / "release"
    run("build", "--corpus", str(tmp_path / "corpus"), "-o", str(release))
    asked = ("query", "mouse-only", "-p", "about=NF-kB", "--corpus", str(release), "--format", "csv")
    told = [line.partition(",")[0] for line in run(*asked).stdout.splitlines()[1:]]

    def looked_through() -> tuple[set[str], set[str]]:
        kb = il6ld.load(corpus=release)
        claims = list(kb.claims("NF-kB"))
        alone = {one.iri for one in claims if any(organisms(one)) and all(
            each == MOUSE for each in organisms(one))}  # fmt: skip
        return {one.iri for one in claims}, alone

    everything, alone = workers.apart(looked_through, workers.Limits(120))
    assert alone and len(everything) > 5 * len(alone)
    assert set(told) & everything == alone  # the query knows kinds of NF-kB, too
