"""Which of the forms there are a client takes: RFC 9110, section 12.5.1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ENTRY = re.compile(rf"(?:{_QUOTED}|[^,\"])+")
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;\s*(?:{_TOKEN}\s*=\s*(?:{_TOKEN}|{_QUOTED})\s*)?)*)\Z")
_PARAMETER = re.compile(rf";\s*({_TOKEN})\s*=\s*({_TOKEN}|{_QUOTED})")
_NAMED = 3  # by type and subtype
_NUMBER = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of an Accept header; other parameters than q, a profile among them, narrow nothing here."""

    kind: str
    subtype: str
    quality: float

    def matches(self, kind: str, subtype: str) -> int:
        """How exactly it names a media type: 0 for not at all, 3 for by its name."""
        if self.kind == "*":
            return 1 if self.subtype == "*" else 0
        if self.kind != kind:
            return 0
        return 2 if self.subtype == "*" else _NAMED * (self.subtype == subtype)


def ranges(accept: str) -> list[Range]:
    """What an Accept header says; malformed entries are passed over, and nothing said is anything taken.

    >>> ranges("text/turtle;q=0.5, nonsense, */*;q=0")
    [Range(kind='text', subtype='turtle', quality=0.5), Range(kind='*', subtype='*', quality=0.0)]
    """
    return list(_ranges(accept)) or [Range("*", "*", 1.0)]


def _ranges(accept: str) -> Iterator[Range]:
    for entry in _ENTRY.findall(accept):
        found = _RANGE.match(entry)
        if not found:
            continue
        parameters = {name.lower(): value for name, value in _PARAMETER.findall(found[3])}
        quality = parameters.get("q", "1")
        if _NUMBER.match(quality):
            yield Range(found[1].lower(), found[2].lower(), float(quality))


def choose(accept: str, offers: Mapping[str, Iterable[str]]) -> str:
    """The name of the offer that suits best, or nothing where none is taken.

    Of offers that are taken alike, the one that is named more exactly comes first, then the earlier one.
    Each offer has a name and media types: its own, and others that ask for it, too, if they are named.
    """
    asked = ranges(accept)
    ranked = [(*_rank(asked, types), -place, name) for place, (name, types) in enumerate(offers.items())]
    quality, _, _, name = max(ranked, default=(0.0, 0, 0, ""))
    return name if quality > 0 else ""


def _rank(asked: list[Range], types: Iterable[str]) -> tuple[float, int]:
    """How much the best of some media types is wanted, and how exactly that was said."""
    own, *others = (_wanted(asked, media_type) for media_type in types)
    return max([own, *((quality, exactness) for quality, exactness in others if exactness == _NAMED)])


def _wanted(asked: list[Range], media_type: str) -> tuple[float, int]:
    kind, _, subtype = media_type.partition(";")[0].strip().partition("/")
    matched = [(one.matches(kind, subtype), one.quality) for one in asked]
    exactness = max(exactness for exactness, _ in matched)
    if not exactness:
        return 0.0, 0
    return max(quality for exact, quality in matched if exact == exactness), exactness
