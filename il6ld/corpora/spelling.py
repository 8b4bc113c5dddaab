"""How names and texts of records are spelled in N-Quads, each looked up once.

Only what is spelled in one way is spelled here. Whatever else a record holds raises Unusual, and the reader
of records is asked, who knows every mistake by name.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from il6ld.characters import FORBIDDEN
from il6ld.literals import expected
from il6ld.namespaces import RDF, RDFS, Context
from il6ld.sources.vocabulary import Vocabulary

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f]*\Z")
_MOST_NAMES = 1 << 20


LABEL = f" {RDFS.label} "
TYPE = f" {RDF.type} "


class Unusual(Exception):
    """A record that is not spelled as most are; it may be wrong, or only rare."""


class Iris(dict[str, str]):
    """Each name that stands for an IRI, spelled `<iri>`: terms of the vocabulary as well as CURIEs."""

    def __init__(self, context: Context, words: Vocabulary, *, bare: bool) -> None:
        super().__init__()
        self._context, self._words, self._bare = context, words, bare

    def __missing__(self, name: str) -> str:
        if len(self) > _MOST_NAMES:
            self.clear()
        prefix, colon, _ = name.partition(":")
        iri = self._context.expand(name)
        known = prefix in self._context.prefixes if colon else self._bare and iri in self._words.declared
        if not known or not _IRI.match(iri):
            raise Unusual(name)
        spelled = self[name] = f"<{iri}>"
        return spelled


class Field(NamedTuple):
    """A key of the context: its predicate, between spaces, and how its values are spelled.

    One of three: as one of `iris`, as a text in a language or as a value of `datatype`, each with its `end`.
    """

    predicate: str
    iris: Iris | None
    end: str
    datatype: str
    nested: str


def fields(context: Context, words: Vocabulary) -> dict[str, Field]:
    """Every key that a record may use; `nested` is the class of a record that may stand in it."""
    ids, vocabulary = Iris(context, words, bare=False), Iris(context, words, bare=True)
    found = {}
    for key, entry in context.terms.items():
        iri = context.expand(key)
        kind, language = entry.get("@type", ""), entry.get("@language")
        iris = {"@id": ids, "@vocab": vocabulary}.get(kind)
        datatype = "" if iris is not None or language else context.expand(kind) if kind else ""
        end = f"@{language}" if language else f"^^<{datatype}>" if datatype else ""
        end = "" if iris is not None else end
        found[key] = Field(f" <{iri}> ", iris, end, datatype, words.ranges.get(iri, ""))
    return found


def literal(value: Any, field: Field) -> str:
    """A text, a whole number or a truth value as a literal; Unusual for anything else."""
    kind = value.__class__
    if kind is str:
        if not value.isprintable() and FORBIDDEN.search(value):
            raise Unusual(value)
    elif kind is int:
        value = str(value)
    elif kind is bool:
        value = "true" if value else "false"
    else:
        raise Unusual(str(value))
    if field.datatype and expected(value, field.datatype):
        raise Unusual(value)
    return text(value, field.end)


def text(value: str, end: str) -> str:
    """A literal; what JSON writes behind a backslash, N-Quads reads as the same."""
    return encode_basestring(value) + end
