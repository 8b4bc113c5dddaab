"""Records what HermiT prints of a document, and plays it back when the same statements come again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from il6ld import reasoning
from il6ld.reasoning.hermit import Process


class Recorded(Process):
    """HermiT, or the record of it where there is one."""

    folder: Path

    def __init__(self, document: bytes) -> None:
        statements = b"\n".join(sorted(document.splitlines()))  # their order follows the hash seed
        self._record = self.folder / hashlib.sha256(statements).hexdigest()
        self._plays = self._record.exists()
        if not self._plays:
            super().__init__(document)

    def output(self, timeout: float) -> str | None:
        if not self._plays:
            self._record.write_text(super().output(timeout) or "", encoding="utf-8")
        return self._record.read_text(encoding="utf-8")

    def cancel(self) -> None:
        if not self._plays:
            super().cancel()


def play(folder: str) -> None:
    """Lets every run of this process take the reasoner's answers from a folder, once they are there."""
    Recorded.folder = Path(folder)
    vars(reasoning)["Process"] = Recorded
