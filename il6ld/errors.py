"""What can go wrong, as one tree; each branch knows its exit code.

Il6ldError                8  an internal error, when raised as itself
├── InvalidInput          1  the records, shapes or ontology break a rule
├── UsageError            2  the command cannot be carried out as it was given
├── UnreadableInput       3  a file cannot be read or parsed
├── CannotWrite           4  the output cannot be written
├── Locked                5  another run is writing the same output
├── StoreFailed           6  a triple store cannot be asked, or refuses; nothing in it was changed
├── PushIncomplete        7  a push has begun and not ended; it can be run again
└── LimitExceeded         9  a stated limit of size, depth or time was reached
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from il6ld.findings import Finding, Position, Severity


class Il6ldError(Exception):
    """Any failure il6ld reports; `findings` says each cause, with its place."""

    exit_code: ClassVar[int] = 8
    rule: ClassVar[str] = "internal"

    def __init__(self, message: str, *, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings: tuple[Finding, ...] = tuple(findings) or (Finding(self.rule, Severity.ERROR, message),)

    @classmethod
    def at(cls, position: Position | None, message: str, *, rule: str = "", help: str = "") -> Il6ldError:
        """The error with one finding at one place."""
        finding = Finding(rule or cls.rule, Severity.ERROR, message, position, help)
        return cls(message, findings=[finding])


class InvalidInput(Il6ldError):
    """The records, shapes or ontology break a rule."""

    exit_code = 1
    rule = "invalid"


class UsageError(Il6ldError):
    """The command cannot be carried out as it was given."""

    exit_code = 2
    rule = "usage"


class UnreadableInput(Il6ldError):
    """A file cannot be read or parsed."""

    exit_code = 3
    rule = "unreadable"


class CannotWrite(Il6ldError):
    """The output cannot be written."""

    exit_code = 4
    rule = "cannot-write"


class Locked(Il6ldError):
    """Another run is writing the same output."""

    exit_code = 5
    rule = "locked"


class StoreFailed(Il6ldError):
    """A triple store cannot be asked, or refuses; nothing in it was changed."""

    exit_code = 6
    rule = "store"


class PushIncomplete(Il6ldError):
    """A push has begun and not ended; it can be run again."""

    exit_code = 7
    rule = "push-incomplete"


class LimitExceeded(Il6ldError):
    """A stated limit of size, depth or time was reached."""

    exit_code = 9
    rule = "limit"
