"""`il6ld export`: whole files or none, in words that tell what a format leaves out."""

from __future__ import annotations

import contextlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from il6ld import exporting
from il6ld.cli import cli
from il6ld.formats import FORMATS, TRANSLATIONS, Material
from il6ld.lookup import Lookup
from il6ld.pipeline import Release
from il6ld.project import find_project
from tests.conftest import ROOT

BUILD = ROOT / "build"


@cache
def released() -> Release:
    """The release of this repository, as a run of the pipeline would give it."""
    files = {path.name: path.read_bytes() for path in BUILD.iterdir()}
    dataset = ox.Dataset(ox.parse(files["il6ld.nq"], format=ox.RdfFormat.N_QUADS))
    material = Material(dataset, Lookup(dataset), find_project(ROOT).context, files)
    return Release(files, [], {}, material)


class Made:
    """A pipeline that has run."""

    def __init__(self, *_: Any) -> None:
        pass

    def release(self) -> Release:
        return released()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "Pipeline", Made)


def il6ld(*arguments: str, cwd: Path | None = None) -> Result:
    with contextlib.chdir(cwd or Path.cwd()):
        return CliRunner().invoke(cli, ["export", "--project", str(ROOT), *arguments])


def test_the_list_has_every_format_and_says_where_it_comes_from() -> None:
    listed = json.loads(il6ld("--list", "--format", "json").stdout)
    assert [row["name"] for row in listed] == [form.name for form in FORMATS]
    comes = {row["name"]: row["comes"] for row in listed}
    assert comes["kgx"] == comes["ttl"] == "in the release"
    assert comes["parquet"] == "pip install 'il6ld[parquet]'"
    assert "il6ld-kgx-edges.jsonl" in il6ld("--list").stdout


def test_the_files_are_those_of_the_release(quick: None, tmp_path: Path) -> None:
    done = il6ld("kgx", "ttl", "kgx", cwd=tmp_path)
    assert done.exit_code == 0
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(done.stdout.splitlines()) == written.keys()
    assert len(written) == 3
    assert all(released().files[name] == content for name, content in written.items())


def test_what_is_left_out_is_told(quick: None, tmp_path: Path) -> None:
    account = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))["kgx"]
    told = il6ld("kgx", "-o", str(tmp_path / "new" / "folder")).stderr
    assert told.startswith(f"kgx: {account['told']} of {account['claims']} claims told; ")
    assert f"{account['leftOut']} left out (subjectAspect " in told


@pytest.mark.parametrize(
    "arguments, code, told",
    [
        (["kgz"], 2, "did you mean 'kgx'?"),
        ([], 2, "export --list"),
        (["kgx", "-o", str(BUILD)], 2, "is a release"),
        (["kgx", "-o", str(ROOT / "README.md")], 4, "cannot be made"),
    ],
)
def test_what_cannot_be_done_is_said(quick: None, arguments: list[str], code: int, told: str) -> None:
    done = il6ld(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert told in done.stderr


def test_a_missing_package_is_named_with_its_cure(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lacking,) = (form for form in TRANSLATIONS if form.name == "parquet")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = il6ld(lacking.name, "-o", str(tmp_path))
    assert done.exit_code == 2
    cure = done.stderr.splitlines()[-1].strip()
    assert cure.startswith("help: Install it: python -m pip install 'il6ld[parquet]'")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_replaced_stays_as_it_was(quick: None, tmp_path: Path) -> None:
    (tmp_path / "il6ld.ttl").mkdir()
    done = il6ld("ttl", "-o", str(tmp_path))
    assert done.exit_code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["il6ld.ttl"]


@pytest.mark.heavy
def test_a_project_that_does_not_pass_is_not_exported(tiny: Path, tmp_path: Path) -> None:
    claims = tiny / "ontology/articles/first/claims/introduction.yaml"
    arguments = ["export", "ttl", "--project", str(tiny), "-o", str(tmp_path / "exported")]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    claims.write_text(claims.read_text().replace("certainty: Possible", "certainty: Posible"))
    (tmp_path / "exported" / "il6ld.ttl").unlink()
    assert CliRunner().invoke(cli, arguments).exit_code == 1
    assert not list((tmp_path / "exported").iterdir())
