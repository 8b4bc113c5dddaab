"""axe finds nothing on any kind of page, in light and in dark, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browsers.kinds import PAGES, STANCES
from tests.browsers.visiting import Visit

axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = pytest.mark.heavy

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KNOWN = "svg, .wide, .part"
# What of a text in a drawing axe leaves to others, as a shape lies behind it: the text, and its contrast.
DRAWN = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const page = getComputedStyle(document.body).backgroundColor;
  const fill = (one) => getComputedStyle(one).fill;
  return [...document.querySelectorAll("main svg text, main svg tspan")].map((text) => {
    const box = text.closest("g, a, svg").querySelector("rect");
    const [one, other] = [light(fill(text)), light(box && fill(box) !== "none" ? fill(box) : page)];
    return [text.textContent, Math.max(one, other) / Math.min(one, other)];
  });
}"""


def examined(page: Any, **options: Any) -> Any:
    """What axe found, which is nothing bad."""
    found = axe.Axe().run(page, options={"runOnly": TAGS, **options})
    assert [(one["id"], one["nodes"]) for one in found.response["violations"]] == []
    assert found.response["passes"]
    return found


def contrasted(page: Any) -> None:
    """Every text stands out from what is behind it."""
    found = examined(page, runOnly=["color-contrast"])
    unsure = [node["target"][0] for rule in found.response["incomplete"] for node in rule["nodes"]]
    # Where it cannot tell: texts in drawings, in tables and the editor, which scroll (a list is the target of
    # what is in the editor's shadow), and on an arrow in two colours of the page.
    plain = [one for one in unsure if isinstance(one, str)]
    told = page.evaluate(
        f"(all) => all.filter((one) => !document.querySelector(one).closest('{KNOWN}'))", plain
    )
    assert told == []
    faint = [(text, ratio) for text, ratio in page.evaluate(DRAWN) if ratio < 4.5]
    assert faint == []


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("kind", PAGES)
def test_axe_has_nothing_against_a_page(visits: Callable[..., Visit], kind: str, width: int) -> None:
    page = visits(viewport={"width": width, "height": 900}).open(PAGES[kind])
    assert page.locator("h1").count() == 1
    found = examined(page, rules={"color-contrast": {"enabled": False}})
    assert "target-size" in {rule["id"] for rule in found.response["passes"]}
    unsure = [(rule["id"], node["html"]) for rule in found.response["incomplete"] for node in rule["nodes"]]
    assert unsure == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_every_text_can_be_told_from_its_ground(visits: Callable[..., Visit], kind: str, scheme: str) -> None:
    contrasted(visits(viewport={"width": 1600, "height": 900}, color_scheme=scheme).open(PAGES[kind]))


def test_dark_is_dark_and_light_is_light(visits: Callable[..., Visit]) -> None:
    page = visits().open(PAGES["home"])
    brightness = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness[scheme] = sum(int(part) for part in re.findall(r"\d+", colour)[:3])
    assert brightness["light"] > 700
    assert brightness["dark"] < 100


@pytest.mark.parametrize(("kind", "word"), STANCES.items())
def test_the_stance_is_told_at_the_head_in_words(visits: Callable[..., Visit], kind: str, word: str) -> None:
    page = visits().open(PAGES[kind])
    assert word in page.locator("h1 ~ .verdict").inner_text().lower()


def test_titles_differ(visits: Callable[..., Visit]) -> None:
    visit = visits(java_script_enabled=False)
    titles = [visit.open(path).title() for path in PAGES.values()]
    assert len(set(titles)) == len(PAGES) > 20


def test_a_fault_would_be_found(visits: Callable[..., Visit]) -> None:
    page = visits().open(PAGES["home"])
    page.evaluate("document.querySelector('h1').style.color = 'Canvas'")
    with pytest.raises(AssertionError, match="color-contrast"):
        contrasted(page)


def test_a_faint_drawing_would_be_seen(visits: Callable[..., Visit]) -> None:
    page = visits().open(PAGES["claim, denied"])
    page.evaluate("document.querySelector('.picture text').style.fill = '#888'")
    with pytest.raises(AssertionError, match="faint|assert"):
        contrasted(page)
