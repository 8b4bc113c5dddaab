"""The query page on the real server: asked, stopped, sorted, shared and taken away."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.browsers.serving import asked
from tests.browsers.visiting import Visit

playwright: Any = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

CLAIMS = "SELECT ?claim { ?claim a <https://w3id.org/il6ld/terms/Claim> } ORDER BY ?claim"
STEPS = "CONSTRUCT { ?s ?p ?o } WHERE { ?x il6:subject ?s ; il6:predicate ?p ; il6:object ?o } LIMIT 12"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NUMBERED = "SELECT ?n { VALUES ?n { 10 9 100 } }"


def typed(page: Any, text: str) -> None:
    """Writes a query as a person does: the old one away, the new one key by key."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def answered(page: Any) -> str:
    status = page.locator("#status")
    playwright.expect(status).to_have_text(re.compile(r" in \d+\.\d\d s\."), timeout=20_000)
    return str(status.inner_text())


def ran(page: Any, text: str) -> str:
    typed(page, text)
    page.keyboard.press("Control+Enter")
    return answered(page)


def example(page: Any, name: str) -> str:
    page.select_option("#example", name)
    page.locator("button.first").focus()
    page.keyboard.press("Enter")
    return answered(page)


def column(page: Any, number: int = 1) -> list[str]:
    return [str(text) for text in page.locator(f".rows tbody td:nth-child({number})").all_inner_texts()]


@pytest.fixture
def editor(visits: Callable[..., Visit]) -> Any:
    return visits(accept_downloads=True).open("query.html")


def test_a_query_that_is_typed_is_run_by_the_keyboard(editor: Any) -> None:
    assert ran(editor, CLAIMS).startswith("98 rows")
    assert len(column(editor)) == 98
    link = editor.locator(".rows a").first
    assert link.inner_text() == "claims:il6d-0001"
    link.focus()
    editor.keyboard.press("Enter")
    editor.wait_for_url("**/claims/il6d-0001.html")


def test_rows_are_sorted_by_the_keyboard_and_numbers_as_numbers(editor: Any) -> None:
    assert ran(editor, NUMBERED).startswith("3 rows")
    editor.locator(".rows th button").focus()
    for direction, values in (("ascending", ["9", "10", "100"]), ("descending", ["100", "10", "9"])):
        editor.keyboard.press("Enter")
        assert column(editor) == values
        assert editor.locator(".rows th").get_attribute("aria-sort") == direction


def test_a_link_opens_the_same_query_and_runs_nothing(editor: Any, visits: Callable[..., Visit]) -> None:
    query = 'SELECT * { VALUES (?a ?b) { ("ü+ & #" "line\\n%41") } }'
    typed(editor, query)
    editor.click("#copy")
    link = editor.url
    assert unquote(link.partition("#query=")[2]) == query
    other = visits()
    page = other.open(f"query.html#{link.partition('#')[2]}")
    assert page.locator("#query").input_value() == query
    assert [url for url in other.asked if "sparql" in url] == []
    page.locator("button.first").click()
    answered(page)
    assert column(page) == ["ü+ & #"]


@pytest.mark.parametrize("name", ["causes", "denied", "effects"])
def test_the_csv_is_what_il6ld_query_gives(editor: Any, name: str, tmp_path: Path) -> None:
    example(editor, name)
    with editor.expect_download() as download:
        editor.click("#csv")
    download.value.save_as(tmp_path / "answer.csv")
    text = (tmp_path / "answer.csv").read_text(encoding="utf-8")
    ours = list(csv.reader(io.StringIO(text)))
    assert ours == list(csv.reader(io.StringIO(asked(name, "csv"))))
    assert len(ours) > 1


def test_an_error_is_told_and_the_query_stays(editor: Any) -> None:
    typed(editor, "SELECT * { ?s ?p }")
    editor.keyboard.press("Control+Enter")
    alert = editor.get_by_role("alert")
    playwright.expect(alert.locator("pre")).to_be_visible()
    assert "line 1" in alert.inner_text() or "1:" in alert.inner_text()
    assert editor.locator("#status").inner_text() == "There is no answer."
    assert editor.locator("#query").input_value() == "SELECT * { ?s ?p }"


def test_an_update_and_a_service_are_refused(editor: Any) -> None:
    for query in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"):
        typed(editor, query)
        editor.keyboard.press("Control+Enter")
        playwright.expect(editor.get_by_role("alert").locator("pre")).to_be_visible()
        assert not editor.locator("#answer").is_visible()


def test_stop_stops_and_the_next_query_is_answered_at_once(editor: Any) -> None:
    typed(editor, ENDLESS)
    editor.keyboard.press("Control+Enter")
    stop = editor.locator("#stop")
    playwright.expect(stop).to_be_enabled()
    stop.focus()
    editor.keyboard.press("Enter")
    playwright.expect(editor.locator("#status")).to_have_text("Stopped.")
    assert editor.evaluate("document.activeElement !== document.body"), "the focus is not lost"
    began = time.monotonic()
    assert ran(editor, "ASK {}").startswith("Yes")
    assert time.monotonic() - began < 5


def test_a_query_over_its_time_is_told_as_such(editor: Any) -> None:
    typed(editor, ENDLESS)
    editor.keyboard.press("Control+Enter")
    playwright.expect(editor.get_by_role("alert").locator("pre")).to_be_visible(timeout=30_000)
    assert "stopped after 10 s" in editor.get_by_role("alert").inner_text()


def test_an_answer_is_drawn(editor: Any) -> None:
    prefix = "PREFIX il6: <https://w3id.org/il6ld/terms/>\n"
    ran(editor, prefix + STEPS)
    editor.locator("#as-drawing").focus()
    editor.keyboard.press("Enter")
    assert editor.locator("svg.drawing").is_visible()
    assert editor.locator("svg.drawing path.edge").count() >= 5
    assert editor.locator("svg.drawing a").count() >= 5


def test_every_named_question_can_be_asked_from_the_list(editor: Any) -> None:
    options = editor.locator("#example option:not([value=''])")
    names = options.evaluate_all("(all) => all.map((one) => one.value)")
    assert len(names) > 40
    empty = [name for name in names if example(editor, name).startswith("0 ")]
    assert empty == []
