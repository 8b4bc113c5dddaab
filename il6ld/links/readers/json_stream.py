"""JSON taken in piece by piece, so that a file of 115 MB never stands in memory whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from il6ld.errors import Il6ldError, LimitExceeded
from il6ld.findings import Position
from il6ld.links.readers.content import Content

_CHUNK = 1 << 18
# Characters of one value; where a larger one seems to begin, something is wrong in it.
MAX_VALUE = 1 << 24
_AFTER_VALUE = frozenset(",:]} \t\r\n")
_SPACE = re.compile(r"[ \t\r\n]*")
_decode = json.JSONDecoder().raw_decode


class JsonStream:
    """A walk through one JSON text: `pairs` and `items` enter what comes next, `value` takes it whole."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._file = content.text()
        self._text = ""
        self._at = 0
        self._ended = False
        self._has_looked_ahead = False
        self._lines = 1  # the number of the line that the text begins in

    def pairs(self) -> Iterator[str]:
        """Each key of the object that comes next; its value must be taken before the next key."""
        for _ in self._members("{", "}"):
            key = self.value()
            self._expect(":")
            yield key if isinstance(key, str) else str(key)

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value of the object that comes next."""
        for key in self.pairs():
            yield key, self.value()
            if not self._has_looked_ahead:
                yield from self._ahead().items()

    def _ahead(self) -> dict[str, Any]:
        """The entries at hand whose values are objects, in one step, since there may be half a million.

        They are cut behind what may be the end of one; where it was none, nothing balances, and nothing
        is taken.
        """
        self._has_looked_ahead = True
        end = self._text.rfind('},"', self._at) + 1
        if self._text[self._at : self._at + 1] != "," or end <= self._at:
            return {}
        try:
            found: dict[str, Any] = json.loads(f"{{{self._text[self._at + 1 : end]}}}")
        except (ValueError, RecursionError):
            return {}
        self._at = end
        return found

    def items(self) -> Iterator[None]:
        """Once for each item of the list that comes next; the item must be taken before the next."""
        return self._members("[", "]")

    def _members(self, opening: str, closing: str) -> Iterator[None]:
        self._expect(opening)
        if self._peek() != closing:
            yield
            while self._peek() == ",":
                self._at += 1
                yield
        self._expect(closing)

    def value(self) -> Any:
        """The value that comes next, whole; more is read until it is."""
        while True:
            self._peek()
            try:
                value, end = _decode(self._text, self._at)
            except RecursionError as error:
                raise LimitExceeded.at(
                    Position(self._content.place, 1, 1), "The nesting is too deep.", rule="ontology-size",
                    help="No ontology is written like this; look where the file came from.",
                ) from error  # fmt: skip
            except ValueError as error:
                if len(self._text) - self._at > MAX_VALUE or not self._more():
                    raise self._fault(error) from error
                continue
            # A number cut where a piece ends looks like a shorter one.
            if self._text[end : end + 1] in _AFTER_VALUE or not self._more():
                self._at = end
                return value

    def end(self) -> None:
        """Refuses anything that follows."""
        if self._peek():
            raise self._fault(ValueError("Something follows the end"))

    def _peek(self) -> str:
        """The next character that is no space, or nothing at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise self._fault(ValueError(f"Expecting '{character}'"))
        self._at += 1

    def _more(self) -> bool:
        """Reads on, at least as much as is at hand, so that a long value is tried again only a few times."""
        if self._ended:
            return False
        try:
            read = self._file.read(max(_CHUNK, len(self._text) - self._at))
        except UnicodeDecodeError as error:
            raise self._content.not_utf_8() from error
        if not read:
            self._ended = True
            return False
        self._lines += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + read
        self._at = 0
        self._has_looked_ahead = False
        return True

    def _fault(self, error: ValueError) -> Il6ldError:
        at = error.pos if isinstance(error, json.JSONDecodeError) else self._at
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        line = self._lines + self._text.count("\n", 0, at)
        column = at - self._text.rfind("\n", 0, at)
        return self._content.fault(f"This is not JSON: {reason}.", line, column)
