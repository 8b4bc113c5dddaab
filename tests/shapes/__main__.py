"""Writes what the invalid examples give today to their expected files."""

from __future__ import annotations

from tests.shapes.examples import COLUMNS, examples, rows

for example in examples():
    if not example.is_valid:
        lines = [COLUMNS, *rows(example.report())]
        example.golden.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
