"""Passages are found by position and digest, wherever a copy of the article has moved them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import anchoring
from il6ld.anchoring import Section, Standing
from il6ld.errors import InvalidInput, UnreadableInput
from il6ld.sources import Sources

TEXT = """\
Tea

Tea is a drink. Some say (e.g. Dr. B. Leaf) that it wakes you! "Does it?" It may.

A picture of a cup

Milk

Milk is white.

Further Reading

This is no content.
"""
SECTIONS = [Section("sections:1", "Tea"), Section("sections:2", "Milk")]


def sentences(text: str) -> list[str]:
    return [text[p.start : p.end] for p in anchoring.segment(text, SECTIONS, "Further Reading")]


def test_content_is_cut_into_sentences() -> None:
    assert sentences(TEXT) == [
        "Tea is a drink.",
        "Some say (e.g. Dr. B. Leaf) that it wakes you!",
        '"Does it?"',
        "It may.",
        "Milk is white.",
    ]


def test_a_missing_heading_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="no line 'Coffee'"):
        anchoring.segment(TEXT, [*SECTIONS, Section("sections:3", "Coffee")])


def test_digests_fold_white_space_and_quotation_marks_only() -> None:
    assert anchoring.digest("it\u2019s  so\n") == anchoring.digest("it's so")
    assert anchoring.digest("it's so") != anchoring.digest("It's so")


def test_text_is_normalised() -> None:
    assert anchoring.normalised("\ufeffe\u0301\r\nx\r".encode(), "x") == "\u00e9\nx\n"
    with pytest.raises(UnreadableInput):
        anchoring.normalised(b"\xff", "x")


def standings(text: str, passages: dict[str, anchoring.Passage]) -> list[Standing]:
    return [verdict.standing for verdict in anchoring.verify(text, passages)]


def test_passages_are_in_place_moved_or_missing() -> None:
    passages = {str(n): p for n, p in enumerate(anchoring.segment(TEXT, SECTIONS, "Further Reading"))}
    assert len(passages) == 5
    assert set(standings(TEXT, passages)) == {Standing.IN_PLACE}
    moved = TEXT.replace("Tea\n\n", "Tea\n\nMore. ", 1)
    assert set(standings(moved, passages)) == {Standing.MOVED}
    changed = TEXT.replace("Milk is white", "Milk is whits")
    assert standings(changed, passages) == [Standing.IN_PLACE] * 4 + [Standing.MISSING]


def recorded(sources: Sources) -> dict[str, anchoring.Passage]:
    return anchoring.recorded(
        sources.dataset, ox.NamedNode(sources.context.expand("articles:il6-and-disease"))
    )


def test_every_sentence_of_the_article_is_in_place(sources: Sources, article: Path) -> None:
    text = anchoring.normalised(article.read_bytes(), str(article))
    assert standings(text, recorded(sources)) == [Standing.IN_PLACE] * 27


def test_every_sentence_is_found_without_the_image_credit(sources: Sources, article: Path) -> None:
    text = anchoring.normalised(article.read_bytes(), str(article))
    lines = [line for line in text.split("\n") if "Image Credit" not in line]
    assert len(lines) == len(text.split("\n")) - 1
    found = standings("\n".join(lines), recorded(sources))
    assert len(found) == 27 and Standing.MISSING not in found


def test_one_letter_changed_in_any_sentence_is_seen(sources: Sources, article: Path) -> None:
    text = anchoring.normalised(article.read_bytes(), str(article))
    passages = recorded(sources)
    for number, passage in enumerate(passages.values()):
        middle = (passage.start + passage.end) // 2
        letter = next(i for i in range(middle, passage.end) if text[i].isalpha())
        changed = text[:letter] + ("x" if text[letter] != "x" else "y") + text[letter + 1 :]
        found = standings(changed, passages)
        assert found[number] is Standing.MISSING and found.count(Standing.MISSING) == 1


def test_cue_words_are_found_whole(sources: Sources) -> None:
    text = "It may not cannot."
    passages = {"https://e.org/1": anchoring.Passage("", 0, len(text), 4, anchoring.digest(text))}
    verdicts = anchoring.verify(text, passages)
    words = [triple.object for triple in anchoring.cues(text, verdicts, passages, sources.dataset)]
    assert [word.value for word in words if isinstance(word, ox.Literal)] == ["may", "not"]
