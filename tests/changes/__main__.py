"""Writes what the two releases beside this file give today to their expected files."""

from __future__ import annotations

from tests.changes.releases import FOLDER, WRITTEN, between

for name, write in WRITTEN.items():
    (FOLDER / name).write_text(f"{write(between())}\n", encoding="utf-8")
