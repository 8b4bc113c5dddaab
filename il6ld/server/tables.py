"""Answers as tables of HTML, for browsers without scripts.

No claim is named without what must stand behind its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import pyoxigraph as ox

from il6ld.pages.rendering import href, inert
from il6ld.server.library import Library
from il6ld.server.shell import page

_TITLE = "Answer"
_Cells = Sequence[object]


def of_rows(tsv: bytes, library: Library, cut: bool) -> bytes:
    """Rows, given as TSV."""
    found = ox.parse_query_results(tsv, format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    return _table([variable.value for variable in found.variables], map(tuple, found), library, cut)


def of_triples(nt: bytes, library: Library, cut: bool) -> bytes:
    """Triples, given as N-Triples."""
    lines = b"\n".join(sorted(set(nt.splitlines())))
    triples = (tuple(quad.triple) for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    return _table(["subject", "predicate", "object"], triples, library, cut)


def _table(columns: Sequence[str], rows: Iterable[_Cells], library: Library, cut: bool) -> bytes:
    head = "".join(f'<th scope="col">{escape(inert(name))}</th>' for name in columns)
    body = ["".join(f"<td>{_cell(term, library)}</td>" for term in row) for row in rows]
    lines = "".join(f"<tr>{row}</tr>\n" for row in body)
    size = f"{len(body):,} row{'' if len(body) == 1 else 's'}"
    size = f"Not the whole answer: the first {size}" if cut else size
    return page(
        _TITLE,
        f'<div class="wide" role="region" aria-label="{_TITLE}" tabindex="0">'
        f"<table><caption>{size}</caption><thead><tr>{head}</tr></thead>\n<tbody>\n{lines}</tbody></table></div>",
    )


def _cell(term: object, library: Library) -> str:
    if isinstance(term, ox.NamedNode):
        shown, address = escape(inert(library.context.compact(term.value))), escape(href(term))
        name = f'<a href="{address}">{shown}</a>' if address else shown
        held = library.held.get(term.value)
        return f'{name} <span class="faint">[{escape(inert(held))}]</span>' if held else name
    if isinstance(term, ox.Literal):
        language = f' lang="{escape(term.language)}"' if term.language else ""
        return f'<span dir="auto"{language}>{escape(inert(term.value))}</span>'
    return "" if term is None else escape(inert(str(term)))
