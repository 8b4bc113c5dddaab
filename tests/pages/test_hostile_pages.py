"""Labels, notes and addresses that were made to do harm stand on pages as text, and do nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

import html5lib  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest

from il6ld.namespaces import DC, DCTERMS, RDFS, SKOS
from il6ld.pages import claims, home, records, terms
from il6ld.pages.page import HTML, Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen, href, inert
from tests.pages.reading import release

pytestmark = pytest.mark.heavy  # it makes a site of its own

ATTACKS = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></style></textarea></svg></script><svg onload=alert(1)>',
    "]]></desc><a href=javascript:alert(1)>x</a>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "&lt;script&gt; &#x3c;b&#x3e; &amp;lt;",
    "x\u202etxt.exe\u202c \u2066y\u2069 \u200bz\u00ad",
    "--> <!-- \u2028\u2029 \u2067z",
]
BAD_ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x",
    "file:///etc/passwd", "http://x/\"onclick=", "https://x/ y", "//evil.example", "https://x/<b>", "",
]  # fmt: skip
TEXTS = (
    RDFS.label, SKOS.note, SKOS.definition, SKOS.altLabel, DCTERMS.title, DC.creator, DCTERMS.description,
)  # fmt: skip
HIDDEN = re.compile("[\x00-\x08\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
FEW = 6  # claims and terms looked at, of each


def altered(spoil: bool) -> Release:
    """A small release: a few claims and all that they name, an attack or a word behind every text."""
    whole = release()
    few = {graph_of(whole, claim) for claim in whole.claims[::16]}
    quads = []
    for place, (subject, predicate, value, graph) in enumerate(sorted(whole.dataset, key=str)):
        if "graphs/il6d-" in graph.value and graph not in few:
            continue
        if isinstance(value, ox.Literal) and predicate in TEXTS:
            added = ATTACKS[place % len(ATTACKS)] if spoil else "word"
            value = ox.Literal(f"{value.value} {added}", language=value.language)
        elif predicate == SKOS.exactMatch:
            value = ox.NamedNode("javascript:alert(1)" if spoil else "urn:x:1")
        quads.append(ox.Quad(subject, predicate, value, graph))
    return Release(whole.files, ox.Dataset(quads), whole.context)


def graph_of(whole: Release, claim: ox.NamedNode) -> ox.NamedNode:
    return ox.NamedNode(whole.context.expand(f"graphs:{claim.value.rsplit('/', 1)[1]}"))


@cache
def made(spoil: bool) -> dict[str, Page]:
    found = altered(spoil)
    pen = Pen(found)
    parts: Iterator[Page] = islice(terms.pages(found, pen), 0, 5 * FEW)
    kept = [page for pages in (home.pages, claims.pages, records.pages) for page in pages(found, pen)]
    return {page.path: page for page in [*kept, *parts]}


def shape(page: Page) -> Counter[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, as a browser would build them.

    Lines of text in a picture do not count: a longer label has more of them.
    """
    tree = html5lib.parse(page.content.decode(), treebuilder="etree", namespaceHTMLElements=False)
    found = Counter((str(node.tag), tuple(sorted(node.attrib))) for node in tree.iter())
    return Counter({kind: count for kind, count in found.items() if not kind[0].endswith("svg}text")})


def looked_at() -> list[str]:
    html = [path for path, page in made(True).items() if page.media_type == HTML]
    return [*[path for path in html if "/" not in path], *html[2 :: max(len(html) // (2 * FEW), 1)]]


def test_no_element_and_no_attribute_comes_of_a_text() -> None:
    assert len(looked_at()) > 2 * FEW
    for path in looked_at():
        assert shape(made(True)[path]) == shape(made(False)[path]), path


def test_the_attacks_were_there() -> None:
    told = "".join(page.content.decode() for path, page in made(True).items() if path.endswith(".html"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "{{ 7 * 7 }}" in told
    assert "[U+202E]" in told


def test_no_link_leads_off_the_web() -> None:
    for path, page in made(True).items():
        if page.media_type == HTML:
            for address in re.findall(r'\s(?:xlink:)?(?:href|src|action)="([^"]*)"', page.content.decode()):
                assert not re.match(r"(?i)\s*(javascript|data|vbscript|file):", address), path


def test_no_hidden_character_reaches_a_reader() -> None:
    for path, page in made(True).items():
        if page.media_type == HTML:
            assert not HIDDEN.search(page.content.decode()), path


def test_embedded_data_end_where_their_element_ends() -> None:
    looked = 0
    for page in made(True).values():
        text = page.content.decode(errors="replace")
        for held in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert "<" not in held
            json.loads(held)
            looked += 1
    assert looked > 2 * FEW


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_bad_addresses_are_no_links(address: str) -> None:
    assert href(address) == ""


def test_good_addresses_are_links() -> None:
    for address in ("https://w3id.org/il6ld/", "http://purl.obolibrary.org/obo/ECO_0000006"):
        assert href(address) == href(ox.NamedNode(address)) == address


def test_hidden_characters_are_shown() -> None:
    assert inert("a\u202eb") == "a[U+202E]b"
    assert inert("NF-\u03baB \u201cx\u201d") == "NF-\u03baB \u201cx\u201d"
    assert inert("a\x00\x1b[31m\ufffe\ud800") == "a[U+0000][U+001B][31m[U+FFFE][U+D800]"
    assert inert(ox.Literal("a")) == "a"
