"""How much each actor, outlet and language has in the ledger, and how actors are named: told when pages are kept.

So no list has to count, and no search for a name to look through all statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, distinct, func, insert, literal, select, text, update

from enligt.ledger.schema import COUNTS, PAGES, SPELLINGS, STATEMENTS
from enligt.ledger.sides import in_parts

#: Whose counts there are: of speakers by their ids, of outlets and languages by what pages say, and of all together.
ACTOR, OUTLET, LANGUAGE, ALL = "actor", "outlet", "language", "all"


class Count(NamedTuple):
    """What somebody has: a name, statements, and pages that hold them.

    An actor's assertions count as statements; of the others, what pages say themselves does not.
    """

    name: str
    statements: int
    pages: int


#: Counts by whose they are and the id.
Counts = Mapping[tuple[str, str], Count]


def count(connection: Connection, pages: Iterable[Mapping[str, Any]], statements: Iterable[Mapping[str, Any]]) -> None:
    """Count what is on some new pages, told as rows of ``pages`` and ``statements``, in with the rest."""
    statements = list(statements)
    _spell(connection, {(one["speaker_id"], one["who"]) for one in statements if one["speaker_id"] is not None})
    new = _on(pages, statements)
    known = {(row.of, row.id): row for row in _known(connection, {one for _, one in new})}
    grown = [
        {
            "row": known[key].n,
            "named": max(known[key].name, one.name),
            "more_statements": known[key].statements + one.statements,
            "more_pages": known[key].pages + one.pages,
        }
        for key, one in new.items()
        if key in known
    ]
    if grown:
        connection.execute(_GROW, grown)
    made = [{"of": of, "id": one, **new[of, one]._asdict()} for of, one in new if (of, one) not in known]
    if made:
        connection.execute(insert(COUNTS), made)


def recounted(connection: Connection) -> dict[tuple[str, str], Count]:
    """What the counts have to be, from the pages and statements themselves."""
    found = (row for query in _counting() for row in connection.execute(query))
    return {(row[0], row[1]): Count(*row[2:]) for row in found}


def _spell(connection: Connection, named: set[tuple[str, str]]) -> None:
    """Keep the words under which actors are named, by id, unless they are known."""
    known: set[tuple[str, str]] = set()
    for some in in_parts({who for _, who in named}):
        query = select(SPELLINGS.c.speaker_id, SPELLINGS.c.who).where(SPELLINGS.c.who.in_(some))
        known |= {(row.speaker_id, row.who) for row in connection.execute(query)}
    if new := sorted(named - known):
        connection.execute(insert(SPELLINGS), [{"speaker_id": one, "who": who} for one, who in new])


_GROW = (
    update(COUNTS)
    .where(COUNTS.c.n == bindparam("row"))
    .values(name=bindparam("named"), statements=bindparam("more_statements"), pages=bindparam("more_pages"))
)


def _known(connection: Connection, ids: set[str]) -> Iterator[Any]:
    for some in in_parts(ids):
        yield from connection.execute(select(COUNTS).where(COUNTS.c.id.in_(some)))


def _on(pages: Iterable[Mapping[str, Any]], statements: Iterable[Mapping[str, Any]]) -> Counts:
    """The counts of some pages by themselves."""
    names: dict[tuple[str, str], str] = {}
    told: dict[tuple[str, str], int] = defaultdict(int)
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    whose: dict[int, list[tuple[str, str]]] = {}
    for page in pages:
        keys = ((ALL, ""), (OUTLET, page["outlet"]), (LANGUAGE, page["lang"]))
        whose[page["seq"]] = [(of, one) for of, one in keys if one is not None]
        for key in whose[page["seq"]]:
            names[key] = key[1]
            held[key].add(page["seq"])
    for one in statements:
        if not one["asserted"]:
            for key in whose[one["page"]]:
                told[key] += 1
        if one["speaker_id"] is not None:
            key = ACTOR, one["speaker_id"]
            names[key] = max(names.get(key, ""), one["speaker_name"] or "")
            told[key] += 1
            held[key].add(one["page"])
    return {key: Count(name, told[key], len(held[key])) for key, name in names.items()}


def _counting() -> Iterator[Select[Any]]:
    """The same asked of all pages: rows as those of ``COUNTS``."""
    by, many = STATEMENTS.c.speaker_id, func.count()
    name = func.max(func.coalesce(STATEMENTS.c.speaker_name, ""))
    actors = select(literal(ACTOR), by, name, many, func.count(distinct(STATEMENTS.c.page)))
    yield actors.where(by.is_not(None)).group_by(by)
    of_page = select(STATEMENTS.c.page, many.label("many")).where(~STATEMENTS.c.asserted).group_by(STATEMENTS.c.page)
    told = of_page.subquery()
    statements = func.coalesce(func.sum(told.c.many), 0)
    pages = PAGES.outerjoin(told, told.c.page == PAGES.c.seq)
    for of, one in ((OUTLET, PAGES.c.outlet), (LANGUAGE, PAGES.c.lang)):
        yield select(literal(of), one, one, statements, many).select_from(pages).where(one.is_not(None)).group_by(one)
    # Grouped by the first column, so that nothing is told of no pages.
    yield select(literal(ALL), literal(""), literal(""), statements, many).select_from(pages).group_by(text("1"))
