"""Whether a ledger holds together: each row by what it says of others, the index of words, the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select, text

from enligt.ledger.counting import Count, recounted
from enligt.ledger.place import Place
from enligt.ledger.rows import PAGE_COLUMNS, page_of
from enligt.ledger.schema import (
    BONDS,
    CLAIMS,
    COUNTS,
    KNOTS,
    LEVEL_COLUMNS,
    PAGES,
    SAID,
    SAYINGS,
    SPELLINGS,
    STATEMENTS,
    VIAS,
)

#: Rows that are in memory at a time, and faults of one kind that are told one by one.
ROWS_AT_ONCE, MOST_TOLD = 64, 10

_RESTORE = "restore the ledger from a backup, or make a new one from the pages"
_REBUILD = "copy the ledger to a new place with `enligt ledger copy`, which makes its index of words anew"
_CLAIM_AGAIN = "restore the ledger from a backup, or add its pages to a new one"


class Fault(NamedTuple):
    """What is wrong, and what to do about it."""

    why: str
    next_step: str


def check(place: Place) -> Iterator[Fault]:
    """All that is wrong with a ledger as it is at one moment, at most ``MOST_TOLD`` faults of each kind."""
    with place.transaction("DEFERRED") as connection:
        for faults in (_file, _pages, _statements, _counts, _words, _sayings, _claims, _knots, _bonds):
            for told, fault in enumerate(faults(connection)):
                if told == MOST_TOLD:
                    yield Fault("there is more of this kind", fault.next_step)
                    break
                yield fault


def waiting(place: Place) -> int:
    """How many pages are kept but not yet put into claims: no fault, they are when claims are next asked for."""
    with place.transaction("DEFERRED") as connection:
        return int(connection.execute(select(func.count()).where(~PAGES.c.linked)).scalar_one())


def _file(connection: Connection) -> Iterator[Fault]:
    """What SQLite itself finds; a server sees to its own files."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Fault(f"the file is damaged: {row[0]}", _RESTORE)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Fault(f"a row of {row[0]} belongs to one of {row[2]} that is not there", _RESTORE)


def _pages(connection: Connection) -> Iterator[Fault]:
    for row in _stream(connection, select(*PAGE_COLUMNS).order_by(PAGES.c.seq)):
        if not _as_added(row):
            yield Fault(f"page {row.id} is not what it was when it was added", _RESTORE)


def _statements(connection: Connection) -> Iterator[Fault]:
    """Spans lie within the page; the table of links tells what statements hold."""
    query = select(STATEMENTS, func.length(PAGES.c.text).label("length"))
    for row in _stream(connection, query.join(PAGES, PAGES.c.seq == STATEMENTS.c.page)):
        spans = [*row.content, *row.cue, *row.source]
        if any(not 0 <= start <= end <= row.length for start, end in spans):
            yield Fault(f"statement {row.id} points outside its page", _RESTORE)
    links = select(VIAS.c.page, VIAS.c.position, func.count().label("many")).group_by(VIAS.c.page, VIAS.c.position)
    told = {(row.page, row.position): row.many for row in connection.execute(links)}
    held = select(STATEMENTS.c.page, STATEMENTS.c.position, STATEMENTS.c.id, STATEMENTS.c.via)
    for row in _stream(connection, held):
        if told.pop((row.page, row.position), 0) != len(row.via):
            yield Fault(f"through whom statement {row.id} came is told in two ways", _RESTORE)


def _counts(connection: Connection) -> Iterator[Fault]:
    """What is counted of statements is what they are, and so is how they name actors."""
    kept = {(row.of, row.id): Count(row.name, row.statements, row.pages) for row in connection.execute(select(COUNTS))}
    right = recounted(connection)
    for of, one in sorted(kept.keys() | right.keys()):
        if kept.get((of, one)) != right.get((of, one)):
            yield Fault(f"the statements and pages of {of} {one} are counted wrong", _RESTORE)
    told = select(STATEMENTS.c.speaker_id, STATEMENTS.c.who).where(STATEMENTS.c.speaker_id.is_not(None)).distinct()
    named = connection.execute(select(SPELLINGS.c.speaker_id, SPELLINGS.c.who)).all()
    if len(named) != len(set(named)) or set(named) != set(connection.execute(told).all()):
        yield Fault("how statements name actors is told in two ways", _RESTORE)


def _words(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name == "sqlite":
        table = "page_words_docsize"  # FTS5's own count of what it has taken in
        key = "id"
    else:
        table, key = "page_words", "seq"
    missing = text(f"SELECT id FROM pages WHERE seq NOT IN (SELECT {key} FROM {table}) ORDER BY seq")  # noqa: S608
    for row in connection.execute(missing):
        yield Fault(f"page {row[0]} can't be found by its words", _REBUILD)


def _sayings(connection: Connection) -> Iterator[Fault]:
    """Of each page that is put into claims every statement is in one."""
    lost = (
        select(STATEMENTS.c.id)
        .join(PAGES, PAGES.c.seq == STATEMENTS.c.page)
        .outerjoin(SAYINGS, SAID)
        .where(PAGES.c.linked, SAYINGS.c.n.is_(None))
    )
    for row in connection.execute(lost):
        yield Fault(f"statement {row.id} is in no claim", _CLAIM_AGAIN)
    strange = select(SAYINGS.c.n, SAYINGS.c.claim).outerjoin(CLAIMS, CLAIMS.c.id == SAYINGS.c.claim)
    for row in connection.execute(strange.where(SAYINGS.c.claim.is_not(None), CLAIMS.c.id.is_(None))):
        yield Fault(f"saying {row.n} is in claim {row.claim}, which is not there", _CLAIM_AGAIN)
    twice = select(SAYINGS.c.page, SAYINGS.c.position).group_by(SAYINGS.c.page, SAYINGS.c.position)
    for row in connection.execute(twice.having(func.count() > 1)):
        yield Fault(f"statement {row.position} of page {row.page} is in claims twice", _CLAIM_AGAIN)


def _claims(connection: Connection) -> Iterator[Fault]:
    """A claim's members are the statements that are in it; each has one of the claim's origins."""
    said = select(STATEMENTS.c.id).join(SAYINGS, SAID)
    for row in _stream(connection, select(CLAIMS)):
        there = set(connection.execute(said.where(SAYINGS.c.claim == row.id)).scalars())
        members = {member[1]: member for member in row.members}
        if there != members.keys():
            yield Fault(f"claim {row.id} has other statements than it tells", _CLAIM_AGAIN)
        origins = {origin["id"] for origin in row.origins}
        if any(member[3] not in origins for member in members.values()):
            yield Fault(f"claim {row.id} has a statement without an origin", _CLAIM_AGAIN)
        if row.pages != len({member[0] for member in members.values()}):
            yield Fault(f"claim {row.id} counts its pages wrong", _CLAIM_AGAIN)


def _knots(connection: Connection) -> Iterator[Fault]:
    for level, name in enumerate(LEVEL_COLUMNS):
        counted = Counter(connection.execute(select(SAYINGS.c[name])).scalars())
        kept = {row.head: row.size for row in connection.execute(select(KNOTS).where(KNOTS.c.level == level))}
        for head in counted.keys() | kept.keys():
            if kept.get(head, 1) != counted[head]:
                yield Fault(f"knot {head} of level {level} counts its sayings wrong", _CLAIM_AGAIN)


def _bonds(connection: Connection) -> Iterator[Fault]:
    ids = select(STATEMENTS.c.id)
    for side in (BONDS.c.first, BONDS.c.second):
        for one in connection.execute(select(side).where(side.not_in(ids)).distinct()).scalars():
            yield Fault(f"statement {one} is bound to others, but is not there", _RESTORE)


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    yield from connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)


def _as_added(row: Any) -> bool:
    """Whether a page is what its id was made of."""
    try:
        return page_of(row).id == str(row.id)
    except (ValueError, TypeError, KeyError):
        return False
