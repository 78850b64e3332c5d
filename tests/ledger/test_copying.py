"""A ledger is copied from place to place whole, checked, and brought back from its backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt.cli import app
from enligt.ledger import Ledger, comments, open_ledger
from enligt.records import Traced

from .conftest import NewLedger, traced_page


def enligt(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def fill(name: object, rich_traced: Traced) -> None:
    with open_ledger(name) as ledger:  # type: ignore[arg-type]
        list(ledger.add_many([rich_traced, traced_page("Färjan går, sade Kaj.", "Kaj")]))
        comments.add_comment(ledger, "page", rich_traced.page.id, by="Ann", words="Who?")
        first, second, *_ = ledger.claims()
        ledger.merge(first.id, second.id, "Ann")


def held(ledger: Ledger) -> tuple[object, ...]:
    pages = list(ledger.pages())
    return (
        pages,
        [ledger.page(page.id) for page in pages],
        list(ledger.claims()),
        comments.comments_on(ledger, "page", [page.id for page in pages]),
        list(ledger.search("farjan")),
    )


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_a_copy_holds_all_and_goes_on_from_there(
    new_ledger: NewLedger, there: str, request: pytest.FixtureRequest, tmp_path: Path, rich_traced: Traced
) -> None:
    source = new_ledger()
    target = str(tmp_path / "copy.ledger") if there == "sqlite" else request.getfixturevalue("new_on_server")()
    fill(source, rich_traced)
    enligt("ledger", "copy", source, target)
    with open_ledger(source) as old, open_ledger(target) as new:
        assert held(old) == held(new)
        assert len(held(new)[4]) == 1  # type: ignore[arg-type]
        for ledger in (old, new):
            assert ledger.add(traced_page("Nej, sade Kaj.", "Kaj"))
            comments.add_comment(ledger, "page", rich_traced.page.id, by="Bo", words="Kaj.")
            ledger.undo(1)
        assert list(old.claims()) == list(new.claims())
    assert "all is well" in enligt("ledger", "check", "--ledger", target)
    assert "holds pages already" in enligt("ledger", "copy", source, target, code=3)


def test_a_backup_is_a_ledger_of_one_file_and_brings_all_back(
    new_ledger: NewLedger, tmp_path: Path, rich_traced: Traced
) -> None:
    name, kept = new_ledger(), tmp_path / "kept.backup"
    fill(name, rich_traced)
    kept.write_text("an older one")
    with open_ledger(name) as ledger:
        before = held(ledger)
        enligt("ledger", "backup", kept, "--ledger", name)
        ledger.add(traced_page("Nej, sade Kaj.", "Kaj"))
    assert [path.name for path in tmp_path.glob("kept*")] == ["kept.backup"]
    restored = new_ledger()
    enligt("ledger", "copy", kept, restored)
    with open_ledger(restored) as ledger:
        assert held(ledger) == before


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        ("UPDATE pages SET text = 'Nej.' WHERE seq = 2", "not what it was"),
        ("UPDATE statements SET content = '[[0, 9999]]' WHERE page = 1 AND position = 0", "points outside"),
        ("DELETE FROM vias", "told in two ways"),
        ("UPDATE counts SET pages = 77", "counted wrong"),
        ("DELETE FROM spellings", "how statements name actors"),
        ("DELETE FROM page_words WHERE {key} = 1", "by its words"),
        ("DELETE FROM sayings WHERE n = 1", "in no claim"),
        ("DELETE FROM claims", "which is not there"),
        ("UPDATE claims SET members = '[]'", "other statements"),
        ("UPDATE claims SET pages = 77", "counts its pages"),
        ("UPDATE sayings SET knot_0 = 99", "counts its sayings"),
        ("UPDATE bonds SET first = 'gone'", "bound to others"),
    ],
)
def test_check_finds_what_is_wrong_and_says_what_to_do(
    new_ledger: NewLedger, rich_traced: Traced, harm: str, why: str
) -> None:
    name = new_ledger()
    fill(name, rich_traced)
    assert "all is well" in enligt("ledger", "check", "--ledger", name)
    with open_ledger(name) as ledger, ledger._file.transaction("IMMEDIATE") as connection:
        on_server = connection.dialect.name == "postgresql"
        connection.exec_driver_sql(harm.format(key="seq" if on_server else "rowid"))
    told = enligt("ledger", "check", "--ledger", name, code=1)
    assert why in told
    assert all(";" in line for line in told.splitlines())


def test_check_finds_a_damaged_file(ledger_file: Path, rich_traced: Traced) -> None:
    fill(ledger_file, rich_traced)
    with closing(sqlite3.connect(ledger_file)) as broken:
        broken.execute("DELETE FROM pages WHERE seq = 2")
        broken.commit()
    assert "is not there" in enligt("ledger", "check", "--ledger", ledger_file, code=1)


def test_a_ledger_is_brought_back_and_up_by_name(new_ledger: NewLedger) -> None:
    name = new_ledger()
    open_ledger(name).close()
    assert "version 3; it was 8" in enligt("ledger", "migrate", "--to", 3, "--ledger", name)
    assert "version 8; it was 3" in enligt("ledger", "migrate", "--ledger", name)
    enligt("ledger", "migrate", "--to", 99, "--ledger", name, code=2)


@pytest.mark.parametrize("verb", ["check", "migrate", "backup"])
def test_what_is_not_there_is_not_made(tmp_path: Path, verb: str) -> None:
    arguments = [tmp_path / "to"] if verb == "backup" else []
    assert "no ledger here" in enligt("ledger", verb, *arguments, "--ledger", tmp_path / "none", code=3)
    assert list(tmp_path.iterdir()) == []
