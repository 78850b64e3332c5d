"""The verb: what it asks for, what it writes, how it ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt.cli import app
from enligt.ledger import open_ledger
from enligt.records import Block, Page, Span, Speaker, Statement, Traced


def enligt(*arguments: object, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout, result.stderr


def told(text: str, name: str, day: str) -> Traced:
    """A page of one sentence, said by whoever's name ends it."""
    page = Page(
        text=text, blocks=(Block("paragraph", Span(0, len(text))),), outlet="Sound Post", lang="en", published=day
    )
    content, source = Span(0, text.index(",")), Span(text.index(name), text.index(name) + len(name))
    one = Statement(
        id=day, content=(content,), cue=(), source=(source,), form="indirect", voice="named",
        speaker=Speaker(id=name, name=name),
    )  # fmt: skip
    return Traced(page=page, statements=(one,))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "my.ledger"
    with open_ledger(path) as kept:
        kept.add(told("The ferry to Gotland stops in May, said Ann Lee.", "Ann Lee", "2026-03-05"))
        kept.add(told("Bread became dearer again this winter, said Bo Ek.", "Bo Ek", "2026-03-07"))
    monkeypatch.setenv("ENLIGT_LEDGER", str(path))
    return path


def test_a_brief_is_printed_by_span_actor_and_topic(ledger: Path) -> None:
    whole, errors = enligt("brief")
    assert "ferry" in whole
    assert "Bread" in whole
    assert errors == ""
    for asked in (("--day", "2026-03-05"), ("--to", "2026-03-06"), ("--actor", "ann lee"), ("ferry gotland",)):
        some = enligt("brief", *asked)[0]
        assert "ferry" in some, asked
        assert "Bread" not in some, asked
    assert "Bread" in enligt("brief", "--from", "2026-03-06")[0]
    assert "Enligt **Ann Lee**" in enligt("brief", "--lang", "sv", "--limit", "1")[0]


def test_a_file_is_written_whole(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    assert enligt("brief", "--format", "html", "-o", file)[0] == f"{file}: 2 claims, 2 sources\n"
    assert file.read_text(encoding="utf-8") == enligt("brief", "--format", "html")[0]
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_nothing_is_written_about_nothing(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    _, errors = enligt("brief", "--day", "2027-01-01", "-o", file, code=3)
    assert "nothing in" in errors
    assert not file.exists()


@pytest.mark.parametrize(
    "asked",
    [
        ("--day", "2026-03-05", "--from", "2026-03-05"),
        ("--from", "2026-03-05", "--to", "2026-03-04"),
        ("--day", "yesterday"),
        ("--day", "2026-03-05T10:00"),
        ("--lang", "de"),
        ("--format", "pdf"),
    ],
)
def test_what_makes_no_sense_is_refused(ledger: Path, asked: tuple[str, ...]) -> None:
    assert enligt("brief", *asked, code=2)


def test_a_ledger_that_does_not_exist_is_told_of(tmp_path: Path) -> None:
    assert "brief" not in enligt("brief", "--ledger", tmp_path / "none.ledger", code=3)[0]
