"""Part A of the faults, rows 26, 28 and 29: what is no plain file, calls the network, or is packed."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld import files
from il6ld.build import build
from il6ld.errors import UnreadableInput
from il6ld.project import find_project
from il6ld.release import sha256
from tests.faults import running
from tests.faults.claim_files import (
    CLAIMS,
    CONTEXT,
    PASSAGES,
    TERMS,
    change,
    fingerprint,
    refused,
    run,
    validated,
)


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.mkdir()


def put_loop(path: Path) -> None:
    path.symlink_to(path.name)


def put_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def put_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS = [put_pipe, put_folder, put_loop, put_nothing, put_device]


@pytest.mark.parametrize(
    ("put", "name"),
    [*((put, CLAIMS) for put in KINDS), (put_pipe, TERMS), (put_loop, CONTEXT), (put_nothing, PASSAGES)],
)
def test_a26_what_is_no_file_is_refused_at_once(released: Path, put: Any, name: str) -> None:
    (released / name).unlink()
    put(released / name)
    refused(released, 3, "unreadable", f"{name}:1:1")


def test_a26_an_article_is_read_as_carefully(tiny: Path) -> None:
    os.mkfifo(tiny / "pipe.txt")
    assert run(tiny, "verify", "--article", "pipe.txt")[0] == 3


def test_a26_a_folder_without_article_yaml_is_missed(released: Path) -> None:
    (released / "ontology/articles/second/claims").mkdir(parents=True)
    refused(released, 3, "unreadable", "ontology/articles/second/article.yaml:1:1")


@pytest.fixture
def readable(released: Path) -> Iterator[Path]:
    """A copy of the released project where every user may look."""
    folder = Path(tempfile.mkdtemp(prefix="il6ld-a26-"))
    try:
        folder.chmod(0o755)
        shutil.copytree(released, folder / "tiny")
        yield folder / "tiny"
    finally:
        shutil.rmtree(folder)


def test_a26_a_file_that_may_not_be_read_is_refused(readable: Path) -> None:
    running.needs_root()
    running.needs_reading_by(running.NOBODY, readable)
    for name in (CLAIMS, TERMS):
        (readable / name).chmod(0)
        os.seteuid(running.NOBODY)  # root reads whatever its mode says
        try:
            told = validated(readable)
        finally:
            os.seteuid(0)
            (readable / name).chmod(0o644)
        assert (told.code, told.rules, told.places) == (3, {"unreadable"}, [f"{name}:1:1"])
        assert "Permission denied" in told.findings[0]["message"]


def test_a26_a_file_is_read_once_and_what_was_read_is_hashed(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, reads = find_project(tiny), []
    original = (tiny / CLAIMS).read_bytes()

    def read_and_change(path: Path, name: str) -> bytes:
        content = files.read_bytes(path, name)
        reads.append(path)
        if path.name == "introduction.yaml":
            path.write_text("changed since")
        return content

    monkeypatch.setattr("il6ld.project.read_bytes", read_and_change)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tiny.parent / "cache"))
    build(project)
    assert len(reads) == len(set(reads)) > 20
    description = (tiny / "build" / "void.ttl").read_bytes()
    said = {
        t.object.value
        for t in ox.parse(description, format=ox.RdfFormat.TURTLE)
        if hasattr(t.object, "value")
    }
    assert sha256(original) in said
    assert sha256(b"changed since") not in said


def test_a26_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = tmp_path / "x.yaml", os.fstat
    path.write_text("a: 1")
    calls: list[int] = []

    def grow(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        if not calls:
            path.write_text("a: 12345")
        calls.append(descriptor)
        return found

    monkeypatch.setattr("il6ld.files.os.fstat", grow)
    with pytest.raises(UnreadableInput, match="changed while it was read"):
        files.read_bytes(path, "x.yaml")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What was asked of the network; it must be nothing."""
    asked: list[Any] = []

    def refuse(*arguments: Any, **_: Any) -> None:
        asked.append(arguments)
        raise OSError("no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield asked
    assert asked == []


REMOTE = "http://127.0.0.1:9/context.jsonld"


@pytest.mark.parametrize(
    "context",
    [
        REMOTE,
        [REMOTE],
        [REMOTE, {"my": "https://example.org/"}],
        {"@import": REMOTE},
        {"@base": REMOTE},
        {"more": {"@id": "https://example.org/more", "@context": REMOTE}},
        {"more": {"@id": "https://example.org/more", "@context": {"@import": REMOTE}}},
        None,
        {"my": 5},
        {"owl": "https://example.org/owl#"},
    ],
)
def test_a28_a_context_refers_to_no_other(released: Path, context: Any, offline: list[Any]) -> None:
    own = json.loads((released / CONTEXT).read_text())["@context"]
    given = {**own, **context} if isinstance(context, dict) else context
    (released / CONTEXT).write_text(json.dumps({"@context": given}, indent=2))
    refused(released, 1, "context")


def test_a28_a_context_that_is_no_json_is_told_by_line(released: Path) -> None:
    change(released, CONTEXT, '"my":', '"my"')
    refused(released, 3, "json-syntax")
    (released / CONTEXT).write_text('{"@context": {"my": "https://e.org/a/",\n  "my": "https://e.org/b/"}}')
    refused(released, 1, "context", f"{CONTEXT}:2:3")
    (released / CONTEXT).write_text("[" * 100_000)
    refused(released, 9, "limit")


def test_a28_owl_imports_are_not_fetched(released: Path, offline: list[Any]) -> None:
    change(
        released,
        "ontology/project.ttl",
        "a owl:Ontology ;",
        f"a owl:Ontology ;\n    owl:imports <{REMOTE}> ;",
    )
    (finding,) = refused(released, 1, "owl-imports")
    assert REMOTE in finding["message"]
    line = (released / "ontology/project.ttl").read_text().splitlines()[finding["line"] - 1]
    assert line.startswith("    owl:imports")


@pytest.mark.parametrize(
    "content",
    [
        f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF SYSTEM "{REMOTE}">\n<rdf:RDF/>',
        f'<!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "{REMOTE}">]><rdf:RDF/>',
        f'{{"@context": "{REMOTE}", "@id": "https://example.org/x"}}',
        f'[{{"@context": "{REMOTE}"}}]',
    ],
    ids=["XML", "DOCTYPE", "JSON-LD", "JSON-LD list"],
)
def test_a28_other_forms_of_rdf_are_not_read(released: Path, content: str, offline: list[Any]) -> None:
    (released / "ontology" / "more.ttl").write_text(content)
    refused(released, 1, "file-kind", "ontology/more.ttl:1:1")
    code, out, _ = run(released, "validate", "ontology/more.ttl", "--output-format", "json")
    assert (code, json.loads(out)[0]["rule"]) == (1, "file-kind")


def archive(kind: str, path: Path) -> bytes:
    """An archive of the claims; the zip has a member that points out of its folder, twice."""
    if kind == "gzip":
        return gzip.compress(b"\0" * 10_000_000)
    if kind == "zip":
        with zipfile.ZipFile(path.with_suffix(".made"), "w") as file:
            for _ in range(2):
                file.writestr("../../outside.yaml", "- id: claims:first-0003\n")
        return path.with_suffix(".made").read_bytes()
    return {
        "bzip2": b"BZh91AY&SY",
        "xz": b"\xfd7zXZ\0",
        "zstd": b"\x28\xb5\x2f\xfd",
        "7z": b"7z\xbc\xaf\x27\x1c",
    }[kind]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *((kind, CLAIMS) for kind in ("gzip", "zip", "bzip2", "xz", "zstd", "7z")),
        ("zip", TERMS),
        ("gzip", CONTEXT),
    ],
)
def test_a29_archives_are_not_read(released: Path, kind: str, name: str) -> None:
    content = archive(kind, released.parent / "x")
    (released / name).write_bytes(content)
    before = fingerprint(released / "ontology")
    (finding,) = refused(released, 1, "file-kind", f"{name}:1:1")
    assert kind in finding["message"]
    assert fingerprint(released / "ontology") == before
    assert not list(released.parent.rglob("outside.yaml"))


@pytest.mark.parametrize(
    "name", ["more.yaml.gz", "more.zip", "more.yml", "more.YAML", "more.yaml.bak", "sub/more.yaml"]
)
def test_a29_what_looks_like_claims_is_not_passed_over(released: Path, name: str) -> None:
    path = (released / CLAIMS).parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("- id: claims:first-0003\n")
    refused(released, 1, "stray-file", f"{path.relative_to(released)}:1:1")


@pytest.mark.parametrize("name", ["README.md", ".introduction.yaml.swp", "notes.txt"])
def test_a29_notes_may_lie_beside_claims(released: Path, name: str) -> None:
    ((released / CLAIMS).parent / name).write_text("notes")
    assert validated(released).code == 0
