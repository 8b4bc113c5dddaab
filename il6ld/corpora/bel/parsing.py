"""Reads BEL terms and statements: a tokenizer, and one function for each rule of the grammar."""

from __future__ import annotations

import re
from typing import NamedTuple

from il6ld.corpora.bel.language import FUNCTIONS, RELATIONS, SIDES, short_name
from il6ld.corpora.bel.terms import Name, Statement, Term, Text
from il6ld.findings import nearest

MAX_DEPTH = 40
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<quoted>"(?:[^"\\]|\\.)*")
  | (?P<relation>->|=>|-\||=\||--|:>|>>|→|⇒)
  | (?P<sign>[(),:])
  | (?P<word>[^\s"(),:=|>→⇒]+(?:>[^\s"(),:=|>→⇒]+)*)
  | (?P<end>\Z)
  )""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)")


class BelSyntaxError(ValueError):
    """What is not BEL: `offset` is where, in characters from 0, and `help` what might mend it."""

    def __init__(self, offset: int, message: str, help: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.help = help


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


def statement(text: str) -> Statement:
    """The statement that a line holds; BelSyntaxError where it holds none.

    >>> str(statement('p(HGNC:IL6) -> bp(GO:"acute-phase response")'))
    'p(HGNC:IL6) increases bp(GO:"acute-phase response")'
    """
    parser = _Parser(text)
    found = parser.statement()
    parser.expect_end()
    return found


def term(text: str) -> Term:
    """The term that a text holds; BelSyntaxError where it holds none."""
    parser = _Parser(text)
    found = parser.term()
    parser.expect_end()
    return found


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    offset = 0
    for match in _TOKEN.finditer(text):
        if match.start() != offset:
            break
        kind = str(match.lastgroup)
        found.append(_Token(kind, match[kind], match.start(kind)))
        offset = match.end()
        if kind == "end":
            return [*found, found[-1]]
    offset += len(text[offset:]) - len(text[offset:].lstrip())
    if text[offset] == '"':
        raise BelSyntaxError(offset, "The quotation mark that opens here is not closed.")
    raise BelSyntaxError(offset, f"'{text[offset]}' has no meaning here.")


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def _peek(self, ahead: int = 0) -> _Token:
        return self._tokens[self._next + ahead]  # the end stands twice: nothing asks beyond it

    def _take(self, text: str, after: str) -> None:
        token = self._peek()
        if token.kind == "quoted" or token.text != text:
            found = f"'{token.text}'" if token.text else "the end"
            raise BelSyntaxError(token.offset, f"Here should be '{text}' {after}, not {found}.")
        self._next += 1

    def expect_end(self) -> None:
        """Refuses whatever follows."""
        token = self._peek()
        if token.kind != "end":
            raise BelSyntaxError(token.offset, f"The statement should end before '{token.text}'.")

    def statement(self) -> Statement:
        """term [relation (term | "(" statement ")")]"""
        subject = self._side()
        token = self._peek()
        if token.kind == "end" or token.text == ")":
            return Statement(subject)
        relation = self._relation()
        if self._peek().text == "(" and self._peek().kind == "sign":
            self._next += 1
            inner = self.statement()
            self._take(")", "after the inner statement")
            return Statement(subject, relation, inner)
        return Statement(subject, relation, self._side())

    def _relation(self) -> str:
        token = self._peek()
        if token.kind in ("relation", "word") and token.text in RELATIONS:
            self._next += 1
            return RELATIONS[token.text]
        raise BelSyntaxError(token.offset, f"'{token.text}' is no relation.", nearest(token.text, RELATIONS))

    def _side(self) -> Term:
        offset = self._peek().offset
        found = self.term()
        if found.function not in SIDES:
            raise BelSyntaxError(offset, f"{found.function}() does not stand by itself.")
        return found

    def term(self) -> Term:
        """function "(" argument {"," argument} ")" """
        token = self._peek()
        function, activity = short_name(token.text) if token.kind == "word" else ("", "")
        if not function:
            told = f"'{token.text}'" if token.text else "The end"
            raise BelSyntaxError(token.offset, f"{told} is no function.", nearest(token.text, FUNCTIONS))
        self._next += 1
        self._take("(", f"after '{token.text}'")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise BelSyntaxError(token.offset, f"The nesting is deeper than {MAX_DEPTH}.")
        arguments = self._arguments(function)
        self._depth -= 1
        if activity:
            arguments.append(Term("ma", (Text(activity),)))
        self._check_number(function, arguments, token)
        return Term(function, tuple(arguments))

    def _arguments(self, function: str) -> list[Name | Text | Term]:
        arguments = [self._argument(function)]
        while self._peek().text == "," and self._peek().kind == "sign":
            self._next += 1
            arguments.append(self._argument(function))
        self._take(")", f"to close {function}()")
        return arguments

    def _argument(self, function: str) -> Name | Text | Term:
        token, after = self._peek(), self._peek(1)
        if token.kind == "word" and after.kind == "sign" and after.text == "(":
            found: Name | Text | Term = self.term()
            kind = found.function if isinstance(found, Term) else ""
        elif token.kind == "word" and after.kind == "sign" and after.text == ":":
            self._next += 2
            found, kind = Name(token.text, self._text()), "name"
        else:
            found, kind = Text(self._text()), "text"
        if kind not in FUNCTIONS[function].takes:
            told = {"name": "a name with a namespace", "text": f"'{token.text}' without a namespace"}
            raise BelSyntaxError(token.offset, f"{function}() takes no {told.get(kind, kind + '()')}.")
        return found

    def _text(self) -> str:
        token = self._peek()
        if token.kind in ("quoted", "word"):
            self._next += 1
            return _ESCAPED.sub(r"\1", token.text[1:-1]) if token.kind == "quoted" else token.text
        found = f"'{token.text}'" if token.text else "the end"
        raise BelSyntaxError(token.offset, f"Here should be a name, not {found}.")

    def _check_number(self, function: str, arguments: list[Name | Text | Term], token: _Token) -> None:
        row = FUNCTIONS[function]
        if not row.least <= len(arguments) <= row.most:
            message = f"{function}() has {len(arguments)} arguments; it takes {row.least} to {row.most}."
            raise BelSyntaxError(token.offset, message)
