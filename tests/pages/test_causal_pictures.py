"""Pictures of causes hold for any causes: with circles, islands, and what acts on itself."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.pictures.causes import causal_map
from il6ld.pictures.circles import islands, turned
from il6ld.pictures.effects import Effect, Factor
from il6ld.pictures.rings import ring
from tests.pages.drawn import SVG, troubles

NAMES = (
    "IL-6",
    "proinflammatory cytokine",
    "x" * 40,
    "a b c d e f g h i j k l m n o p",
    "fever",
    "\u4e2d\u6587",
)
pairs = st.integers(1, 7).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(*[st.integers(0, count - 1)] * 2), min_size=1, max_size=12),
    )
)
remarks = st.sampled_from([(), ("entailed",), ("entailed", "hypothesis", "in Mus musculus", "*")])


def effect(start: int, end: int, words: tuple[str, ...] = (), sign: int = 1) -> Effect:
    return Effect(start, end, sign, "Possible", f"{start} to {end}", "", f"#{start}-{end}", words)


def factors(count: int) -> list[Factor]:
    return [Factor(NAMES[i % len(NAMES)], f"{i}.html") for i in range(count)]


@given(pairs, remarks)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_whatever_is_drawn_covers_nothing_else_and_is_drawn_once(
    made: tuple[int, list[tuple[int, int]]], words: tuple[str, ...]
) -> None:
    count, links = made
    text = causal_map("map", factors(count), [effect(*pair, words) for pair in links], "t", "d")
    picture = ET.fromstring(text)
    assert troubles(picture) == []
    drawn = [one.get("class", "").split()[0] for one in picture.iter(f"{SVG}a")]
    twice = sum(start == end for start, end in links)
    assert (drawn.count("effect"), drawn.count("factor")) == (len(links), count + twice)


@given(pairs)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_without_the_turned_links_there_is_no_circle(made: tuple[int, list[tuple[int, int]]]) -> None:
    count, links = made
    back = turned(count, links)
    left = [(end, start) if i in back else (start, end) for i, (start, end) in enumerate(links)]
    left = [pair for pair in left if pair[0] != pair[1]]
    boxes = set(range(count))
    while free := {box for box in boxes if not any(end == box and start in boxes for start, end in left)}:
        boxes -= free
    assert not boxes


@given(pairs)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_islands_part_the_boxes_and_no_link_leads_between_them(
    made: tuple[int, list[tuple[int, int]]],
) -> None:
    count, links = made
    found = islands(count, links)
    assert sorted(box for some in found for box in some) == list(range(count))
    place = {box: i for i, some in enumerate(found) for box in some}
    assert all(place[start] == place[end] for start, end in links)


@given(st.integers(1, 9), remarks)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_a_ring_of_any_length_covers_nothing(count: int, words: tuple[str, ...]) -> None:
    effects = [effect(i, (i + 1) % count, words, sign=i % 3 - 1) for i in range(count)]
    text = ring("ring", factors(count), effects, ["computed: +"], "t", "d")
    assert troubles(ET.fromstring(text)) == []


def test_words_that_mean_something_in_html_are_harmless() -> None:
    mean = '"><script>alert(1)</script>'
    one = Effect(0, 0, 0, mean, mean, mean, mean, (mean,))
    picture = ET.fromstring(causal_map("map", [Factor(mean, mean)], [one], mean, mean))
    assert not list(picture.iter(f"{SVG}script"))
    assert [a.get("class") for a in picture.iter(f"{SVG}a") if "effect" in a.get("class", "")] == [
        "effect unsigned said-unclear"
    ]
