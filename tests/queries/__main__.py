"""Writes today's answer to every named query into tests/queries/: read what changed before you commit it."""

from __future__ import annotations

from il6ld.queries import QUERIES
from tests.queries.answers import FOLDER, answer

if __name__ == "__main__":
    for old in FOLDER.glob("*.csv"):
        old.unlink()
    for name in QUERIES:
        (FOLDER / f"{name}.csv").write_text(answer(name), encoding="utf-8", newline="")
        print(name)
