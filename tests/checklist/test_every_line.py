"""Each line of the checklist is tested here by its number, or waits for something that is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.checklist.conftest import ROOT, SHARED
from tests.checklist.waiting import WAITING

NUMBERS = range(1, 70)


def numbers_in(path: Path) -> set[int]:
    """The numbers that the names of a file's tests begin with."""
    found = re.findall(r"^def test_(\d\d)_", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {int(number) for number in found}


def test_the_numbers_are_those_of_the_checklist() -> None:
    checklist = SHARED / "checklist.md"
    if not checklist.is_file():
        pytest.skip("the checklist is not beside the repository")
    found = re.findall(r"^(\d+)\. ", checklist.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(map(int, found)) == list(NUMBERS)


def test_every_line_is_tested_or_waits() -> None:
    here = set().union(*(numbers_in(path) for path in Path(__file__).parent.glob("test_*.py")))
    assert len(here) > 40
    assert set(NUMBERS) - here - WAITING.keys() == set()
    assert here <= set(NUMBERS) and WAITING.keys() <= set(NUMBERS)


def test_the_changelog_names_what_waits() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (listed,) = re.findall(
        r"^- Open, of what a published ontology owes .*?: ([\d,\s]+)\.", changelog, re.MULTILINE
    )
    assert [int(number) for number in listed.split(",")] == sorted(WAITING)


@pytest.mark.parametrize("number", WAITING)
def test_a_line_that_waits(number: int) -> None:
    pytest.skip(f"line {number} {WAITING[number]}")
