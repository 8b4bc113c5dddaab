"""Compiled templates are kept where that can be done, and whatever becomes of them is no trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from il6ld.pages import home
from il6ld.pages.page import Page
from il6ld.pages.rendering import Pen
from tests.pages.reading import release


def made() -> Page:
    return next(iter(home.pages(release(), Pen(release()))))


def test_what_was_kept_gives_the_same_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = made()
    kept = sorted(tmp_path.rglob("*.cache")) or [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) >= 4
    assert made() == first


@pytest.mark.parametrize("damage", [b"", b"\x00" * 64, b"j2"])
def test_damage_is_compiled_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = made()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: 2 * len(damage)] + damage)
    assert made() == first


def test_a_folder_out_of_reach_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert b"<h1>" in made().content
