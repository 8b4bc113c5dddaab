"""On paper: the text without the navigation, in black on white, every page of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browsers.kinds import PAGES
from tests.browsers.visiting import Visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

FOR_SCREENS = ".top nav, .skip, .filters, .buttons"
WHOLE = ("home", "all claims", "claim, denied", "vocabulary", "question", "causal map")
WORD = re.compile(r"\w{4,}")


@pytest.mark.parametrize("kind", PAGES)
def test_what_is_for_screens_is_not_printed(visits: Callable[..., Visit], kind: str) -> None:
    page = visits(color_scheme="dark").open(PAGES[kind])
    assert page.locator(FOR_SCREENS).count() > 0
    page.emulate_media(media="print")
    assert page.locator(FOR_SCREENS).locator("visible=true").count() == 0
    assert page.locator("h1").is_visible()
    body = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{body}.color, {body}.backgroundColor]") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("kind", WHOLE)
def test_the_text_is_in_the_pdf(visits: Callable[..., Visit], kind: str, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    page = visits().open(PAGES[kind])
    page.emulate_media(media="print")
    wanted = set(WORD.findall(page.locator("main").inner_text()))
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    subprocess.run(["pdftotext", "-layout", tmp_path / "page.pdf", tmp_path / "page.txt"], check=True)
    text = (tmp_path / "page.txt").read_text(encoding="utf-8")
    assert len(wanted) > 50
    # A long name may be broken at the end of a line.
    lost = {word for word in wanted if word not in text}
    assert len(lost) <= len(wanted) // 50, lost


def test_an_address_can_be_read_on_paper(visits: Callable[..., Visit]) -> None:
    page = visits().open(PAGES["entity"])
    page.emulate_media(media="print")
    link = page.locator("td > a.iri").first
    after = link.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert str(link.get_attribute("href")) in after
