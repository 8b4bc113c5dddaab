"""A changelog in three forms: for a terminal, for a page, for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from il6ld.changes.change import PLURALS, Change, Changes, Edit, Event, Side, Told, Value

_SIGNS = {Event.ADDED: "+", Event.REMOVED: "-", Event.CHANGED: "~"}


def as_text(changes: Changes) -> str:
    """The changes by group, each with what differs under it."""
    lines = [_sides(changes), _in_short(changes)]
    for group, members in changes.groups.items():
        lines += ["", f"{group.capitalize()} ({len(members)})"]
        for change in members:
            lines.append(f"  {_SIGNS[change.event]} {change.id}: {_present(change).words}")
            lines += [f"      {line}" for line in _details(change)]
    return "\n".join(lines)


def as_markdown(changes: Changes) -> str:
    """The same as a page, whose headings are the groups."""
    lines = [f"# {_escaped(_sides(changes))}", "", _in_short(changes)]
    for group, members in changes.groups.items():
        lines += ["", f"## {group.capitalize()}", ""]
        for change in members:
            lines.append(f"- **{_escaped(change.id)}**: {_escaped(_present(change).words)}")
            lines += [f"  - {_escaped(line)}" for line in _details(change)]
    return "\n".join(lines)


def as_json(changes: Changes) -> str:
    """The same as one JSON document."""
    document = {
        "before": _side_document(changes.before),
        "after": _side_document(changes.after),
        "counts": {group: len(members) for group, members in changes.groups.items()},
        "changes": [_document(change) for members in changes.groups.values() for change in members],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


WRITERS: dict[str, Callable[[Changes], str]] = {"text": as_text, "md": as_markdown, "json": as_json}


def _sides(changes: Changes) -> str:
    return f"{_side(changes.before)} \u2192 {_side(changes.after)}"


def _side(side: Side) -> str:
    version = f", version {side.version}" if side.version else ""
    return f"{side.name} ({side.claims} claims{version})"


def _in_short(changes: Changes) -> str:
    """How many records of each kind changed in which way, on one line."""
    counts: dict[str, list[str]] = {}
    for group, members in changes.groups.items():
        plural = PLURALS[members[0].kind]
        counts.setdefault(plural, []).append(f"{len(members)}{group.removeprefix(plural)}")
    told = [f"{plural}: {', '.join(parts)}" for plural, parts in counts.items()]
    return f"{'; '.join(told) or 'Nothing has changed'}."


def _present(change: Change) -> Told:
    told = change.after or change.before
    assert told, f"{change.id} is in neither release"
    return told


def _details(change: Change) -> Iterator[str]:
    """What stands under a change: how it was told before, then its edits; the stance of what came or went."""
    if change.event is not Event.CHANGED:
        if stance := _present(change).stance:
            yield stance
        return
    assert change.before
    if change.before.words != _present(change).words:
        yield f"before: {change.before.words}"
    for edit in change.edits:
        if edit.field != ("label",):
            yield from _edit(edit)


def _edit(edit: Edit) -> Iterator[str]:
    field = ", ".join(edit.field)
    gone, come = (_words(edit, values) for values in (edit.gone, edit.come))
    if len(gone) == len(come) == 1:
        yield f"{field}: {gone[0]} \u2192 {come[0]}"
        return
    yield from (f"{field}: no longer {words}" for words in gone)
    yield from (f"{field}: now {words}" for words in come)


def _words(edit: Edit, values: tuple[Value, ...]) -> list[str]:
    """Values in words, with their ids where the words are not enough to find them or to tell them apart."""
    told = [value.words for value in (*edit.gone, *edit.come)]
    return [
        f"{value.words} ({value.id})" if told.count(value.words) > 1 or _is_record(value) else value.words
        for value in values
    ]


def _is_record(value: Value) -> bool:
    """Whether a value is a record, which people look up by its number."""
    return bool(re.fullmatch(r"[a-z]+:.+-\d+", value.id))


def _escaped(text: str) -> str:
    """A text that Markdown prints as it is."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", " ".join(text.split()))


def _side_document(side: Side) -> dict[str, Any]:
    return {"name": side.name, "version": side.version, "claims": side.claims}


def _document(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "event": change.event.value,
        "group": change.group,
        "before": _told_document(change.before),
        "after": _told_document(change.after),
        "edits": [
            {"field": list(edit.field), "gone": _values(edit.gone), "come": _values(edit.come)}
            for edit in change.edits
        ],
    }


def _told_document(told: Told | None) -> dict[str, str] | None:
    if told is None:
        return None
    return {"words": told.words, "stance": told.stance} if told.stance else {"words": told.words}


def _values(values: tuple[Value, ...]) -> list[dict[str, str]]:
    return [{"id": value.id, "words": value.words} for value in values]
