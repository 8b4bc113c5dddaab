"""The articles that statements were read in, each known by nothing but the texts that support them.

No copy of the article was read. What stands in its place is the copy that the corpus makes: a heading, then
every supporting text once, in the order of first use, a line each. Positions and digests are of that copy,
and the article's disclaimer says so.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from il6ld.anchoring import digest
from il6ld.corpora.bel.lines import Citation

HEADING = "Supporting texts"
_DISCLAIMER = (
    "Read by way of a BEL corpus, not in the article: positions and digests are those of the supporting "
    "texts that the corpus gives, one a line. Who wrote the article, and in which language, it does not tell."
)


@dataclass
class Article:
    """One article: its record's name, its code, and its supporting texts, its passages' records by name."""

    citation: Citation
    local: str
    code: str
    texts: list[str] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: int = 0
    _passages: dict[str, str] = field(default_factory=dict)
    _length: int = len(HEADING)

    @property
    def id(self) -> str:
        """Its CURIE."""
        return f"articles:{self.local}"

    def next_claim(self) -> str:
        """The CURIE of one more claim of it."""
        self.claims += 1
        return f"claims:{self.code}-{self.claims:04}"

    def passage(self, text: str) -> str | dict[str, Any]:
        """The passage of a supporting text: its record the first time, then its CURIE."""
        known = self._passages.get(text)
        if known is not None:
            return known
        self.texts.append(text)
        number, start = len(self.texts), self._length + 1
        self._length = start + len(text)
        name = self._passages[text] = f"passages:{self.code}-{number}"
        self.records[name] = {
            "id": name,
            "source": self.id,
            "section": f"sections:{self.local}-1",
            "sentence": number,
            "wordCount": len(text.split()),
            "digest": digest(text),
            "selector": {"start": start, "end": self._length},
        }
        return self.records[name]

    def copy(self) -> str:
        """The text that positions are counted in."""
        return "\n".join([HEADING, *self.texts])

    def record(self, retrieved: str) -> dict[str, Any]:
        """The article's own record; `retrieved` is the day on which the corpus was read."""
        told = self.citation.title or str(self.citation)
        copy = self.copy()
        return {
            "id": self.id,
            "label": told,
            "title": told,
            "code": self.code,
            "author": f"the authors of {self.citation}",
            "retrieved": retrieved,
            "language": "und",
            "disclaimer": _DISCLAIMER,
            "section": [{"position": 1, "title": HEADING, "heading": HEADING}],
            "digest": digest(copy),
            "length": len(copy),
            "note": str(self.citation),
        }


@dataclass
class Articles:
    """The articles met so far, in the order of first use."""

    found: dict[tuple[str, str], Article] = field(default_factory=dict)

    def of(self, citation: Citation) -> Article:
        """The article of a citation."""
        key = (citation.kind.casefold(), citation.reference)
        if key not in self.found:
            self.found[key] = Article(citation, *_names(citation))
        return self.found[key]


def _names(citation: Citation) -> tuple[str, str]:
    """The local name of the article's record, and its code."""
    if citation.kind.casefold() == "pubmed" and re.fullmatch(r"[0-9]{1,12}", citation.reference):
        return f"pubmed-{citation.reference}", f"pmid{citation.reference}"
    kind = re.sub(r"[^a-z]", "", citation.kind.casefold()) or "source"
    short = hashlib.sha256(citation.reference.encode()).hexdigest()[:12]
    return f"{kind}-{short}", f"{kind}{short}"


def flat(text: str) -> str:
    """A supporting text as it is counted and digested: in Unicode form NFC, white space collapsed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
