"""Whatever is written can be read: contrast of at least 4.5 to 1, in light and in dark, on every ground."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

SHEET = (ROOT / "il6ld" / "pages" / "assets" / "site.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "shade")
# Each ink with the grounds it is used on; what a picture writes on its boxes included.
PAIRS = [
    *((ink, ground) for ink in ("ink", "faint", "accent", "visited") for ground in GROUNDS),
    *((ink, box) for ink in ("ink", "faint") for box in ("neutral", "maybe", "drawn", "beast")),
    *((f"{tint}-ink", tint) for tint in ("neutral", "no", "maybe", "drawn", "past", "beast")),
]
EDGES = [("focus", "paper"), ("focus", "shade"), ("edge", "paper"), ("edge", "shade")]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def themes() -> dict[str, dict[str, str]]:
    light, dark = SHEET.split("@media screen and (prefers-color-scheme: dark)", 1)
    found = colours(light)
    return {"light": found, "dark": found | colours(dark.split("@font-face")[0])}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_counted_as_the_guidelines_have_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out(theme: str) -> None:
    named = themes()[theme]
    assert len(named) > 20
    faint = {pair: round(contrast(named[pair[0]], named[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_and_focus_stand_out(theme: str) -> None:
    named = themes()[theme]
    found = {pair: round(contrast(named[pair[0]], named[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}


def test_dark_is_another_theme() -> None:
    both = themes()
    assert both["light"].keys() == both["dark"].keys()
    assert all(both["light"][name] != both["dark"][name] for name in both["light"])
