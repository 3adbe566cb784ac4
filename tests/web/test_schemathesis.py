"""schemathesis asks the API what its own description allows, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.web_fixtures import QUICK, samples

schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is not installed; the test extra has it")

from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

from policysearch.web import create_app, everyone  # noqa: E402

FREE = {"/healthz", "/api/documents", "/api/suggest", "/api/tables", "/api/glossary", "/api/related"}


def test_the_api_keeps_its_word() -> None:
    app = create_app(samples(), auth=everyone, limits=QUICK)
    asked = 0
    for found in schemathesis.openapi.from_asgi("/api/openapi.json", app).get_all_operations():
        # No schema says what a query is, or which ids there are; all else that the schema allows is answered.
        excluded = [] if found.ok().path in FREE else [positive_data_acceptance]

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=found.ok().as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(excluded_checks=excluded)  # noqa: B023 (asked before the next round)

        ask()
    assert asked > 50
