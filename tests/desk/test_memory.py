"""What is remembered is given again, to whom it is for, and only until the ledger changes."""

from starlette.testclient import TestClient

from enligt.ledger import Ledger
from enligt.ledger.comments import add_comment

from .conftest import answer, harbour


def test_what_another_process_adds_is_seen_at_once(client: TestClient, ledger: Ledger) -> None:
    for traced in (harbour(), answer()):
        assert traced.page.outlet not in client.get("/outlets").text
        ledger.add(traced)
        assert traced.page.outlet in client.get("/outlets").text
    where = f"/pages/{answer().page.id}"
    assert "Look here." not in client.get(where).text
    add_comment(ledger, "page", answer().page.id, by="Ann", words="Look here.")
    assert "Look here." in client.get(where).text


def test_each_language_and_question_has_its_own_answer(client: TestClient, ledger: Ledger) -> None:
    ledger.add(harbour())
    for _ in range(2):
        assert "Aktörer" in client.get("/actors", headers={"accept-language": "sv"}).text
        assert "Actors" in client.get("/actors", headers={"accept-language": "en"}).text
        assert "Linda Ask" in client.get("/search?q=linda").text
        assert "Nothing in the ledger" in client.get("/search?q=rymdskepp").text
        assert client.get("/pages/none").status_code == 404


def test_an_answer_given_again_is_as_safe_as_the_first(client: TestClient) -> None:
    first, again = client.get("/actors"), client.get("/actors")
    assert first.text == again.text
    assert first.headers["content-security-policy"] == again.headers["content-security-policy"]
    assert client.get("/actors", headers={"host": "evil.example"}).status_code == 421
