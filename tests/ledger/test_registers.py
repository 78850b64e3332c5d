"""Entries kept with their pages, put together when asked, and put right by readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from enligt.errors import LedgerError
from enligt.ledger import Ledger, open_ledger
from enligt.ledger.at_hand import Registers
from enligt.ledger.registering import (
    EntriesWanted,
    correct,
    find,
    history,
    merge_entries,
    split_entry,
    undo_change,
    waiting,
)
from enligt.records import Block, Page, Span, Traced
from enligt.registers import entries_of

from .test_versions import brought_to

ENGLISH = "Sweden pledged 60 million euros to Moldova before June 30."
SWEDISH = "Sverige lovade 60 miljoner euro till Moldavien före den 30 juni."
OTHER = "Norway pledged 9 million euros to Moldova before May 2."


def page(text: str, lang: str, n: int) -> Traced:
    found = Page(
        text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
        url=f"https://p{n}.example/",
        lang=lang,
        published=f"2026-03-0{n}",
    )
    traced = Traced(page=found, statements=())
    return replace(traced, entries=entries_of(traced))


PAGES = [page(ENGLISH, "en", 1), page(SWEDISH, "sv", 2), page(OTHER, "en", 3)]


@pytest.fixture
def ledger(ledger_path: str) -> Iterator[Ledger]:
    with open_ledger(ledger_path) as opened:
        list(opened.add_many(PAGES))
        yield opened


def test_entries_come_out_with_their_page_as_they_went_in(ledger: Ledger) -> None:
    assert PAGES[0].entries
    assert ledger.page(PAGES[0].page.id) == PAGES[0]


def test_one_pledge_of_two_pages_by_date(ledger: Ledger) -> None:
    norway, sweden = ledger.register("pledges")
    assert [norway.amount, sweden.amount] == [9_000_000, 60_000_000]
    assert (len(sweden.members), sweden.origins, sweden.first_seen) == (2, 2, "2026-03-01")
    assert ledger.register("contacts") == []


@pytest.mark.parametrize(
    ("wanted", "amounts"),
    [
        (EntriesWanted(actor="sweden"), [60_000_000]),
        (EntriesWanted(actor="country-no"), [9_000_000]),
        (EntriesWanted(since="2026-06-01"), [60_000_000]),
        (EntriesWanted(until="2026-05-02"), [9_000_000]),
        (EntriesWanted(text="norway MOLDOVA"), [9_000_000]),
        (EntriesWanted(text="ferry"), []),
    ],
)
def test_filters(ledger: Ledger, wanted: EntriesWanted, amounts: list[int]) -> None:
    assert [one.amount for one in ledger.register("pledges", wanted)] == amounts


def test_a_field_put_right_is_kept_with_its_author_and_can_be_undone(ledger: Ledger) -> None:
    (sweden,) = ledger.register("pledges", EntriesWanted(actor="Sweden"))
    number = correct(ledger, sweden, {"amount": "65 000 000", "where": "", "status": "conditional"}, " Ann  Lee ")
    now = find(ledger, sweden.id)
    assert (now.amount, now.status, now.corrected) == (65_000_000, "conditional", ("amount", "status", "where"))
    assert {(one.by, one.field, one.undone) for one in history(ledger, now)} == {
        ("Ann Lee", field, False) for field in ("amount", "where", "status")
    }
    undo_change(ledger, number)
    assert find(ledger, sweden.id) == sweden
    assert all(one.undone for one in history(ledger, sweden))
    with pytest.raises(LedgerError, match="none to take back"):
        undo_change(ledger, number)


def test_an_entry_taken_out_is_no_longer_listed_but_found(ledger: Ledger) -> None:
    (sweden,) = ledger.register("pledges", EntriesWanted(actor="Sweden"))
    correct(ledger, sweden, {"hidden": "yes"}, "Ann")
    assert [one.amount for one in ledger.register("pledges")] == [9_000_000]
    assert find(ledger, sweden.members[1]).amount == 60_000_000


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"colour": "red"},
        {"status": "maybe"},
        {"date": "soon"},
        {"amount": "many"},
        {"what": ""},
        {"where": "x" * 501},
    ],
)
def test_what_does_not_fit_is_refused(ledger: Ledger, fields: dict[str, str]) -> None:
    sweden = ledger.register("pledges")[1]
    with pytest.raises(LedgerError):
        correct(ledger, sweden, fields, "Ann")
    with pytest.raises(LedgerError, match="not signed"):
        correct(ledger, sweden, {"unit": "SEK"}, " ")
    assert history(ledger, sweden) == []


def test_entries_taken_apart_and_put_together(ledger: Ledger) -> None:
    norway, sweden = ledger.register("pledges")
    apart = split_entry(ledger, sweden, PAGES[1].page.id, "Ann")
    assert len(ledger.register("pledges")) == 3
    merge_entries(ledger, find(ledger, sweden.members[0]), norway, "Bo")
    assert len(ledger.register("pledges")) == 2
    undo_change(ledger, apart)
    assert ledger.register("pledges")[0].members == (*sweden.members, *norway.members)
    with pytest.raises(LedgerError):
        split_entry(ledger, norway, "nowhere", "Ann")


def test_a_page_that_repeats_another_is_no_origin_of_its_own(ledger_path: str) -> None:
    text = f"""{ENGLISH} The money is for the repair of the bridge over the Dniester, which was closed last autumn.
Engineers had found cracks in two of its seven pillars, and lorries have since gone round by way of the dam.
The minister of transport wants work to begin in the spring, when the ice has gone, and to end within two years.
Villages on both banks have asked for a ferry until then; one that stood idle in Galati is being looked at."""
    with open_ledger(ledger_path) as ledger:
        list(ledger.add_many([page(text, "en", 1), page(text, "en", 2)]))
        (pledge,) = ledger.register("pledges")
    assert (len(pledge.members), pledge.origins) == (2, 1)


def test_a_ledger_of_an_earlier_version_gets_its_entries_when_they_are_asked_for(ledger_file: Path) -> None:
    with open_ledger(ledger_file) as ledger:
        list(ledger.add_many(PAGES))
    brought_to(ledger_file, 3)
    with open_ledger(ledger_file) as ledger:
        assert ledger.page(PAGES[0].page.id) == replace(PAGES[0], entries=())
        assert len(ledger.register("pledges")) == 2
        assert ledger.page(PAGES[0].page.id) == PAGES[0]


def test_registers_at_hand_are_those_of_the_ledger_and_change_with_it(ledger: Ledger) -> None:
    kept = Registers(ledger)
    for wanted in (EntriesWanted(), EntriesWanted(actor="sweden"), EntriesWanted(text="9 million", since="2026-01-01")):
        assert kept.entries("pledges", wanted) == ledger.register("pledges", wanted)
        assert kept.arranged("pledges", wanted, len) == len(ledger.register("pledges", wanted))
    (entry,) = kept.entries("pledges", EntriesWanted(actor="sweden"))
    assert kept.find(entry.members[-1]) == entry
    correct(ledger, entry, {"hidden": "yes"}, "Ann")
    assert kept.entries("pledges", EntriesWanted(actor="sweden")) == []
    assert kept.arranged("pledges", EntriesWanted(), len) == 1
    assert kept.find(entry.id).members == entry.members
    with pytest.raises(LedgerError, match="none with this id"):
        kept.find("none")


def test_what_an_earlier_version_kept_is_looked_through_some_pages_at_a_time(ledger: Ledger) -> None:
    everything = ledger.register("pledges")
    with ledger._file.transaction("IMMEDIATE") as connection:
        connection.exec_driver_sql("DELETE FROM entries")
        connection.exec_driver_sql("DELETE FROM entered")
    kept = Registers(ledger)
    assert (waiting(ledger), kept.entries("pledges", EntriesWanted())) == (3, [])
    assert list(ledger.look_through(2)) == [one.page.id for one in PAGES[:2]]
    assert (waiting(ledger), len(kept.entries("pledges", EntriesWanted()))) == (1, 1)
    assert ledger.register("pledges") == everything
    assert (waiting(ledger), list(ledger.look_through())) == (0, [])
