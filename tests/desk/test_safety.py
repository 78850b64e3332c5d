"""Who is let in, what is let through, and what every answer carries."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from enligt.desk.app import create_app
from enligt.desk.settings import TOKEN_VARIABLE, Settings, token_from
from enligt.errors import DeskError

from .conftest import ADDRESS, SETTINGS

TOKEN = "correct horse battery"


@pytest.fixture
def guarded(ledger_path: Path) -> Iterator[TestClient]:
    app = create_app(ledger_path, replace(SETTINGS, host="0.0.0.0", token=TOKEN))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as visitor:
        yield visitor


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example"])
def test_other_addresses_than_loopback_want_a_password(host: str, ledger_path: Path) -> None:
    with pytest.raises(DeskError, match="set a password first"):
        create_app(ledger_path, Settings(host=host))
    assert not ledger_path.exists()
    Settings(host=host, token=TOKEN).checked()


def test_a_password_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(DeskError, match="shorter than 12"):
        Settings(token="sesam").checked()


def test_the_password_comes_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    assert token_from(None) is None
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    assert token_from(None) == TOKEN
    file = tmp_path / "password"
    file.write_text("another password\n")
    assert token_from(file) == "another password"
    for content in (b"", b"\xff\xfe\xff"):
        file.write_bytes(content)
        with pytest.raises(DeskError):
            token_from(file)


def test_the_desk_is_closed_until_the_password_is_given(guarded: TestClient) -> None:
    assert guarded.get("/actors").headers["location"] == "/login?next=%2Factors"
    assert guarded.get("/api/actors").status_code == 401
    assert guarded.post("/add", data={"text": "Hej."}).status_code == 401
    assert guarded.get("/health").json()["status"] == "ok"
    assert guarded.post("/login", data={"password": "wrong password"}).status_code == 403
    answer = guarded.post("/login", data={"password": TOKEN, "next": "/actors"})
    assert answer.headers["location"] == "/actors"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert TOKEN not in answer.headers["set-cookie"]
    assert guarded.get("/actors").status_code == 200


def test_cookies_stay_on_https_where_the_desk_is_asked_by_it(guarded: TestClient) -> None:
    for home, secure in ((ADDRESS, False), (ADDRESS.replace("http", "https"), True)):
        for answer in (guarded.post(f"{home}/login", data={"password": TOKEN}), guarded.get(f"{home}/language/sv")):
            assert ("Secure" in answer.headers["set-cookie"]) is secure


def test_programs_send_the_password_with_each_request(guarded: TestClient) -> None:
    assert guarded.get("/api/actors", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert guarded.get("/api/actors", headers={"authorization": "Bearer åäö".encode()}).status_code == 401
    assert guarded.get("/api/actors", headers={"cookie": "enligt_desk=guess"}).status_code == 401


def test_the_login_leads_nowhere_else(guarded: TestClient) -> None:
    answer = guarded.post("/login", data={"password": TOKEN, "next": "//evil.example"})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "", "[::1"])
def test_a_name_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:9", "[::1]:8765", "192.0.2.7"])
def test_our_own_names_are_not(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": ADDRESS},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://[::1"},
        {"origin": "[a](127.0.0.1:8765"},
        {"origin": ""},
        {"origin": "127.0.0.1:8765"},
    ],
)
def test_the_form_of_another_site_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/add", data={"text": "Hej."}, headers=headers).status_code == 403
    assert client.post("/api/pages", data={"text": "Hej."}, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": ADDRESS}])
def test_our_own_form_and_programs_may_write(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/pages", data={"text": "Hej."}, headers=headers).status_code == 202


def test_every_answer_forbids_what_is_not_ours(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/desk.css", "/api/actors"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/", headers={"host": "evil.example"}).headers["x-frame-options"] == "DENY"


def test_bodies_are_bounded_whether_they_say_their_size_or_not(client: TestClient) -> None:
    large = b"x" * (SETTINGS.max_body_bytes + 1)
    assert client.post("/login", content=large).status_code == 413
    answer = client.post("/login", content=iter([large]), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400


def test_writes_come_at_a_bounded_rate(ledger_path: Path) -> None:
    app = create_app(ledger_path, replace(SETTINGS, writes_per_minute=2))
    with TestClient(app, base_url=ADDRESS) as visitor:
        answers = [visitor.post("/api/pages", data={"address": "nowhere"}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [400, 400, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert visitor.get("/actors").status_code == 200


def test_nothing_is_documented_with_script_from_elsewhere(client: TestClient) -> None:
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
    assert client.get("/api/openapi.json").json()["info"]["title"] == "enligt"
