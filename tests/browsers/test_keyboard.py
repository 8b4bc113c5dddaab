"""With the keyboard alone: everything is reached, in the order in which it stands, and can be seen to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browsers.kinds import PAGES
from tests.browsers.visiting import Visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

# Numbers all that can be used, in the order in which it stands, and notes what is reached and how it looks.
WATCH = """() => {
  const usable = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary,"
    + " [tabindex='0'], [contenteditable=true]";
  const found = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.matches(usable) && one.checkVisibility({visibilityProperty: true})) found.push(one);
      if (one.shadowRoot) walk(one.shadowRoot);
    }
  };
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const shown = (one) => {
    for (let up = one; up; up = up.parentElement ?? up.getRootNode().host)
      if (outlined(getComputedStyle(up))) return true;
    const boxes = [...one.querySelectorAll("rect")];
    return boxes.some((box) => parseFloat(getComputedStyle(box).strokeWidth) >= 3);
  };
  walk(document);
  window.watched = { found, shown, reached: [], unseen: [], strange: [] };
  addEventListener("focusin", (event) => {
    const one = event.composedPath()[0];
    const at = found.indexOf(one);
    if (at < 0) watched.strange.push(one.outerHTML.slice(0, 140));
    else watched.reached.push(at);
    if (at >= 0 && !shown(one)) watched.unseen.push(at);
  });
  return found.length;
}"""
# The editor draws its outline only a moment later.
SHOWN_LATER = """(at) => new Promise((done) => {
  const one = watched.found[at];
  one.focus();
  setTimeout(() => done(watched.shown(one)), 300);
})"""


def walked(page: Any, key: str = "Tab") -> int:
    """Presses Tab until all must have been reached; gives how many things there are."""
    count = int(page.evaluate(WATCH))
    for _ in range(count + 1):
        page.keyboard.press(key)
    return count


@pytest.mark.parametrize("kind", PAGES)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    visits: Callable[..., Visit], kind: str
) -> None:
    page = visits(viewport={"width": 1200, "height": 900}).open(PAGES[kind])
    count = walked(page)
    assert count >= 3
    watched = page.evaluate("({...watched, found: [], shown: null})")
    assert watched["strange"] == []
    assert watched["reached"][:count] == list(range(count))
    assert [at for at in watched["unseen"] if not page.evaluate(SHOWN_LATER, at)] == []


@pytest.mark.parametrize("kind", ["home", "all claims", "causal map", "editor"])
def test_the_way_back_is_the_way_there(visits: Callable[..., Visit], kind: str) -> None:
    page = visits().open(PAGES[kind])
    count = walked(page, "Shift+Tab")
    assert page.evaluate("watched.reached")[:count] == list(range(count))[::-1]


# What is focused must look different, to whoever looks: one of each sort of thing.
SORTS = {
    "home": [".brand", "nav a", "main a", ".figures a", "summary", ".foot a", "main a[rel=license]"],
    "all claims": ["#filter-text", ".filters select", ".filters button", ".wide", "th button", "tbody a"],
    "causal map": [".causes a", ".target a"],
    "editor": ["#example", ".editor", "#rows", "button.first"],
    "claim, denied": [".drawing", ".picture a", "pre"],
}


FOCUS = "(one) => (one.shadowRoot?.querySelector('[contenteditable]') ?? one).focus({preventScroll: true})"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", SORTS)
def test_focus_changes_what_is_seen(visits: Callable[..., Visit], kind: str, scheme: str) -> None:
    page = visits(color_scheme=scheme, reduced_motion="reduce").open(PAGES[kind])
    page.keyboard.press("Tab")  # from here on, focus is drawn as for the keyboard
    for details in page.locator("details:not([open]) > summary").all():
        details.click()
    looked = 0
    for selector in SORTS[kind]:
        for one in page.locator(selector).locator("visible=true").all()[:1]:
            page.evaluate("document.activeElement.blur()")
            one.scroll_into_view_if_needed()
            before = page.screenshot()
            page.keyboard.press("Shift")
            one.evaluate(FOCUS)
            page.wait_for_timeout(50)
            assert page.screenshot() != before, selector
            looked += 1
    assert looked >= 2


def test_the_skip_link_leads_past_the_navigation(visits: Callable[..., Visit]) -> None:
    page = visits().open(PAGES["claim, denied"])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("(one) => one === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
