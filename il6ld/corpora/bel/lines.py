"""One statement as its file has it: what it says, where it stands, and what was set around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from il6ld.findings import Position

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ITEM = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]+))\s*(?:,|\Z)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# A mark that stands at the beginning or after white space, outside of quotation marks.
_COMMENT = re.compile(r'((?:[^"#/]|"(?:[^"\\]|\\.)*"|(?<=\S)#|/(?!/)|(?<=\S)//)*?)(?<!\S)(?:#|//)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement was read: the kind of reference (PubMed, DOI, URL), and what it calls the source."""

    kind: str
    reference: str
    title: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with its citation, its supporting text and its annotations, each with all its values."""

    position: Position
    text: str
    citation: Citation | None
    evidence: str
    annotations: dict[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def values(text: str) -> tuple[str, ...]:
    """The values that stand behind `SET Name =`: one, quoted or bare, or several in braces.

    >>> values('{"Female", "Male"}'), values('"10090"  # mouse')
    (('Female', 'Male'), ('10090',))
    """
    text = without_comment(text).strip()
    inner = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    if inner is text and not text.startswith('"'):
        return (text,) if text else ()
    items = [
        unescaped(match[1]) if match[1] is not None else match[2].strip() for match in _ITEM.finditer(inner)
    ]
    return tuple(dict.fromkeys(flat for item in items if (flat := " ".join(item.split()))))


@lru_cache(maxsize=4096)
def citation(text: str) -> Citation | None:
    """The citation of `{"PubMed", "30106381"}` or `{"PubMed", "its title", "30106381"}`, if it is one."""
    parts = [unescaped(part).strip() for part in _QUOTED.findall(text)]
    if len(parts) < 2 or not all(parts[:2]):
        return None
    if len(parts) == 2:
        return Citation(parts[0], parts[1])
    return Citation(parts[0], parts[2], parts[1]) if parts[2] else None


def without_comment(text: str) -> str:
    """The text before a comment."""
    if "#" not in text and "//" not in text:
        return text
    match = _COMMENT.match(text)
    return match[1] if match else text


def unescaped(text: str) -> str:
    """What a quoted text says."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
