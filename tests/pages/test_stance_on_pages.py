"""No page says a claim stronger than it is: what must be told with it stands wherever it is named."""

from __future__ import annotations

import re
from html import unescape

from il6ld.namespaces import IL6
from il6ld.pages import Site
from il6ld.pages.stance import Stance
from tests.pages.reading import pen, release
from tests.pages.whole import html_pages

BLOCK = re.compile(r"</?(?:li|tr|p|dd|dt|h1|h2|h3|title|desc|summary|figcaption|main|pre|script|option)\b")
DATA = re.compile(r"<(script|pre)\b.*?</\1>", re.DOTALL)


def qualified() -> list[Stance]:
    stances = [pen().stances.of(claim) for claim in release().claims]
    return [stance for stance in stances if not stance.is_plain]


def block(text: str, place: int) -> str:
    """The list item, row, paragraph or title around a place."""
    end = next((found.start() for found in BLOCK.finditer(text, place)), len(text))
    return text[place:end]


def row(text: str, place: int) -> str:
    """The table row around a place, or the block where it stands in none."""
    start, end = text.rfind("<tr", 0, place), text.find("</tr>", place)
    inside = start != -1 and text.rfind("</tr>", 0, place) < start and end != -1
    return text[start:end] if inside else block(text, place)


def lacking(text: str, stance: Stance) -> list[str]:
    """The blocks of a page that name a claim and leave out something that must be told with it."""
    found = []
    for place in re.finditer(re.escape(stance.label), text):
        told = row(text, place.start())
        words = [badge.words for badge in stance.badges if not badge.plain]
        if not (stance.held in told or all(word in told for word in words)):
            found.append(told)
    return found


def test_claims_that_are_less_than_plain_are_known() -> None:
    held = {word for stance in qualified() for word in [badge.words for badge in stance.badges]}
    assert len(qualified()) > 40
    assert {"denied", "possible", "suspected", "entailed", "superseded", "in Mus musculus"} <= held


def test_no_page_names_a_claim_without_its_stance(site: Site) -> None:
    looked = 0
    for path, page in html_pages(site).items():
        text = unescape(DATA.sub("", page))
        for stance in qualified():
            if stance.label not in text:
                continue
            own = path == f"claims/{stance.id}.html"
            looked += 1
            # On its own page its heading stands above its badges.
            assert len(lacking(text, stance)) <= own, f"{path}: {lacking(text, stance)}"
    assert looked > 500


def test_a_claim_without_its_stance_would_be_seen(site: Site) -> None:
    stance = next(one for one in qualified() if "denied" in [badge.words for badge in one.badges])
    assert lacking(f"<li>{stance.label}</li>", stance)
    assert not lacking(f"<li>{stance.label} [{stance.held}]</li>", stance)


def test_the_own_page_of_a_claim_says_its_stance_before_anything_else(site: Site) -> None:
    for stance in qualified():
        text = unescape(site.pages[f"claims/{stance.id}.html"].content.decode())
        opening = text[text.index("<h1>") : text.index("<h2")]
        assert stance.held in opening
        assert all(badge.words in opening for badge in stance.badges)


def test_badges_tell_by_shape_as_well_as_by_word(site: Site) -> None:
    text = site.pages["claims.html"].content.decode()
    shapes = {
        (word, re.sub(r"\s+", " ", shape))
        for shape, word in re.findall(r'<svg class="icon"[^>]*>(.*?)</svg>([^<]*)</span>', text, re.DOTALL)
    }
    by_word = {word: {shape for other, shape in shapes if other == word} for word, _ in shapes}
    for one, others in (("affirmed", ("denied",)), ("stated", ("possible", "suspected"))):
        for other in others:
            assert not by_word[one] & by_word[other]
    assert all(len(found) == 1 for found in by_word.values())


def test_every_value_of_every_axis_has_a_shape() -> None:
    from il6ld.pages.stance import _SHAPES

    for kind in (IL6.Polarity, IL6.Certainty, IL6.Reading, IL6.Status):
        values = release().lookup.instances(kind)
        assert values
        assert set(values) <= _SHAPES.keys()
