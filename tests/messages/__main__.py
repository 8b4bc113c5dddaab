"""Writes what il6ld prints today of each mistake: `python -m tests.messages`, then read the diff."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.messages.mistakes import FOLDER, MISTAKES, printed

if __name__ == "__main__":
    for mistake in MISTAKES:
        with tempfile.TemporaryDirectory() as folder:
            (FOLDER / f"{mistake.name}.txt").write_text(printed(mistake, Path(folder)), encoding="utf-8")
