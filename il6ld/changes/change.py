"""What can differ between two releases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """What came of a record between two releases."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A value of a field: its CURIE, IRI or literal, and how people read it; a claim with its stance."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What one field of a record lost and gained; a field inside another is told after it."""

    field: tuple[str, ...]
    gone: tuple[Value, ...]
    come: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A record in words never stronger than it is, and of a claim what is said of its proposition."""

    words: str
    stance: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One record that differs; what is not in a release is not told of it."""

    kind: str
    id: str
    before: Told | None
    after: Told | None
    edits: tuple[Edit, ...] = ()

    @property
    def event(self) -> Event:
        """Whether the record came, went or changed."""
        if self.before is None:
            return Event.ADDED
        return Event.REMOVED if self.after is None else Event.CHANGED

    @property
    def group(self) -> str:
        """What a reader would look for it under; a claim goes where its gravest edit belongs."""
        plural = PLURALS[self.kind]
        if self.event is not Event.CHANGED or self.kind != CLAIM:
            return f"{plural} {self.event}"
        fields = {edit.field[0] for edit in self.edits}
        return f"{plural} {next(name for name, concerned in _GRAVEST.items() if concerned(self, fields))}"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two releases: what it was called, its version, and how many claims it has."""

    name: str
    version: str
    claims: int


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two releases, in the order in which it is told."""

    before: Side
    after: Side
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def groups(self) -> dict[str, list[Change]]:
        """The changes by group, the gravest groups first."""
        groups: dict[str, list[Change]] = {}
        for change in self.changes:
            groups.setdefault(change.group, []).append(change)
        return {group: groups[group] for group in GROUPS if group in groups}


CLAIM = "claim"
# What is compared, in the order in which it is told.
PLURALS = {
    CLAIM: "claims",
    "gap": "knowledge gaps",
    "loop": "causal loops",
    "erratum": "errata",
    "passage": "passages",
    "article": "articles",
    "entity": "entities",
    "term": "terms",
}
STANCE = ("polarity", "certainty", "reading", "status", "attributed to", "discourse role")


def _gains(change: Change, status: str) -> bool:
    edits = (edit for edit in change.edits if edit.field == ("status",))
    return any(value.id == status for edit in edits for value in edit.come)


_GRAVEST: dict[str, Callable[[Change, set[str]], bool]] = {
    "retracted": lambda change, _: _gains(change, "il6:Retracted"),
    "superseded": lambda change, _: _gains(change, "il6:Superseded"),
    "with another stance": lambda _, fields: bool(fields & set(STANCE)),
    "with another proposition": lambda _, fields: "proposition" in fields,
    "with other evidence": lambda _, fields: "evidence" in fields,
    "told otherwise": lambda *_: True,
}
GROUPS = tuple(
    f"{plural} {name}"
    for kind, plural in PLURALS.items()
    for name in ("added", "removed", *(_GRAVEST if kind == CLAIM else ("changed",)))
)
