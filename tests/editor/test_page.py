"""The query page is a plain form that says what it knows, and nothing in it runs but its one script."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from il6ld.pages import editing
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.queries import QUERIES, check
from tests.editor.stub import release as read_release


class Elements(HTMLParser):
    """Every element with its attributes, and the text in each script and field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.found[-1] if self.found else ("", {})
        if tag in ("script", "textarea"):
            name = attributes.get("id") or ""
            self.texts[name] = self.texts.get(name, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def release() -> Release:
    return read_release()


@pytest.fixture(scope="module")
def page(release: Release) -> str:
    (page,) = editing.pages(release, Pen(release))
    assert page.path == editing.PATH
    return page.content.decode()


@pytest.fixture(scope="module")
def known(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Elements(page).texts["release"])
    return found


def test_it_is_a_form_that_needs_no_script(page: str) -> None:
    elements = Elements(page)
    (form,) = elements.all("form")
    (field,) = elements.all("textarea")
    assert (form["method"], form["action"], field["name"]) == ("get", "sparql", "query")
    assert {"for": "query"} in elements.all("label")
    assert {"type": "submit", "class": "first"} in elements.all("button")
    check(elements.texts["query"])


def test_what_needs_the_script_is_hidden_until_it_runs(page: str) -> None:
    elements = Elements(page)
    plain = {"submit"}
    answer = page.index('<section id="answer"')
    buttons = [one for one in elements.all("button") if one["type"] not in plain and one.get("id")]
    assert len(buttons) > 3
    for button in buttons:
        inside = page.index(f'id="{button["id"]}"') > answer
        assert inside or "hidden" in button, button
    assert 'aria-labelledby="answer-title" hidden' in page


def test_it_says_how_a_server_is_started(page: str) -> None:
    assert "<code>il6ld serve</code>" in page


def test_nothing_in_it_runs_but_its_one_script(page: str) -> None:
    elements = Elements(page)
    scripts = elements.all("script")
    assert [one.get("src") for one in scripts] == ["assets/editor.js", None]
    assert scripts[1]["type"] == "application/json"
    assert not elements.all("style")
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


def test_every_named_query_is_an_example_that_the_server_would_take(known: dict[str, Any]) -> None:
    examples = known["examples"]
    assert [one["name"] for one in examples] == list(QUERIES)
    for one in examples:
        assert one["summary"]
        check(one["text"])


def test_it_knows_the_prefixes_and_the_terms_of_the_release(known: dict[str, Any], release: Release) -> None:
    assert known["prefixes"] == release.context.prefixes
    assert known["terms"]["il6:Interleukin6"] == "interleukin 6"
    assert known["pages"]
    assert all(not iri.startswith(release.base) for iri in known["pages"])


def test_it_knows_what_must_stand_behind_each_claim(known: dict[str, Any], release: Release) -> None:
    stances = Pen(release).stances
    held = {claim.value: stances.of(claim).held for claim in release.claims}
    assert any(held.values())
    assert known["held"] == {iri: words for iri, words in held.items() if words}
    assert "Hypothesis" not in known["plain"]["discourseRole"]
    assert known["plain"]["polarity"] == ["Affirmed"]


def test_json_never_ends_the_script_that_it_stands_in() -> None:
    value = {"label": "</script><script>alert(1)</script><!-- & \u202e"}
    text = str(editing._json(value))
    assert not re.search("[<>&]|[^ -~]", text)
    assert json.loads(text) == value


def test_an_example_is_opened_by_its_name() -> None:
    assert editing.example("causes") == "query.html#example=causes"
