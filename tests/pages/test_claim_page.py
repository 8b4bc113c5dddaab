"""The page of a claim as people read it, the whole of one as a golden file; no page quotes the article."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from il6ld.namespaces import IL6
from il6ld.pages import Site
from tests.pages.reading import release
from tests.pages.whole import html_pages, one_of_each, seen
from tests.test_no_quotation import quotable, runs, words

__all__ = ["quotable"]

GOLDEN = Path(__file__).with_name("goldens") / "il6d-0067.txt"
_ELEMENTS = "p|dt|dd|h\\d|li|tr|td|th|caption|summary|pre|nav|section|text|title|desc|footer"
BREAKS = re.compile(rf"</?(?:{_ELEMENTS})\b[^>]*>")
AXES = (IL6.polarity, IL6.certainty, IL6.reading, IL6.status, IL6.attributedTo, IL6.discourseRole)


def text_of(page: str) -> str:
    """The words of a page, one paragraph, item or cell a line."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page[page.index("<body") :], flags=re.DOTALL)
    lines = unescape(re.sub(r"<[^>]*>", "", BREAKS.sub("\n", re.sub(r"\s+", " ", body)))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines))) + "\n"


def test_the_page_of_a_claim_reads_as_its_golden_file(site: Site) -> None:
    assert text_of(site.pages["claims/il6d-0067.html"].content.decode()) == GOLDEN.read_text(encoding="utf-8")


def test_each_claim_tells_all_that_is_owed(site: Site) -> None:
    lookup = release().lookup
    for claim in release().claims:
        name = claim.value.rsplit("/", 1)[1]
        text = unescape(site.pages[f"claims/{name}.html"].content.decode())
        told = seen(text)
        assert lookup.label(claim) in told
        for axis in AXES:
            for value in lookup.nodes(claim, axis):
                assert lookup.label(value) in told, f"{name} does not tell its {axis.value}"
        for passage in lookup.nodes(claim, IL6.passage):
            assert lookup.text(passage, IL6.digest) in told
        for other in (*lookup.nodes(claim, IL6.basedOn), *lookup.subjects(IL6.basedOn, claim),
                      *lookup.nodes(claim, IL6.disputes), *lookup.subjects(IL6.disputes, claim)):  # fmt: skip
            assert f'{str(other).rsplit("/", 1)[1][:-1]}.html"' in text
        for line in lookup.nodes(claim, IL6.evidence):
            for kind in lookup.nodes(line, IL6.evidenceType):
                assert lookup.label(kind) in told
        assert "As a bare triple" in told
        assert "How to cite this claim" in told
        assert f"@misc{{{name}," in text


def test_whether_there_is_a_bare_triple_is_told_as_it_is(site: Site) -> None:
    assert b"il6:" in release().files["il6ld-bare.ttl"]
    published = withheld = 0
    for claim in release().claims:
        name = claim.value.rsplit("/", 1)[1]
        told = seen(site.pages[f"claims/{name}.html"].content.decode())
        proposition = release().lookup.node(claim, IL6.proposition)
        if proposition in release().withheld:
            withheld += 1
            assert "Not published without its stance" in told
            assert all(reason in told for reason in release().withheld[proposition])
        else:
            published += 1
            assert "Published in" in told
    assert published > 3
    assert withheld > 80


def test_pages_of_each_kind_quote_nothing(site: Site, quotable: set[tuple[str, ...]]) -> None:
    chosen = one_of_each(site, 3)
    assert len(chosen) > 25
    for path, text in chosen.items():
        assert not runs(seen(text)) & quotable, path


@pytest.mark.heavy
def test_no_page_quotes_the_article(site: Site, quotable: set[tuple[str, ...]]) -> None:
    looked = 0
    for path, text in html_pages(site).items():
        looked += len(words(text))
        assert not runs(seen(text)) & quotable, path
    assert looked > 100_000

