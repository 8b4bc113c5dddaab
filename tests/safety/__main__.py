"""Prints the safety table: formats x dangers."""

from __future__ import annotations

import sys

from tests.safety.cases import table

if __name__ == "__main__":
    text = table()
    print(text)
    sys.exit("UNSAFE" in text)
