"""The forms that an answer goes out in, as one table.

Rows come from the store as TSV and triples as N-Triples, a line each, so that they could be counted as they
came. Both are written anew here, by the same library, in the form that was asked for. The server itself only
needs the names of the forms; what writes them is imported in the workers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import Context
from il6ld.pages import SUFFIXES
from il6ld.server.library import Library
from il6ld.server.shell import page

_Results = ox.QueryResultsFormat
# What pyoxigraph writes into XML and no reader of XML takes.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Unsayable(Exception):
    """A form has no words for an answer."""


@dataclass(frozen=True)
class Form:
    """One form: its media type, others that ask for it too, and how it writes each kind of answer."""

    media_type: str
    aliases: tuple[str, ...] = ()
    of_rows: Callable[[bytes, Library, bool], bytes] | None = None
    of_triples: Callable[[bytes, Library, bool], bytes] | None = None
    of_truth: Callable[[bool], bytes] | None = None

    def rows(self, tsv: bytes, library: Library, cut: bool = False) -> bytes:
        """Rows in this form; Unsayable where it has no words for them."""
        return self._made(self.of_rows, tsv, library, cut)

    def triples(self, nt: bytes, library: Library, cut: bool = False) -> bytes:
        """Triples in this form; Unsayable where it has no words for them."""
        return self._made(self.of_triples, nt, library, cut)

    def truth(self, value: bool) -> bytes:
        """Yes or no in this form; Unsayable where it has no word for it."""
        return self._made(self.of_truth, value)

    def _made(self, write: Callable[..., bytes] | None, *content: Any) -> bytes:
        if write is None:
            raise Unsayable(f"{self.media_type} has no words for such an answer.")
        return write(*content)


def _results(syntax: ox.QueryResultsFormat) -> Callable[[bytes, Library, bool], bytes]:
    def write(tsv: bytes, _: Library, cut: bool) -> bytes:
        return ox.parse_query_results(tsv, format=_Results.TSV).serialize(None, syntax) or b""

    return write


def _xml(tsv: bytes, library: Library, cut: bool) -> bytes:
    content = _results(_Results.XML)(tsv, library, cut)
    if _NO_XML.search(content.decode()):
        raise Unsayable("A character stands in the answer that XML cannot hold. Ask for JSON.")
    return content


def _truth(syntax: ox.QueryResultsFormat) -> Callable[[bool], bytes]:
    def write(value: bool) -> bytes:
        word = b'{"head":{},"boolean":%s}' % (b"true" if value else b"false")
        read = ox.parse_query_results(word, format=_Results.JSON)
        return read.serialize(None, syntax) or b""

    return write


def _rdf(syntax: ox.RdfFormat) -> Callable[[bytes, Library, bool], bytes]:
    def write(nt: bytes, library: Library, cut: bool) -> bytes:
        triples = _triples(nt)
        return ox.serialize(triples, format=syntax, prefixes=_used(triples, library.context)) or b""

    return write


def _rdfxml(nt: bytes, library: Library, cut: bool) -> bytes:
    from il6ld.formats.rdfxml import write_rdfxml

    try:
        return write_rdfxml(ox.Dataset(ox.Quad(*triple) for triple in _triples(nt)), library.context)
    except InvalidInput as error:
        raise Unsayable(f"RDF/XML cannot hold the answer: {error}") from error


def _html_of_rows(tsv: bytes, library: Library, cut: bool) -> bytes:
    from il6ld.server import tables

    return tables.of_rows(tsv, library, cut)


def _html_of_triples(nt: bytes, library: Library, cut: bool) -> bytes:
    from il6ld.server import tables

    return tables.of_triples(nt, library, cut)


def _html_of_truth(value: bool) -> bytes:
    return page("Answer", f"<p>{'Yes.' if value else 'No.'}</p>")


def _triples(nt: bytes) -> list[ox.Triple]:
    """Each triple once, in the same order every time."""
    lines = sorted(set(nt.splitlines()))
    return [quad.triple for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)]


def _used(triples: list[ox.Triple], context: Context) -> dict[str, str]:
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    heads = {context.compact(iri).partition(":")[0] for iri in iris}
    return {prefix: iri for prefix, iri in context.prefixes.items() if prefix in heads}


FORMS: dict[str, Form] = {
    "json": Form(
        "application/sparql-results+json", ("application/json",), _results(_Results.JSON), None,
        _truth(_Results.JSON),
    ),
    "xml": Form(
        "application/sparql-results+xml", ("application/xml", "text/xml"), _xml, None, _truth(_Results.XML)
    ),
    "csv": Form("text/csv; charset=utf-8", (), _results(_Results.CSV), None, _truth(_Results.CSV)),
    "tsv": Form(
        "text/tab-separated-values; charset=utf-8", (), lambda tsv, *_: tsv, None, _truth(_Results.TSV)
    ),
    "ttl": Form(SUFFIXES["ttl"], (), None, _rdf(ox.RdfFormat.TURTLE)),
    "nt": Form(SUFFIXES["nt"], (), None, lambda nt, *_: b"".join(sorted(set(nt.splitlines(True))))),
    "rdf": Form(SUFFIXES["rdf"], ("application/xml", "text/xml"), None, _rdfxml),
    "jsonld": Form(SUFFIXES["jsonld"], ("application/json",), None, _rdf(ox.RdfFormat.JSON_LD)),
    "html": Form(SUFFIXES["html"], (), _html_of_rows, _html_of_triples, _html_of_truth),
}  # fmt: skip
ROWS = [name for name, form in FORMS.items() if form.of_rows]
TRIPLES = [name for name, form in FORMS.items() if form.of_triples]
# What clients call a form, be it by its media type; and what two names mean where triples are to be told.
WORDS = {
    **{name: name for name in FORMS},
    **{form.media_type.partition(";")[0]: name for name, form in FORMS.items()},
    "turtle": "ttl", "n3": "ttl", "ntriples": "nt", "rdf+xml": "rdf", "json-ld": "jsonld",
    "application/x-json+ld": "jsonld",
}  # fmt: skip
OF_TRIPLES = {"xml": "rdf", "json": "jsonld"}
