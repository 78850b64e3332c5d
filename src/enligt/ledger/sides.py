"""Pages and sayings of a ledger as they are compared: read many at a time, the last used kept at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from enligt.ledger.recent import Recent
from enligt.ledger.rows import PAGE_COLUMNS, page_of, statement_of
from enligt.ledger.schema import PAGES, SAID, SAYINGS, STATEMENTS
from enligt.records import Page

if TYPE_CHECKING:
    from enligt.tracing.echoes import Side
    from enligt.tracing.saying import Saying

#: Keys asked for in one query: SQLite takes 32,766, PostgreSQL as many.
KEYS_AT_ONCE = 10_000
#: Sayings and pages kept at hand, about 8 kB and 20 kB each: what the next page may be compared with, many times over.
MAX_SAYINGS, MAX_PAGES = 10_000, 2_500

Key = TypeVar("Key", int, str)


class Told(NamedTuple):
    """A saying with its row id, and that of its page."""

    key: int
    seq: int
    saying: Saying


class Sides:
    """Pages and sayings by their row ids; what is here once is not read again, since neither ever changes."""

    def __init__(self) -> None:
        self._pages: Recent[int, Page] = Recent(MAX_PAGES)
        self._told: Recent[int, Told] = Recent(MAX_SAYINGS)
        self._sides: Recent[int, tuple[list[int], Side]] = Recent(MAX_SAYINGS)

    def pages(self, connection: Connection, seqs: Iterable[int]) -> dict[int, Page]:
        """Some pages by their row ids."""
        found, missing = _at_hand(self._pages, seqs)
        for some in in_parts(missing):
            for row in connection.execute(select(*PAGE_COLUMNS).where(PAGES.c.seq.in_(some))):
                found[row.seq] = page_of(row)
                self._pages.keep(row.seq, found[row.seq])
        return found

    def told(self, connection: Connection, keys: Iterable[int]) -> dict[int, Told]:
        """Some sayings by their row ids."""
        found, missing = _at_hand(self._told, keys)
        for some in in_parts(missing):
            found |= {one.key: one for one in self._read(connection, SAYINGS.c.n.in_(some))}
        return found

    def sides(self, connection: Connection, seqs: Iterable[int]) -> dict[int, tuple[list[int], Side]]:
        """Some pages with all their sayings and the row ids of these, in the order of the text."""
        found, missing = _at_hand(self._sides, seqs)
        for some in in_parts(missing):
            of_page: dict[int, list[Told]] = defaultdict(list)
            for one in self._read(connection, SAYINGS.c.page.in_(some)):
                of_page[one.seq].append(one)
            for seq, page in self.pages(connection, some).items():
                found[seq] = self.keep(seq, page, of_page[seq])
        return found

    def keep(self, seq: int, page: Page, told: Iterable[Told]) -> tuple[list[int], Side]:
        """Keep a page with its sayings at hand."""
        from enligt.tracing.echoes import Side

        here = sorted(told)
        for one in here:
            self._told.keep(one.key, one)
        side = [one.key for one in here], Side(page, [one.saying for one in here])
        self._pages.keep(seq, page)
        self._sides.keep(seq, side, max(1, len(here)))
        return side

    def _read(self, connection: Connection, wanted: ColumnElement[bool]) -> list[Told]:
        from enligt.tracing.meaning import Sense
        from enligt.tracing.saying import Saying

        columns = SAYINGS.c.n, SAYINGS.c.vector, SAYINGS.c.pieces, SAYINGS.c.facts
        query = select(*columns, STATEMENTS).join_from(SAYINGS, STATEMENTS, SAID)
        rows = connection.execute(query.where(wanted)).all()
        pages = self.pages(connection, {row.page for row in rows})
        ids = {seq: page.id for seq, page in pages.items()}
        found = []
        for row in rows:
            sense = Sense.unpacked(row.vector, row.pieces)
            saying = Saying.kept(pages[row.page], ids[row.page], statement_of(row), sense, row.facts)
            found.append(Told(row.n, row.page, saying))
            self._told.keep(row.n, found[-1])
        return found


def in_parts(keys: Collection[Key]) -> Iterator[list[Key]]:
    """Keys, as many at a time as one query takes."""
    rest = iter(sorted(keys))
    while some := list(islice(rest, KEYS_AT_ONCE)):
        yield some


_Value = TypeVar("_Value")


def _at_hand(kept: Recent[int, _Value], keys: Iterable[int]) -> tuple[dict[int, _Value], list[int]]:
    """What is kept under some keys, and the keys under which nothing is."""
    found: dict[int, _Value] = {}
    missing = []
    for key in dict.fromkeys(keys):
        value = kept.get(key)
        if value is None:
            missing.append(key)
        else:
            found[key] = value
    return found, missing
