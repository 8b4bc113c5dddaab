"""Trusty URIs of module RA: an IRI that ends in the hash of all that stands under it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

import pyoxigraph as ox

_CODE = re.compile(r"(?:\A|[^A-Za-z0-9_-])(RA[A-Za-z0-9_-]{43})\Z")


class NotHashable(Exception):
    """A statement holds a term for which module RA has no form."""


def artifact_code(iri: str) -> str:
    """The code that a trusty URI ends in: RA and 43 letters of base64; nothing for any other IRI.

    >>> artifact_code("https://example.org/np/RA" + "x" * 43)[:4], artifact_code("https://example.org/np")
    ('RAxx', '')
    """
    match = _CODE.search(iri)
    return match[1] if match else ""


def computed_code(quads: Iterable[ox.Quad], code: str) -> str:
    """The code that quads should have in place of `code`; raises NotHashable."""
    digest = hashlib.sha256(normalised(quads, code).encode()).digest()
    return f"RA{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def normalised(quads: Iterable[ox.Quad], code: str) -> str:
    """Quads as the text that is hashed and signed: a line a term, sorted, a space for each `code`.

    Raises NotHashable for a blank node, a triple as a term or the default graph.
    """
    rows = {tuple(_term(term, code) for term in _terms(quad)) for quad in quads}
    ordered = sorted(rows, key=lambda row: [_sort_key(term) for term in row])
    return "".join(f"{_line(term)}\n" for row in ordered for term in row)


# An IRI; or the text of a literal, its datatype (nothing where it has a language) and its language.
_Plain = tuple[str] | tuple[str, str, str]


def _terms(quad: ox.Quad) -> tuple[object, ...]:
    return quad.graph_name, quad.subject, quad.predicate, quad.object


def _term(term: object, code: str) -> _Plain:
    if isinstance(term, ox.NamedNode):
        return (term.value.replace(code, " ") if code else term.value,)
    if isinstance(term, ox.Literal) and not term.direction:
        language = (term.language or "").lower()
        return term.value, "" if language else term.datatype.value, language
    raise NotHashable(f"{term or 'the default graph'}")


def _sort_key(term: _Plain) -> tuple[int, bytes, str, str]:
    """IRIs before literals, texts by their UTF-16 units, as in the implementation that others follow."""
    text = term[0].encode("utf-16-be", "surrogatepass")
    return (0, text, "", "") if len(term) == 1 else (1, text, term[1], term[2])


def _line(term: _Plain) -> str:
    if len(term) == 1:
        return term[0]
    text, datatype, language = term
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{language} {escaped}" if language else f"^{datatype} {escaped}"
