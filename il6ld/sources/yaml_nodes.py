"""YAML as nodes that know their place.

Every scalar is text, so `0007123` and `NO` survive. Aliases, merge keys, tags, duplicate keys and more than
one document are refused. The tree is built from libyaml's event stream with a stack of our own, since its
composer recurses and overruns the C stack on deep input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from il6ld.characters import FORBIDDEN, named
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.findings import Finding, Position, Severity

MAX_DEPTH = 50
MAX_LITERAL = 1024 * 1024
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Items:
    """A YAML sequence."""

    nodes: list[Node]
    position: Position


@dataclass(frozen=True, slots=True)
class Fields:
    """A YAML mapping, in the order it was written; `keys` tells where each key stands."""

    nodes: dict[str, Node]
    keys: dict[str, Position]
    position: Position


Node = Scalar | Items | Fields


def compose(text: str, file: str) -> Node | None:
    """The one document of a YAML text, or nothing where it holds none; `file` names it in messages.

    >>> compose("number: 007", "x.yaml").nodes["number"].text
    '007'
    """
    try:
        return _Composer(file).document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise _syntax_error(error, file) from error


_LOOK = "Look here and at the line above: a quotation mark not closed, a tab, or an indent too few."
_CURES = {
    "mapping values": "A colon before a space makes a key: quote text that holds one, or mend the indent.",
    "expected key": "Indent this line like the lines beside it.",
    "cannot start any token": "Indent by spaces, never by tabs; quote text that begins with a special sign.",
    "end of stream": "A quotation mark or bracket was opened and not closed.",
}


def _syntax_error(error: yaml.YAMLError, file: str) -> Il6ldError:
    position = _mark(getattr(error, "problem_mark", None), file)
    problem = str(getattr(error, "problem", None) or error)
    if "Unicode character escape" in problem:
        message = "This escape stands for no character: it is half of a surrogate pair, or too large."
        return InvalidInput.at(
            position, message, rule="control-character", help="Write the character itself."
        )
    if "nesting depth" in problem:  # libyaml's own limit, met first where it looks ahead for a key
        return _too_deep(position)
    return UnreadableInput.at(
        position,
        f"This is not YAML: {problem}.",
        rule="yaml-syntax",
        help=next((cure for sign, cure in _CURES.items() if sign in problem), _LOOK),
    )


def _too_deep(position: Position) -> Il6ldError:
    message = f"The nesting is deeper than {MAX_DEPTH}."
    return LimitExceeded.at(position, message, rule="yaml-depth", help="Write nested records side by side.")


def check_literal(text: str, position: Position) -> None:
    """Raises LimitExceeded for a text of more than MAX_LITERAL bytes of UTF-8."""
    if 4 * len(text) > MAX_LITERAL and (size := len(text.encode())) > MAX_LITERAL:
        raise LimitExceeded.at(
            position,
            f"The text has {size:,} bytes; the limit is {MAX_LITERAL:,}.",
            rule="literal-size",
            help="Name what holds it instead; a release carries statements, no documents.",
        )


def _mark(mark: Any, file: str) -> Position:
    return Position(file, mark.line + 1, mark.column + 1) if mark else Position(file, 1, 1)


class _Composer:
    """Builds nodes from events; `_open` holds the collections not yet closed, outermost first."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[tuple[Items | Fields, Scalar | None]] = []
        self._root: Node | None = None
        self._documents = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            self._refuse(event)
            if isinstance(event, yaml.ScalarEvent):
                self._place(Scalar(self._text(event), self._position(event)))
            elif isinstance(event, yaml.SequenceStartEvent):
                self._enter(Items([], self._position(event)))
            elif isinstance(event, yaml.MappingStartEvent):
                self._enter(Fields({}, {}, self._position(event)))
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                self._open.pop()
        return self._root

    def _position(self, event: Any) -> Position:
        return _mark(event.start_mark, self._file)

    def _fail(self, position: Position, rule: str, message: str, help: str = "") -> InvalidInput:
        return InvalidInput(message, findings=[Finding(rule, Severity.ERROR, message, position, help)])

    def _refuse(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._fail(
                    self._position(event), "yaml-documents", "A second document begins here.",
                    "Keep one document a file: take the '---' away or divide the file.",
                )  # fmt: skip
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._fail(
                self._position(event), "yaml-alias", "Anchors and aliases are not allowed.",
                "Write the value out where it is needed.",
            )  # fmt: skip
        elif getattr(event, "tag", None):
            raise self._fail(
                self._position(event), "yaml-tag", f"The tag '{event.tag}' is not allowed.",
                "Write the plain value: every value is read as text.",
            )  # fmt: skip

    def _text(self, event: Any) -> str:
        text: str = event.value
        if event.implicit[0] and text in _NULLS:
            raise self._fail(
                self._position(event), "yaml-empty", "There is no value here.",
                "Give the value, or take the key away.",
            )  # fmt: skip
        if match := FORBIDDEN.search(text):
            raise self._fail(
                self._position(event), "control-character",
                f"The text holds the character {named(match.group())}.",
                "Take it away.",
            )  # fmt: skip
        check_literal(text, self._position(event))
        return text

    def _enter(self, node: Items | Fields) -> None:
        self._place(node)
        self._open.append((node, None))
        if len(self._open) > MAX_DEPTH:
            raise _too_deep(node.position)

    def _place(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent, key = self._open[-1]
        if isinstance(parent, Items):
            parent.nodes.append(node)
        elif key is None:
            self._open[-1] = (parent, self._as_key(parent, node))
        else:
            parent.nodes[key.text] = node
            self._open[-1] = (parent, None)

    def _as_key(self, parent: Fields, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise self._fail(
                node.position, "yaml-key", "A key must be plain text.", "Write the name of a field."
            )
        if node.text == "<<":
            raise self._fail(
                node.position, "yaml-merge", "Merge keys are not allowed.",
                "Write each field out in the record it belongs to.",
            )  # fmt: skip
        if node.text in parent.keys:
            raise self._fail(
                node.position, "duplicate-key",
                f"The key '{node.text}' stands in line {parent.keys[node.text].line} already.",
                "Keep one of the two.",
            )  # fmt: skip
        parent.keys[node.text] = node.position
        return node
