"""What named queries answer, as `il6ld query` gives it, in a form that all clients' answers can be put in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from il6ld.project import find_project
from il6ld.queries import QUERIES, standalone
from il6ld.queries.parameters import default
from il6ld.sources import read
from tests.browsers.serving import ROOT, asked

# Of every make: parameters, options, joins of graphs, tags of languages, numbers, dates, aggregates, paths.
NAMES = (
    "about", "absences", "articles", "basis", "causes", "certainties", "citation", "coverage", "definitions",
    "denied", "disputes", "effects", "entailed", "evidence", "gaps", "inferred", "interventions", "links",
    "measurements", "superseded",
)  # fmt: skip
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
Term = tuple[str, str, str]


@cache
def texts() -> dict[str, str]:
    """The text of each query with the values its parameters have by default, for any store."""
    context = read(find_project(ROOT)).context
    found = {}
    for name in NAMES:
        query = QUERIES[name]
        values = {one.name: default(one, context) for one in query.parameters if one.default}
        found[name] = standalone(query, values)
    return found


@cache
def expected(name: str) -> tuple[tuple[tuple[str, Term], ...], ...]:
    """The rows that `il6ld query` gives."""
    return rows(json.loads(asked(name, "json")))


def rows(answer: Mapping[str, Any]) -> tuple[tuple[tuple[str, Term], ...], ...]:
    """The rows of SPARQL 1.1 JSON, sorted, as ties are in no order."""
    return ordered(
        {name: _term(value) for name, value in row.items()} for row in answer["results"]["bindings"]
    )


def ordered(found: Iterable[Mapping[str, Term]]) -> tuple[tuple[tuple[str, Term], ...], ...]:
    """Rows of terms by variable, sorted."""
    return tuple(sorted(tuple(sorted(row.items())) for row in found))


def _term(value: Mapping[str, str]) -> Term:
    datatype = value.get("datatype", "")
    kind = "literal" if value["type"] == "typed-literal" else value["type"]
    tag = value.get("xml:lang", "").lower() or ("" if datatype == _XSD_STRING else datatype)
    return kind, "" if kind == "bnode" else value["value"], tag
