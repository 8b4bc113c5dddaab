"""No page asks anyone but its own server, and none makes the browser complain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browsers.kinds import PAGES
from tests.browsers.visiting import Visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.heavy

POLICY = "default-src 'self'"


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_quiet(visits: Callable[..., Visit], kind: str) -> None:
    visit = visits()
    visit.open(PAGES[kind]).wait_for_load_state("networkidle")
    assert f"{visit.address}assets/site.css" in visit.asked
    assert [url for url in visit.asked if not url.startswith((visit.address, "about:"))] == []
    assert (visit.elsewhere, visit.complaints) == ([], [])


def test_every_page_has_the_policy(visits: Callable[..., Visit]) -> None:
    page = visits().page
    for path in PAGES.values():
        answer = page.goto(f"{visits().address}{path}")
        assert answer.headers["content-security-policy"].startswith(POLICY)


def test_noise_would_be_heard(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.open(PAGES["home"])
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      const picture = document.createElement("img");
      picture.src = "http://elsewhere.example/picture";
      document.body.append(script, picture);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    heard = " ".join(visit.complaints)
    assert "script-src" in heard
    assert "img-src" in heard or "elsewhere.example" in heard
    visit.complaints.clear()
    visit.elsewhere.clear()
