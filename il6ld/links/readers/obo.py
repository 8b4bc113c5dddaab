"""OBO files: stanzas of tags and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from il6ld.links.readers.content import Content
from il6ld.links.readers.record import Reading, Record, merged, version
from il6ld.links.spelling import Spelling

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(EXACT|BROAD|NARROW|RELATED)?\s*([^\s\[{]*)')
_COMMENT = re.compile(r"\s+(?:!\s|\{.*\}\s*(?:!|$)).*")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "W": " "}
_HEADER_DATE = re.compile(r"(\d\d):(\d\d):(\d{4})")
# What the tag synonymtypedef calls a label that the term had before.
_FORMER = "OMO:0003008"
# A relation without a prefix stands for the term of RO or BFO that it gives as cross-reference.
_STANDARD = re.compile(r"(?:RO|BFO):\d+")

Tags = dict[str, list[str]]
_READ = frozenset(
    {"id", "name", "namespace", "synonym", "is_obsolete", "is_a", "alt_id", "replaced_by", "consider", "xref"}
)


def read(content: Content, spelling: Spelling) -> Reading:
    """The terms, relations and instances of an OBO file, and of each also the identifiers merged into it."""
    lines = content.lines()
    header: Tags = {}
    for _, line in lines:
        if line.startswith("["):
            break
        tag, _, value = line.partition(":")
        header.setdefault(tag, []).append(value.strip())
    namespace = header.get("default-namespace", [""])[0]
    return Reading(_version(header, content.plain_name), _records(content, lines, spelling, namespace))


def _version(header: Tags, name: str) -> str:
    stated = [value for value in header.get("property_value", []) if value.startswith("owl:versionInfo")]
    dates = [_HEADER_DATE.sub(r"\3-\2-\1", value) for value in header.get("date", [])]
    return version(*header.get("data-version", []), *stated, *dates, name)


def _records(
    content: Content, lines: Iterable[tuple[int, str]], spelling: Spelling, namespace: str
) -> Iterator[Record]:
    old: list[Record] = []
    for number, tags in _stanzas(lines):
        if "id" not in tags:
            raise content.fault("A term without 'id:' ends here.", number)
        record = _record(tags, spelling, namespace)
        old += [merged(spelling[value], record.id) for value in tags.get("alt_id", ())]
        yield record
    yield from old


def _stanzas(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Tags]]:
    """The tags of each stanza with the number of its last line; the header's last line has been taken."""
    tags: Tags = {}
    number = 1
    for number, line in lines:
        if line.startswith("["):
            if tags:
                yield number, tags
            tags = {}
            continue
        tag, _, value = line.partition(": ")
        if tag in _READ:
            tags.setdefault(tag, []).append(value)
    if tags:
        yield number, tags


def _record(tags: Tags, spelling: Spelling, namespace: str) -> Record:
    synonyms, former = _synonyms(tags.get("synonym", ()))
    return Record(
        _id(tags, spelling),
        _text(tags.get("name", [""])[0]),
        synonyms,
        former,
        tags.get("is_obsolete", [""])[0].startswith("true"),
        [spelling[_name(value)] for tag in ("replaced_by", "consider") for value in tags.get(tag, ())],
        [spelling[_name(value)] for value in tags.get("is_a", ())],
        tags.get("namespace", [namespace])[0],
    )


def _id(tags: Tags, spelling: Spelling) -> str:
    id = _name(tags["id"][0])
    if ":" not in id:
        id = next((_name(xref) for xref in tags.get("xref", ()) if _STANDARD.match(xref)), id)
    return spelling.curie(id)


def _synonyms(values: Iterable[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The synonyms with their scopes, and the former labels."""
    synonyms, former = [], []
    for value in values:
        if match := _SYNONYM.match(value):
            text = _unescaped(match[1])
            if match[3] == _FORMER:
                former.append(text)
            else:
                synonyms.append((text, (match[2] or "RELATED").lower()))
    return synonyms, former


def _name(value: str) -> str:
    """An identifier without the comment or qualifier behind it."""
    return value.split(None, 1)[0] if value.strip() else ""


def _text(value: str) -> str:
    return _unescaped(_COMMENT.sub("", value) if " !" in value or " {" in value else value).strip()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text) if "\\" in text else text
