"""Lines of N-Triples and N-Quads: which SQL may split at their spaces, and what to make of the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from il6ld.errors import Il6ldError, UnreadableInput
from il6ld.findings import Position

_IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*>'
_BLANK = r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_LITERAL = r'"(?:[^"\\\x00-\x1f\x7f]|\\[nrt"\\bf])*"(?:@[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\^\^' + _IRI + ")?"
# The one way in which pyoxigraph writes a statement, but for code points that it escapes by number.
PLAIN = rf"(?:{_IRI}|{_BLANK}) {_IRI} (?:{_IRI}|{_BLANK}|{_LITERAL})(?: (?:{_IRI}|{_BLANK}))? [.]"
# Not plain, though it looks it: xsd:string is not said, and what a langString is without a language.
ODD = ("^^<http://www.w3.org/2001/XMLSchema#string>", "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#")


def rewritten(lines: list[str], source: Path) -> Iterator[tuple[str, str, str]]:
    """The tokens of lines that are not plain, empty ones and comments left out.

    Raises UnreadableInput, at the first malformed line of the file.
    """
    for line in lines:
        try:
            for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS):
                # The parser names blank nodes as they are written.
                yield _token(quad.subject), str(quad.predicate), _token(quad.object)
        except SyntaxError as error:
            raise located(source, error) from error


def _token(term: object) -> str:
    if isinstance(term, ox.Triple):
        raise SyntaxError("a triple within a triple")
    text = ox.serialize([ox.Triple(ox.BlankNode("s"), _P, term)], format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    return (text or b"").decode()[len(f"_:s {_P} ") : -3]


_P = ox.NamedNode("p:p")


def located(source: Path, error: Exception) -> Il6ldError:
    """The first fault of a file as pyoxigraph tells it, at its line; `error` where it finds none."""
    from il6ld.validation.sql.opening import opened

    try:
        with opened(source) as file:
            for _ in ox.parse(file, format=ox.RdfFormat.N_QUADS):
                pass
    except (SyntaxError, ValueError, OSError, EOFError, MemoryError) as fault:
        error = fault
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    told = " ".join(str(getattr(error, "msg", None) or error).split())
    return UnreadableInput.at(
        Position(str(source), line, column), f"'{source.name}' is no N-Quads: {told}",
        help="Mend the line; nothing was validated.",
    )  # fmt: skip
