"""Entries of a register as a table for spreadsheets, and as a calendar for those who keep dates."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from enligt.export.table import cell
from enligt.records import Entry, EntryStatus

COLUMNS = (
    "id", "kind", "event", "status", "who", "to", "what", "where", "date", "until", "amount", "unit", "bound", "about",
    "side", "condition", "origins", "pages", "first_seen", "disagreements",
)  # fmt: skip
#: Days in which calendars keep what has no time of its own; earlier ones are history that no calendar shows.
_FIRST_YEAR = 1900
_CALENDAR_STATUS: dict[EntryStatus, str] = {
    "happened": "CONFIRMED",
    "planned": "CONFIRMED",
    "proposed": "TENTATIVE",
    "conditional": "TENTATIVE",
    "denied": "CANCELLED",
}

#: The address of a page by its id.
AddressOf = Callable[[str], str]


def entries_csv(entries: Iterable[Entry], address_of: AddressOf) -> str:
    """A heading and a row an entry; whatever a page wrote is text to a spreadsheet, never a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in entries:
        pages = dict.fromkeys(address_of(proof.page) for proof in one.evidence)
        cells = (
            one.id, one.kind, one.event, one.status,
            "; ".join(party.name for party in one.who if party.role == "actor"),
            "; ".join(party.name for party in one.who if party.role == "other"),
            one.what, one.where, one.date, one.until,
            "" if one.amount is None else f"{one.amount:f}", one.unit, one.bound,
            one.about, one.side, one.condition, str(one.origins), " ".join(pages), one.first_seen,
            "; ".join(one.disagreements),
        )  # fmt: skip
        writer.writerow([cell(value or "") for value in cells])
    return text.getvalue()


def entries_ics(entries: Iterable[Entry], address_of: AddressOf) -> str:
    """An iCalendar (RFC 5545) of the entries that have a day: what happens then, and what is due.

    The same entries always give the same file; entries that are only dated by month or year are left out.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//enligt//registers//EN")
    calendar.add("version", "2.0")
    for one in entries:
        day, due = _day(one.date), _day(one.until)
        if day is None and due is None:
            continue
        event = Event()
        event.add("uid", f"{one.id}@enligt")
        event.add("dtstamp", _stamp(one.first_seen))
        event.add("dtstart", day or due)
        event.add("summary", summary(one))
        event.add("description", "\n".join([one.what, *dict.fromkeys(address_of(p.page) for p in one.evidence)]))
        event.add("status", _CALENDAR_STATUS[one.status])
        event.add("categories", [one.kind, one.event])
        if one.where:
            event.add("location", one.where)
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode("utf-8")


def summary(entry: Entry) -> str:
    """An entry in a few words, without those of a page: who, what kind of thing, how much, what about.

    >>> summary(Entry(id="a", kind="treaty", event="expires", what="…", status="happened", about="New START"))
    'New START: expires'
    """
    actors = ", ".join(party.name for party in entry.who if party.role == "actor")
    others = ", ".join(party.name for party in entry.who if party.role == "other")
    head = entry.about or actors or "?"
    amount = "" if entry.amount is None else f" {entry.amount:,} {entry.unit or ''}".rstrip()
    return f"{head}: {entry.event}{amount}{f' → {others}' if others else ''}"


def _day(iso: str | None) -> date | None:
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _stamp(first_seen: str | None) -> datetime:
    try:
        at = datetime.fromisoformat(first_seen or "1970-01-01")
    except ValueError:
        at = datetime(1970, 1, 1)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
