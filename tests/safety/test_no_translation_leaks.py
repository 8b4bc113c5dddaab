"""No danger leaks through another format's words, as readers that we did not write understand them."""

from __future__ import annotations

import pytest

from il6ld.formats import TRANSLATIONS, Translation
from tests.safety import cases, translations
from tests.safety.cases import Case
from tests.safety.translations import leaks, telling

CASES = cases.read_cases()
each_format = pytest.mark.parametrize("row", telling(), ids=lambda row: row.name)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_axis = pytest.mark.parametrize("axis", cases.axes(), ids=lambda axis: axis.rpartition("/")[2][:-1])
pytestmark = pytest.mark.heavy


@pytest.fixture(autouse=True)
def _readers(request: pytest.FixtureRequest) -> None:
    if "row" in request.fixturenames and (reason := translations.lacking(request.getfixturevalue("row"))):
        pytest.skip(reason)


def test_every_format_that_tells_of_claims_has_a_foreign_reader() -> None:
    assert {row.name for row in telling()} == translations.READERS.keys()
    assert translations.READERS.keys() <= {row.name for row in TRANSLATIONS}


@each_format
@each_case
def test_nothing_unsupported_is_read(row: Translation, case: Case) -> None:
    assert leaks(case, translations.as_it_should_be(row, case)) == []


@each_format
def test_what_is_harmless_is_told(row: Translation) -> None:
    (harmless,) = (case for case in CASES if case.name == "harmless")
    assert len(translations.as_it_should_be(row, harmless)) == 1


@each_format
@each_axis
def test_a_writer_that_overlooks_an_axis_is_caught(row: Translation, axis: str) -> None:
    dangerous = [case for case in CASES if axis in case.axes]
    assert dangerous
    found = {case: translations.with_change(row, case, cases.blind_to(axis)) for case in dangerous}
    assert any(leaks(case, reads) for case, reads in found.items())


@each_format
def test_a_writer_that_asks_nothing_is_caught(row: Translation) -> None:
    dangerous = [case for case in CASES if case.axes]
    proper = {case: translations.as_it_should_be(row, case) for case in dangerous}
    careless = {case: translations.without_qualms(row, case) for case in dangerous}
    changed = [case for case in dangerous if careless[case] != proper[case]]
    # A format of whole records tells every axis without asking; any other leaves something out.
    assert bool(changed) == any(not found for found in proper.values())
    assert all(leaks(case, careless[case]) for case in changed)
