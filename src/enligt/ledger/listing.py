"""What a reader leafs through: the ledger's actors and outlets with their numbers, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, Select, distinct, func, select, union

from enligt.ledger.counting import ACTOR, ALL, LANGUAGE, OUTLET
from enligt.ledger.matching import search_key
from enligt.ledger.rows import PAGE_COLUMNS, page_of, spans_of, statement_of
from enligt.ledger.schema import COUNTS, PAGES, SPELLINGS, STATEMENTS, VIAS
from enligt.ledger.sides import in_parts
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


class Counted(NamedTuple):
    """An actor or outlet with the number of its statements and of the pages that hold them.

    ``id`` is a speaker's id; of an outlet, which the ledger knows by name alone, the name.
    """

    id: str
    name: str
    statements: int
    pages: int


class PageHead(NamedTuple):
    """A page as lists name it."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    lang: str | None
    published: str | None


_HEAD = tuple(PAGES.c[name] for name in PageHead._fields)
_COUNTED = select(*(COUNTS.c[name] for name in Counted._fields))


def totals(ledger: Ledger) -> Totals:
    """How many pages, statements, actors and outlets there are."""
    counted = select(COUNTS.c.of, func.count(), func.sum(COUNTS.c.pages), func.sum(COUNTS.c.statements))
    found = {row[0]: row[1:] for row in rows(ledger, counted.group_by(COUNTS.c.of))}
    nothing = (0, 0, 0)
    _, pages, statements = found.get(ALL, nothing)
    return Totals(int(pages), int(statements), found.get(ACTOR, nothing)[0], found.get(OUTLET, nothing)[0])


def actors(ledger: Ledger, *, named: str = "", limit: int = 100, offset: int = 0) -> list[Counted]:
    """The speakers, those of most statements first; only those in whose sources or names ``named`` stands.

    With ``named``, the statements are counted in which it does.
    """
    if key := search_key(named):
        named_so = select(SPELLINGS.c.speaker_id).where(SPELLINGS.c.who.contains(key, autoescape=True))
        many = func.count()
        query = (
            select(
                STATEMENTS.c.speaker_id,
                func.max(STATEMENTS.c.speaker_name),
                many,
                func.count(distinct(STATEMENTS.c.page)),
            )
            .where(STATEMENTS.c.speaker_id.in_(named_so), STATEMENTS.c.who.contains(key, autoescape=True))
            .group_by(STATEMENTS.c.speaker_id)
            .order_by(many.desc(), STATEMENTS.c.speaker_id)
        )
    else:
        query = _COUNTED.where(COUNTS.c.of == ACTOR).order_by(COUNTS.c.statements.desc(), COUNTS.c.id)
    return _counted(ledger, query.limit(limit).offset(offset))


def outlets(ledger: Ledger, *, limit: int | None = None, offset: int = 0) -> list[Counted]:
    """Whoever publishes the ledger's pages, those of most pages first; all of them without a ``limit``."""
    query = _COUNTED.where(COUNTS.c.of == OUTLET).order_by(COUNTS.c.pages.desc(), COUNTS.c.id)
    return _counted(ledger, query.limit(limit).offset(offset))


def intermediaries(ledger: Ledger) -> list[str]:
    """The names of all outlets that publish a page or through which a statement came."""
    names = union(select(COUNTS.c.id).where(COUNTS.c.of == OUTLET), select(VIAS.c.name))
    return [row[0] for row in rows(ledger, names)]


def statements_by(ledger: Ledger, actor: str, *, limit: int = 50, offset: int = 0) -> list[tuple[Page, Statement]]:
    """An actor's statements, the latest first."""
    query = (
        select(STATEMENTS)
        .join(PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .where(STATEMENTS.c.speaker_id == actor)
        .order_by(func.coalesce(STATEMENTS.c.said_on, PAGES.c.published, "").desc(), PAGES.c.seq, STATEMENTS.c.position)
    )
    return _with_pages(ledger, query.limit(limit).offset(offset))


def statements_with(ledger: Ledger, statement_ids: Sequence[str]) -> dict[str, tuple[Page, Statement]]:
    """Statements and assertions by their ids, with their pages; those that the ledger has."""
    found = _with_pages(ledger, select(STATEMENTS).where(STATEMENTS.c.id.in_(statement_ids)))
    return {statement.id: (page, statement) for page, statement in found}


def count_by(ledger: Ledger, actor: str) -> int:
    """How many statements an actor has."""
    found = rows(ledger, select(COUNTS.c.statements).where(COUNTS.c.of == ACTOR, COUNTS.c.id == actor))
    return int(found[0][0]) if found else 0


def spellings(ledger: Ledger, actor: str) -> list[tuple[str, int]]:
    """The words by which pages name an actor, the commonest first, with how often they stand."""
    named = (
        select(PAGES.c.text, STATEMENTS.c.source)
        .join_from(STATEMENTS, PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .where(STATEMENTS.c.speaker_id == actor)
        .order_by(STATEMENTS.c.page.desc(), STATEMENTS.c.position)
    )
    found = rows(ledger, named.limit(SPELLINGS_FROM))
    words = (Page(text=row.text).words(*spans_of(row.source)) for row in found)
    return Counter(filter(None, words)).most_common()


def heads(ledger: Ledger, page_ids: Collection[str]) -> dict[str, PageHead]:
    """Pages by their ids, without their text; those that the ledger has."""
    return {row.id: PageHead(*row) for row in rows(ledger, select(*_HEAD).where(PAGES.c.id.in_(page_ids)))}


def sources(ledger: Ledger, claims: Iterable[Claim]) -> dict[str, Page]:
    """The pages that hold some claims, by their ids: text and address alone, which is all that proves a claim."""
    query = select(PAGES.c.id, PAGES.c.text, PAGES.c.url)
    parts = in_parts({page for claim in claims for page in claim.pages})
    found = (row for some in parts for row in rows(ledger, query.where(PAGES.c.id.in_(some))))
    return {row.id: Page(text=row.text, url=row.url) for row in found}


def pages_of(ledger: Ledger, outlet_names: list[str], *, limit: int = 50) -> list[PageHead]:
    """The pages of an outlet under any of its names, the latest first."""
    query = (
        select(*_HEAD)
        .where(PAGES.c.outlet.in_(outlet_names))
        .order_by(PAGES.c.published.desc().nulls_last(), PAGES.c.seq)
    )
    return [PageHead(*row) for row in rows(ledger, query.limit(limit))]


def voices_of(ledger: Ledger, outlet_names: list[str]) -> list[tuple[str, int]]:
    """How many of an outlet's statements have each voice, the commonest first."""
    query = (
        select(STATEMENTS.c.voice, func.count())
        .join(PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .where(PAGES.c.outlet.in_(outlet_names), ~STATEMENTS.c.asserted)
        .group_by(STATEMENTS.c.voice)
        .order_by(func.count().desc())
    )
    return [(voice, count) for voice, count in rows(ledger, query)]


def relayed_by(ledger: Ledger, outlet_names: list[str], *, limit: int = 30) -> list[Counted]:
    """Through whom an outlet's statements came to it."""
    query = _statements_by(VIAS.c.name, VIAS.c.page).join_from(VIAS, PAGES, PAGES.c.seq == VIAS.c.page)
    return _counted(ledger, query.where(PAGES.c.outlet.in_(outlet_names)).limit(limit))


def relaying(ledger: Ledger, names: list[str], *, limit: int = 30) -> list[Counted]:
    """The outlets on whose pages statements came through somebody who goes by any of these names."""
    query = _statements_by(PAGES.c.outlet, VIAS.c.page).join_from(VIAS, PAGES, PAGES.c.seq == VIAS.c.page)
    others = PAGES.c.outlet.is_not(None) & PAGES.c.outlet.not_in(names)
    return _counted(ledger, query.where(VIAS.c.name.in_(names), others).limit(limit))


def channels_of(ledger: Ledger, actor: str, *, limit: int = 30) -> list[Counted]:
    """Who relays an actor: the outlets between, and those on whose pages the statements stand."""
    same = (STATEMENTS.c.page == VIAS.c.page) & (STATEMENTS.c.position == VIAS.c.position)
    query = _statements_by(VIAS.c.name, VIAS.c.page).join_from(VIAS, STATEMENTS, same)
    return _counted(ledger, query.where(STATEMENTS.c.speaker_id == actor).limit(limit))


def publishers_of(ledger: Ledger, actor: str, *, limit: int = 30) -> list[Counted]:
    """The outlets on whose pages an actor's statements stand."""
    query = _statements_by(PAGES.c.outlet, PAGES.c.seq).join_from(STATEMENTS, PAGES, PAGES.c.seq == STATEMENTS.c.page)
    return _counted(ledger, query.where(STATEMENTS.c.speaker_id == actor, PAGES.c.outlet.is_not(None)).limit(limit))


def has_statement(ledger: Ledger, statement_id: str) -> bool:
    """Whether a statement or assertion has this id."""
    return bool(rows(ledger, select(STATEMENTS.c.page).where(STATEMENTS.c.id == statement_id).limit(1)))


def languages(ledger: Ledger) -> list[str]:
    """The languages of the pages, that of most pages first."""
    query = select(COUNTS.c.id).where(COUNTS.c.of == LANGUAGE).order_by(COUNTS.c.pages.desc(), COUNTS.c.id)
    return [row[0] for row in rows(ledger, query)]


def rows(ledger: Ledger, query: Executable) -> Sequence[Any]:
    """What a query finds."""
    with ledger._file.transaction("DEFERRED") as connection:
        return connection.execute(query).all()


def _statements_by(name: ColumnElement[Any], page: ColumnElement[Any]) -> Select[Any]:
    """Statements counted by ``name``, with how many pages hold them."""
    query = select(name, name, func.count(), func.count(distinct(page)))
    return query.group_by(name).order_by(func.count().desc(), name)


def _counted(ledger: Ledger, query: Select[Any]) -> list[Counted]:
    return [Counted(row[0], row[1], int(row[2]), int(row[3])) for row in rows(ledger, query)]


def _with_pages(ledger: Ledger, query: Select[Any]) -> list[tuple[Page, Statement]]:
    """Statements with their pages, each of which is read once."""
    found = rows(ledger, query)
    wanted = select(*PAGE_COLUMNS).where(PAGES.c.seq.in_({row.page for row in found}))
    pages = {row.seq: page_of(row) for row in rows(ledger, wanted)}
    return [(pages[row.page], statement_of(row)) for row in found]
