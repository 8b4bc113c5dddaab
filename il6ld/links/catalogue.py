"""The terms of one ontology file in an SQLite database, from which only what is asked for is made a term."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from il6ld.links.readers import Record
from il6ld.links.term import ExternalTerm, Synonym, match_keys

# A row holds some dozen lines, which is several times quicker to write than a row for each of a million.
_TABLES = """
CREATE TABLE source (name, form, version, terms, sha256, prefixes, pages, name_pages);
CREATE TABLE term (page INTEGER PRIMARY KEY, lines);
CREATE TABLE name (page INTEGER PRIMARY KEY, lines);
"""
_LINES_A_PAGE = 24
# A term's line has its identifier, its label, and what else is said of it, each part by its first letter;
# synonyms begin with that of their scope. A name's line has the match key and the identifier.
_SCOPES = {"e": "exact", "b": "broad", "n": "narrow", "r": "related"}
_FORMER, _OBSOLETE, _REPLACED_BY, _PARENTS, _NAMESPACE, _VERSION = "fo>^@v"
_SAID_OBSOLETE = ("obsolete ", "obsolete_", "obsolete:")


@dataclass(frozen=True, slots=True)
class Source:
    """One ontology file: its name, form, version ("" where it tells none), number of terms and SHA-256."""

    name: str
    form: str
    version: str
    terms: int
    sha256: str


def fill(connection: sqlite3.Connection, records: Iterable[Record], source: Source) -> int:
    """Writes records into an empty database and counts them; so is `source.terms` in what is written."""
    terms, names, named = _gathered(records)
    prefixes = sorted({prefix for prefix, colon, _ in (id.partition(":") for id in terms) if colon})
    pages = [_pages(terms, terms.values()), _pages(match_keys(names), named)]
    # Nobody else sees the database before it is whole, so nothing needs to be rolled back or waited for.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
    for insert, filled in zip(("INSERT INTO term", "INSERT INTO name"), pages, strict=True):
        lines = ("\n".join(["", *page, ""]) for page in filled)
        connection.executemany(f"{insert} VALUES (?, ?)", enumerate(lines))
    told = (source.name, source.form, source.version, len(terms), source.sha256, json.dumps(prefixes))
    connection.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*told, *map(len, pages)))
    connection.commit()
    return len(terms)


def _gathered(records: Iterable[Record]) -> tuple[dict[str, str], list[str], list[str]]:
    """The line of each identifier; every name; and beside each name the identifier that it is of."""
    terms: dict[str, str] = {}
    names: list[str] = []
    named: list[str] = []
    for record in records:
        id, label = record.id, record.label
        if id in terms:
            continue
        terms[id] = _line(record)
        if label:
            names.append(label)
            named.append(id)
        if record.synonyms or record.former_labels:
            others = dict.fromkeys((*record.former_labels, *(text for text, _ in record.synonyms)))
            names += others
            named += [id] * len(others)
    return terms, names, named


def _pages(keys: Iterable[str], lines: Collection[str]) -> list[list[str]]:
    """Lines on pages, each behind its key, which says on which page."""
    number = len(lines) // _LINES_A_PAGE + 1
    pages: list[list[str]] = [[] for _ in range(number)]
    for key, line in zip(keys, lines, strict=True):
        pages[crc32(key.encode()) % number].append(f"{key}\t{line}")
    return pages


def _line(record: Record) -> str:
    """All that is said of a term but its identifier, on one line."""
    _, label, synonyms, former, obsolete, replaced_by, parents, namespace, version = record
    parts = [label]
    if obsolete or label[:9].lower() in _SAID_OBSOLETE:
        parts.append(_OBSOLETE)
    if synonyms or former:
        parts += [scope[0] + text for text, scope in synonyms]
        parts += [_FORMER + text for text in former]
    if replaced_by:
        parts.append(_REPLACED_BY + " ".join(replaced_by))
    if parents:
        parts.append(_PARENTS + " ".join(parents))
    if namespace:
        parts.append(_NAMESPACE + namespace)
    if version:
        parts.append(_VERSION + version)
    line = "\t".join(parts)
    whole = "\n" not in line and line.count("\t") == len(parts) - 1
    return line if whole else "\t".join(" ".join(part.split()) for part in parts)


class Catalogue:
    """The terms of one file, read from its database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute("SELECT * FROM source").fetchone()
        self.source = Source(*row[:5])
        self.prefixes: frozenset[str] = frozenset(json.loads(row[5]))
        self._pages = {"term": row[6], "name": row[7]}

    def __del__(self) -> None:
        self._connection.close()

    def term(self, id: str) -> ExternalTerm | None:
        """What the file says of a CURIE."""
        line = next(self._lines("term", id), None)
        return None if line is None else self._term(id, line)

    def parents(self, id: str) -> Sequence[str]:
        """The CURIEs that the file puts above one."""
        term = self.term(id)
        return term.parents if term else ()

    def named(self, key: str) -> Iterator[ExternalTerm]:
        """The terms with a name of this match key, which is not empty; each once."""
        for id in dict.fromkeys(self._lines("name", key)):
            if term := self.term(id):
                yield term

    def _lines(self, table: str, key: str) -> Iterator[str]:
        """What follows the first tab of each line that begins with a key."""
        page = crc32(key.encode()) % self._pages[table]
        query = f"SELECT lines FROM {table} WHERE page = ?"
        (lines,) = self._connection.execute(query, (page,)).fetchone()
        beginning = f"\n{key}\t"
        start = lines.find(beginning)
        while start >= 0:
            start += len(beginning)
            end = lines.index("\n", start)
            yield lines[start:end]
            start = lines.find(beginning, end)

    def _term(self, id: str, line: str) -> ExternalTerm:
        label, *parts = line.split("\t")
        told = {part[:1]: part[1:] for part in parts}
        return ExternalTerm(
            id,
            label,
            tuple(Synonym(part[1:], _SCOPES[part[0]]) for part in parts if part[:1] in _SCOPES),
            tuple(part[1:] for part in parts if part[:1] == _FORMER),
            _OBSOLETE in told,
            tuple(dict.fromkeys(told.get(_REPLACED_BY, "").split())),
            tuple(dict.fromkeys(told.get(_PARENTS, "").split())),
            told.get(_NAMESPACE, ""),
            self.source.name,
            told.get(_VERSION) or self.source.version,
        )
