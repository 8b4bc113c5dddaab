"""All content is there without scripts, and a query can be asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browsers.kinds import PAGES
from tests.browsers.visiting import Visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

SCRIPTS = "script:not([type]), script[type*=javascript], script[type=module]"
WITH_SCRIPTS = ("all claims", "editor")


def lines(visit: Visit, path: str) -> list[str]:
    text = visit.open(path).locator("body").inner_text()
    return [line for each in text.splitlines() if (line := each.strip())]


@pytest.mark.parametrize("kind", [kind for kind in PAGES if kind not in WITH_SCRIPTS])
def test_a_page_says_the_same_without_scripts(visits: Callable[..., Visit], kind: str) -> None:
    told = lines(visits(java_script_enabled=False), PAGES[kind])
    assert len(told) >= 5
    assert told == lines(visits(), PAGES[kind])


def test_scripts_are_where_they_were_thought_to_be(visits: Callable[..., Visit]) -> None:
    visit = visits()
    found = {
        kind for kind, path in PAGES.items()
        if visit.open(path).locator(SCRIPTS).count()
    }  # fmt: skip
    assert found == set(WITH_SCRIPTS)


def test_all_claims_stand_in_the_table_and_nothing_is_offered_that_would_not_work(
    visits: Callable[..., Visit],
) -> None:
    page = visits(java_script_enabled=False).open(PAGES["all claims"])
    assert page.locator("tbody tr:visible").count() == 98
    assert page.locator("button:visible, input:visible, select:visible").count() == 0


def test_a_query_is_asked_by_the_plain_form(visits: Callable[..., Visit]) -> None:
    page = visits(java_script_enabled=False).open(PAGES["editor"])
    page.fill("textarea", "SELECT ?claim { ?claim a <https://w3id.org/il6ld/terms/Claim> } ORDER BY ?claim")
    page.locator("button:visible").click()
    assert page.locator("tbody tr").count() == 98
    first = page.locator("tbody tr a").first
    assert first.inner_text() == "claims:il6d-0001"


def test_the_plain_form_is_told_what_is_wrong(visits: Callable[..., Visit]) -> None:
    page = visits(java_script_enabled=False).open(PAGES["editor"])
    page.fill("textarea", "SELECT * {")
    page.locator("button:visible").click()
    assert page.locator("h1").inner_text() == "400 Bad Request"
    assert page.locator("main p").first.inner_text()
