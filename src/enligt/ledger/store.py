"""The ledger: pages and their statements in one file or database, found again by who speaks or by the page's words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Executable, Select, insert, select

from enligt.ledger import claiming, registering, trouble
from enligt.ledger.claiming import Wanted
from enligt.ledger.counting import count
from enligt.ledger.file import LedgerFile
from enligt.ledger.linking import Linker, Waiting
from enligt.ledger.matching import search_key
from enligt.ledger.nearest import Nearest
from enligt.ledger.place import Place
from enligt.ledger.registering import EntriesWanted, Register
from enligt.ledger.rows import (
    PAGE_COLUMNS,
    entry_of,
    entry_rows,
    names_of,
    page_of,
    page_row,
    statement_of,
    statement_rows,
    via_rows,
    warnings_of,
)
from enligt.ledger.schema import ENTERED, ENTRIES, PAGES, STATEMENTS, VIAS
from enligt.ledger.server import LedgerServer, is_address
from enligt.records import Claim, Echo, Entry, Page, Statement, Traced

if TYPE_CHECKING:
    from enligt.tracing.meaning import Meaning

DEFAULT_NAME = "enligt.ledger"
#: How many rows are fetched at a time, so that a ledger of any size is read in bounded memory.
ROWS_AT_ONCE = 64
#: Pages that are kept and linked in one go, and statements on them: what is asked of the ledger for each is asked for
#: all, and what they hold is in memory. More is hardly quicker, and is lost when a process is killed.
PAGES_AT_ONCE, STATEMENTS_AT_ONCE = 32, 400


def open_ledger(
    path: str | os.PathLike[str] | None = None, *, create: bool = True, meaning: Meaning | None = None
) -> Ledger:
    """Open a ledger, or make an empty one; close it with ``close()`` or use it in a ``with``.

    ``path`` is a file, or the address of a PostgreSQL database (``postgresql://user@host/name``), which several may
    use at once. Without one it is what the environment variable ``ENLIGT_LEDGER`` names, else ``enligt.ledger`` in the
    working folder. With ``create=False`` a ledger that does not exist is an error. ``meaning`` reads what statements
    say; by default the shipped model, loaded when first needed.

    Raises ``LedgerError`` if it is something else, is newer than this enligt, locked, or can't be opened.

    >>> import enligt, tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/my.ledger") as ledger:
    ...     ledger.add(Traced(page=Page(text="Hej."), statements=())), [page.text for page in ledger.pages()]
    (True, ['Hej.'])
    """
    place = place_of(path)
    try:
        place.prepare(create=create)
    except BaseException:
        place.close()
        raise
    return Ledger(place, meaning)


def name_of(path: str | os.PathLike[str] | None = None) -> str:
    """The file or address that is meant where ``path`` is given, or not."""
    return os.fspath(path or os.environ.get("ENLIGT_LEDGER") or DEFAULT_NAME)


def place_of(path: str | os.PathLike[str] | None = None) -> Place:
    """The file or database that ``open_ledger`` opens, as it is, whatever it holds.

    Raises ``LedgerError`` if it is no place for a ledger.
    """
    where = name_of(path)
    if is_address(where):
        return LedgerServer(where)
    if Path(where).is_dir():
        raise trouble.not_a_ledger(where)
    return LedgerFile(Path(where))


class Ledger:
    """An open ledger. Each reading method sees the ledger as it was when the method began to read.

    All methods raise ``LedgerError`` when the file or the server fails them.
    """

    def __init__(self, place: Place, meaning: Meaning | None = None) -> None:
        self._file = place
        self._linker = Linker(Nearest(place.beside("vectors")), meaning)

    @property
    def name(self) -> str:
        """What to call it to people: the file, or the database's address without a password."""
        return self._file.name

    def beside(self, kind: str) -> Path:
        """A file on this machine for something that goes with the ledger: beside its file, else in the user's cache."""
        return self._file.beside(kind)

    def state(self) -> str:
        """Something short that is another whenever the ledger has changed."""
        return self._file.state()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing is lost if this is never called."""
        try:
            self._linker.nearest.save()
        finally:
            self._file.close()

    def add(self, traced: Traced) -> bool:
        """Keep a page with its statements, and put them into claims; ``False``, and no change, if it is here already.

        The page is kept all or nothing. A process killed between keeping and claiming leaves a page that is put into
        claims when they are next asked for.
        """
        ((_, new),) = self.add_many([traced])
        return new

    def add_many(self, pages: Iterable[Traced]) -> Iterator[tuple[Traced, bool]]:
        """Do as ``add`` for each page of a stream: each with whether it is new, once it is kept and claimed.

        It is quicker, since several pages are kept and claimed in one go. Pages not yet told of may be lost when a
        process is killed; adding them again does no harm.
        """
        for parcel in _parcels(pages):
            yield from zip(parcel, self._add(parcel), strict=True)

    def _add(self, parcel: Sequence[Traced]) -> list[bool]:
        rows = [page_row(traced) for traced in parcel]
        new: dict[str, tuple[int, Traced]] = {}
        with self._file.transaction("IMMEDIATE") as connection:
            known = set(
                connection.execute(select(PAGES.c.id).where(PAGES.c.id.in_([row["id"] for row in rows]))).scalars()
            )
            told = []
            for row, traced in zip(rows, parcel, strict=True):
                told.append(row["id"] not in known)
                if told[-1]:
                    known.add(row["id"])
                    seq = connection.execute(insert(PAGES).values(row).returning(PAGES.c.seq)).scalar_one()
                    new[row["id"]] = seq, traced
            _keep(connection, list(new.values()))
            words = [{"seq": seq, "title": one.page.title, "text": one.page.text} for seq, one in new.values()]
            if words:
                self._file.keep_words(connection, words)
        self._link(list(new.values()))
        return told

    def _link(self, pages: Sequence[tuple[int, Traced]]) -> None:
        """Put pages, by their row ids, into claims."""
        read = [Waiting(seq, traced, self._linker.read(traced)) for seq, traced in pages]
        try:
            with self._file.transaction("IMMEDIATE") as connection:
                seqs = select(PAGES.c.seq).where(PAGES.c.seq.in_([one.seq for one in read]), ~PAGES.c.linked)
                waiting = set(connection.execute(seqs).scalars())  # another process may have linked some meanwhile
                if waiting:
                    self._linker.link(connection, [one for one in read if one.seq in waiting])
        except BaseException:
            self._linker.forget()
            raise

    def _link_all(self) -> None:
        """Put pages into claims that a killed process, or an earlier version, has left without; make all claims."""
        waiting = select(PAGES.c.id, PAGES.c.seq).where(~PAGES.c.linked).order_by(PAGES.c.seq)
        with self._file.transaction("DEFERRED") as connection:
            seqs = {row.id: row.seq for row in connection.execute(waiting)}
            settled = self._linker.is_settled(connection)
        for parcel in _parcels(traced for page_id in seqs if (traced := self.page(page_id))):
            self._link([(seqs[traced.page.id], traced) for traced in parcel])
        if seqs or not settled:
            with self._file.transaction("IMMEDIATE") as connection:
                self._linker.settle(connection)

    def __contains__(self, page_id: str) -> bool:
        with self._file.transaction("DEFERRED") as connection:
            return connection.execute(select(PAGES.c.seq).where(PAGES.c.id == page_id)).first() is not None

    def pages(self) -> Iterator[Page]:
        """All pages, in the order in which they were added."""
        return self._pages(select(*PAGE_COLUMNS).order_by(PAGES.c.seq))

    def page(self, page_id: str) -> Traced | None:
        """The page with this id as it was added, with its statements and names; ``None`` if there is none."""
        with self._file.transaction("DEFERRED") as connection:
            row = connection.execute(select(PAGES).where(PAGES.c.id == page_id)).one_or_none()
            if row is None:
                return None
            found = connection.execute(
                select(STATEMENTS).where(STATEMENTS.c.page == row.seq).order_by(STATEMENTS.c.position)
            )
            told: dict[bool, list[Statement]] = {False: [], True: []}
            for one in found:
                told[one.asserted].append(statement_of(one))
            kept = connection.execute(select(ENTRIES).where(ENTRIES.c.page == row.seq).order_by(ENTRIES.c.position))
            return Traced(
                page=page_of(row),
                statements=tuple(told[False]),
                names=names_of(row),
                warnings=warnings_of(row),
                assertions=tuple(told[True]),
                entries=tuple(entry_of(one.id, one.kind, one.data, page_id) for one in kept),
            )

    def search(self, words: str) -> Iterator[Page]:
        """The pages in whose title or text all the words stand, best first; case and diacritics make no difference."""
        wanted = [word for word in words.split() if any(map(str.isalnum, word))]
        return self._in_order(self._file.with_words(wanted)) if wanted else iter(())

    def statements(self, actor: str | None = None) -> Iterator[tuple[Page, Statement]]:
        """All statements with their pages, in order of adding and of the text; of one ``actor``, by speaker id."""
        query = select(STATEMENTS).where(~STATEMENTS.c.asserted)
        return self._statements(query if actor is None else query.where(STATEMENTS.c.speaker_id == actor))

    def who(self, name: str) -> Iterator[tuple[Page, Statement]]:
        """The statements whose source's words or speaker's name hold ``name``, whatever its case, in any script.

        The name is found at the start of a word: "lee" finds "Ann Lee’s aide" and "LEEDS", but not "fleet".
        """
        key = search_key(name)
        if not key:
            return iter(())
        return self._statements(select(STATEMENTS).where(STATEMENTS.c.who.contains(key, autoescape=True)))

    def claims(self, wanted: Wanted | None = None) -> Iterator[Claim]:
        """The claims, those first that most pages hold for each origin behind them; see ``Wanted`` for which."""
        self._link_all()
        with self._file.transaction("DEFERRED") as connection:
            yield from claiming.claims(connection, wanted or Wanted())

    def claim(self, claim_id: str, reader: str = "en") -> Claim | None:
        """The claim with this id, worded for a reader's language where one of its statements is in it."""
        self._link_all()
        with self._file.transaction("DEFERRED") as connection:
            return claiming.claim(connection, claim_id, reader)

    def claims_of_page(self, page_id: str, reader: str = "en") -> list[Claim]:
        """The claims of a page's statements and assertions, in the order of its text."""
        self._link_all()
        with self._file.transaction("DEFERRED") as connection:
            return claiming.of_page(connection, page_id, reader)

    def ask(self, question: str, limit: int = 10, reader: str = "en") -> list[Claim]:
        """The claims that say what a text in any language says, the nearest first; none if nothing is near."""
        with self._near(question, limit) as (connection, ids):
            return claiming.with_ids(connection, ids, reader)

    @contextmanager
    def _near(self, question: str, limit: int) -> Iterator[tuple[Connection, list[str]]]:
        """The ids of the claims that say what a text says, the nearest first, and a transaction to read them in."""
        self._link_all()
        (sense,) = self._linker.meaning.of([question])
        with self._file.transaction("DEFERRED") as connection:
            self._linker.nearest.catch_up(connection)
            yield connection, claiming.near(connection, self._linker.nearest, sense, limit)

    def echoes(self, page_id: str) -> list[Echo]:
        """What a page repeats, and what repeats it."""
        self._link_all()
        with self._file.transaction("DEFERRED") as connection:
            return claiming.echoes(connection, page_id)

    def register(self, kind: Register, wanted: EntriesWanted | None = None) -> list[Entry]:
        """The entries of a register, each thing once, by date; see ``EntriesWanted`` for which.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/my.ledger") as ledger:
        ...     ledger.register("pledges")
        []
        """
        self._link_all()
        for _ in self.look_through():
            pass
        with self._file.transaction("DEFERRED") as connection:
            return registering.entries(connection, kind, wanted or EntriesWanted())

    def look_through(self, limit: int = 0) -> Iterator[str]:
        """Look for entries on the pages that an earlier version has kept without, at most ``limit``: their ids.

        Registers lack what is on them until then. It takes some ten milliseconds a page.
        """
        from enligt.registers import entries_of

        left = select(PAGES.c.id, PAGES.c.seq).where(PAGES.c.seq.not_in(select(ENTERED.c.page))).order_by(PAGES.c.seq)
        with self._file.transaction("DEFERRED") as connection:
            waiting = connection.execute(left.limit(limit or None)).all()
        for page_id, seq in waiting:
            if traced := self.page(page_id):
                entered = replace(traced, entries=entries_of(traced))
                with self._file.transaction("IMMEDIATE") as connection:
                    if not connection.execute(select(ENTERED).where(ENTERED.c.page == seq)).first():
                        _enter(connection, [(seq, entered)])
                yield page_id

    def split(self, claim_id: str, statement_id: str, by: str) -> int:
        """Take a statement out of a claim on a reader's word; the number under which it can be undone.

        Raises ``LedgerError`` if there is no such claim, or it has not this statement and others.
        """
        self._link_all()
        with self._file.transaction("IMMEDIATE") as connection:
            number = claiming.split(connection, claim_id, statement_id, by)
        return self._known(number, f"claim {claim_id} with others beside statement {statement_id}")

    def merge(self, claim_id: str, other_id: str, by: str) -> int:
        """Put two claims together on a reader's word; the number under which it can be undone.

        Raises ``LedgerError`` if there are no two such claims.
        """
        self._link_all()
        with self._file.transaction("IMMEDIATE") as connection:
            number = claiming.merge(connection, claim_id, other_id, by)
        return self._known(number, f"pair of claims {claim_id} and {other_id}")

    def undo(self, number: int) -> None:
        """Take back what ``split`` or ``merge`` did under this number.

        Raises ``LedgerError`` if there is no such number.
        """
        with self._file.transaction("IMMEDIATE") as connection:
            if not claiming.undo(connection, number):
                raise trouble.no_such(self.name, f"change {number}")

    def _known(self, number: int | None, what: str) -> int:
        if number is None:
            raise trouble.no_such(self.name, what)
        return number

    def _pages(self, query: Select[Any]) -> Iterator[Page]:
        with self._file.transaction("DEFERRED") as connection:
            for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
                yield page_of(row)

    def _in_order(self, query: Executable) -> Iterator[Page]:
        """The pages whose row ids a query finds, in its order: to sort whole pages would take long."""
        with self._file.transaction("DEFERRED") as connection:
            seqs = connection.execute(query).scalars().all()
            for first in range(0, len(seqs), ROWS_AT_ONCE):
                part = seqs[first : first + ROWS_AT_ONCE]
                found = {row.seq: row for row in connection.execute(select(*PAGE_COLUMNS).where(PAGES.c.seq.in_(part)))}
                yield from (page_of(found[seq]) for seq in part)

    def _statements(self, query: Select[Any]) -> Iterator[tuple[Page, Statement]]:
        ordered = query.order_by(STATEMENTS.c.page, STATEMENTS.c.position)
        with self._file.transaction("DEFERRED") as connection:
            rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(ordered)
            for seq, of_page in groupby(rows, key=lambda row: row.page):
                page = page_of(connection.execute(select(*PAGE_COLUMNS).where(PAGES.c.seq == seq)).one())
                for row in of_page:
                    yield page, statement_of(row)


def _keep(connection: Connection, pages: Sequence[tuple[int, Traced]]) -> None:
    """Keep what belongs to some pages, by their row ids."""
    rows = [row for seq, traced in pages for row in statement_rows(traced, seq)]
    if rows:
        connection.execute(insert(STATEMENTS), rows)
    if links := via_rows(rows):
        connection.execute(insert(VIAS), links)
    count(connection, [{"seq": seq, **traced.page.head()} for seq, traced in pages], rows)
    _enter(connection, pages)


def _enter(connection: Connection, pages: Sequence[tuple[int, Traced]]) -> None:
    """Keep the entries of some pages, by their row ids."""
    if entries := [row for seq, traced in pages for row in entry_rows(traced, seq)]:
        connection.execute(insert(ENTRIES), entries)
    if pages:
        connection.execute(insert(ENTERED), [{"page": seq} for seq, _ in pages])


def _parcels(pages: Iterable[Traced]) -> Iterator[list[Traced]]:
    """Pages, as many at a time as are kept and linked in one go."""
    parcel: list[Traced] = []
    statements = 0
    try:
        for traced in pages:
            parcel.append(traced)
            statements += len(traced.statements) + len(traced.assertions)
            if len(parcel) == PAGES_AT_ONCE or statements >= STATEMENTS_AT_ONCE:
                yield parcel
                parcel, statements = [], 0
    except (Exception, KeyboardInterrupt):  # of the stream: what it gave before is kept all the same
        if parcel:
            yield parcel
        raise
    if parcel:
        yield parcel
