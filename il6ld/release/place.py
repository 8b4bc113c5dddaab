"""Where a release stands, and the names of what stands beside it while it is being replaced."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """The folder of a release, without links; all else is hidden beside it, on the same file system."""

    target: Path

    @classmethod
    def of(cls, target: Path) -> Place:
        """The place that a path leads to, through whatever links."""
        return cls(Path(os.path.realpath(target)))

    def __str__(self) -> str:
        here = Path.cwd()
        return str(self.target.relative_to(here) if self.target.is_relative_to(here) else self.target)

    def _beside(self, role: str) -> Path:
        return self.target.with_name(f".{self.target.name}.il6ld-{role}")

    @property
    def new(self) -> Path:
        """The release that is being written; after an exchange, the one before it."""
        return self._beside("new")

    @property
    def old(self) -> Path:
        """The release before, where the two could not change places in one step."""
        return self._beside("old")

    @property
    def journal(self) -> Path:
        """Is there as long as the release may be missing from its place."""
        return self._beside("journal")

    @property
    def lock(self) -> Path:
        """Held by the run that is writing, whose process and machine it names."""
        return self._beside("lock")
