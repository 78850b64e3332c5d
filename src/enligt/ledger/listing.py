"""What a reader leafs through: the ledger's actors and outlets with their numbers, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Float, Select, TableValuedAlias, cast, distinct, func, select, true, union

from enligt.ledger.matching import search_key
from enligt.ledger.rows import claim_of, page_of, statement_of
from enligt.ledger.schema import BONDS, CLAIMS, PAGES, SAYINGS, STATEMENTS
from enligt.ledger.store import Ledger
from enligt.records import Claim, Page, Statement

#: Statements of an actor that are read for the actor's spellings: the commonest ones are among them.
SPELLINGS_FROM = 500


class Totals(NamedTuple):
    """How much a ledger holds."""

    pages: int
    statements: int
    actors: int
    outlets: int


class Change(NamedTuple):
    """What a reader has put together or apart by hand; ``number`` is what ``Ledger.undo`` takes, ``at`` ISO 8601."""

    number: int
    together: bool
    by: str
    at: str


class Counted(NamedTuple):
    """An actor or outlet with the number of its statements and of the pages that hold them.

    ``id`` is a speaker's id; of an outlet, which the ledger knows by name alone, the name.
    """

    id: str
    name: str
    statements: int
    pages: int


def totals(ledger: Ledger) -> Totals:
    """How many pages, statements, actors and outlets there are."""
    query = select(
        select(func.count()).select_from(PAGES).scalar_subquery(),
        select(func.count()).select_from(STATEMENTS).where(~STATEMENTS.c.asserted).scalar_subquery(),
        select(func.count(distinct(STATEMENTS.c.speaker_id))).scalar_subquery(),
        select(func.count(distinct(PAGES.c.outlet))).scalar_subquery(),
    )
    row = _rows(ledger, query)[0]
    return Totals(row[0], row[1], row[2], row[3])


def actors(ledger: Ledger, *, named: str = "", limit: int = 100, offset: int = 0) -> list[Counted]:
    """The speakers, those of most statements first; only those in whose sources or names ``named`` stands."""
    query = (
        select(
            STATEMENTS.c.speaker_id,
            func.max(STATEMENTS.c.speaker_name),
            func.count(),
            func.count(distinct(STATEMENTS.c.page)),
        )
        .where(STATEMENTS.c.speaker_id.is_not(None))
        .group_by(STATEMENTS.c.speaker_id)
        .order_by(func.count().desc(), STATEMENTS.c.speaker_id)
    )
    if key := search_key(named):
        query = query.where(STATEMENTS.c.who.contains(key, autoescape=True))
    return _counted(ledger, query.limit(limit).offset(offset))


def outlets(ledger: Ledger) -> list[Counted]:
    """Whoever publishes the ledger's pages, those of most pages first."""
    statements = func.count(STATEMENTS.c.id)
    query = (
        select(PAGES.c.outlet, PAGES.c.outlet, statements, func.count(distinct(PAGES.c.seq)))
        .select_from(PAGES.outerjoin(STATEMENTS, (STATEMENTS.c.page == PAGES.c.seq) & ~STATEMENTS.c.asserted))
        .where(PAGES.c.outlet.is_not(None))
        .group_by(PAGES.c.outlet)
        .order_by(func.count(distinct(PAGES.c.seq)).desc(), PAGES.c.outlet)
    )
    return _counted(ledger, query)


def intermediaries(ledger: Ledger) -> list[str]:
    """The names of all outlets that publish a page or through which a statement came."""
    link = _links()
    query = union(
        select(PAGES.c.outlet).where(PAGES.c.outlet.is_not(None)),
        select(func.json_extract(link.c.value, "$[0]"))
        .select_from(STATEMENTS.join(link, true()))
        .where(STATEMENTS.c.via != []),
    )
    return [row[0] for row in _rows(ledger, select(query.subquery()))]


def statements_by(ledger: Ledger, actor: str, *, limit: int = 50, offset: int = 0) -> list[tuple[Page, Statement]]:
    """An actor's statements, the latest first."""
    query = (
        select(STATEMENTS)
        .join(PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .where(STATEMENTS.c.speaker_id == actor)
        .order_by(func.coalesce(STATEMENTS.c.said_on, PAGES.c.published, "").desc(), PAGES.c.seq, STATEMENTS.c.position)
    )
    found = _rows(ledger, query.limit(limit).offset(offset))
    wanted = _rows(ledger, select(PAGES).where(PAGES.c.seq.in_({row.page for row in found})))
    pages = {row.seq: page_of(row) for row in wanted}
    return [(pages[row.page], statement_of(row)) for row in found]


def count_by(ledger: Ledger, actor: str) -> int:
    """How many statements an actor has."""
    return int(_rows(ledger, select(func.count()).where(STATEMENTS.c.speaker_id == actor))[0][0])


def spellings(ledger: Ledger, actor: str) -> list[tuple[str, int]]:
    """The words by which pages name an actor, the commonest first, with how often they stand."""
    counts: dict[str, int] = {}
    for page, statement in statements_by(ledger, actor, limit=SPELLINGS_FROM):
        if words := page.words(*statement.source):
            counts[words] = counts.get(words, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


def pages_of(ledger: Ledger, outlet_names: list[str], *, limit: int = 50) -> list[Page]:
    """The pages of an outlet under any of its names, the latest first."""
    query = select(PAGES).where(PAGES.c.outlet.in_(outlet_names)).order_by(PAGES.c.published.desc(), PAGES.c.seq)
    return [page_of(row) for row in _rows(ledger, query.limit(limit))]


def voices_of(ledger: Ledger, outlet_names: list[str]) -> list[tuple[str, int]]:
    """How many of an outlet's statements have each voice, the commonest first."""
    query = (
        select(STATEMENTS.c.voice, func.count())
        .join(PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .where(PAGES.c.outlet.in_(outlet_names), ~STATEMENTS.c.asserted)
        .group_by(STATEMENTS.c.voice)
        .order_by(func.count().desc())
    )
    return [(voice, count) for voice, count in _rows(ledger, query)]


def relayed_by(ledger: Ledger, outlet_names: list[str], *, limit: int = 30) -> list[Counted]:
    """Through whom an outlet's statements came to it."""
    link = _links()
    name = func.json_extract(link.c.value, "$[0]")
    query = _via_counts(name, link).where(PAGES.c.outlet.in_(outlet_names)).group_by(name)
    return _counted(ledger, query.limit(limit))


def relaying(ledger: Ledger, names: list[str], *, limit: int = 30) -> list[Counted]:
    """The outlets on whose pages statements came through somebody who goes by any of these names."""
    link = _links()
    query = (
        _via_counts(PAGES.c.outlet, link)
        .where(func.json_extract(link.c.value, "$[0]").in_(names))
        .where(PAGES.c.outlet.is_not(None), PAGES.c.outlet.not_in(names))
        .group_by(PAGES.c.outlet)
    )
    return _counted(ledger, query.limit(limit))


def channels_of(ledger: Ledger, actor: str, *, limit: int = 30) -> list[Counted]:
    """Who relays an actor: the outlets between, and those on whose pages the statements stand."""
    link = _links()
    name = func.json_extract(link.c.value, "$[0]")
    between = _via_counts(name, link).where(STATEMENTS.c.speaker_id == actor).group_by(name)
    return _counted(ledger, between.limit(limit))


def publishers_of(ledger: Ledger, actor: str, *, limit: int = 30) -> list[Counted]:
    """The outlets on whose pages an actor's statements stand."""
    query = (
        select(PAGES.c.outlet, PAGES.c.outlet, func.count(), func.count(distinct(STATEMENTS.c.page)))
        .join_from(STATEMENTS, PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .where(STATEMENTS.c.speaker_id == actor, PAGES.c.outlet.is_not(None))
        .group_by(PAGES.c.outlet)
        .order_by(func.count().desc(), PAGES.c.outlet)
    )
    return _counted(ledger, query.limit(limit))


def has_statement(ledger: Ledger, statement_id: str) -> bool:
    """Whether a statement or assertion has this id."""
    return bool(_rows(ledger, select(STATEMENTS.c.page).where(STATEMENTS.c.id == statement_id).limit(1)))


def claim_with(ledger: Ledger, statement_id: str) -> str | None:
    """The id of the claim that a statement is in now."""
    query = (
        select(SAYINGS.c.claim)
        .join(STATEMENTS, (STATEMENTS.c.page == SAYINGS.c.page) & (STATEMENTS.c.position == SAYINGS.c.position))
        .where(STATEMENTS.c.id == statement_id)
    )
    return next((row[0] for row in _rows(ledger, query)), None)


def top_claims(
    ledger: Ledger, reader: str, *, newest: bool = False, contradicted: bool = False, limit: int, offset: int = 0
) -> list[Claim]:
    """Claims without their echoes, in the orders of ``Ledger.claims``: for lists, where looking these up would tell."""
    rank = (cast(CLAIMS.c.pages, Float) / CLAIMS.c.most).desc()
    order = (rank, CLAIMS.c.pages.desc(), CLAIMS.c.id)
    query = select(CLAIMS).order_by(*((CLAIMS.c.last_seen.desc(), *order) if newest else order))
    if contradicted:
        query = query.where(CLAIMS.c.contradicted)
    chosen = query.with_only_columns(CLAIMS.c.id).limit(limit).offset(offset)  # to sort whole rows would take long
    return _claims_by_id(ledger, [row[0] for row in _rows(ledger, chosen)], reader)


def claims_on(ledger: Ledger, page_id: str, reader: str) -> list[Claim]:
    """The claims of a page, in the order of its text, without their echoes."""
    query = select(SAYINGS.c.claim).join(PAGES, PAGES.c.seq == SAYINGS.c.page).where(PAGES.c.id == page_id)
    ids = dict.fromkeys(row[0] for row in _rows(ledger, query.order_by(SAYINGS.c.n)))
    return _claims_by_id(ledger, [one for one in ids if one], reader)


def _claims_by_id(ledger: Ledger, ids: Sequence[str], reader: str) -> list[Claim]:
    rows = {row.id: row for row in _rows(ledger, select(CLAIMS).where(CLAIMS.c.id.in_(ids)))}
    return [claim_of(rows[one], (), reader) for one in ids if one in rows]


def changes_to(ledger: Ledger, statement_ids: Sequence[str]) -> list[Change]:
    """What readers have changed by hand about any of some statements, the latest first; what was undone is left out."""
    query = (
        select(BONDS.c.batch, BONDS.c.together, BONDS.c.by, BONDS.c.at)
        .where(BONDS.c.batch.is_not(None), ~BONDS.c.undone)
        .where(BONDS.c.first.in_(statement_ids) | BONDS.c.second.in_(statement_ids))
        .distinct()
        .order_by(BONDS.c.batch.desc())
    )
    return [Change(row[0], row[1], row[2] or "", row[3] or "") for row in _rows(ledger, query)]


def last_day(ledger: Ledger) -> str:
    """The day (ISO) on which a claim was last seen, of all claims; empty if none is dated."""
    return str(_rows(ledger, select(func.max(CLAIMS.c.last_seen)))[0][0] or "")[: len("2026-03-05")]


def languages(ledger: Ledger) -> list[str]:
    """The languages of the pages, that of most pages first."""
    query = select(PAGES.c.lang).where(PAGES.c.lang.is_not(None)).group_by(PAGES.c.lang).order_by(func.count().desc())
    return [row[0] for row in _rows(ledger, query)]


def _links() -> TableValuedAlias:
    """The links of each statement's chain, a row each."""
    return func.json_each(STATEMENTS.c.via).table_valued("value", name="link")


def _via_counts(name: ColumnElement[Any], link: TableValuedAlias) -> Select[Any]:
    """Statements that came through somebody, counted by ``name``."""
    return (
        select(name, name, func.count(), func.count(distinct(STATEMENTS.c.page)))
        .select_from(STATEMENTS.join(PAGES, PAGES.c.seq == STATEMENTS.c.page))
        .join(link, true())
        .where(STATEMENTS.c.via != [])
        .order_by(func.count().desc(), name)
    )


def _counted(ledger: Ledger, query: Select[Any]) -> list[Counted]:
    return [Counted(row[0], row[1], row[2], row[3]) for row in _rows(ledger, query)]


def _rows(ledger: Ledger, query: Select[Any]) -> Sequence[Any]:
    with ledger._file.transaction("DEFERRED") as connection:
        return connection.execute(query).all()
