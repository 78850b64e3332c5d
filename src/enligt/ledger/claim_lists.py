"""Claims as lists show them: what they weigh and who says them, without their statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from enligt.ledger.claiming import Wanted, wanted_ids
from enligt.ledger.listing import rows
from enligt.ledger.rows import fields, gloss_of, speakers_of
from enligt.ledger.schema import BONDS, CLAIMS, PAGES, SAID, SAYINGS, STATEMENTS
from enligt.ledger.store import Ledger
from enligt.records import Speaker


class Listed(NamedTuple):
    """A claim in a list: its wording for the reader, how many pages hold it, who is known to be behind it and when.

    ``speakers`` has whoever is known of each origin.
    """

    id: str
    gloss: str
    lang: str | None
    pages: int
    fewest: int
    most: int
    contradicted: bool
    first_seen: str | None
    last_seen: str | None
    speakers: tuple[Speaker, ...]


class Weight(NamedTuple):
    """A claim's id, with how many pages hold it and how many origins are behind them."""

    id: str
    pages: int
    fewest: int
    most: int


_AS_THEY_ARE = ("pages", "fewest", "most", "contradicted", "first_seen", "last_seen")
#: What is read of a claim's row: its members, origins and merges are long, and no list shows them.
_LISTED = select(
    CLAIMS.c.id,
    CLAIMS.c.glosses,
    CLAIMS.c.speakers,
    *(CLAIMS.c[name] for name in _AS_THEY_ARE),
)


class Change(NamedTuple):
    """What a reader has put together or apart by hand; ``number`` is what ``Ledger.undo`` takes, ``at`` ISO 8601."""

    number: int
    together: bool
    by: str
    at: str


def claims(ledger: Ledger, wanted: Wanted, *, offset: int = 0) -> list[Listed]:
    """The claims wanted, in the order of ``Ledger.claims``, from the one at ``offset`` on."""
    with ledger._file.transaction("DEFERRED") as connection:
        return _listed(connection, wanted_ids(connection, wanted, offset), wanted.reader)


def asked(ledger: Ledger, question: str, limit: int, reader: str) -> list[Listed]:
    """The claims of ``Ledger.ask``, as lists show them."""
    with ledger._near(question, limit) as (connection, ids):
        return _listed(connection, ids, reader)


def _listed(connection: Connection, ids: Sequence[str], reader: str) -> list[Listed]:
    found = {row.id: row for row in connection.execute(_LISTED.where(CLAIMS.c.id.in_(ids)))}
    return [_of_row(found[one], reader) for one in ids]


def _of_row(row: Row[Any], reader: str) -> Listed:
    gloss, lang = gloss_of(row.glosses, reader)
    return Listed(id=row.id, gloss=gloss, lang=lang, **fields(row, _AS_THEY_ARE), speakers=speakers_of(row.speakers))


def weights_on(ledger: Ledger, page_id: str) -> dict[str, Weight]:
    """The claims of a page's statements and assertions, by these' ids."""
    query = (
        select(STATEMENTS.c.id, CLAIMS.c.id, CLAIMS.c.pages, CLAIMS.c.fewest, CLAIMS.c.most)
        .join_from(PAGES, STATEMENTS, STATEMENTS.c.page == PAGES.c.seq)
        .join(SAYINGS, SAID)
        .join(CLAIMS, CLAIMS.c.id == SAYINGS.c.claim)
        .where(PAGES.c.id == page_id)
    )
    return {row[0]: Weight(*row[1:]) for row in rows(ledger, query)}


def claim_with(ledger: Ledger, statement_id: str) -> str | None:
    """The id of the claim that a statement is in now."""
    query = select(SAYINGS.c.claim).join(STATEMENTS, SAID).where(STATEMENTS.c.id == statement_id)
    return next((row[0] for row in rows(ledger, query)), None)


def changes_to(ledger: Ledger, statement_ids: Sequence[str]) -> list[Change]:
    """What readers have changed by hand about any of some statements, the latest first; what was undone is left out."""
    query = (
        select(BONDS.c.batch, BONDS.c.together, BONDS.c.by, BONDS.c.at)
        .where(BONDS.c.batch.is_not(None), ~BONDS.c.undone)
        .where(BONDS.c.first.in_(statement_ids) | BONDS.c.second.in_(statement_ids))
        .distinct()
        .order_by(BONDS.c.batch.desc())
    )
    return [Change(row[0], row[1], row[2] or "", row[3] or "") for row in rows(ledger, query)]


def last_day(ledger: Ledger) -> str:
    """The day (ISO) on which a claim was last seen, of all claims; empty if none is dated."""
    return str(rows(ledger, select(func.max(CLAIMS.c.last_seen)))[0][0] or "")[: len("2026-03-05")]
