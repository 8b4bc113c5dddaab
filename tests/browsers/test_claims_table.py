"""The page of all claims: filtered, sorted, linked to and taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.browsers.serving import asked
from tests.browsers.visiting import Visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

SHOWN = "tbody tr:visible"


@pytest.fixture
def claims(visits: Callable[..., Visit]) -> Any:
    return visits().open("claims.html")


def ids(page: Any) -> list[str]:
    return [str(text) for text in page.locator(f"{SHOWN} .number").all_inner_texts()]


def answer(name: str) -> set[str]:
    rows = csv.DictReader(io.StringIO(asked(name, "csv")))
    return {row["claim"].rpartition("/")[2] for row in rows}


@pytest.mark.parametrize("name", ["denied", "entailed", "superseded"])
def test_a_filter_shows_what_the_question_answers(claims: Any, name: str) -> None:
    select = claims.locator(f".filters select:has(option:text-is('{name}'))")
    select.select_option(name)
    shown = ids(claims)
    assert set(shown) == answer(name)
    assert claims.locator(".tally").inner_text() == f"{len(shown)} of 98 claims"
    assert f"={name}" in claims.url


def test_words_are_sought_in_what_a_row_says(claims: Any) -> None:
    claims.fill("#filter-text", "MICE arthritis")
    shown = claims.locator(SHOWN).all_inner_texts()
    assert 0 < len(shown) < 98
    for text in shown:
        assert "arthritis" in text.lower()
    claims.fill("#filter-text", "no such word")
    assert ids(claims) == []
    claims.get_by_role("button", name="Show all").click()
    claims.wait_for_function("document.querySelector('.tally').textContent.startsWith('98 of')")
    assert len(ids(claims)) == 98
    assert "?" not in claims.url


def test_a_link_with_filters_shows_the_same(claims: Any, visits: Callable[..., Visit]) -> None:
    claims.fill("#filter-text", "bone")
    found, link = ids(claims), claims.url
    assert 0 < len(found) < 98
    other = visits(locale="de-DE").open(link.partition("/claims.html")[2].join(["claims.html", ""]))
    assert ids(other) == found
    assert other.locator("#filter-text").input_value() == "bone"


@pytest.mark.parametrize("heading", ["Claim", "Subject", "Place"])
def test_rows_are_sorted_by_the_keyboard(claims: Any, heading: str) -> None:
    before = ids(claims)
    head = claims.locator("th", has_text=heading).first
    head.get_by_role("button").focus()
    orders = []
    for direction in ("ascending", "descending"):
        claims.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == direction
        orders.append(ids(claims))
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(before)
    assert orders[0] != orders[1]
    if heading == "Claim":
        assert orders[0] == sorted(before) == orders[1][::-1]


def test_sorting_and_filtering_go_together(claims: Any) -> None:
    claims.fill("#filter-text", "cancer")
    found = ids(claims)
    claims.locator("th", has_text="Claim").first.get_by_role("button").click(click_count=1)
    assert ids(claims) == sorted(found)
    assert claims.locator(f"{SHOWN} .badge").count() >= len(found)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_table_is_taken_away_as_csv(visits: Callable[..., Visit], scripts: bool) -> None:
    visit = visits(java_script_enabled=scripts, accept_downloads=True)
    page = visit.open("claims.html")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this table as CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert len({row["claim"] for row in rows if "claim" in row} or rows) >= 98
