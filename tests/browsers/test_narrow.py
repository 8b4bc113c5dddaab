"""At 320 pixels no page is wider than the window; what is too wide scrolls by itself, and says what it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browsers.kinds import PAGES
from tests.browsers.visiting import Visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

# Whatever scrolls sideways, less what can be reached with the keyboard and has a name.
MUTE = """() => [...document.querySelectorAll("*")].filter((one) =>
    one.scrollWidth > one.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(one).overflowX)
    && !(one.tabIndex === 0 && (one.ariaLabel || one.getAttribute("aria-labelledby"))))
    .map((one) => one.outerHTML.slice(0, 120))"""
WIDTH = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
# What readers may set for themselves (WCAG 1.4.12); through the page's own means, as its policy wants it.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    + "p { margin-bottom: 2em !important }"); document.adoptedStyleSheets = [sheet]; }"""


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_fits(visits: Callable[..., Visit], kind: str) -> None:
    page = visits(viewport={"width": 320, "height": 640}).open(PAGES[kind])
    assert page.evaluate(WIDTH) <= 320
    assert page.evaluate(MUTE) == []
    page.evaluate(SPACED)
    assert page.evaluate(WIDTH) <= 320, "with more space between letters"


def test_some_pages_do_scroll_within(visits: Callable[..., Visit]) -> None:
    page = visits(viewport={"width": 320, "height": 640}).open(PAGES["all claims"])
    table = page.locator(".wide").first
    assert table.evaluate("(one) => one.scrollWidth > one.clientWidth")
