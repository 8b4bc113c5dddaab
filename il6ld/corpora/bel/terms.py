"""BEL terms and statements as trees, and how they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a namespace, as in `HGNC:IL6`."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}:{quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Text:
    """A word, a number or a quoted text without a namespace, as in `pmod(Ph)`."""

    text: str

    def __str__(self) -> str:
        return quoted(self.text)


@dataclass(frozen=True, slots=True)
class Term:
    """A function with its arguments; `function` is the short name."""

    function: str
    arguments: tuple[Name | Text | Term, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"

    @property
    def name(self) -> Name | None:
        """The name that the term begins with, if it begins with one."""
        first = self.arguments[0] if self.arguments else None
        return first if isinstance(first, Name) else None

    def parts(self, *functions: str) -> list[Term]:
        """The arguments that are terms of one of some functions; of any without them."""
        terms = [argument for argument in self.arguments if isinstance(argument, Term)]
        return [term for term in terms if not functions or term.function in functions]


@dataclass(frozen=True, slots=True)
class Statement:
    """Two terms and a relation between them; the object may be a statement itself, or there may be none."""

    subject: Term
    relation: str = ""
    object: Term | Statement | None = None

    def __str__(self) -> str:
        if self.object is None:
            return str(self.subject)
        told = f"({self.object})" if isinstance(self.object, Statement) else str(self.object)
        return f"{self.subject} {self.relation} {told}"


def quoted(text: str) -> str:
    """A text as BEL writes it: bare where it can be.

    >>> quoted("IL6"), quoted("dendritic spine")
    ('IL6', '"dendritic spine"')
    """
    if _PLAIN.match(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
