"""The script of the query page: what its sources give, small, licensed, and asking nobody else."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "editor"
ASSETS = ROOT / "il6ld" / "pages" / "assets"
MADE = ("editor.js", "editor.LICENSES.txt")
MOST_BYTES = 130_000  # of the script, compressed
# What would parse a text as HTML or run it.
PARSES = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
    r"|\beval\(|new Function|setAttribute\(\"on|\.srcdoc"
)
ASKS = re.compile(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource")
NODE = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")


def modules() -> list[Path]:
    return sorted((SOURCES / "src").rglob("*.js"))


def test_no_text_is_ever_parsed_or_run() -> None:
    assert len(modules()) > 10
    for path in [*modules(), ASSETS / "editor.js"]:
        assert not PARSES.search(path.read_text(encoding="utf-8")), path.name


def test_only_one_module_makes_a_request_and_it_names_no_host() -> None:
    asking = [path.name for path in modules() if ASKS.search(path.read_text(encoding="utf-8"))]
    assert asking == ["asking.js"]
    hosts = set(re.findall(r"https?://([\w.-]+)", (ASSETS / "editor.js").read_text(encoding="utf-8")))
    assert hosts == {"www.w3.org"}  # names of namespaces


def test_modules_are_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > 150}


def test_the_script_is_small() -> None:
    assert len(gzip.compress((ASSETS / "editor.js").read_bytes(), 9)) <= MOST_BYTES


def test_every_version_is_pinned_by_a_lock_that_names_no_host() -> None:
    lock = (SOURCES / "package-lock.json").read_text(encoding="utf-8")
    wanted = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = {name: one for name, one in json.loads(lock)["packages"].items() if name}
    assert wanted["codemirror"] == "6.0.2"
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert "://" not in lock
    assert "resolved" not in lock


def test_the_notice_has_the_licence_of_every_package_with_its_locked_version() -> None:
    notice = (ASSETS / "editor.LICENSES.txt").read_text(encoding="utf-8")
    packages = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    told = re.findall(r"^== (\S+) (\S+) \((\S+)\)\n\n([^=]+)", notice, re.MULTILINE)
    assert {"codemirror", "@codemirror/view", "style-mod"} <= {name for name, *_ in told}
    for name, version, licence, text in told:
        assert packages[f"node_modules/{name}"]["version"] == version
        assert licence == "MIT"
        assert "Copyright" in text
        assert "Permission is hereby granted" in text


@NODE
def test_the_parts_hold() -> None:
    run = subprocess.run(["node", "--test"], cwd=SOURCES, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout
    passed = re.search(r"^(?:#|\u2139) pass (\d+)$", run.stdout, re.MULTILINE)
    assert passed and int(passed[1]) > 20


@NODE
@pytest.mark.heavy
@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")
def test_the_script_is_what_its_sources_give(tmp_path: Path) -> None:
    sources = tmp_path / "editor"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("node_modules"))
    made = tmp_path / "assets"
    surroundings = {**os.environ, "EDITOR_OUT": str(made)}
    for command in (["npm", "ci"], ["npm", "run", "build"]):
        subprocess.run(command, cwd=sources, check=True, timeout=300, env=surroundings)
    for name in MADE:
        assert (made / name).read_bytes() == (ASSETS / name).read_bytes(), name
