"""Claims asked of a ledger, and a reader's word on what belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, exists, false, func, insert, select, tuple_, update

from enligt.ledger.counting import ALL, LANGUAGE, OUTLET
from enligt.ledger.knots import Knots
from enligt.ledger.making import Maker
from enligt.ledger.matching import search_key
from enligt.ledger.nearest import Nearest
from enligt.ledger.rows import claim_of, echo_of
from enligt.ledger.schema import (
    BONDS,
    BY_RANK,
    CLAIMS,
    COPY,
    COUNTS,
    ECHOED,
    ORIGINAL,
    PAGES,
    SAID,
    SAYINGS,
    STATEMENTS,
)
from enligt.ledger.sides import Sides
from enligt.records import Claim, Echo
from enligt.tracing.knots import LEVELS

if TYPE_CHECKING:
    from enligt.tracing.meaning import Sense

#: Alikeness to a question from which a claim answers it: as near as statements of two languages have to be to be one
#: claim. At 0.4 questions on quite other matters had answers among the example pages.
ANSWERS = 0.48
#: Claims that are read at a time.
CLAIMS_AT_ONCE = 64
#: Sayings nearest to a question that are looked at.
LOOKED_AT = 200
#: To go through claims until a list is full takes as long as to look up those of so many pages of each hundred that
#: are in a language, times these hundred: of 10,000 pages, when some 300 are.
GONE_THROUGH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims to list. ``actor`` is a name or an actor's id, ``since`` and ``until`` ISO dates, both included.

    ``reader`` is the language in which claims are worded as far as their statements allow; ``pages`` the least number
    of pages that hold the claim; ``limit`` how many to list, 0 for all.
    """

    actor: str | None = None
    outlet: str | None = None
    lang: str | None = None
    since: str | None = None
    until: str | None = None
    pages: int = 1
    contradicted: bool = False
    newest: bool = False
    reader: str = "en"
    limit: int = 0


def claims(connection: Connection, wanted: Wanted) -> Iterator[Claim]:
    """The claims wanted, those first that most pages hold for each origin, or the newest first."""
    ids = wanted_ids(connection, wanted)
    for first in range(0, len(ids), CLAIMS_AT_ONCE):
        yield from with_ids(connection, ids[first : first + CLAIMS_AT_ONCE], wanted.reader)


def wanted_ids(connection: Connection, wanted: Wanted, offset: int = 0) -> list[str]:
    """The ids of the claims wanted, in their order, from the one at ``offset`` on."""
    query = select(CLAIMS.c.id).where(CLAIMS.c.pages >= wanted.pages)
    # Each filter begins at what it asks for, and not at all claims in turn: a large ledger has many.
    if wanted.actor:
        theirs = STATEMENTS.c.speaker_id == wanted.actor
        if connection.execute(select(STATEMENTS.c.page).where(theirs).limit(1)).first() is None:
            key = search_key(wanted.actor)
            theirs = STATEMENTS.c.who.contains(key, autoescape=True) if key else false()
        told = tuple_(SAYINGS.c.page, SAYINGS.c.position).in_(
            select(STATEMENTS.c.page, STATEMENTS.c.position).where(theirs)
        )
        query = query.where(CLAIMS.c.id.in_(select(SAYINGS.c.claim).where(told)))
    if wanted.outlet:
        names = connection.execute(select(COUNTS.c.id).where(COUNTS.c.of == OUTLET)).scalars()
        same_name = [name for name in names if name.casefold() == wanted.outlet.casefold()]
        query = query.where(CLAIMS.c.id.in_(_ON_PAGES.where(PAGES.c.outlet.in_(same_name))))
    if wanted.lang:
        query = query.where(_in_language(connection, wanted.lang))
    if wanted.since:
        query = query.where(CLAIMS.c.last_seen >= wanted.since)
    if wanted.until:
        query = query.where(CLAIMS.c.first_seen < f"{wanted.until}~")  # a day holds all its hours
    if wanted.contradicted:
        query = query.where(CLAIMS.c.contradicted)
    order = (CLAIMS.c.last_seen.desc().nulls_last(), *BY_RANK) if wanted.newest else BY_RANK
    return list(connection.execute(query.order_by(*order).limit(wanted.limit or None).offset(offset)).scalars())


def _in_language(connection: Connection, lang: str) -> ColumnElement[bool]:
    """Whether a page in a language holds a claim.

    Where many do, the claims are gone through in their order, until there are enough; where few do, theirs are found
    first and then put in order.
    """
    counted = select(COUNTS.c.of, COUNTS.c.pages).where(COUNTS.c.id.in_(("", lang)), COUNTS.c.of.in_((ALL, LANGUAGE)))
    pages = {row.of: row.pages for row in connection.execute(counted)}
    if pages.get(LANGUAGE, 0) ** 2 <= GONE_THROUGH * pages.get(ALL, 0):
        return CLAIMS.c.id.in_(_ON_PAGES.where(PAGES.c.lang == lang))
    in_it = select(PAGES.c.seq).where(PAGES.c.lang == lang)
    # The sum keeps SQLite from trying each of these pages for each claim.
    return exists().where(SAYINGS.c.claim == CLAIMS.c.id, (SAYINGS.c.page + 0).in_(in_it))


def claim(connection: Connection, claim_id: str, reader: str) -> Claim | None:
    """The claim with this id."""
    return next(iter(with_ids(connection, [claim_id], reader)), None)


def of_page(connection: Connection, page_id: str, reader: str) -> list[Claim]:
    """The claims of a page, in the order of its text."""
    query = select(SAYINGS.c.claim).join(PAGES, PAGES.c.seq == SAYINGS.c.page).where(PAGES.c.id == page_id)
    ids = dict.fromkeys(connection.execute(query.order_by(SAYINGS.c.n)).scalars())
    return with_ids(connection, [one for one in ids if one], reader)


def near(connection: Connection, nearest: Nearest, sense: Sense, limit: int) -> list[str]:
    """The ids of the claims whose statements say what a text says, the nearest first."""
    import numpy as np

    from enligt.tracing.meaning import Sense, alike

    (keys,) = nearest.find(np.stack([sense.vector]), LOOKED_AT)
    query = select(SAYINGS.c.claim, SAYINGS.c.vector, SAYINGS.c.pieces).where(SAYINGS.c.n.in_(keys))
    found = connection.execute(query.where(SAYINGS.c.claim.is_not(None))).all()
    best: dict[str, float] = {}
    for row, score in zip(found, alike(sense, [Sense.unpacked(one.vector, one.pieces) for one in found]), strict=True):
        if score >= ANSWERS:
            best[row.claim] = max(best.get(row.claim, 0.0), float(score))
    return sorted(best, key=lambda one: (-best[one], one))[:limit]


def with_ids(connection: Connection, ids: Sequence[str], reader: str) -> list[Claim]:
    """The claims with these ids, in their order, as far as there are any."""
    found = {row.id: row for row in connection.execute(select(CLAIMS).where(CLAIMS.c.id.in_(ids)))}
    pages = {one: {member[0] for member in row.members} for one, row in found.items()}
    echoes_of = {echo.page: echo for echo in _repeated(connection, set().union(*pages.values()))}
    return [claim_of(found[one], tuple(_within(pages[one], echoes_of)), reader) for one in ids if one in found]


def _within(pages: set[str], echoes_of: Mapping[str, Echo]) -> Iterator[Echo]:
    """What some pages repeat of each other."""
    for page in sorted(pages & echoes_of.keys()):
        if echoes_of[page].of in pages:
            yield echoes_of[page]


def echoes(connection: Connection, page_id: str) -> list[Echo]:
    """What a page repeats, of several originals the one that ``tracing.echoes.best`` picks; and what repeats it."""
    copies = set(connection.execute(ECHOED.with_only_columns(COPY.c.id).where(ORIGINAL.c.id == page_id)).scalars())
    return [
        *_repeated(connection, {page_id}),
        *(one for one in _repeated(connection, copies) if one.of == page_id),
    ]


def _repeated(connection: Connection, page_ids: set[str]) -> list[Echo]:
    """What some pages repeat, one original each."""
    from enligt.tracing.echoes import best

    query = ECHOED.where(COPY.c.id.in_(page_ids)).order_by(COPY.c.id, ORIGINAL.c.id)
    return best(map(echo_of, connection.execute(query)))


def split(connection: Connection, claim_id: str, statement_id: str, by: str) -> int | None:
    """Set a statement apart from the others of its claim on a reader's word; ``None`` if it is not in it, or alone."""
    members = _members(connection, claim_id)
    if statement_id not in members or len(members) == 1:
        return None
    number = _bind(connection, [(statement_id, one) for one in members if one != statement_id], by, together=False)
    _work_out_again(connection, list(members.values()))
    return number


def merge(connection: Connection, claim_id: str, other_id: str, by: str) -> int | None:
    """Put two claims together on a reader's word; ``None`` if either does not exist, or both are one."""
    mine, theirs = _members(connection, claim_id), _members(connection, other_id)
    if claim_id == other_id or not mine or not theirs:
        return None
    number = _bind(connection, [(one, other) for one in mine for other in theirs], by, together=True)
    _work_out_again(connection, [*mine.values(), *theirs.values()], tie=True)
    return number


def _bind(connection: Connection, pairs: list[tuple[str, str]], by: str, *, together: bool) -> int:
    """Keep a reader's word on pairs of statements under one number."""
    number = connection.execute(select(func.coalesce(func.max(BONDS.c.batch), 0) + 1)).scalar_one()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [{"first": a, "second": b, "together": together, "by": by, "at": at, "batch": number} for a, b in pairs]
    connection.execute(insert(BONDS), rows)
    return int(number)


def undo(connection: Connection, number: int) -> bool:
    """Take back a reader's word; ``False`` if there was none under this number."""
    made = (BONDS.c.batch == number) & ~BONDS.c.undone
    ids = select(BONDS.c.first).where(made).union(select(BONDS.c.second).where(made))
    keys = list(connection.execute(_TOLD.where(STATEMENTS.c.id.in_(ids))).scalars())
    connection.execute(update(BONDS).where(made).values(undone=True))
    _work_out_again(connection, keys)
    return bool(keys)


#: The claims of pages.
_ON_PAGES = select(SAYINGS.c.claim).join(PAGES, PAGES.c.seq == SAYINGS.c.page)
#: Sayings and the ids of the statements that they are made of.
_TOLD = select(SAYINGS.c.n, STATEMENTS.c.id).join(STATEMENTS, SAID)


def _members(connection: Connection, claim_id: str) -> dict[str, int]:
    """The statements of a claim and their sayings."""
    query = _TOLD.where(SAYINGS.c.claim == claim_id).order_by(SAYINGS.c.n)
    return {row.id: row.n for row in connection.execute(query)}


def _work_out_again(connection: Connection, keys: list[int], *, tie: bool = False) -> None:
    knots = Knots(connection)
    if tie:
        for key in keys[1:]:
            knots.tie(keys[0], key, LEVELS[-1])
    Maker(Sides()).make(connection, knots.touched(keys))
