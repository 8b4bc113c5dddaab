"""What changed between two releases, told so that no claim reads stronger than it is."""

from __future__ import annotations

from il6ld.changes.change import Change, Changes, Edit, Event, Side, Told, Value
from il6ld.changes.comparison import compare
from il6ld.changes.writing import WRITERS

__all__ = ["WRITERS", "Change", "Changes", "Edit", "Event", "Side", "Told", "Value", "compare"]
