"""What is said of a rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id as findings print it, and three sentences about it."""

    id: str
    breach: str
    reason: str
    cure: str
