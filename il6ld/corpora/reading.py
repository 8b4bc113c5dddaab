"""A record's line read by the very reader that reads YAML: slow, and it knows every mistake by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from il6ld.characters import FORBIDDEN, named
from il6ld.corpora.lines import Text, parsed
from il6ld.errors import InvalidInput
from il6ld.findings import Finding, Position, Severity, has_errors
from il6ld.namespaces import Context
from il6ld.sources import records
from il6ld.sources.vocabulary import Vocabulary
from il6ld.sources.yaml_nodes import MAX_DEPTH, Fields, Items, Node, Scalar


def quads(text: Text, context: Context, words: Vocabulary) -> list[ox.Quad]:
    """The quads of a line, by way of JSON-LD; InvalidInput with every mistake of the record.

    What a record refers to may stand in another line and is not looked for.
    """
    reader = records.Reader(context, words)
    reader.read_article(_roots(text))
    found = reader.findings(alone=True)
    if has_errors(found):
        raise InvalidInput("The record breaks the rules of records.", findings=found)
    return records.quads(reader.records, context)


def _roots(text: Text) -> Iterator[Node]:
    """The record, and before it the passage that nests in it under a name of its own."""
    record = parsed(text)
    passage = record.get("passage")
    if isinstance(passage, dict) and "id" in passage:
        source = passage.get("source")
        passage = {**passage, **({} if "article" in passage else {"article": source})}
        yield _node(passage, text, 1)
        record = {**record, "passage": passage["id"]}
    if str(record.get("id", "")).startswith("claims:") and "article" not in record:
        raise _fault(text, "missing-field", "The claim names no article.", "Write 'article': 'articles:...'.")
    yield _node(record, text, 1)


def _node(value: Any, text: Text, depth: int, key: str = "") -> Node:
    position = _place(text, key)
    if depth > MAX_DEPTH:
        message = f"The nesting is deeper than {MAX_DEPTH}."
        raise _fault(text, "yaml-depth", message, "Write records side by side.")
    if isinstance(value, dict):
        if depth > 1 and "id" in value:
            raise _fault(text, "record-id", "A record inside another has no id.", "Take it away.", "id")
        nodes = {name: _node(each, text, depth + 1, name) for name, each in value.items()}
        return Fields(nodes, {name: _place(text, name) for name in value}, position)
    if isinstance(value, list) and value and not any(isinstance(each, list) for each in value):
        return Items([_node(each, text, depth + 1, key) for each in value], position)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", position)
    if isinstance(value, str) and (match := FORBIDDEN.search(value)):
        told = f"The text holds the character {named(match.group())}."
        raise _fault(text, "control-character", told, "Take it away.", key)
    if isinstance(value, (str, int)):
        return Scalar(str(value), position)
    told = f"'{key}' has the value {json.dumps(value)[:40]}."
    cure = "Write a text, a whole number, true, false, a record or a list of these."
    raise _fault(text, "value", told, cure, key)


def _place(text: Text, key: str) -> Position:
    offset = text.text.find(json.dumps(key, ensure_ascii=False)) if key else 0
    return Position(text.position.file, text.position.line, max(offset, 0) + 1)


def _fault(text: Text, rule: str, message: str, help: str, key: str = "") -> InvalidInput:
    return InvalidInput(message, findings=[Finding(rule, Severity.ERROR, message, _place(text, key), help)])
