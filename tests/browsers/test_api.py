"""Requests made at random from a description of the API are answered as described, and break nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
pytestmark = pytest.mark.heavy

DESCRIPTION = Path(__file__).with_name("api.yaml")
_HEADERS = {"content-security-policy", "x-content-type-options", "vary"}


_SETTINGS = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def operations() -> dict[str, Any]:
    """Each thing that can be done, by its method and path."""
    api = schemathesis.openapi.from_dict(yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8")))
    return {found.ok().label: found.ok() for found in api.get_all_operations()}


OPERATIONS = operations()


def test_all_is_described() -> None:
    assert len(OPERATIONS) == 6


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_request_is_answered_as_described(address: str, name: str) -> None:
    checks = schemathesis.specs.openapi.checks
    described = [checks.status_code_conformance, checks.content_type_conformance,
                 checks.response_schema_conformance, schemathesis.checks.not_a_server_error]  # fmt: skip
    statuses = set()

    @_SETTINGS
    @given(case=OPERATIONS[name].as_strategy())
    def ask(case: Any) -> None:
        response = case.call(base_url=address.rstrip("/"), timeout=20, allow_redirects=False)
        case.validate_response(response, checks=described)
        assert {name.lower() for name in response.headers} >= _HEADERS
        assert "Traceback" not in response.text
        statuses.add(response.status_code)

    ask()
    assert statuses & {200, 303}


def test_the_server_is_well_after_all_that(address: str) -> None:
    with urlopen(f"{address}health", timeout=20) as answer:
        assert answer.status == 200
