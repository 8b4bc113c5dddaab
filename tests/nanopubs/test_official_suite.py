"""The checker agrees with the official test suite of nanopublications, where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.nanopubs.forging import FOLDER
from tests.nanopubs.samples import told

SUITE = Path(
    os.environ.get("IL6LD_NANOPUB_SUITE") or FOLDER.parents[2] / "shared" / "suites" / "nanopub-testsuite"
)
pytest.importorskip("cryptography", reason="signatures need cryptography: pip install 'il6ld[nanopub]'")


# The official test suite
def suite(kind: str) -> list[Path]:
    if not SUITE.is_dir():
        pytest.skip(f"the nanopub test suite is not at {SUITE}: name it in IL6LD_NANOPUB_SUITE")
    found = sorted(path for path in SUITE.glob(f"{kind}/*/*") if path.suffix in (".trig", ".nq"))
    assert len(found) > 15
    return found


# Signed with DSA, which the suite calls valid and we do not trust.
DSA = "simple1-signed-dsa.1024.trig"


def test_the_suites_valid_files_are_accepted() -> None:
    refused = {path.name: told(path.read_bytes(), path.name) for path in suite("valid")}
    assert {name for name, found in refused.items() if found} == {DSA}
    assert "DSA" in refused[DSA][0][1]


def test_the_suites_invalid_files_are_refused() -> None:
    assert [path.name for path in suite("invalid") if not told(path.read_bytes(), path.name)] == []
