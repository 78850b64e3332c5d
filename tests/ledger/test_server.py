"""What only a server has: several at once, passwords that are never shown, words folded as in a file."""

from __future__ import annotations

import multiprocessing
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enligt.errors import LedgerError
from enligt.ledger import open_ledger, server
from enligt.ledger.checking import check
from enligt.ledger.store import place_of
from enligt.ledger.words import MAX_BYTES, MAX_WORD, lexemes, wanted, words
from enligt.records import Page, Traced

from .conftest import NewLedger, traced_page
from .postgres import GUARDED, PASSWORD

PAGES = [
    traced_page(f"Färja {n // 2} går inte, sade Kaj Ek.", "Kaj Ek", url=f"https://{n}.example/") for n in range(24)
]


def _add(name: str, first: int) -> None:
    order = PAGES[first:] + PAGES[:first]
    with open_ledger(name) as ledger:
        for n in range(0, len(order), 5):
            list(ledger.add_many(order[n : n + 5]))


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_several_that_add_the_same_at_once_lose_and_double_nothing(new_on_server: NewLedger) -> None:
    together, alone = new_on_server(), new_on_server()
    at_once = [multiprocessing.get_context("spawn").Process(target=_add, args=(together, at)) for at in (0, 7, 15)]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join(120)
        assert one.exitcode == 0
    _add(alone, 0)
    with open_ledger(together) as ledger, open_ledger(alone) as other:
        assert sorted(page.id for page in ledger.pages()) == sorted(one.page.id for one in PAGES)
        assert set(ledger.claims()) == set(other.claims())
    with closing(place_of(together)) as place:
        assert list(check(place)) == []


def test_who_waits_too_long_is_told(new_on_server: NewLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "WAIT_SECONDS", 0.05)
    name = new_on_server()
    with open_ledger(name) as one, open_ledger(name) as other:
        with one._file.transaction("IMMEDIATE"):
            with pytest.raises(LedgerError, match="others are writing"):
                other.add(PAGES[0])
            assert list(other.pages()) == []  # reading goes on
        assert other.add(PAGES[0])


def test_a_database_of_something_else_is_left_alone(new_on_server: NewLedger, postgres: str) -> None:
    import psycopg

    name = new_on_server()
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(name, create=False)
    with psycopg.connect(name, autocommit=True) as connection:
        connection.execute("CREATE TABLE pages (id int)")
    with pytest.raises(LedgerError, match="other tables"):
        open_ledger(name)


def test_no_password_is_ever_shown(postgres: str) -> None:
    host = postgres.rpartition("@")[2]
    right, wrong = quote(PASSWORD, safe=""), quote("wr0ng/õ", safe="")
    refused = {
        f"postgresql://{GUARDED}:{wrong}@{host}": "does not let you in",
        f"postgresql://{GUARDED}@{host}?password={wrong}": "does not let you in",
        f"postgresql://{GUARDED}:{right}@{host}nowhere": "no such database",
        f"postgresql://{GUARDED}:{right}@127.0.0.1:1/x": "can't be reached",
        f"postgresql://{GUARDED}:{right}@{host}": "may not do this",
        f"postgresql://{GUARDED}:{PASSWORD}@{host}": "can't be read",
        "postgresql://kim:wr0ng/õ@:x/y": "can't be read",
    }
    for address, why in refused.items():
        with pytest.raises(LedgerError, match=why) as caught:
            open_ledger(address)
        for secret in (PASSWORD, right, "s3cret", "wr0ng", wrong):
            assert secret not in str(caught.value), address


def test_a_page_that_a_server_cannot_hold_is_refused(new_on_server: NewLedger) -> None:
    with open_ledger(new_on_server()) as ledger:
        with pytest.raises(LedgerError, match="NUL"):
            ledger.add(Traced(page=Page(text="a\x00b"), statements=()))
        assert ledger.add(Traced(page=Page(text=" ".join(map(str, range(300_000)))), statements=()))
        assert len(list(ledger.search("77"))) == 1


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_is_indexed_is_what_is_asked_for(title: str, text: str) -> None:
    found = {part.rpartition(":")[0].strip("'") for part in lexemes(title, text).split()}
    asked = [word for word in (title + " " + text).split() if words(word)]
    assert found == {word for one in asked for word in words(one)}
    assert Counter(wanted(asked))["("] == len(asked)


def test_an_index_keeps_within_its_bounds() -> None:
    assert lexemes("x" * (MAX_WORD + 1)) == ""
    assert len(lexemes(" ".join(f"word{n}" for n in range(300_000))).encode()) < 2 * MAX_BYTES


def test_a_driver_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"enligt\[postgres\]"):
        open_ledger("postgresql://kim:secret@127.0.0.1/news")
