"""The rows of a SPARQL answer in JSON, as terms; what is no such answer is a failure, whatever its status."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from il6ld.errors import StoreFailed
from il6ld.stores.connection import Answer, Connection
from il6ld.stores.refusals import excerpt

JSON = "application/sparql-results+json"
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = dict[str, Term]

_NO_LABEL = re.compile(r"[^A-Za-z0-9]")


def ask(connection: Connection, url: str, query: str) -> Answer:
    """The answer to a query, sent as a form; to application/sparql-query Virtuoso never answers."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": JSON}
    return connection.send("POST", url, body=urlencode({"query": query}).encode(), headers=headers)


def rows(answer: Answer, url: str) -> list[Row]:
    """The rows of a SELECT; raises StoreFailed for what is cut short or something else."""
    document = parsed(answer, url)
    try:
        bindings = document["results"]["bindings"]
        return [{name: _term(value) for name, value in binding.items()} for binding in bindings]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _no_result(answer, url) from error


def parsed(answer: Answer, url: str) -> dict[str, Any]:
    """The JSON of a SPARQL answer; raises StoreFailed for a page of HTML and the like."""
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise _no_result(answer, url) from error
    answers = {"results", "boolean"}
    if not isinstance(document, dict) or "head" not in document or not answers & document.keys():
        raise _no_result(answer, url)
    return document


def _no_result(answer: Answer, url: str) -> StoreFailed:
    error = StoreFailed.at(
        None,
        f"{url} answers with what is no whole SPARQL result ({answer.media_type or 'no type'},"
        f" {len(answer.body):,} bytes): {excerpt(answer.body)[:80]}",
        rule="store-answer",
        help="It may be a login page, another service, or an answer that was cut short.",
    )
    assert isinstance(error, StoreFailed)
    return error


def _term(value: dict[str, str]) -> Term:
    text = value["value"]
    match value["type"]:
        case "uri":
            return ox.NamedNode(text)
        case "bnode":
            return ox.BlankNode("b" + _NO_LABEL.sub("", text))
        case "literal" | "typed-literal":
            if language := value.get("xml:lang"):
                return ox.Literal(text, language=language)
            datatype = value.get("datatype")
            return ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text)
    raise ValueError(value["type"])
