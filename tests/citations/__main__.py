"""Writes what the small release beside this file gives today to the expected files."""

from __future__ import annotations

from il6ld import citing
from tests.citations.cited import FOLDER, cited

for style in citing.styles():
    (FOLDER / f"expected.{style}").write_text(f"{cited(style)}\n", encoding="utf-8")
