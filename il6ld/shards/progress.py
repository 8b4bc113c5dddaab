"""How far a build has come, in a line every few seconds: rate, time left, findings so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

EVERY = 5.0  # seconds


@dataclass
class Progress:
    """Counts lines and findings, and tells; `total` and `past` are bytes of files, all and read."""

    tell: Callable[[str], None]
    total: int
    past: int = 0
    lines: int = 0
    kept: int = 0
    findings: int = 0
    began: float = field(default_factory=time.monotonic)
    _told: float = 0.0

    def add(self, lines: int, findings: int = 0, kept: int = 0) -> None:
        """Lines that were made or were there already, and what was found in them."""
        self.lines += lines
        self.kept += kept
        self.findings += findings
        self._perhaps()

    def begin(self, what: str) -> None:
        """The beginning of a step that has no lines to count."""
        seconds = time.monotonic() - self.began
        if seconds > EVERY:
            self.tell(f"{_span(seconds)}: {what}")

    def _perhaps(self) -> None:
        now = time.monotonic()
        if now - max(self._told, self.began) < EVERY:
            return
        self._told = now
        rate = (self.lines + self.kept) / (now - self.began)
        left = None
        if self.past * 20 > self.total:  # the first few files tell too little
            left = (now - self.began) * (self.total - self.past) / self.past
        told = [f"{self.lines + self.kept:,} lines", f"{rate:,.0f} a second"]
        told += [f"{self.kept:,} kept from before"] if self.kept else []
        told += [f"about {_span(left)} left"] if left is not None else []
        self.tell(", ".join([*told, f"{self.findings:,} findings"]))


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
