"""What the desk tells those who run it, and how few tries at its password it takes."""

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from enligt.desk.app import create_app
from enligt.desk.safety import GUESSES_PER_MINUTE

from .conftest import ADDRESS, SETTINGS

TOKEN = "correct horse battery"


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
    assert found, f"{name} is not in:\n{text}"
    return float(found[1])


def test_metrics_count_requests_and_what_the_ledger_holds(filled: TestClient) -> None:
    filled.get("/actors")
    filled.get("/nowhere")
    filled.get("/", headers={"host": "evil.example"})
    filled.request("BREW", "/actors")
    text = filled.get("/metrics").text
    assert figure(text, "enligt_pages") == 3
    assert figure(text, "enligt_statements") >= 4
    assert figure(text, "enligt_ledger_bytes") > 0
    assert figure(text, 'enligt_requests_total{method="GET",route="/actors",status="200"}') == 1
    assert figure(text, 'enligt_requests_total{method="GET",route="none",status="421"}') == 1
    assert 'method="other"' in text
    assert "BREW" not in text


def test_metrics_want_the_password(ledger_path: Path) -> None:
    app = create_app(ledger_path, replace(SETTINGS, host="0.0.0.0", token=TOKEN))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as visitor:
        assert visitor.get("/metrics").status_code == 401
        assert visitor.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_each_request_is_a_line_without_what_was_asked(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "enligt"):
        client.get("/search?q=secret")
    (line,) = [one for one in caplog.records if one.getMessage() == "request"]
    assert (line.fields["path"], line.fields["status"]) == ("/search", 200)  # type: ignore[attr-defined]
    assert "secret" not in str(line.__dict__)


@pytest.mark.parametrize("how", ["form", "header"])
def test_few_guesses_are_taken_and_then_not_even_the_right_one(ledger_path: Path, how: str) -> None:
    app = create_app(ledger_path, replace(SETTINGS, host="0.0.0.0", token=TOKEN))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as visitor:

        def tried(password: str) -> int:
            if how == "form":
                return visitor.post("/login", data={"password": password}).status_code
            return visitor.get("/api/actors", headers={"authorization": f"Bearer {password}"}).status_code

        wrong = [tried(f"guess number {number}") for number in range(GUESSES_PER_MINUTE)]
        assert set(wrong) == {403 if how == "form" else 401}
        assert tried("one more guess") == 429
        assert tried(TOKEN) == 429


def test_a_session_that_a_stranger_chose_is_none(ledger_path: Path) -> None:
    """Fixation: what admits is made of the password, so nobody can be given a session that somebody else knows."""
    app = create_app(ledger_path, replace(SETTINGS, host="0.0.0.0", token=TOKEN))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as visitor:
        visitor.cookies.set("enligt_desk", "chosen-by-a-stranger")
        visitor.post("/login", data={"password": TOKEN})
        stranger = TestClient(app, base_url=ADDRESS, cookies={"enligt_desk": "chosen-by-a-stranger"})
        assert stranger.get("/api/actors").status_code == 401
