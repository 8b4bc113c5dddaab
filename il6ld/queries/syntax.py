"""What a query may be before it is parsed: so long, so deep, and asking nobody else.

The parser is native code: it crashes on deep nesting, and has no switch for SERVICE. So the text is looked at
first, token by token, with strings, IRIs and comments passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from il6ld.errors import Il6ldError, LimitExceeded, UsageError
from il6ld.files import place

MAX_BYTES = 16 * 1024
MAX_DEPTH = 64
MAX_PATTERNS = 100
MAX_PATH = 32
MAX_OPERATORS = 500

# No alternative may look far ahead and fail, since that would be done again at the next character; hence the
# bound on prefixes.
_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<term>
        <[^<>"{}|^`\\\x00-\x20]*(?:\\u[^<>"{}|^`\\\x00-\x20]*)*>
      | \"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | [?$]\w+ | @[A-Za-z][A-Za-z0-9-]*
      | (?:[^\W\d_](?:[\w.-]{0,120}[\w-])?)?:(?:[\w:%.-]|\\[^u\w\s])* | _:[\w.-]+
      | [0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark>\|\||&&|\^\^|[!<>=]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_SEPARATORS = frozenset(".;,")
_OPERATORS = frozenset({"||", "&&", "!", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"})
_TERM_WORDS = frozenset({"a", "true", "false"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query: its kind (term, word or mark), its text, and its offset in characters."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL query; spaces and comments are left out.

    >>> [token.text for token in tokens("ASK { ?s ?p '}' } # {")]
    ['ASK', '{', '?s', '?p', "'}'", '}']
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match.group(), match.start())


def check(text: str, name: str = "query") -> None:
    """Raises LimitExceeded or UsageError, with the place, where a query is not to be handed to a parser."""
    size = len(text.encode(errors="surrogatepass"))
    if size > MAX_BYTES:
        raise _limit(text, 0, name, f"The query has {size:,} bytes; the limit is {MAX_BYTES:,}.")
    reader = _Reader(text, name)
    for token in tokens(text):
        reader.read(token)


def names_graphs(text: str) -> bool:
    """Whether a query says itself which graphs it asks, by FROM or FROM NAMED.

    >>> names_graphs("SELECT * FROM <https://example.org/g> { }"), names_graphs("ASK { ?from ?p 'FROM' }")
    (True, False)
    """
    if "FROM" not in text.upper():
        return False  # without reading it all
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


class _Reader:
    """Counts what stands in a query, and stops at the first thing that is not to be there."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._open: list[str] = []
        self._before = ""
        self._after_term = False
        self._patterns = 0
        self._operators = 0
        self._path = 0
        self._in_values = False

    def read(self, token: Token) -> None:
        if token.kind == "word":
            self._word(token)
        elif token.kind == "mark":
            self._mark(token)
        is_term = token.kind == "term" or token.text in _TERM_WORDS or token.text in ("[", "(")
        if is_term and (self._begins_pattern(token) or self._is_item(token)):
            self._count_pattern(token)
        self._before, self._after_term = token.text, is_term and token.text not in _OPENING

    def _word(self, token: Token) -> None:
        if token.text.upper() == "SERVICE":
            raise UsageError.at(
                place(self._text, token.start, self._name), "SERVICE asks other stores.",
                rule="query-service", help="Ask the other store by itself, and join the answers.",
            )  # fmt: skip
        if token.text.upper() == "VALUES":
            self._in_values = True
        if token.text not in _TERM_WORDS:
            self._path = 0

    def _mark(self, token: Token) -> None:
        if token.text in _OPENING:
            self._open.append(token.text)
            if len(self._open) > MAX_DEPTH:
                raise self._limit(token, f"Brackets nest deeper than {MAX_DEPTH}.")
        elif token.text in _CLOSING and self._open:
            self._in_values = self._open.pop() != "{" and self._in_values
        elif token.text == "\\":
            raise UsageError.at(
                place(self._text, token.start, self._name), "A backslash stands outside strings and IRIs.",
                rule="query-escape", help="Write the character itself.",
            )  # fmt: skip
        if token.text in _OPERATORS:
            self._operators += 1
            if self._operators > MAX_OPERATORS:
                raise self._limit(token, f"There are more than {MAX_OPERATORS} operators.")
        if token.text in "/|^":
            self._path += 1
            if self._path >= MAX_PATH:
                raise self._limit(token, f"A path has more than {MAX_PATH} steps.")
        elif token.text in "{}.;,":
            self._path = 0

    def _begins_pattern(self, token: Token) -> bool:
        """Whether a triple pattern begins here: after a bracket or separator of a group, in no expression."""
        around = self._open[:-1] if token.text in _OPENING else self._open
        in_group = "{" in around and "(" not in around[around.index("{") :]
        return in_group and not self._in_values and self._before in {"{", "}", ")", "[", *_SEPARATORS}

    def _is_item(self, token: Token) -> bool:
        """Whether this is a further item of a collection, which is a triple pattern, too."""
        around = self._open[:-1] if token.text in _OPENING else self._open
        in_collection = around[-1:] == ["("] and "{" in around and not self._in_values
        return in_collection and self._after_term and not token.text.startswith("@")

    def _count_pattern(self, token: Token) -> None:
        self._patterns += 1
        if self._patterns > MAX_PATTERNS:
            raise self._limit(token, f"There are more than {MAX_PATTERNS} triple patterns.")

    def _limit(self, token: Token, message: str) -> Il6ldError:
        return _limit(self._text, token.start, self._name, message)


def _limit(text: str, start: int, name: str, message: str) -> Il6ldError:
    return LimitExceeded.at(
        place(text, start, name),
        message,
        rule="query-limit",
        help="Divide the question into several queries.",
    )
