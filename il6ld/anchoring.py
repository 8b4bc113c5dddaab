"""Passages: where each sentence of an article stands, and whether it still does.

A passage is known by its position in code points, its number of words and its digest; the text itself is
never kept. Both are taken from a normal form (UTF-8, NFC, line ends as LF).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from il6ld.errors import InvalidInput, UnreadableInput
from il6ld.findings import Position
from il6ld.namespaces import IL6, OA

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
# A sentence ends at . ! or ?, perhaps closed by a quotation mark or bracket, before a capital or digit;
# not after an abbreviation that goes on.
_END = re.compile(r"(?<=[.!?])[\"')\]\u2019\u201d]*\s+(?=[\"'(\[\u2018\u201c]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|et al|cf|vs|Fig|Figs|Dr|Prof|approx|No|ca|[A-Z])\.$")
_CLOSED = re.compile(r"[.!?][\"')\]\u2019\u201d]*$")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as the article prints it, and the IRI or CURIE of the section it opens."""

    name: str
    heading: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence: its place in code points, its number of words, its digest."""

    section: str
    start: int
    end: int
    word_count: int
    digest: str


class Standing(StrEnum):
    """Where a recorded passage stands in a text at hand."""

    IN_PLACE = "in place"
    MOVED = "moved"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one recorded passage; `start` is where it was found, if it was."""

    name: str
    standing: Standing
    start: int | None


def normalised(raw: bytes, file: str) -> str:
    """The text of an article file: UTF-8, NFC, line ends as LF, no byte order mark."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput.at(
            Position(file, 1, 1),
            f"Byte {error.start} is not UTF-8.",
            rule="not-utf-8",
            help="Save it as UTF-8.",
        ) from error
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def digest(text: str) -> str:
    """SHA-256, in hexadecimal, of a text with white space collapsed and quotation marks folded.

    >>> digest("the  liver\\u2019s") == digest("the liver's")
    True
    """
    return hashlib.sha256(" ".join(text.split()).translate(_QUOTES).encode()).hexdigest()


def segment(text: str, sections: Sequence[Section], end_heading: str = "") -> list[Passage]:
    """The content sentences of a text, in order.

    Content begins at the first heading and ends at `end_heading`; a paragraph that does not close with a
    full stop, question or exclamation mark (a caption, a credit) is not content. Raises InvalidInput for a
    heading that the text does not have.
    """
    headings = {section.heading: section.name for section in sections}
    seen: set[str] = set()
    passages: list[Passage] = []
    current = ""
    for start, line in _lines(text):
        stripped = line.strip()
        if end_heading and stripped == end_heading:
            break
        if stripped in headings:
            current = headings[stripped]
            seen.add(stripped)
        elif current and _CLOSED.search(stripped):
            passages += [
                _passage(text, current, *span) for span in _sentences(text, start, start + len(line))
            ]
    _all_found(headings, seen)
    return passages


def _all_found(headings: dict[str, str], seen: set[str]) -> None:
    for heading in headings:
        if heading not in seen:
            raise InvalidInput.at(
                None, f"The text has no line '{heading}'.", rule="heading",
                help="Write the heading in article.yaml as the text prints it.",
            )  # fmt: skip


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _END.finditer(text, start, end):
        if not _ABBREVIATION.search(text, first, match.start()):
            yield _trimmed(text, first, match.end())
            first = match.end()
    yield _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    sentence = text[start:end]
    return start + len(sentence) - len(sentence.lstrip()), end - (len(sentence) - len(sentence.rstrip()))


def _passage(text: str, section: str, start: int, end: int) -> Passage:
    sentence = text[start:end]
    return Passage(section, start, end, len(sentence.split()), digest(sentence))


def recorded(dataset: ox.Dataset, article: ox.NamedNode) -> dict[str, Passage]:
    """The passages a release gives for one article, by local name, in the order of their sentences."""
    found = {}
    for quad in dataset.quads_for_predicate(OA.hasSource):
        if quad.object == article and isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value] = _recorded_passage(dataset, quad.subject)
    return dict(sorted(found.items(), key=lambda item: item[1].start))


def _recorded_passage(dataset: ox.Dataset, node: ox.NamedNode) -> Passage:
    def value(subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
        terms = [quad.object for quad in dataset.quads_for_subject(subject) if quad.predicate == predicate]
        return terms[0].value if terms and isinstance(terms[0], (ox.Literal, ox.NamedNode)) else "0"

    selector = ox.NamedNode(value(node, OA.hasSelector))
    start, end = int(value(selector, OA.start)), int(value(selector, OA.end))
    return Passage(
        value(node, IL6.section), start, end, int(value(node, IL6.wordCount)), value(node, IL6.digest)
    )


def verify(text: str, passages: dict[str, Passage]) -> list[Verdict]:
    """Of each recorded passage, whether the text holds it: in place, moved, or not at all."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    lost = {passage.word_count for passage in passages.values() if not _is_in_place(text, passage)}
    elsewhere = _windows(text, spans, lost)
    return [_verdict(text, name, passage, elsewhere) for name, passage in passages.items()]


def _windows(text: str, spans: list[tuple[int, int]], counts: set[int]) -> dict[tuple[int, str], int]:
    """Every run of as many words as one of `counts`, by its number of words and digest."""
    words = [text[start:end].translate(_QUOTES) for start, end in spans]
    return {
        (count, hashlib.sha256(" ".join(words[first : first + count]).encode()).hexdigest()): spans[first][0]
        for count in counts
        for first in range(len(words) - count, -1, -1)
    }


def _verdict(text: str, name: str, passage: Passage, elsewhere: dict[tuple[int, str], int]) -> Verdict:
    if _is_in_place(text, passage):
        return Verdict(name, Standing.IN_PLACE, passage.start)
    start = elsewhere.get((passage.word_count, passage.digest))
    return Verdict(name, Standing.MISSING if start is None else Standing.MOVED, start)


def _is_in_place(text: str, passage: Passage) -> bool:
    sentence = text[passage.start : passage.end]
    is_whole = len(sentence.strip()) == passage.end - passage.start
    return is_whole and digest(sentence) == passage.digest


def cues(
    text: str, verdicts: Sequence[Verdict], passages: dict[str, Passage], dataset: ox.Dataset
) -> list[ox.Triple]:
    """For each passage found, the hedging and negating words it holds, for the shapes to look at."""
    words = {
        quad.object.value.casefold()
        for quad in dataset.quads_for_predicate(IL6.cueWord)
        if isinstance(quad.object, ox.Literal)
    }
    found = []
    for verdict in verdicts:
        if verdict.start is not None:
            tokens = _tokens(text[verdict.start :], passages[verdict.name].word_count)
            node = ox.NamedNode(verdict.name)
            found += [ox.Triple(node, IL6.cue, ox.Literal(word)) for word in sorted(words & tokens)]
    return found


def _tokens(text: str, count: int) -> set[str]:
    sentence = " ".join(text.split(maxsplit=count)[:count])
    return set(re.findall(r"[\w-]+", sentence.casefold()))


def as_yaml(passages: Sequence[tuple[str, Passage]], article: str) -> str:
    """The text of passages.yaml: one record a passage, named by (CURIE, Passage) pairs."""
    head = "# Written by 'il6ld anchor'; do not edit.\n"
    return head + "".join(
        f"- id: {name}\n"
        f"  source: {article}\n"
        f"  section: {passage.section}\n"
        f"  sentence: {number}\n"
        f"  wordCount: {passage.word_count}\n"
        f"  digest: {passage.digest}\n"
        f"  selector:\n"
        f"    start: {passage.start}\n"
        f"    end: {passage.end}\n"
        for number, (name, passage) in enumerate(passages, start=1)
    )
