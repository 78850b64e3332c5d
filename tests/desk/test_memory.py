"""What is remembered is given again, to whom it is for, and only until the ledger changes."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from enligt.desk.memory import MADE_AT_ONCE, Memory
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


def test_few_answers_are_made_at_a_time_and_what_several_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(ask: Callable[[], str]) -> str:
        return ask()

    # Threads would let the questions come in any order, and two of one kind take their turns together.
    monkeypatch.setattr("enligt.desk.memory.run_in_threadpool", at_once)
    made: list[str] = []
    busy = most = 0

    async def page(scope: Scope, _receive: Receive, send: Send) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1
        made.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    async def ask(memory: Memory, path: str) -> bytes:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        await memory(scope, receive, send)
        return b"".join(one.get("body", b"") for one in sent)

    async def all_ask() -> list[bytes]:
        memory = Memory(page, lambda: "as it is")
        asked = [f"/{n}" for n in range(2 * MADE_AT_ONCE)] + ["/0"] * 8
        assert await asyncio.gather(*(ask(memory, path) for path in asked)) == [path.encode() for path in asked]
        return [await ask(memory, "/1")]

    assert asyncio.run(all_ask()) == [b"/1"]
    assert most == MADE_AT_ONCE
    assert sorted(made) == [f"/{n}" for n in range(2 * MADE_AT_ONCE)]
