"""Values of SPARQL expressions: terms by their ids, and what a query computes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from il6ld.namespaces import XSD


class Beyond(Exception):
    """What is not compiled; its text says what."""


def constant(term: Any) -> Any:
    """A term of rdflib as one of pyoxigraph."""
    if type(term).__name__ == "URIRef":
        return ox.NamedNode(str(term))
    if type(term).__name__ != "Literal":
        raise Beyond(f"{type(term).__name__} as a term")
    if term.language:
        return ox.Literal(str(term), language=term.language.lower())
    return (
        ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
        if term.datatype
        else ox.Literal(str(term))
    )


@dataclass(frozen=True)
class Val:
    """A value: a `term` by its id; or computed, `value`, in the form integer, number, boolean or text."""

    form: str
    id: str = "NULL"
    unsure: bool = False
    value: str = ""
    alias: str = field(default="", compare=False)

    def token(self) -> str:
        """Its N-Triples token, as an expression; Beyond where only a run can tell its datatype."""
        if self.form == "integer":
            return f"('\"' || CAST({self.value} AS VARCHAR) || '\"^^{XSD.integer}')"
        if self.form == "boolean":
            return f"(CASE WHEN {self.value} THEN '\"true\"' ELSE '\"false\"' END || '^^{XSD.boolean}')"
        if self.form == "text":
            escaped = f"replace(replace({self.value}, '\\', '\\\\'), '\"', '\\\"')"
            for code, escape in ((10, "\\n"), (13, "\\r"), (9, "\\t")):
                escaped = f"replace({escaped}, chr({code}), '{escape}')"
            return f"('\"' || {escaped} || '\"')"
        raise Beyond("a computed number as a result")
