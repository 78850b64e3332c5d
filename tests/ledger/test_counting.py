"""What is counted when pages are kept is what the pages hold, however they came."""

import pytest
from sqlalchemy import select

from enligt.ledger import Ledger, claim_lists, claiming, listing, open_ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.counting import recounted
from enligt.ledger.schema import COUNTS, SCHEMA_VERSION, SPELLINGS, STATEMENTS
from enligt.ledger.store import place_of

from .conftest import NewLedger
from .test_listing import ANN, fill, filled, page

__all__ = ["filled"]  # the ledger that these tests look at


def counts(ledger: Ledger) -> dict[tuple[str, str], tuple[str, int, int]]:
    with ledger._file.transaction("DEFERRED") as connection:
        rows = connection.execute(select(COUNTS)).all()
        kept = {(row.of, row.id): (row.name, row.statements, row.pages) for row in rows}
        assert len(kept) == len(rows)
        assert kept == recounted(connection)
        named = connection.execute(select(SPELLINGS.c.speaker_id, SPELLINGS.c.who)).all()
        told = select(STATEMENTS.c.speaker_id, STATEMENTS.c.who).where(STATEMENTS.c.speaker_id.is_not(None))
        assert sorted(map(tuple, named)) == sorted({tuple(row) for row in connection.execute(told)})
    return kept


def test_counts_are_the_same_one_page_at_a_time_many_at_once_and_counted_later(new_ledger: NewLedger) -> None:
    with open_ledger(new_ledger()) as ledger:
        assert counts(ledger) == {}
        assert listing.totals(ledger) == (0, 0, 0, 0)
        fill(ledger)
        one_by_one = counts(ledger)
        pages = [ledger.page(one.id) for one in ledger.pages()]
    assert one_by_one["actor", "ann"] == ("Ann Lee", 3, 3)
    assert one_by_one["all", ""] == ("", 5, 3)
    name = new_ledger()
    with open_ledger(name) as ledger:
        assert all(new for _, new in ledger.add_many(one for one in pages if one))
        assert counts(ledger) == one_by_one
        assert not any(new for _, new in ledger.add_many(one for one in pages if one))
        assert counts(ledger) == one_by_one
    place = place_of(name)
    place.migrate(5)
    place.migrate(SCHEMA_VERSION)
    place.close()
    with open_ledger(name) as ledger:
        assert counts(ledger) == one_by_one


@pytest.mark.parametrize("gone_through", [0, 1_000_000])
def test_claims_in_a_language_are_found_either_way(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch, gone_through: int
) -> None:
    filled.add(page("Öster", "2026-03-05", (ANN, (), "named")))
    monkeypatch.setattr(claiming, "GONE_THROUGH", gone_through)
    for lang in ("en", "sv"):
        wanted = Wanted(lang=lang)
        claims = [one.id for one in filled.claims() if any(lang == _lang(filled, of) for of in one.pages)]
        assert [one.id for one in claim_lists.claims(filled, wanted)] == claims
        assert [one.id for one in claim_lists.claims(filled, Wanted(lang=lang, limit=1), offset=1)] == claims[1:2]


def _lang(ledger: Ledger, page_id: str) -> str | None:
    found = ledger.page(page_id)
    return found.page.lang if found else None
