"""Actors and outlets are listed with their numbers, and who relays whom is counted both ways."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enligt.ledger import Ledger, listing, open_ledger
from enligt.records import Link, Page, Span, Speaker, Statement, Traced

from .conftest import NewLedger
from .test_versions import brought_to

ANN, BO = Speaker(id="ann", name="Ann Lee"), Speaker(id="bo", name="Bo Ek")


def page(outlet: str | None, published: str | None, *told: tuple[Speaker | None, tuple[str, ...], str]) -> Traced:
    made = Page(text=f"{outlet} {published}: Ann Lee says so.", outlet=outlet, published=published, lang="en")
    statements = tuple(
        Statement(
            id=f"{made.id}{n}",
            content=(Span(0, 3),),
            cue=(),
            source=(Span(*(made.text.index("Ann Lee") + at for at in (0, 7))),) if speaker else (),
            form="indirect",
            voice=voice,  # type: ignore[arg-type]
            speaker=speaker,
            via=tuple(Link(name, None) for name in via),
        )
        for n, (speaker, via, voice) in enumerate(told)
    )
    own = Statement(id=f"{made.id}own", content=(Span(0, 3),), cue=(), source=(), form="indirect", voice="author")
    return Traced(page=made, statements=statements, assertions=(own,))


@pytest.fixture
def filled(ledger_path: str) -> Iterator[Ledger]:
    with open_ledger(ledger_path) as ledger:
        yield fill(ledger)


def fill(ledger: Ledger) -> Ledger:
    ledger.add(page("Kust", "2026-03-02", (ANN, ("Radion",), "named"), (BO, (), "named"), (None, (), "unstated")))
    ledger.add(page("Sund", "2026-03-04", (ANN, ("Radion", "Kust"), "named")))
    ledger.add(page(None, None, (ANN, (), "named")))
    return ledger


def test_totals_leave_the_pages_own_assertions_out(filled: Ledger) -> None:
    assert filled.page(next(iter(filled.pages())).id).assertions  # type: ignore[union-attr]
    assert listing.totals(filled) == (3, 5, 2, 2)


def test_actors_come_by_their_number_of_statements_and_by_name(filled: Ledger) -> None:
    assert [(one.id, one.statements, one.pages) for one in listing.actors(filled)] == [("ann", 3, 3), ("bo", 1, 1)]
    assert [one.id for one in listing.actors(filled, limit=1, offset=1)] == ["bo"]
    assert [one.id for one in listing.actors(filled, named="EK")] == ["bo"]


def test_outlets_come_by_their_number_of_pages(filled: Ledger) -> None:
    assert [(one.name, one.statements, one.pages) for one in listing.outlets(filled)] == [
        ("Kust", 3, 1),
        ("Sund", 1, 1),
    ]
    assert sorted(listing.intermediaries(filled)) == ["Kust", "Radion", "Sund"]


def test_who_relays_whom_is_counted_both_ways(filled: Ledger) -> None:
    assert [one.name for one in listing.relayed_by(filled, ["Sund"])] == ["Kust", "Radion"]
    assert [(one.name, one.statements) for one in listing.relaying(filled, ["Radion"])] == [("Kust", 1), ("Sund", 1)]
    assert [one.name for one in listing.relaying(filled, ["Kust", "Radion"])] == ["Sund"]
    assert [(one.name, one.statements) for one in listing.channels_of(filled, "ann")] == [("Radion", 2), ("Kust", 1)]
    assert [one.name for one in listing.publishers_of(filled, "ann")] == ["Kust", "Sund"]
    assert listing.voices_of(filled, ["Kust"]) == [("named", 2), ("unstated", 1)]


def test_an_actors_statements_come_latest_first_a_part_at_a_time(filled: Ledger) -> None:
    found = listing.statements_by(filled, "ann")
    assert [one.published for one, _ in found] == ["2026-03-04", "2026-03-02", None]
    assert listing.statements_by(filled, "ann", limit=1, offset=1) == found[1:2]
    assert listing.count_by(filled, "ann") == 3
    assert listing.spellings(filled, "ann") == [("Ann Lee", 3)]


def test_statements_are_looked_up_with_their_pages(filled: Ledger) -> None:
    told = [statement for _, statement in filled.statements("ann")]
    found = listing.statements_with(filled, [*(one.id for one in told), "none"])
    assert [found[one.id][1] for one in told] == told
    assert {page.outlet for page, _ in found.values()} == {"Kust", "Sund", None}


def test_pages_in_lists_have_a_head_and_no_text(filled: Ledger) -> None:
    kust = next(page for page in filled.pages() if page.outlet == "Kust")
    assert listing.pages_of(filled, ["Kust"]) == [(kust.id, None, "Kust", None, "en", "2026-03-02")]
    assert listing.heads(filled, [kust.id, "none"]) == {kust.id: listing.pages_of(filled, ["Kust"])[0]}


def test_a_ledger_of_version_2_learns_who_relays_whom(ledger_file: Path) -> None:
    fill(open_ledger(ledger_file)).close()
    brought_to(ledger_file, 2)
    with open_ledger(ledger_file) as ledger:
        test_who_relays_whom_is_counted_both_ways(ledger)


def test_the_languages_of_pages(filled: Ledger, new_ledger: NewLedger) -> None:
    assert listing.languages(filled) == ["en"]
    with open_ledger(new_ledger()) as empty:
        assert listing.languages(empty) == []
