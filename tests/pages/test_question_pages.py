"""Every named query has its page, which shows what it asks, and the answer that its golden file holds."""

from __future__ import annotations

import re
from html import unescape
from types import ModuleType
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from il6ld.pages import editing, maps, matrix, questions, vocabulary
from il6ld.pages.asking import Asked
from il6ld.pages.questions import MOST_ROWS
from il6ld.queries import QUERIES, Answer, standalone, write
from tests.conftest import ROOT
from tests.pages.reading import Read, made, pen, release

# What other parts of the site make, and each page leads to.
SHARED = {
    "index.html",
    "claims.html",
    "evidence.html",
    "map.html",
    "terms.html",
    "releases.html",
    editing.PATH,
}
GOLDEN = ROOT / "tests" / "queries"


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked(release())


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return made(questions)


def test_every_query_has_a_page_and_its_data(pages: dict[str, str]) -> None:
    wanted = {
        f"queries/{name}.{ending}" for name in QUERIES for ending in ("html", "ttl", "jsonld", "nt", "rdf")
    }
    assert len(QUERIES) > 40
    assert set(pages) == wanted | {"queries.html"}


def test_the_list_names_every_query_by_keyword_and_by_name(pages: dict[str, str]) -> None:
    page = Read(pages["queries.html"])
    words = [one.text for one in page.named("dt")]
    assert words == sorted({word for query in QUERIES.values() for word in query.keywords})
    for name, query in QUERIES.items():
        assert page.links.count(f"queries/{name}.html") == len(query.keywords) + 1
    assert [row[0].text for row in page.rows("names-caption")] == list(QUERIES)


@pytest.mark.parametrize("name", list(QUERIES))
def test_the_answer_is_that_of_the_golden_file(name: str, asked: Asked, pages: dict[str, str]) -> None:
    answer = asked.answer(name)
    golden = (GOLDEN / f"{name}.csv").read_text(encoding="utf-8")
    assert write(answer, "csv").replace("\r\n", "\n") == golden
    assert cells(pages[f"queries/{name}.html"]) == [
        [told(term) for term in row] for row in answer.rows[:MOST_ROWS]
    ]


def cells(page: str) -> list[list[str]]:
    """The words of each cell of the answer, without the stance of its claims."""
    body = page[page.index('<table class="answer">') :].partition("<tbody>")[2].partition("</tbody>")[0]
    body = re.sub(r'<span class="badges">.*?</span></span>|<svg.*?</svg>', "", body, flags=re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<td>(.*?)</td>", row, flags=re.DOTALL)] for row in rows]


def plain(markup: str) -> str:
    """The words of a cell; of a claim, its number and its label."""
    claim = re.search(r'<span class="number">([^<]*)</span> <a[^>]*>([^<]*)</a>', markup)
    text = f"{claim[1]} {claim[2]}" if claim else re.sub(r"<[^>]*>", "", markup)
    return " ".join(unescape(text).split())


def told(term: object) -> str:
    """A term as a cell is to show it."""
    if term is None:
        return "none"
    if isinstance(term, ox.NamedNode):
        number = f"{pen().stances.of(term).id} " if term in release().claim_set else ""
        return " ".join(f"{number}{pen().label(term)}".split())
    return " ".join(term.value.split()) if isinstance(term, ox.Literal) else str(term)


def test_each_page_shows_what_can_be_run_and_opens_it_in_the_editor(
    asked: Asked, pages: dict[str, str]
) -> None:
    for name, query in QUERIES.items():
        page = pages[f"queries/{name}.html"]
        text = unescape(page.partition("<code>PREFIX")[2].partition("</code></pre>")[0])
        assert f"PREFIX{text}" == standalone(query, asked.values(query))
        assert asked.store.query(f"PREFIX{text}", use_default_graph_as_union=True)
        assert f'href="../{editing.example(name)}"' in page
        named = re.findall(r'<th scope="row"><code>([^<]+)</code></th>', page)
        assert named == [one.name for one in query.parameters]


def test_a_claim_in_an_answer_is_told_with_its_stance(pages: dict[str, str]) -> None:
    page = Read(pages["queries/denied.html"])
    (row,) = page.rows("answer-caption")
    assert "denied" in row[0].text
    hedged = Read(pages["queries/hedged.html"]).rows("answer-caption")
    assert hedged and all(
        any(badge in row[0].text for badge in ("possible", "suggest", "suspect")) for row in hedged
    )


def known() -> set[str]:
    """Every page that tells of a node, and those that each page leads to."""
    nodes = [node for node in release().triples if isinstance(node, ox.NamedNode)]
    return {pen().addresses.page(node).partition("#")[0] for node in nodes} | SHARED | {"queries.html"}


@pytest.mark.parametrize("part", [maps, matrix, vocabulary], ids=lambda part: str(part.__name__))
def test_links_of_the_other_pages_lead_to_pages_of_the_site(part: ModuleType, pages: dict[str, str]) -> None:
    paths = known() | set(pages) | {f"terms.{ending}" for ending in ("ttl", "jsonld", "nt", "rdf")}
    (text,) = (text for path, text in made(part).items() if path.endswith(".html"))
    own = set(re.findall(r' id="([^"]*)"', text))
    links = [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)"', text)]
    assert len(links) > 60
    for link in links:
        path, _, fragment = link.partition("#")
        assert link.startswith(("http://", "https://")) or path in paths or (not path and fragment in own), (
            link
        )


def test_links_of_cells_lead_to_pages_of_the_site(pages: dict[str, str]) -> None:
    paths = known() | set(pages)
    seen = 0
    for path, text in pages.items():
        if path.startswith("queries/") and path.endswith(".html"):
            for link in map(unquote, re.findall(r'<a [^>]*href="([^"]*)"', text)):
                if not link.startswith(("#", "http")):
                    assert link.startswith("../") and link[3:].partition("#")[0] in paths, (path, link)
                    seen += 1
    assert seen > 1000


def test_a_long_answer_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_ROWS", 5)
    monkeypatch.setattr(questions, "QUERIES", {"causal-steps": QUERIES["causal-steps"]})
    text = {page.path: page.content.decode() for page in questions.pages(release(), pen())}
    page = Read(text["queries/causal-steps.html"])
    assert len(page.rows("answer-caption")) == 5
    assert "the first 5 of 42 rows" in page.named("main")[0].text


def test_no_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Asked, "answer", lambda self, name: Answer(("claim",), [], release().context))
    monkeypatch.setattr(questions, "QUERIES", {"denied": QUERIES["denied"]})
    text = {page.path: page.content.decode() for page in questions.pages(release(), pen())}
    assert "No rows." in text["queries/denied.html"]
