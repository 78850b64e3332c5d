"""The JSON API keeps to what its description says, whatever it is asked."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from enligt.desk.app import create_app
from enligt.ledger import open_ledger

from .conftest import SETTINGS, answer, harbour, hostile

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

#: Questions to each address; a longer run is made by hand with more.
EXAMPLES = 15


@pytest.fixture(scope="module")
def api(tmp_path_factory):  # type: ignore[no-untyped-def]
    path: Path = tmp_path_factory.mktemp("api") / "desk.ledger"
    with open_ledger(path) as ledger:
        for traced in (harbour(), answer(), hostile()):
            ledger.add(traced)
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", create_app(path, SETTINGS), headers={"host": "127.0.0.1"}
    )


def test_no_question_breaks_it_or_its_description(api) -> None:  # type: ignore[no-untyped-def]
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]

    for operation in api.get_all_operations():

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def ask(case) -> None:  # type: ignore[no-untyped-def]
            case.call_and_validate(checks=checks, headers={"host": "127.0.0.1"})

        ask()


def test_pages_are_not_part_of_it(api) -> None:  # type: ignore[no-untyped-def]
    paths = api.raw_schema["paths"]
    assert {"/health", "/api/claims", "/api/claims/{claim_id}", "/api/pages/{page_id}", "/api/search"} <= paths.keys()
    assert all(path == "/health" or path.startswith("/api/") for path in paths)
