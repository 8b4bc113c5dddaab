"""How the tests of part A break a project, and what they look at afterwards."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from il6ld import build
from il6ld.cli import cli
from il6ld.errors import Il6ldError
from il6ld.findings import as_full, as_json
from il6ld.project import find_project

CLAIMS = "ontology/articles/first/claims/introduction.yaml"
ARTICLE = "ontology/articles/first/article.yaml"
PASSAGES = "ontology/articles/first/passages.yaml"
TERMS = "ontology/terms.ttl"
HEADER = "ontology/project.ttl"
CONTEXT = "ontology/context.jsonld"
MAPPINGS = "ontology/links.sssom.tsv"


@dataclass(frozen=True)
class Told:
    """How a run ended and what it found."""

    code: int
    findings: list[dict[str, Any]]

    @property
    def rules(self) -> set[str]:
        return {finding["rule"] for finding in self.findings}

    @property
    def places(self) -> list[str]:
        return [f"{f['file']}:{f['line']}:{f['column']}" for f in self.findings]


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Runs the command in this process, in a folder; never with a traceback."""
    with contextlib.chdir(folder):
        done = CliRunner().invoke(cli, arguments)
    assert "Traceback" not in done.output
    assert done.exit_code != 8, done.output
    return done.exit_code, done.stdout, done.stderr


def validated(folder: Path) -> Told:
    """What 'il6ld validate' says of a project."""
    code, out, _ = run(folder, "validate", "--output-format", "json")
    return Told(code, json.loads(out) if out.strip() else [])


def refused(folder: Path, code: int, rule: str, place: str = "") -> list[dict[str, Any]]:
    """What a build finds in a project that it refuses; its last release stays as it was."""
    before = fingerprint(folder / "build")
    with contextlib.chdir(folder), pytest.raises(Il6ldError) as caught:
        build.build(find_project(folder))
    told = Told(caught.value.exit_code, json.loads(as_json(caught.value.findings)))
    assert told.code == code, told
    assert told.rules == {rule}, told
    assert all(finding["message"] and finding["help"] for finding in told.findings)
    assert as_full(caught.value.findings)
    assert not place or place in told.places, told.places
    assert fingerprint(folder / "build") == before
    assert not (folder / "ontology" / "published.tsv").exists()
    return told.findings


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Writes `new` for the one `old` in a file."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old)
    (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="")


def append(folder: Path, name: str, text: str) -> None:
    """Writes at the end of a file."""
    with (folder / name).open("a", encoding="utf-8", newline="") as file:
        file.write(text)


def claim(folder: Path, number: int, *, more: str = "") -> str:
    """Another claim like the tiny project's, under another number."""
    text = (folder / CLAIMS).read_text(encoding="utf-8").partition("- id:")[2].partition("- id:")[0]
    return f"- id:{text.replace('first-0001', f'first-{number:04}')}{more}"


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's files."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return total.hexdigest()
