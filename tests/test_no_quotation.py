"""No file of the repository or the release holds eight words of one content sentence in a row."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from il6ld.anchoring import normalised, recorded
from il6ld.sources import Sources

ROOT = Path(__file__).parents[1]
LENGTH = 8


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text.casefold().replace("\u2019", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + LENGTH]) for i in range(len(found) - LENGTH + 1)}


@pytest.fixture(scope="module")
def quotable(sources: Sources, article: Path) -> set[tuple[str, ...]]:
    text = normalised(article.read_bytes(), str(article))
    node = NamedNode(sources.context.expand("articles:il6-and-disease"))
    passages = recorded(sources.dataset, node).values()
    assert len(passages) == 27
    return {run for passage in passages for run in runs(text[passage.start : passage.end])}


def repository_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def test_no_file_quotes_the_article(quotable: set[tuple[str, ...]]) -> None:
    assert len(quotable) > 300
    read = 0
    for path in repository_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        read += 1
        assert not runs(text) & quotable, f"{path} quotes the article"
    assert read > 50


def test_a_quotation_would_be_seen(quotable: set[tuple[str, ...]]) -> None:
    run = next(iter(quotable))
    assert runs("Before " + " ".join(run).upper() + ", after") & quotable
