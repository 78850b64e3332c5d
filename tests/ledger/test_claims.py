"""Claims in a ledger: the same whatever the order, incremental, a reader's word kept, and nothing lost by a kill."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

import enligt
from enligt.errors import LedgerError
from enligt.ledger import Ledger, linking, open_ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.schema import AFFAIRS
from enligt.ledger.schema import PAGES as PAGE_ROWS
from enligt.records import Claim, Page, Span, Traced
from enligt.tracing.meaning import Meaning

from .conftest import NewLedger
from .test_versions import brought_to

PAGES = {
    "en": (
        "Harbour Herald",
        "2026-03-10",
        (
            "Rostad harbour will be closed for three weeks from 4 May, a ministry official told the Harbour Herald. "
            "“Nobody has paid for the new cranes,” said Ann Lee, the mayor of Rostad."
        ),
    ),
    "sv": (
        "Kustbladet",
        "2026-03-11",
        (
            "Hamnen i Rostad stängs i tre veckor från den 4 maj, uppger en tjänsteman vid departementet för Harbour "
            "Herald. Ingen har betalat för de nya kranarna, säger Rostads borgmästare Ann Lee."
        ),
    ),
    "ru": (
        "Маяк",
        "2026-03-12",
        (
            "Порт в Ростаде будет закрыт на три недели с 4 мая, сообщает Harbour Herald со ссылкой на сотрудника "
            "министерства. Капитан порта Олег Дымов заявил, что порт закрывать не будут."
        ),
    ),
    "de": (
        "Hafenbote",
        "2026-03-13",
        "Der Chor von Rostad singt am Sonntag auf dem Marktplatz, sagte der Dirigent Karl Brandt dem Hafenboten.",
    ),
}


@pytest.fixture(scope="module")
def traced() -> list[Traced]:
    pages = [
        replace(enligt.read(text, lang=lang, published=published), outlet=outlet, url=f"https://{lang}.example/1")
        for lang, (outlet, published, text) in PAGES.items()
    ]
    return [enligt.trace(page) for page in pages]


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning(threads=1)


def filled(path: str | Path, pages: list[Traced], meaning: Meaning) -> Ledger:
    ledger = open_ledger(path, meaning=meaning)
    for page in pages:
        ledger.add(page)
    return ledger


def the_closing(ledger: Ledger) -> Claim:
    return next(claim for claim in ledger.claims() if len(claim.pages) == 3)


def test_three_pages_that_relay_one_official_are_one_claim_of_one_origin(
    ledger_path: str, traced: list[Traced], meaning: Meaning
) -> None:
    with filled(ledger_path, traced, meaning) as ledger:
        claim = the_closing(ledger)
        assert "4 May" in claim.gloss
        unnamed = {member.origin for member in claim.members if member.stance == "asserts"}
        assert len(unnamed) == 1
        assert all(origin.evidence for origin in claim.origins)
        assert (claim.first_seen, claim.last_seen) == ("2026-03-10", "2026-03-12")


def test_the_same_claims_in_whatever_order_pages_come(
    new_ledger: NewLedger, traced: list[Traced], meaning: Meaning
) -> None:
    seen = set()
    for seed in range(4):
        order = random.Random(seed).sample(traced, len(traced))
        with filled(new_ledger(), order, meaning) as ledger:
            seen.add(frozenset(ledger.claims()))
    assert len(seen) == 1


def test_the_same_claims_of_pages_one_by_one_and_several_in_one_go(
    new_ledger: NewLedger, traced: list[Traced], meaning: Meaning
) -> None:
    with filled(new_ledger(), traced, meaning) as ledger:
        one_by_one = set(ledger.claims())
    with open_ledger(new_ledger(), meaning=meaning) as ledger:
        assert [new for _, new in ledger.add_many([traced[2], traced[0], traced[2]])] == [True, True, False]
        assert list(ledger.add_many(traced)) == list(zip(traced, [False, True, False, True], strict=True))
        assert set(ledger.claims()) == one_by_one


def test_what_a_stream_gave_before_it_broke_is_kept(ledger_path: str, traced: list[Traced], meaning: Meaning) -> None:
    def stream() -> Iterator[Traced]:
        yield traced[0]
        raise KeyboardInterrupt

    with open_ledger(ledger_path, meaning=meaning) as ledger:
        with pytest.raises(KeyboardInterrupt):
            list(ledger.add_many(stream()))
        assert traced[0].page.id in ledger


def test_what_could_not_be_linked_is_linked_later_as_if_nothing_had_happened(
    new_ledger: NewLedger, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(new_ledger(), traced, meaning) as ledger:
        undisturbed = set(ledger.claims())
    with filled(new_ledger(), traced[:1], meaning) as ledger:
        with monkeypatch.context() as broken:
            broken.setattr("enligt.tracing.knots.claim_of", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ledger.add(traced[1])
        list(ledger.add_many(traced[2:]))
        assert set(ledger.claims()) == undisturbed


def test_pages_that_name_the_same_are_compared_though_no_vectors_are_near(
    ledger_path: str, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking.Linker, "_near", lambda _self, told: [[] for _ in told])
    with open_ledger(ledger_path, meaning=meaning) as ledger:
        for one in traced:
            ledger.add(one)
        closing = next(claim for claim in ledger.claims() if "three weeks" in claim.gloss)
    assert len(closing.pages) == 3


def test_a_name_that_many_pages_have_tells_nothing(
    ledger_path: str, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking.Linker, "_near", lambda _self, told: [[] for _ in told])
    monkeypatch.setattr(linking, "COMMON_NAME", 1)
    with open_ledger(ledger_path, meaning=meaning) as ledger:
        for one in traced:
            ledger.add(one)
        assert all(len(claim.pages) == 1 for claim in ledger.claims())


def test_a_page_is_compared_with_those_of_one_affair_with_the_likeliest_too(
    ledger_path: str, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "MAX_PAGES", 1)
    monkeypatch.setattr("enligt.tracing.common.of_one_affair", lambda _: True)
    with open_ledger(ledger_path, meaning=meaning) as ledger:
        for one in traced[:3]:
            ledger.add(one)
        with ledger._file.transaction("DEFERRED") as connection:
            seqs = connection.execute(select(PAGE_ROWS.c.seq)).scalars().all()
            pairs = {(row.first, row.second) for row in connection.execute(select(AFFAIRS))}
    assert pairs == set(combinations(sorted(seqs), 2))


def test_every_statement_is_in_exactly_one_claim(ledger_path: str, traced: list[Traced], meaning: Meaning) -> None:
    with filled(ledger_path, traced, meaning) as ledger:
        told = [member.statement for claim in ledger.claims() for member in claim.members]
    assert sorted(told) == sorted(one.id for page in traced for one in (*page.statements, *page.assertions))


def test_a_question_in_another_language_finds_the_claim_and_a_strange_one_finds_none(
    ledger_path: str, traced: list[Traced], meaning: Meaning
) -> None:
    with filled(ledger_path, traced, meaning) as ledger:
        first, *_ = ledger.ask("Le port de Rostad ferme trois semaines à partir du 4 mai", reader="sv")
        assert first.id == the_closing(ledger).id
        assert first.lang == "sv"
        assert ledger.ask("Penguins are excellent swimmers") == []


def test_which_claims_are_wanted(ledger_path: str, traced: list[Traced], meaning: Meaning) -> None:
    with filled(ledger_path, traced, meaning) as ledger:
        all_of_them = list(ledger.claims())
        assert [len(claim.pages) / claim.most for claim in all_of_them] == sorted(
            (len(claim.pages) / claim.most for claim in all_of_them), reverse=True
        )
        assert {claim.lang for claim in ledger.claims(Wanted(outlet="hafenbote"))} == {"de"}
        assert {claim.lang for claim in ledger.claims(Wanted(since="2026-03-13"))} == {"de"}
        assert the_closing(ledger) in ledger.claims(Wanted(lang="ru", pages=2, until="2026-03-10"))
        hers = list(ledger.claims(Wanted(actor="ann lee")))
        assert hers
        assert all("Lee" in str(claim.origins) for claim in hers)
        newest = [claim.last_seen or "" for claim in ledger.claims(Wanted(newest=True))]
        assert all(a >= b for a, b in pairwise(newest))
        assert len(list(ledger.claims(Wanted(limit=2)))) == 2


def test_a_split_is_kept_and_undone(ledger_path: str, traced: list[Traced], meaning: Meaning) -> None:
    with filled(ledger_path, traced, meaning) as ledger:
        before = set(ledger.claims())
        claim = the_closing(ledger)
        number = ledger.split(claim.id, claim.members[-1].statement, "Kaj")
        assert not any(len(one.pages) == 3 for one in ledger.claims())
    with open_ledger(ledger_path, meaning=meaning) as ledger:
        assert not any(len(one.pages) == 3 for one in ledger.claims())
        ledger.undo(number)
        assert set(ledger.claims()) == before
        with pytest.raises(LedgerError, match="no change"):
            ledger.undo(number)


def test_a_merge_is_kept_when_pages_come(ledger_path: str, traced: list[Traced], meaning: Meaning) -> None:
    with filled(ledger_path, traced[:3], meaning) as ledger:
        closing = the_closing(ledger)
        other = next(claim for claim in ledger.claims() if claim.id != closing.id)
        number = ledger.merge(closing.id, other.id, "Kaj")
        ledger.add(traced[3])
        together = the_closing(ledger)
        assert {member.statement for member in other.members} < {member.statement for member in together.members}
        ledger.undo(number)
        assert {closing, other} < set(ledger.claims())


@pytest.mark.parametrize("statement", ["unknown", ""])
def test_what_is_not_there_cannot_be_split(
    ledger_path: str, traced: list[Traced], meaning: Meaning, statement: str
) -> None:
    with filled(ledger_path, traced[:1], meaning) as ledger, pytest.raises(LedgerError, match="enligt claims"):
        ledger.split(next(ledger.claims()).id, statement, "Kaj")


def test_a_page_kept_but_not_claimed_is_claimed_when_claims_are_asked_for(
    ledger_path: str, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(ledger_path, meaning=meaning) as ledger:
        ledger.add(traced[0])
        monkeypatch.setattr(ledger, "_link", lambda *_: None)  # as if killed between keeping and claiming
        ledger.add(traced[1])
    with open_ledger(ledger_path, meaning=meaning) as ledger:
        assert any(len(claim.pages) == 2 for claim in ledger.claims())


def test_a_lost_or_broken_index_is_made_again(
    ledger_file: Path, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enligt.ledger.nearest.UNSAVED", 0)
    filled(ledger_file, traced[:2], meaning).close()
    index = ledger_file.with_name(f"{ledger_file.name}.vectors")
    assert index.exists()
    for wreck in (b"", b"no index at all"):
        index.write_bytes(wreck)
        with open_ledger(ledger_file, meaning=meaning) as ledger:
            assert ledger.ask("Hamnen i Rostad stängs i tre veckor")
    with open_ledger(ledger_file, meaning=meaning) as ledger:
        ledger.add(traced[2])
        assert the_closing(ledger)


def test_the_index_of_another_ledger_is_not_taken(
    tmp_path: Path, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enligt.ledger.nearest.UNSAVED", 0)
    filled(tmp_path / "mine.ledger", [traced[0]], meaning).close()
    said = replace(traced[0].statements[0], id="else", content=(Span(0, 9),))
    many = tuple(replace(said, id=f"else {n}") for n in range(len(traced[0].statements) + len(traced[0].assertions)))
    other = Traced(page=Page(text="Something else altogether.", lang="en"), statements=many)
    filled(tmp_path / "other.ledger", [other], meaning).close()
    (tmp_path / "other.ledger.vectors").replace(tmp_path / "mine.ledger.vectors")
    with open_ledger(tmp_path / "mine.ledger", meaning=meaning) as ledger:
        ledger.ask("Hamnen i Rostad stängs i tre veckor")
        (sense,) = meaning.of([traced[0].page.words(*traced[0].statements[0].content)])
        (found,) = ledger._linker.nearest.find(sense.vector[None], 1)
        assert max(found.values(), default=0) > 0.6


def test_a_ledger_of_version_1_gets_its_claims(ledger_file: Path, traced: list[Traced], meaning: Meaning) -> None:
    filled(ledger_file, traced[:2], meaning).close()
    brought_to(ledger_file, 1)
    with open_ledger(ledger_file, meaning=meaning) as ledger:
        assert any(len(claim.pages) == 2 for claim in ledger.claims())
        ledger.add(traced[2])
        assert the_closing(ledger)


def test_a_claim_of_very_many_copies_waits_until_it_is_asked_for(
    new_ledger: NewLedger, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tracing.knots", "ledger.knots", "ledger.making"):
        monkeypatch.setattr(f"enligt.{module}.MAX_KNOT", 2)
    text = "The harbour of Rostad is closed for 21 days."  # too short for an echo
    told = replace(traced[0].statements[0], content=(Span(0, len(text)),), cue=(), source=(), via=(), parent=None)
    copies = [
        Traced(
            page=Page(text=text, url=f"https://copy.example/{n}", lang="en", published="2026-03-10"),
            statements=(replace(told, id=f"copy-{n}"),),
        )
        for n in range(9)
    ]
    found = []
    for late, share in ((False, 0), (True, 0.9)):
        monkeypatch.setattr("enligt.ledger.making.MAY_WAIT", share)
        with filled(new_ledger(), copies, meaning) as ledger:
            with ledger._file.transaction("DEFERRED") as kept:
                left = kept.exec_driver_sql("SELECT count(*) FROM sayings WHERE claim IS NULL").scalar_one()
            assert (left > 0) == late
            found.append(list(ledger.claims()))
    assert found[0] == found[1]
    assert len(found[0][0].members) == len(copies)


def test_a_knot_too_large_is_taken_apart_at_the_next_level(
    new_ledger: NewLedger, traced: list[Traced], meaning: Meaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tracing.knots", "ledger.knots", "ledger.making"):
        monkeypatch.setattr(f"enligt.{module}.MAX_KNOT", 2)
    with filled(new_ledger(), traced, meaning) as ledger:
        told = [member.statement for claim in ledger.claims() for member in claim.members]
    assert sorted(told) == sorted(one.id for page in traced for one in (*page.statements, *page.assertions))
