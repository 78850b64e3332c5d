import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt.cli import app


def enligt(*arguments: object, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout, result.stderr


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for n, day in enumerate(("2026-03-01", "2026-03-02"), start=1):
        (tmp_path / f"{n}.txt").write_text(f"Norway pledged {n * 9} million euros to Moldova before May {n}.\n")
        enligt("add", tmp_path / f"{n}.txt", "--lang", "en", "--published", day, "--model", "baseline",
               "--ledger", tmp_path / "my.ledger")  # fmt: skip
    monkeypatch.setenv("ENLIGT_LEDGER", str(tmp_path / "my.ledger"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "my.ledger"


def listed(*arguments: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in enligt("register", "pledges", "--json", *arguments)[0].splitlines()]


def test_a_register_as_the_contract_says(ledger: Path) -> None:
    first, second = listed()
    assert {
        "id",
        "kind",
        "who",
        "what",
        "where",
        "date",
        "until",
        "amount",
        "unit",
        "status",
        "statements",
    } <= first.keys()
    assert (first["kind"], first["who"], first["amount"], first["unit"]) == (
        "pledge",
        ["Norway", "Moldova"],
        9_000_000,
        "EUR",
    )
    assert (first["date"], second["date"], first["origins"]) == ("2026-05-01", "2026-05-02", 1)
    assert [one["amount"] for one in listed("--from", "2026-05-02")] == [18_000_000]
    assert listed("--actor", "Finland") == []


def test_for_people_and_for_other_programs(ledger: Path) -> None:
    text = " ".join(enligt("register", "pledges")[0].split())
    assert "2026-05-01 Norway → Moldova pledge 9,000,000 EUR [planned]" in text
    assert len(list(csv.DictReader(enligt("register", "pledges", "--csv")[0].splitlines()))) == 2
    enligt("register", "pledges", "--ics", "-o", "due.ics")
    assert Path("due.ics").read_text().count("BEGIN:VEVENT") == 2
    assert "no visits" in enligt("register", "contacts")[1]
    enligt("register", "pledges", "--csv", "--ics", code=2)
    enligt("register", "pledges", "--output", "x", code=2)


def test_a_readers_word_and_its_history(ledger: Path) -> None:
    first = listed()[0]["id"]
    assert "change 1" in enligt("register", "correct", first, "amount=7000000", "--by", "Ann")[0]
    assert listed()[0]["amount"] == 7_000_000
    assert "Ann: amount = 7000000" in enligt("register", "history", first)[0]
    enligt("register", "undo", "1")
    assert listed()[0]["amount"] == 9_000_000
    assert "(undone)" in enligt("register", "history", first)[0]
    assert "there is none" in enligt("register", "correct", "nowhere", "amount=1", "--by", "Ann", code=3)[1]
    enligt("register", "correct", first, "amount", "--by", "Ann", code=2)


def test_two_put_together_and_taken_apart(ledger: Path) -> None:
    one, other = (entry["id"] for entry in listed())
    enligt("register", "merge", one, other, "--by", "Ann")
    (both,) = listed()
    page = both["evidence"][1]["page_id"]  # type: ignore[index]
    enligt("register", "undo", "1")
    assert len(listed()) == 2
    assert "does not rest" in enligt("register", "split", one, page, "--by", "Bo", code=3)[1]
