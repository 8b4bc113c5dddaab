"""Every page of the site hangs together with the others, and is HTML as the standard has it."""

from __future__ import annotations

import posixpath
import re
import warnings
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import html5lib  # type: ignore[import-untyped]
import pytest

from il6ld import build, pages
from il6ld.pages import SUFFIXES, Site
from il6ld.project import find_project
from tests.pages.whole import html_pages, links, one_of_each

WHOLE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
HIDDEN = (".htaccess", ".well-known/void", "w3id/.htaccess")
ENDPOINT = "sparql"  # answered by a server, where there is one
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def reached(path: str, link: str) -> tuple[str, str]:
    """The page and fragment that a relative link of a page leads to."""
    target, _, fragment = link.partition("#")
    target = unquote(target.partition("?")[0])
    page = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
    return page, fragment


def test_there_is_a_page_for_whatever_can_be_read_about(site: Site) -> None:
    folders = Counter(path.partition("/")[0] for path in html_pages(site) if "/" in path)
    assert folders["claims"] == 98
    assert folders["sections"] == 5
    assert folders["evidence"] == 14
    assert folders["terms"] > 300
    assert {"articles", "errata", "gaps", "loops", "queries"} <= folders.keys()
    roots = {path for path in html_pages(site) if "/" not in path}
    assert {"index.html", "claims.html", "evidence.html", "map.html", "terms.html", "releases.html"} <= roots


def broken_links(site: Site) -> tuple[int, set[tuple[str, str]]]:
    """How many links were looked at, and each that leads nowhere, with the page it stands on."""
    texts = html_pages(site)
    ids = {path: set(re.findall(r'\sid="([^"]*)"', text)) for path, text in texts.items()}
    looked, broken = 0, set[tuple[str, str]]()
    for path, text in texts.items():
        for link in dict.fromkeys(links(text)):
            if WHOLE.match(link):
                assert link.startswith(("https://", "http://")), f"{path} leads to {link}"
                continue
            looked += 1
            page, fragment = reached(path, link)
            if page == ENDPOINT:
                continue
            is_state = "=" in fragment  # what a script of that page reads
            if page not in site.pages or not (not fragment or is_state or fragment in ids.get(page, ())):
                broken.add((path, link))
    return looked, broken


def test_no_link_of_any_page_is_broken(site: Site) -> None:
    looked, broken = broken_links(site)
    assert looked > 10_000
    assert not broken


@pytest.mark.heavy
def test_a_project_about_something_else_has_a_site_too(tiny: Path) -> None:
    project = find_project(tiny)
    build.build(project)
    made = pages.make(pages.read(project.output))
    looked, broken = broken_links(made)
    assert looked > 1000
    assert not broken
    assert made.base == "https://example.org/tiny/"
    assert made.documents["claims/first-0001"] == "claims/first-0001"
    assert made.documents["terms/Caffeine"] == "terms/Caffeine"
    assert b"Caffeine may shorten sleep" in made.pages["claims/first-0001.html"].content
    assert b"<title>il6ld" not in made.pages["index.html"].content


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for path, text in html_pages(site).items():
        found = Counter(re.findall(r'\sid="([^"]*)"', text))
        assert found, path
        assert not [name for name, count in found.items() if count > 1], path


def test_every_page_has_one_heading_a_language_and_a_title_of_its_own(site: Site) -> None:
    titles = Counter[str]()
    for path, text in html_pages(site).items():
        assert len(re.findall(r"<h1[ >]", text)) == 1, path
        assert '<html lang="en">' in text, path
        titles[re.findall(r"<title>(.*?)</title>", text)[0]] += 1
    assert len(titles) > 500
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_page_says_that_it_is_no_medical_advice_and_which_version_it_is(site: Site) -> None:
    for path, text in html_pages(site).items():
        assert "Not medical advice." in text, path
        assert "Version 0.1.0" in text, path
        assert "CC BY 4.0" in text, path


def parsed_strictly(text: str) -> html5lib.HTMLParser:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # html5lib's own
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(text)
    return parser


def test_a_page_of_each_kind_is_html(site: Site) -> None:
    chosen = one_of_each(site, 1)
    assert len(chosen) > 15
    for path, text in chosen.items():
        if len(text) < 100_000:
            parsed_strictly(text)
        assert "<!doctype html>" in text[:20].lower(), path


@pytest.mark.heavy
def test_every_page_is_html(site: Site) -> None:
    texts = html_pages(site)
    assert len(texts) > 500
    for path, text in texts.items():
        try:
            parsed_strictly(text)
        except html5lib.html5parser.ParseError as error:
            raise AssertionError(f"{path}: {error}") from error


def test_slips_in_html_would_be_seen() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parsed_strictly("<!doctype html><title>x</title><p><div></p></div>")


def test_nothing_stands_in_a_page_that_the_policy_for_content_forbids(site: Site) -> None:
    for path, text in html_pages(site).items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert all('src="' in one or 'type="application/ld+json"' in one or 'type="application/json"' in one
                   for one in scripts), path  # fmt: skip
        loaded = re.findall(r'<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)="([^"]*)"[^>]*>', text)
        fetched = [one for one in loaded if WHOLE.match(one)]
        relations = re.findall(r'<link rel="(?:cite-as|license|alternate)"[^>]*href="([^"]*)"', text)
        assert set(fetched) <= set(relations), path


def test_paths_stay_inside_and_differ_by_more_than_case(site: Site) -> None:
    assert len(site.pages) > 2500
    for path in site.pages:
        assert path in HIDDEN or PLAIN.fullmatch(path), path
        assert ".." not in path
    folded = Counter(path.casefold() for path in site.pages)
    assert [path for path, count in folded.items() if count > 1] == []


def test_each_document_has_a_page_and_all_forms_of_data(site: Site) -> None:
    assert len(site.documents) > 1000
    for name, document in site.documents.items():
        stem, _, fragment = document.partition("#")
        for ending in SUFFIXES:
            assert f"{stem}.{ending}" in site.pages, name
        if fragment:
            assert f'id="{fragment}"' in site.pages[f"{stem}.html"].content.decode(), name


def test_pages_name_the_forms_beside_them(site: Site) -> None:
    looked = 0
    for path, text in html_pages(site).items():
        stem = path.removesuffix(".html")
        beside = {f"{stem}.{ending}" for ending in SUFFIXES if ending != "html"} & site.pages.keys()
        told = re.findall(r'<link rel="alternate" type="([^"]*)" href="([^"]*)"', text)
        found = {posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) for _, to in told}
        assert found == beside, path
        for media_type, to in told:
            assert media_type == SUFFIXES[to.rpartition(".")[2]]
        looked += bool(beside)
    assert looked > 450
