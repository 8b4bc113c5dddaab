"""A file of nanopublications as quads, with the places that messages name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.errors import InvalidInput, UnreadableInput, UsageError
from il6ld.files import check_size, place
from il6ld.findings import Position

_OTHER_SYNTAX = (b"<?xml", b"{", b"[")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]{100,}")
_SYNTAXES = {".nq": ox.RdfFormat.N_QUADS, ".nquads": ox.RdfFormat.N_QUADS}


@dataclass(frozen=True)
class Document:
    """What one file says; the same statement twice counts once."""

    name: str
    text: str = field(repr=False)
    quads: frozenset[ox.Quad] = field(repr=False)

    def place_of(self, iri: str) -> Position:
        """Where a nanopublication's IRI, or failing that its last part, first stands."""
        found = (self.text.find(text) for text in (iri, iri.rstrip("/#").rpartition("/")[2]) if text)
        return place(self.text, max(next((at for at in found if at >= 0), 0), 0), self.name)


def read_document(payload: bytes, name: str) -> Document:
    """A TriG or N-Quads file, told by its name; raises an Il6ldError for anything else."""
    check_size(len(payload), name)
    if b"PRIVATE KEY" in payload or _BASE64.fullmatch(payload):
        # Without a place: what a message shows of the file would be the key.
        raise UsageError.at(
            None, f"'{name}' looks like a key, and not like nanopublications.", rule="nanopub-key",
            help="Name the key with --key, and nowhere else.",
        )  # fmt: skip
    if payload.lstrip().startswith(_OTHER_SYNTAX):
        raise InvalidInput.at(
            Position(name, 1, 1), "This is XML or JSON; nanopublications are read as TriG or N-Quads.",
            rule="file-kind", help="Convert it with a tool that you trust, and check what comes out.",
        )  # fmt: skip
    syntax = _SYNTAXES.get(f".{name.rpartition('.')[2]}", ox.RdfFormat.TRIG)
    try:
        # From the bytes: line ends are part of what was hashed and signed.
        quads = frozenset(ox.parse(payload, format=syntax))
    except (SyntaxError, ValueError) as error:
        position = Position(name, getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1)
        raise UnreadableInput.at(
            position, f"This is not {syntax.name}: {' '.join(str(error).split())}.", rule="nanopub-syntax",
            help="Ask whoever wrote the file for a good copy.",
        ) from error  # fmt: skip
    if any(isinstance(term, ox.Triple) for quad in quads for term in (quad.subject, quad.object)):
        raise InvalidInput.at(
            Position(name, 1, 1), "It holds a triple as a term, which RDF 1.1 has not.",
            rule="nanopub-syntax", help="Ask whoever wrote the file for a copy in RDF 1.1.",
        )  # fmt: skip
    return Document(name, payload.decode("utf-8", "replace"), quads)
