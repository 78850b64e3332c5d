import multiprocessing
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

import enligt
from enligt.errors import LedgerError
from enligt.ledger import file as files
from enligt.ledger import open_ledger
from enligt.ledger.schema import SCHEMA_VERSION
from enligt.records import Page, Span, Speaker, Traced

from .conftest import traced_page


def test_what_is_added_comes_back_the_same_after_closing(ledger_path: str, rich_traced: Traced) -> None:
    with open_ledger(ledger_path) as ledger:
        assert ledger.add(rich_traced)
    with enligt.open_ledger(str(ledger_path)) as ledger:
        assert ledger.page(rich_traced.page.id) == rich_traced
        assert list(ledger.pages()) == [rich_traced.page]
        assert list(ledger.statements()) == [(rich_traced.page, statement) for statement in rich_traced.statements]


def test_the_same_page_twice_changes_nothing(ledger_path: str, rich_traced: Traced) -> None:
    without = Traced(page=rich_traced.page, statements=())
    with open_ledger(ledger_path) as ledger:
        assert ledger.add(rich_traced)
        assert rich_traced.page.id in ledger
        assert not ledger.add(rich_traced)
        assert not ledger.add(without)
        assert ledger.page(rich_traced.page.id) == rich_traced
        assert len(list(ledger.pages())) == 1
        assert len(list(ledger.search("skriver"))) == 1


def test_a_page_that_is_not_there(ledger_path: str) -> None:
    with open_ledger(ledger_path) as ledger:
        assert ledger.page("0" * 16) is None
        assert "0" * 16 not in ledger


def test_who_finds_by_source_words_and_by_speaker(ledger_path: str) -> None:
    russian = traced_page("Да, — сказал Олег ТАРХАНОВ.", "Олег ТАРХАНОВ")
    pronoun = traced_page("Ja, sade han.", "han", speaker=Speaker(id="q1", name="Åsa Öberg"))
    with open_ledger(ledger_path) as ledger:
        ledger.add(russian)
        ledger.add(pronoun)
        assert list(ledger.who("тарханов")) == [(russian.page, russian.statements[0])]
        assert list(ledger.who("öberg")) == [(pronoun.page, pronoun.statements[0])]
        assert list(ledger.who("HAN")) == [(pronoun.page, pronoun.statements[0])]
        assert list(ledger.who("рхан")) == list(ledger.who("%")) == list(ledger.who("")) == []
        assert list(ledger.statements(actor="q1")) == [(pronoun.page, pronoun.statements[0])]
        assert list(ledger.statements(actor="q")) == []


def test_statements_keep_their_pages_and_order(ledger_path: str, rich_traced: Traced) -> None:
    other = traced_page("Nej, sade Kaj.", "Kaj")
    with open_ledger(ledger_path) as ledger:
        ledger.add(rich_traced)
        ledger.add(other)
        found = [(page.id, statement.id) for page, statement in ledger.statements()]
    ours = rich_traced.page.id
    assert found == [(ours, "a1"), (ours, "b2"), (other.page.id, other.statements[0].id)]


def test_search_finds_words_of_text_and_title(ledger_path: str) -> None:
    page = Page(text="Färjan går på onsdag.", title="Hamnen 'öppnar' \"igen\"")
    with open_ledger(ledger_path) as ledger:
        ledger.add(Traced(page=page, statements=()))
        for words in ("färjan ONSDAG", "farjan", "hamnen", 'hamnen "igen"'):
            assert list(ledger.search(words)) == [page]
        for words in ("tåget", "färjan tåget", "hamnen NOT igen", '"', "*", ""):
            assert list(ledger.search(words)) == []


def test_the_default_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENLIGT_LEDGER", raising=False)
    open_ledger().close()
    assert (tmp_path / "enligt.ledger").exists()
    monkeypatch.setenv("ENLIGT_LEDGER", str(tmp_path / "other"))
    open_ledger().close()
    assert (tmp_path / "other").exists()


def test_a_missing_ledger_is_not_made_for_reading(ledger_file: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(ledger_file, create=False)
    assert not ledger_file.exists()


@pytest.mark.parametrize(
    "content", [b"just some notes, long enough to be no header of SQLite at all" * 9, b"\x00" * 600]
)
def test_another_file_is_refused_and_left_alone(ledger_file: Path, content: bytes) -> None:
    ledger_file.write_bytes(content)
    with pytest.raises(LedgerError, match="not an enligt ledger"):
        open_ledger(ledger_file)
    assert ledger_file.read_bytes() == content


def test_another_sqlite_file_is_refused_and_left_alone(ledger_file: Path) -> None:
    with sqlite3.connect(ledger_file) as other:
        other.execute("CREATE TABLE pages (id)")
    other.close()
    before = ledger_file.read_bytes()
    with pytest.raises(LedgerError, match="not an enligt ledger"):
        open_ledger(ledger_file)
    assert ledger_file.read_bytes() == before


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="not an enligt ledger"):
        open_ledger(tmp_path)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="folder"):
        open_ledger(tmp_path / "none" / "my.ledger")


def test_a_newer_ledger_is_refused(ledger_file: Path) -> None:
    open_ledger(ledger_file).close()
    with sqlite3.connect(ledger_file) as newer:
        newer.execute("UPDATE alembic_version SET version_num = ?", (str(SCHEMA_VERSION + 1),))
    newer.close()
    with pytest.raises(LedgerError, match="newer enligt"):
        open_ledger(ledger_file)


def test_a_locked_ledger_says_so(ledger_file: Path, rich_traced: Traced, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.05)
    with open_ledger(ledger_file) as ledger:
        other = sqlite3.connect(ledger_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program"):
            ledger.add(rich_traced)
        assert list(ledger.pages()) == []  # reading goes on beside a writer
        other.close()
        assert ledger.add(rich_traced)


@pytest.mark.parametrize(("pragma", "why"), [("max_page_count = 1", "disk is full"), ("query_only = ON", "read-only")])
def test_a_full_disk_and_a_read_only_file(ledger_file: Path, pragma: str, why: str, rich_traced: Traced) -> None:
    with open_ledger(ledger_file) as ledger:
        with ledger._file.transaction("DEFERRED") as connection:  # the pool hands the same connection out again
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        big = Traced(page=Page(text="x" * 500_000), statements=())
        with pytest.raises(LedgerError, match=why):
            ledger.add(big)
        assert list(ledger.pages()) == []


def test_a_page_that_fails_half_way_leaves_nothing(ledger_path: str, rich_traced: Traced) -> None:
    broken = traced_page("Да \ud800, sade Kaj.", "Kaj")
    with open_ledger(ledger_path) as ledger:
        with pytest.raises(LedgerError, match="broken characters"):
            ledger.add(broken)
        assert list(ledger.pages()) == []
        assert ledger.add(rich_traced)


def _keep_adding(path: str) -> None:
    with open_ledger(path) as ledger:
        for n in range(100_000):
            ledger.add(traced_page(f"Sida {n}: nej, sade Kaj.", "Kaj"))


def test_a_killed_process_leaves_whole_pages(ledger_path: str) -> None:
    adding = multiprocessing.get_context("fork").Process(target=_keep_adding, args=(ledger_path,))
    adding.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not _count(ledger_path) > 3:
        time.sleep(0.01)
    assert adding.pid is not None
    os.kill(adding.pid, signal.SIGKILL)
    adding.join()
    with open_ledger(ledger_path) as ledger:
        pages = list(ledger.pages())
        assert len(pages) > 3
        assert [page for page, _ in ledger.statements()] == pages
        assert len(list(ledger.search("sade"))) == len(pages)
        assert ledger.add(traced_page("Och en till, sade Kaj.", "Kaj"))


def _count(path: str) -> int:
    try:
        with open_ledger(path, create=False) as ledger:
            return sum(1 for _ in ledger.pages())
    except LedgerError:  # not yet made whole
        return 0


def test_long_reading_sees_one_state(ledger_path: str) -> None:
    with open_ledger(ledger_path) as ledger:
        for n in range(3):
            ledger.add(traced_page(f"{n} nej, sade Kaj.", "Kaj"))
        reading = ledger.who("kaj")
        next(reading)
        ledger.add(traced_page("9 nej, sade Kaj.", "Kaj"))
        assert len(list(reading)) == 2
        assert len(list(ledger.who("kaj"))) == 4


def test_spans_come_back_as_spans(ledger_path: str, rich_traced: Traced) -> None:
    with open_ledger(ledger_path) as ledger:
        ledger.add(rich_traced)
        traced = ledger.page(rich_traced.page.id)
    assert traced is not None
    assert all(isinstance(span, Span) for s in traced.statements for span in s.content)
    assert traced.page.credits[0].evidence == Span(20, 22)
