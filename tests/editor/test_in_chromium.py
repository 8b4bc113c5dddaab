"""The query page in a browser, under the policy that the server sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.browsers import chromium
from tests.editor.stub import served

playwright: Any = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

TERMS = "PREFIX il6: <https://w3id.org/il6ld/terms/>\n"
CLAIMS = (
    f"{TERMS}PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "SELECT ?claim ?label { ?claim a il6:Claim ; rdfs:label ?label } ORDER BY ?claim"
)
ANSWERED = re.compile(r" in \d+\.\d\d s\.|no answer")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Any:
    return chromium.started()


class Visit:
    """One page in one context, with all that the browser had to complain of."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, query: str = "", fragment: str = "") -> Any:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}query.html#{fragment or 'query=' + quote(query)}")
        return self.page

    def ask(self, query: str, rows: str = "1000") -> str:
        """Runs a query by the keyboard, and gives what the page says of the answer."""
        page = self.open(query)
        page.fill("#rows", rows)
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+Enter")
        playwright.expect(page.locator("#status")).to_have_text(ANSWERED)
        return str(page.locator("#status").inner_text())


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()
    assert visit.requests
    assert [url for url in visit.requests if not url.startswith((address, "about:", "blob:"))] == []


def test_a_query_is_answered_and_the_policy_is_kept(visit: Visit) -> None:
    told = visit.ask(CLAIMS)
    assert re.fullmatch(r"98 rows in \d+\.\d\d s\.", told)
    page = visit.page
    assert page.locator("tbody tr").count() == 98
    link = page.locator("tbody a").first
    assert link.inner_text() == "claims:il6d-0001"
    assert link.get_attribute("href") == "claims/il6d-0001"
    assert visit.complaints == []
    assert page.evaluate("document.querySelector('.editor').shadowRoot.adoptedStyleSheets.length") == 1
    assert page.evaluate("document.querySelectorAll('style').length") == 0


def test_a_claim_is_never_named_without_what_stands_behind_it(visit: Visit) -> None:
    visit.ask(CLAIMS)
    row = visit.page.locator("tbody tr", has_text="claims:il6d-0042")
    assert "held possible, not stated" in row.inner_text()


def test_rows_are_sorted_by_the_head_of_their_column(visit: Visit) -> None:
    visit.ask(CLAIMS)
    page = visit.page
    head = page.locator("th", has_text="claim")
    for direction, first in (("ascending", "claims:il6d-0001"), ("descending", "claims:il6d-0098")):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        assert page.locator("tbody a").first.inner_text() == first


def test_a_hostile_answer_is_inert(visit: Visit) -> None:
    cells = '(<javascript:alert(1)> "<img src=x onerror=alert(1)>" "a\\u202Eb" "=1+1")'
    visit.ask(f"SELECT ?iri ?html ?bidi ?formula {{ VALUES (?iri ?html ?bidi ?formula) {{ {cells} }} }}")
    page = visit.page
    shown = page.locator("tbody td").all_inner_texts()
    assert shown == ["javascript:alert(1)", "<img src=x onerror=alert(1)>", "a[U+202E]b", "=1+1"]
    assert page.locator("tbody a, tbody img").count() == 0
    with page.expect_download() as download:
        page.click("#csv")
    text = download.value.path().read_text(encoding="utf-8")
    assert text.endswith(",'=1+1\n")
    assert visit.complaints == []


def test_an_answer_that_was_cut_says_so_wherever_it_is_shown(visit: Visit) -> None:
    told = visit.ask(CLAIMS, rows="7")
    assert told.startswith("The first 7 rows in ")
    assert told.endswith("The answer was cut: there is more.")
    assert visit.page.locator("#cut").is_visible()
    assert visit.page.locator("caption").inner_text() == "The first 7 rows"
    with visit.page.expect_download() as download:
        visit.page.click("#csv")
    assert download.value.suggested_filename == "first-7-rows.csv"
    visit.ask(CLAIMS)
    assert not visit.page.locator("#cut").is_visible()


def test_errors_are_told_in_the_words_of_the_server(visit: Visit) -> None:
    assert visit.ask("SELECT * {") == "There is no answer."
    assert visit.page.get_by_role("alert").inner_text().startswith("error: ")
    visit.ask("# BUSY\nASK {}")
    alert = visit.page.get_by_role("alert").inner_text()
    assert alert == "Too many queries are running.\nTry again in 2 s."


def test_a_query_can_be_stopped(visit: Visit) -> None:
    page = visit.open("# SLOW\nASK {}")
    page.click("button.first")
    page.click("#stop")
    playwright.expect(page.locator("#status")).to_have_text("Stopped.")
    assert page.locator("#stop").is_disabled()
    assert not page.locator("#answer").is_visible()


def test_without_a_server_the_page_says_how_to_get_one(visit: Visit) -> None:
    page = visit.open("ASK {}")
    page.evaluate("document.getElementById('ask').setAttribute('action', 'nowhere/sparql')")
    page.route(re.compile("/nowhere/"), lambda route: route.fulfill(
        status=404, content_type="text/html", body="<p>None</p>"))  # fmt: skip
    page.click("button.first")
    page.wait_for_selector("#trouble pre")
    assert "il6ld serve" in page.get_by_role("alert").inner_text()


def test_it_is_used_by_the_keyboard_alone_and_lets_go_of_the_focus(visit: Visit) -> None:
    page = visit.open("ASK {}")
    page.locator("#example").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement.role") == "textbox"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "rows"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Enter")
    page.wait_for_selector(".truth")
    assert page.locator("#status").inner_text().startswith("Yes in ")


def test_a_term_is_completed_and_its_prefix_declared(visit: Visit) -> None:
    page = visit.open("ASK { ?s a il6:RheumatoidArthritis")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    for _ in range(2):
        page.keyboard.press("Backspace")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete li")
    page.keyboard.press("Escape")
    assert page.locator(".cm-tooltip-autocomplete").count() == 0
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete li[aria-selected]")
    page.wait_for_timeout(200)  # CodeMirror takes no choice within 75 ms of showing it
    page.keyboard.press("Enter")
    text = page.locator("#query").input_value()
    assert text == f"{TERMS}ASK {{ ?s a il6:RheumatoidArthritis"


def test_an_example_and_a_link_open_a_query_without_running_it(visit: Visit) -> None:
    page = visit.open(fragment="example=causes")
    assert "?subjectDirection" in page.locator("#query").input_value()
    page.select_option("#example", "denied")
    assert "il6:Denied" in page.locator("#query").input_value()
    assert not page.locator("#answer").is_visible()
    page.click("#copy")
    assert "#query=PREFIX%20il6" in page.url
    assert [url for url in visit.requests if "/sparql" in url or "?query" in url] == []


def test_an_answer_of_triples_is_drawn_and_every_node_is_a_link(visit: Visit) -> None:
    visit.ask(f"{TERMS}CONSTRUCT {{ ?a il6:basedOn ?b }} WHERE {{ ?a il6:basedOn ?b }}")
    page = visit.page
    page.click("#as-drawing")
    assert page.locator("svg.drawing a.node").count() > 10
    assert page.locator("svg.drawing path.edge").count() == page.locator("tbody tr").count()
    assert not page.locator("#table").is_visible()
    title = page.locator("a.node", has_text="il6d-0042 *").locator("title")
    assert "held possible" in title.text_content()
    assert visit.complaints == []


def test_without_scripts_the_form_sends_the_query(browser: Any, address: str) -> None:
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.open()
    assert page.locator("#example, #stop, #copy, #hint, #answer").locator("visible=true").count() == 0
    page.fill("textarea", "ASK {}")
    page.click("button.first")
    assert page.url == f"{address}sparql?query=ASK+%7B%7D&rows=1000"
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_320_pixels_and_wcag(browser: Any, address: str, scheme: str) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    visit = Visit(browser, address, color_scheme=scheme, viewport={"width": 320, "height": 800})
    tags = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for view in ("#as-table", "#as-drawing"):
        visit.ask(f"{TERMS}CONSTRUCT {{ ?a il6:basedOn ?b }} WHERE {{ ?a il6:basedOn ?b }}")
        visit.page.click(view)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
        found = axe.Axe().run(visit.page, options=tags)
        assert found.violations_count == 0, found.generate_report()
        assert found.response["passes"]
    visit.context.close()
