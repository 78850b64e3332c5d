"""Registers asked of a ledger: the pages' entries put together, and a reader's word on them, with its history."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, func, insert, select, update

from enligt.errors import LedgerError
from enligt.ledger.counting import ALL
from enligt.ledger.matching import search_key
from enligt.ledger.rows import entry_of
from enligt.ledger.schema import (
    CLAIMS,
    COUNTS,
    ECHOED,
    ECHOES,
    ENTERED,
    ENTRIES,
    ENTRY_CHANGES,
    ORIGINAL,
    PAGES,
    SAID,
    SAYINGS,
    STATEMENTS,
)
from enligt.ledger.sides import in_parts
from enligt.records import Entry, EntryKind, EntryStatus
from enligt.registers import Known, put_together

if TYPE_CHECKING:
    from enligt.ledger.store import Ledger

Register = Literal["contacts", "treaties", "pledges", "positions"]
KINDS: dict[Register, EntryKind] = {
    "contacts": "contact",
    "treaties": "treaty",
    "pledges": "pledge",
    "positions": "position",
}
#: Fields that a reader may put right; ``hidden`` takes an entry out of its register.
FIELDS = ("status", "date", "until", "where", "what", "about", "amount", "unit", "side", "hidden")
#: Characters of a corrected field and of a reader's name: room for a long sentence.
MAX_VALUE, MAX_NAME = 500, 100
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}-\d\d-\d\d)?")


#: The words of entries are folded once for all who look for some.
_key = lru_cache(maxsize=20_000)(search_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesWanted:
    """Which entries to list. ``actor`` is a name or an actor's id, ``text`` are words that all have to be in it.

    ``since`` and ``until`` are ISO days, both included; an entry without a date counts by that of its first page.
    ``hidden`` lists those too that a reader has taken out.
    """

    actor: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    hidden: bool = False


class EntryChange(NamedTuple):
    """A reader's word on an entry: a ``field`` put right, or, without one, entries put together or taken apart."""

    number: int
    by: str
    at: str
    field: str | None
    value: Any
    together: bool | None
    undone: bool


class Kept(NamedTuple):
    """An entry of a register, as readers have put it right, and whether one has taken it out."""

    entry: Entry
    hidden: bool


def entries(connection: Connection, register: Register, wanted: EntriesWanted) -> list[Entry]:
    """The entries of a register that are wanted, each thing once, by date."""
    return those(whole(connection, register), wanted)


def those(kept: Iterable[Kept], wanted: EntriesWanted) -> list[Entry]:
    """Those entries of a register that are wanted."""
    actor = search_key(wanted.actor or "")
    words = [key for word in (wanted.text or "").split() if (key := search_key(word))]
    seen = (one.entry for one in kept if wanted.hidden or not one.hidden)
    return [one for one in seen if _is_wanted(one, wanted, actor, words)]


def whole(connection: Connection, register: Register) -> list[Kept]:
    """All entries of a register, each thing once, by date."""
    query = select(ENTRIES, PAGES.c.id.label("page_id")).join(PAGES, PAGES.c.seq == ENTRIES.c.page)
    rows = connection.execute(query.where(ENTRIES.c.kind == KINDS[register]).order_by(ENTRIES.c.page)).all()
    found = [entry_of(row.id, row.kind, row.data, row.page_id) for row in rows]
    changes = _changes(connection)
    known = _known(connection, found, {row.page for row in rows}, changes)
    corrected = [_corrected(one, changes) for one in put_together(found, known)]
    return sorted(corrected, key=lambda one: (day_range(one.entry)[0], one.entry.id))


def waiting(ledger: Ledger) -> int:
    """On how many pages, kept by an earlier version, entries have yet to be looked for."""
    seen = select(func.count()).select_from(ENTERED).scalar_subquery()
    pages = select(func.coalesce(func.sum(COUNTS.c.pages), 0)).where(COUNTS.c.of == ALL).scalar_subquery()
    with ledger._file.transaction("DEFERRED") as connection:
        return int(connection.execute(select(pages - seen)).scalar_one())


def day_range(entry: Entry) -> tuple[str, str]:
    """The first and the last day that an entry is about, as ISO days; else those of its first page.

    >>> day_range(Entry(id="a", kind="contact", event="visit", what="", status="planned", date="2026-02"))
    ('2026-02-01', '2026-02-31')
    """
    first = entry.date or entry.until or (entry.first_seen or "")[:10]
    last = entry.until or entry.date or (entry.first_seen or "")[:10]
    first, last = first.partition("/")[0], last.rpartition("/")[2]
    return first + "-01-01"[len(first) - 4 :] if first else "9999", last + "-12-31"[len(last) - 4 :] if last else "9999"


def find(ledger: Ledger, entry_id: str) -> Entry:
    """The entry with this id, or the one that the entry of a page with this id is a part of, hidden ones too.

    Raises ``LedgerError`` if there is none.
    """
    with ledger._file.transaction("DEFERRED") as connection:
        register = register_with(connection, entry_id)
        return with_id(whole(connection, register) if register else [], entry_id)


def register_with(connection: Connection, entry_id: str) -> Register | None:
    """The register that has a page's entry of this id."""
    kind = connection.execute(select(ENTRIES.c.kind).where(ENTRIES.c.id == entry_id)).scalar()
    return next((one for one, singular in KINDS.items() if singular == kind), None)


def with_id(kept: Iterable[Kept], entry_id: str) -> Entry:
    """The entry of a register that the entry of a page with this id is a part of.

    Raises ``LedgerError`` if there is none.
    """
    for one in kept:
        if entry_id in one.entry.members:
            return one.entry
    raise LedgerError(f"entry {entry_id}", "there is none with this id", "look at `enligt register`")


def addresses(ledger: Ledger, pages: Iterable[str]) -> dict[str, str | None]:
    """The addresses of pages by their ids."""
    found: dict[str, str | None] = {}
    with ledger._file.transaction("DEFERRED") as connection:
        for some in in_parts(set(pages)):
            found |= {
                row.id: row.url
                for row in connection.execute(select(PAGES.c.id, PAGES.c.url).where(PAGES.c.id.in_(some)))
            }
    return found


def correct(ledger: Ledger, entry: Entry, fields: Mapping[str, str], by: str) -> int:
    """Put fields of an entry right on a reader's word, empty ones away; the number under which it can be undone.

    Raises ``LedgerError`` if there is no such field, or a value does not fit it.
    """
    by = _signed(by)
    if not fields:
        raise LedgerError("the entry", "nothing is to be put right", f"name a field: {', '.join(FIELDS)}")
    values = {name: _value(name, words) for name, words in fields.items()}
    rows = [{"entry": entry.members[0], "field": name, "value": value} for name, value in values.items()]
    return _kept(ledger, rows, by)


def merge_entries(ledger: Ledger, one: Entry, other: Entry, by: str) -> int:
    """Put two entries together on a reader's word; the number under which it can be undone."""
    pairs = [(first, second) for first in one.members for second in other.members if first != second]
    if not pairs or one.kind != other.kind:
        raise LedgerError("these entries", "they can't be one", "name two entries of one register")
    return _kept(ledger, [{"entry": a, "other": b, "together": True} for a, b in pairs], _signed(by))


def split_entry(ledger: Ledger, entry: Entry, page: str, by: str) -> int:
    """Take what a page tells out of an entry on a reader's word; the number under which it can be undone.

    Raises ``LedgerError`` if the entry does not rest on that page and others.
    """
    with ledger._file.transaction("DEFERRED") as connection:
        query = select(ENTRIES.c.id).join(PAGES, PAGES.c.seq == ENTRIES.c.page).where(PAGES.c.id == page)
        here = set(connection.execute(query).scalars()) & set(entry.members)
    rest = [one for one in entry.members if one not in here]
    if not here or not rest:
        raise LedgerError(f"entry {entry.id}", f"it does not rest on page {page} and others", "look at its pages")
    pairs = [(a, b) for a in sorted(here) for b in rest]
    return _kept(ledger, [{"entry": a, "other": b, "together": False} for a, b in pairs], _signed(by))


def undo_change(ledger: Ledger, number: int) -> None:
    """Take back a reader's word on entries.

    Raises ``LedgerError`` if there is none under this number.
    """
    made = (ENTRY_CHANGES.c.change == number) & ~ENTRY_CHANGES.c.undone
    with ledger._file.transaction("IMMEDIATE") as connection:
        if not connection.execute(update(ENTRY_CHANGES).where(made).values(undone=True)).rowcount:
            raise LedgerError(f"change {number}", "there is none to take back", "look at the entry's history")


def history(ledger: Ledger, entry: Entry) -> list[EntryChange]:
    """Every change that readers made to an entry, the oldest first, with those taken back."""
    with ledger._file.transaction("DEFERRED") as connection:
        return [one for one, ids in _every(connection) if ids & set(entry.members)]


def _every(connection: Connection) -> Iterator[tuple[EntryChange, set[str]]]:
    by_number: dict[tuple[int, str | None], tuple[EntryChange, set[str]]] = {}
    for row in connection.execute(select(ENTRY_CHANGES).order_by(ENTRY_CHANGES.c.n)):
        change = EntryChange(row.change, row.by, row.at, row.field, row.value, row.together, row.undone)
        by_number.setdefault((row.change, row.field), (change, set()))[1].update({row.entry, row.other} - {None})
    yield from by_number.values()


class _Changes(NamedTuple):
    bonds: dict[frozenset[str], bool]
    fields: dict[str, dict[str, Any]]  # of a page's entry


def _changes(connection: Connection) -> _Changes:
    """The readers' word that holds; of several on one thing the last."""
    changes = _Changes({}, defaultdict(dict))
    query = select(ENTRY_CHANGES).where(~ENTRY_CHANGES.c.undone).order_by(ENTRY_CHANGES.c.n)
    for row in connection.execute(query):
        if row.field is None:
            changes.bonds[frozenset((row.entry, row.other))] = row.together
        else:
            changes.fields[row.entry][row.field] = row.value
    return changes


def _known(connection: Connection, entries: Iterable[Entry], pages: Set[int], changes: _Changes) -> Known:
    """What the ledger knows of the statements and pages that entries rest on."""
    claims: dict[str, str] = {}
    origins: dict[str, str] = {}
    published: dict[str, str] = {}
    originals: dict[str, str] = {}
    told = {told.statement for one in entries for told in one.statements}
    said = select(STATEMENTS.c.id, SAYINGS.c.claim).join(SAYINGS, SAID).where(SAYINGS.c.claim.is_not(None))
    for ids in in_parts(told):
        claims |= {row.id: row.claim for row in connection.execute(said.where(STATEMENTS.c.id.in_(ids)))}
    for some in in_parts(pages):
        days = select(PAGES.c.id, PAGES.c.published).where(PAGES.c.seq.in_(some), PAGES.c.published.is_not(None))
        published |= {row.id: row.published for row in connection.execute(days)}
        echoed = ECHOED.where(ECHOES.c.page.in_(some)).order_by(ORIGINAL.c.published.desc(), ORIGINAL.c.id)
        # Of several the oldest, which comes last.
        originals |= {row.copy_id: row.original_id for row in connection.execute(echoed)}
    for claim_ids in in_parts(set(claims.values())):
        for members in connection.execute(select(CLAIMS.c.members).where(CLAIMS.c.id.in_(claim_ids))).scalars():
            origins |= {member[1]: member[3] for member in members if member[1] in told}
    return Known(claims=claims, origins=origins, originals=originals, published=published, bonds=changes.bonds)


def _corrected(entry: Entry, changes: _Changes) -> Kept:
    """An entry as readers have put it right."""
    fields: dict[str, Any] = {}
    for one in entry.members:
        fields |= changes.fields.get(one, {})
    hidden = bool(fields.pop("hidden", None))
    if "amount" in fields and fields["amount"] is not None:
        fields["amount"] = Decimal(fields["amount"])
    return Kept(replace(entry, **fields, corrected=tuple(sorted(fields))) if fields else entry, hidden)


def _is_wanted(entry: Entry, wanted: EntriesWanted, actor: str, words: Sequence[str]) -> bool:
    """Whether an entry is wanted; ``actor`` and ``words`` are the folded ones of what is."""
    if wanted.since or wanted.until:
        first, last = day_range(entry)
        if (wanted.since and last < wanted.since) or (wanted.until and first > wanted.until):
            return False
    if wanted.actor and not any(one.id == wanted.actor or (actor and actor in _key(one.name)) for one in entry.who):
        return False
    if not words:
        return True
    names = (party.name for party in entry.who)
    told = _key(entry.what, entry.about or "", entry.where or "", entry.condition or "", *names)
    return all(key in told for key in words)


def _kept(ledger: Ledger, rows: Iterable[dict[str, Any]], by: str) -> int:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    empty = {"other": None, "together": None, "field": None, "value": None}
    with ledger._file.transaction("IMMEDIATE") as connection:
        number = connection.execute(select(func.coalesce(func.max(ENTRY_CHANGES.c.change), 0) + 1)).scalar_one()
        whole = [empty | row | {"change": number, "by": by, "at": at} for row in rows]
        connection.execute(insert(ENTRY_CHANGES), whole)
    return int(number)


def _signed(by: str) -> str:
    by = " ".join(by.split())
    if not by or len(by) > MAX_NAME:
        raise LedgerError("the correction", "it is not signed", f"give your name, in {MAX_NAME} characters at most")
    return by


def _value(field: str, words: str) -> str | bool | None:
    """A field's value as it is kept.

    >>> _value("amount", "5 000"), _value("date", "2026-02"), _value("where", "")
    ('5000', '2026-02', None)
    """
    words = " ".join(words.split())
    if field not in FIELDS:
        raise LedgerError(f"field {field}", "it can't be put right", f"name one of {', '.join(FIELDS)}")
    if len(words) > MAX_VALUE:
        raise LedgerError(f"field {field}", f"it is longer than {MAX_VALUE} characters", "shorten it")
    if field == "hidden":
        return words.lower() not in ("", "no", "false", "0")
    if not words and field not in ("status", "what"):
        return None
    if field == "amount":
        try:
            return str(Decimal(words.replace(" ", "").replace("\u00a0", "")))
        except InvalidOperation:
            raise LedgerError(f"amount {words}", "it is no number", "write it in figures, such as 5000000") from None
    fits = {
        "status": words in get_args(EntryStatus),
        "side": words in ("for", "against"),
        "date": _ISO.fullmatch(words) is not None,
        "until": _ISO.fullmatch(words) is not None,
        "what": bool(words),
    }
    if not fits.get(field, True):
        ways = {"status": ", ".join(get_args(EntryStatus)), "side": "for or against"}
        raise LedgerError(f"{field} {words!r}", "it does not fit", ways.get(field, "write a day such as 2026-03-05"))
    return words
