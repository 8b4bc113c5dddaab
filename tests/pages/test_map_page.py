"""The causal map says what the claims say, three times alike: as a query, as a picture, as a table."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pyoxigraph as ox
import pytest

from il6ld.namespaces import IL6, RDF, XSD, local_name
from il6ld.pages import maps
from il6ld.pages.asking import Asked
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.pages.steps import Line, lines
from il6ld.queries import CERTAINTIES, Answer
from tests.conftest import ROOT
from tests.pages.drawn import SVG, Area, areas, troubles
from tests.pages.reading import Element, Read, changed, made, pen, release, svg

SHEET = (ROOT / "il6ld" / "pages" / "assets" / "map.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found() -> Answer:
    return Asked(release()).answer("causal-steps")


@pytest.fixture(scope="module")
def drawn(found: Answer) -> list[Line]:
    return lines(found, pen())


@pytest.fixture(scope="module")
def text() -> str:
    return made(maps)["map.html"]


@pytest.fixture(scope="module")
def page(text: str) -> Read:
    return Read(text)


@pytest.fixture(scope="module")
def effects(text: str) -> list[ET.Element]:
    """The lines of the picture."""
    return effects_of(svg(text, "map"))


def integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=XSD.integer)


def effects_of(picture: ET.Element) -> list[ET.Element]:
    return [one for one in picture.iter(f"{SVG}a") if one.get("class", "").startswith("effect")]


def hrefs(element: Element) -> list[str]:
    own = [element.attributes["href"]] if element.name == "a" else []
    return own + [href for child in element.children for href in hrefs(child)]


def test_each_claim_of_the_query_stands_on_one_line_that_says_the_same(
    found: Answer, drawn: list[Line]
) -> None:
    names = ("claim", "subject", "object", "effect", "certainty", "reading")
    rows = set(zip(*map(found.column, names), strict=True))
    said = Counter(
        (claim, line.subject, line.object, integer(line.sign), line.certainty, line.reading)
        for line in drawn
        for claim in line.claims
    )
    assert len(rows) > 35
    assert said == Counter(rows)


def test_picture_and_table_say_the_same_line_for_line(
    page: Read, drawn: list[Line], effects: list[ET.Element]
) -> None:
    rows = page.rows("steps-caption")
    label = release().lookup.label
    assert len(drawn) == len(rows) == len(effects) > 30
    title = {one.find(f"{SVG}title").text: one for one in effects}  # type: ignore[union-attr]
    for line, (subject, sign, value, certainty, reading, species, claims) in zip(drawn, rows, strict=True):
        assert (subject.text, value.text) == (label(line.subject), label(line.object))
        assert sign.text.split()[0] == line.mark
        assert (certainty.text, reading.text) == (label(line.certainty), label(line.reading))
        assert all(label(one) in species.text for one in line.species)
        assert all(local_name(claim) in claims.text for claim in line.claims)
        told = f"{label(line.subject)} {line.verb} {label(line.object)} ({line.mark})"
        assert [one for one in title if one and one.endswith(told) and one.lower().startswith(certainty.text)]


def test_each_line_tells_its_sign_certainty_and_reservations_without_colour(
    drawn: list[Line], effects: list[ET.Element]
) -> None:
    label = release().lookup.label
    heads = dict[int, set[str | None]]()
    by_claims = {
        tuple(re.findall(r"il6d-\d+(?=:)", one.findtext(f"{SVG}desc") or "")): one for one in effects
    }
    for line in drawn:
        effect = by_claims[tuple(map(local_name, line.claims))]
        title, classes = effect.findtext(f"{SVG}title") or "", effect.get("class", "").split()
        head = effect.find(f"{SVG}path[@class='head']")
        assert head is not None
        heads.setdefault(line.sign, set()).add(head.get("d"))
        assert effect.findtext(f"{SVG}text/{SVG}tspan") == line.mark
        assert title == effect.get("aria-label")
        assert f"said-{local_name(line.certainty).lower()}" in classes
        assert title.lower().startswith(label(line.certainty))
        reserved = [one.words for one in line.badges if not one.plain]
        assert not [words for words in reserved if words.lower() not in title.lower()], title
        if line.reading == IL6.Entailed:
            assert "entailed" in "".join(effect.itertext()).split("Claimed by")[1]
    assert sorted(heads) == [-1, 0, 1]
    assert all(len(shapes) == 1 for shapes in heads.values())
    assert len(set.union(*heads.values())) == 3


def test_each_certainty_has_dashes_of_its_own() -> None:
    dashes = {
        name: re.search(rf"\.said-{name} \.line[^{{]*{{ stroke-dasharray: ([\d ]+);", SHEET)
        for name in (local_name(one).lower() for one in CERTAINTIES)
    }
    assert dashes.pop("stated") is None
    assert len({match[1] for match in dashes.values() if match}) == len(dashes) == 3


def test_a_line_leads_to_its_claim_or_to_the_row_of_its_claims(page: Read, effects: list[ET.Element]) -> None:
    several = 0
    rows = page.rows("steps-caption")
    for effect in effects:
        href, claims = (
            effect.get("href", ""),
            re.findall(r"il6d-\d+(?=:)", effect.findtext(f"{SVG}desc") or ""),
        )
        if len(claims) == 1:
            assert href == f"claims/{claims[0]}.html"
        else:
            several += 1
            cells = rows[int(href.removeprefix("#step-")) - 1]
            assert [one for one in hrefs(cells[-1]) if one.startswith("claims/")] == [
                f"claims/{claim}.html" for claim in claims
            ]
    assert several


def test_each_box_leads_to_the_page_of_what_it_stands_for(text: str, drawn: list[Line]) -> None:
    boxes = [one for one in svg(text, "map").iter(f"{SVG}a") if one.get("class") == "factor"]
    nodes = {node for line in drawn for node in (line.subject, line.object)}
    assert sorted(one.get("href", "") for one in boxes) == sorted(map(pen().addresses.page, nodes))


def test_nothing_in_a_picture_covers_anything_or_is_cut_off(text: str) -> None:
    assert troubles(svg(text, "map")) == []
    assert troubles(svg(text, "ring-1")) == []


@pytest.mark.heavy
def test_a_loop_tells_the_computed_sign_and_the_word_of_its_source_apart() -> None:
    loop = release().lookup.instances(IL6.CausalLoop)[0]
    quads = [
        ox.Quad(one.subject, one.predicate, IL6.Decreased, one.graph_name)
        if (one.subject, one.predicate) == (loop, IL6.statedDirection)
        else one
        for one in release().dataset
    ]
    for one, word in ((release(), "increased"), (with_quads(quads), "decreased")):
        page = next(iter(maps.pages(one, Pen(one)))).content.decode()
        told = [text.text for text in svg(page, "ring-1").iter(f"{SVG}text") if text.get("class") == "told"]
        assert told == ["computed: +", "reinforces itself", "as told:", word]


@pytest.mark.heavy
def test_a_loop_that_no_source_tells_of_is_drawn_and_said_to_be_so() -> None:
    silent = with_quads(
        [one for one in release().dataset if not (one.predicate == RDF.type and one.object == IL6.CausalLoop)]
    )
    page = next(iter(maps.pages(silent, Pen(silent)))).content.decode()
    ring = svg(page, "ring-1")
    assert "told by no source" in "".join(ring.itertext())
    assert len(effects_of(ring)) == 3
    assert "A loop that no source tells of" in page


@pytest.mark.heavy
def test_a_loop_with_a_step_that_is_denied_is_not_drawn() -> None:
    quads = [
        ox.Quad(one.subject, one.predicate, IL6.Denied, one.graph_name)
        if local_name(one.subject) == "il6d-0057" and one.predicate == IL6.polarity
        else one
        for one in release().dataset
        if isinstance(one.subject, ox.NamedNode)
    ]
    broken = with_quads(quads)
    page = next(iter(maps.pages(broken, Pen(broken)))).content.decode()
    assert 'id="ring-1-title"' not in page
    assert "A step is denied or no longer held" in page
    assert "il6d-0057" not in "".join(svg(page, "map").itertext())


def test_the_middle_of_a_ring_is_free_for_its_words(text: str) -> None:
    ring = svg(text, "ring-1")
    others = [area for area, _ in areas(ring)]
    told = [one for one in ring.iter(f"{SVG}text") if one.get("class") == "told"]
    assert told
    for one in told:
        x, y, half = float(one.get("x", "0")) + 12, float(one.get("y", "0")) + 12, 4.5 * len(one.text or "")
        assert not [area for area in others if area.meets(Area(x - half, y - 10, x + half, y + 3))]


def test_nothing_has_a_style_or_a_script_of_its_own(page: Read) -> None:
    assert not [one for one in page.elements if "style" in one.attributes or one.name in ("style", "script")]
    assert not [name for one in page.elements for name in one.attributes if name.startswith("on")]
    assert len(page.ids) == len(set(page.ids))


def test_hostile_names_are_inert() -> None:
    mean = "</title><script>alert(1)</script>\"' onload=x \u202egnp"
    node = ox.NamedNode("javascript:alert(1)")
    release = changed({IL6.OxidativeStress: node}, {IL6.NFkappaB: mean, IL6.OxidativeStress: mean})
    page = Read(next(iter(maps.pages(release, Pen(release)))).content.decode())
    assert not page.named("script")
    assert not [name for one in page.elements for name in one.attributes if name.startswith("on")]
    assert not [one for one in page.links if one.startswith("javascript")]
    assert "[U+202E]" in page.named("svg")[-1].text + page.named("main")[0].text
    assert "\u202e" not in page.named("html")[0].text


def with_quads(quads: list[ox.Quad]) -> Release:
    return Release(release().files, ox.Dataset(quads), release().context)
