"""Registers: contacts, treaties, pledges, positions, each entry resting on statements; a reader's word on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from enligt.desk.app import Desk, desk_of
from enligt.desk.outlets import outlet_id
from enligt.desk.timeline import timeline
from enligt.desk.words import REGISTERS
from enligt.errors import LedgerError
from enligt.export.entries import AddressOf, entries_csv, entries_ics
from enligt.ledger import registering
from enligt.ledger.registering import KINDS, EntriesWanted, Register
from enligt.records import Entry, Page
from enligt.registers import affairs, treaties_of
from enligt.registers.sums import Affair
from enligt.report import entry_json

#: Entries that a page lists, and pages of one entry whose sentences it shows; all are in the JSON.
MAX_ENTRIES, MAX_PROOFS = 100, 40
#: Affairs, treaties, and actors in the table of positions that a page shows by themselves: a filter brings others out.
MAX_AFFAIRS, MAX_TREATIES, MAX_STANDING = 20, 10, 30
#: Fields of a form that is read: more than the one of an entry has.
MAX_FIELDS = 20

Row = TypeVar("Row")
#: What writes entries in some form, with the address of each page.
Written = Callable[[list[Entry], AddressOf], str]
Id = Annotated[str, Form(max_length=300)]
By = Annotated[str, Form(max_length=100)]
Words = Annotated[str, Query(max_length=200)]
Day = Annotated[date | None, Query()]


def wanted_of(actor: Words = "", text: Words = "", since: Words = "", until: Words = "") -> EntriesWanted:
    """What a form asks for; what is no day is left out."""
    days = [day.isoformat() if (day := _day(one)) else None for one in (since, until)]
    return EntriesWanted(actor=actor or None, text=text or None, since=days[0], until=days[1])


def register_of(kind: str) -> Register:
    """The register that an address names."""
    if kind not in KINDS:
        raise HTTPException(404, f"there is no such register; there are {', '.join(REGISTERS)}")
    return kind


def entry_of(request: Request, _kind: Annotated[Register, Depends(register_of)], entry_id: str) -> Entry:
    """The entry that an address names."""
    return _entry(desk_of(request), entry_id)


async def sent_by(request: Request) -> FormData:
    """The fields of a form."""
    return await request.form(max_fields=MAX_FIELDS)


Wanted = Annotated[EntriesWanted, Depends(wanted_of)]
Kind = Annotated[Register, Depends(register_of)]
Found = Annotated[Entry, Depends(entry_of)]
Sent = Annotated[FormData, Depends(sent_by)]

router = APIRouter()


@router.get("/registers", include_in_schema=False)
def registers() -> Response:
    """The first of them."""
    return RedirectResponse(f"/registers/{next(iter(REGISTERS))}", status_code=307)


@router.get("/registers/{kind}", include_in_schema=False)
def register(request: Request, kind: Kind, wanted: Wanted, on: Words = "") -> Response:
    """One register; ``on`` is the day for which the state of treaties is told."""
    desk = desk_of(request)
    found = desk.registers.entries(kind, wanted)
    sums = desk.registers.arranged(kind, wanted, _affairs) if kind == "pledges" else []
    treaties = desk.registers.arranged(kind, wanted, treaties_of) if kind == "treaties" else []
    standing = desk.registers.arranged(kind, wanted, _standing) if kind == "positions" else []
    return desk.rendering.page(
        request,
        "register.html.j2",
        kind=kind,
        kinds=REGISTERS,
        entries=found[:MAX_ENTRIES],
        left_out=max(0, len(found) - MAX_ENTRIES),
        wanted=wanted,
        query=request.url.query,
        drawn=desk.registers.arranged(kind, wanted, timeline),
        affairs=sums[:MAX_AFFAIRS],
        treaties=_most(treaties, MAX_TREATIES, lambda one: len(one.terms) + len(one.proposals)),
        on=_day(on) or datetime.now(UTC).date(),
        standing=_most(standing, MAX_STANDING, lambda one: sum(map(len, one[2].values()))),
        beyond=max(0, len(sums) - MAX_AFFAIRS, len(treaties) - MAX_TREATIES, len(standing) - MAX_STANDING),
        waiting=registering.waiting(desk.ledger),
    )


def _most(rows: list[Row], limit: int, size: Callable[[Row], int]) -> list[Row]:
    """The largest rows, at most so many, in the order in which they come."""
    if len(rows) <= limit:
        return rows
    largest = sorted(range(len(rows)), key=lambda at: -size(rows[at]))[:limit]
    return [rows[at] for at in sorted(largest)]


@router.get("/api/registers/{kind}")
def register_json(
    request: Request, kind: Kind, actor: Words = "", text: Words = "", since: Day = None, until: Day = None
) -> list[dict[str, Any]]:
    """The entries of a register, each thing once, by date."""
    desk = desk_of(request)
    days = (day.isoformat() if day else "" for day in (since, until))
    found = desk.registers.entries(kind, wanted_of(actor, text, *days))
    address_of = _address_of(desk, found)
    return [entry_json(one, address_of) for one in found]


@router.get("/api/registers/{kind}/calendar.ics", include_in_schema=False)
def calendar(request: Request, kind: Kind, wanted: Wanted) -> Response:
    """What has a day in a register, for a calendar program."""
    return _file(desk_of(request), kind, wanted, entries_ics, "text/calendar")


@router.get("/api/registers/{kind}/table.csv", include_in_schema=False)
def table(request: Request, kind: Kind, wanted: Wanted) -> Response:
    """A register as a table for spreadsheets."""
    return _file(desk_of(request), kind, wanted, entries_csv, "text/csv")


@router.get("/registers/{kind}/{entry_id}", include_in_schema=False)
def entry(request: Request, kind: Kind, found: Found) -> Response:
    """One entry: what it rests on, what readers have changed, and forms to put it right."""
    desk = desk_of(request)
    return desk.rendering.page(
        request,
        "entry.html.j2",
        kind=kind,
        entry=found,
        proofs=_proofs(desk, found),
        changes=registering.history(desk.ledger, found),
        outlet_id=outlet_id,
    )


@router.get("/api/registers/{kind}/{entry_id}")
def entry_as_json(request: Request, found: Found) -> dict[str, Any]:
    """One entry with what it rests on."""
    return entry_json(found, _address_of(desk_of(request), [found]))


@router.post("/registers/{kind}/{entry_id}/correct", include_in_schema=False)
def correct(request: Request, kind: Kind, found: Found, sent: Sent) -> Response:
    """Put the fields right that differ from what the entry has, on the word of somebody."""
    fields = {name: str(sent[name]).strip() for name in registering.FIELDS if name in sent}
    changed = {name: value for name, value in fields.items() if value != _shown(found, name)}
    registering.correct(desk_of(request).ledger, found, changed, str(sent.get("by", "")))
    return _back(kind, found)


@router.post("/registers/{kind}/{entry_id}/merge", include_in_schema=False)
def merge(request: Request, kind: Kind, found: Found, other: Id, by: By) -> Response:
    """Put two entries together; the other is named by its id or its address here."""
    desk = desk_of(request)
    same = _entry(desk, other.strip().partition("?")[0].rstrip("/").rpartition("/")[2])
    registering.merge_entries(desk.ledger, found, same, by)
    return _back(kind, found)


@router.post("/registers/{kind}/{entry_id}/split", include_in_schema=False)
def split(request: Request, kind: Kind, found: Found, page: Id, by: By) -> Response:
    """Take what a page tells out of an entry."""
    registering.split_entry(desk_of(request).ledger, found, page, by)
    return _back(kind, found)


@router.post("/registers/{kind}/{entry_id}/undo", include_in_schema=False)
def undo(request: Request, kind: Kind, entry_id: str, change: Annotated[int, Form()]) -> Response:
    """Take back a change."""
    desk = desk_of(request)
    registering.undo_change(desk.ledger, change)
    return _back(kind, _entry(desk, entry_id))


def _entry(desk: Desk, entry_id: str) -> Entry:
    try:
        return desk.registers.find(entry_id)
    except LedgerError as error:
        raise HTTPException(404, "there is no entry with this id") from error


def _file(desk: Desk, kind: Register, wanted: EntriesWanted, written: Written, media_type: str) -> Response:
    found = desk.registers.entries(kind, wanted)
    return Response(written(found, _address_of(desk, found)), media_type=f"{media_type}; charset=utf-8")


def _day(iso: str) -> date | None:
    """A day that a form gives; nothing where it is none."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _back(kind: str, entry: Entry) -> Response:
    return RedirectResponse(f"/registers/{kind}/{entry.members[0]}", status_code=303)


def _address_of(desk: Desk, entries: list[Entry]) -> AddressOf:
    known = registering.addresses(desk.ledger, {proof.page for one in entries for proof in one.evidence})
    return lambda page: known.get(page) or page


def _proofs(desk: Desk, entry: Entry) -> list[tuple[Page, list[str], list[str]]]:
    """Each page with the sentences of it that prove an entry, and the ids of the statements in them."""
    found: list[tuple[Page, list[str], list[str]]] = []
    ordered = sorted(entry.evidence)
    for page_id, proofs in groupby(ordered, key=lambda proof: proof.page):
        if len(found) < MAX_PROOFS and (traced := desk.ledger.page(page_id)):
            told = [one.statement for one in entry.statements if one.page == page_id]
            found.append((traced.page, [traced.page.words(proof.span) for proof in proofs], told))
    return sorted(found, key=lambda one: one[0].published or "9999")


def _affairs(entries: list[Entry]) -> list[Affair]:
    """The affairs of which there is something to draw."""
    return [one for one in affairs(entries) if one.target or one.total or one.given]


def _standing(entries: list[Entry]) -> list[tuple[str, str, dict[str, list[Entry]]]]:
    """Who stands where: each actor's id and name with their positions for, against and wanted, in order of time."""
    rows: dict[tuple[str, str], dict[str, list[Entry]]] = {}
    for one in sorted(entries, key=lambda one: one.date or one.first_seen or ""):
        for party in one.actors:
            row = rows.setdefault((party.id, party.name), {"for": [], "against": [], "wants": []})
            row[one.side or "wants"].append(one)
    return [(one, name, row) for (one, name), row in sorted(rows.items(), key=lambda item: item[0][1].casefold())]


def _shown(entry: Entry, field: str) -> str:
    """A field as the form shows it."""
    value = getattr(entry, field, None)
    if field == "amount" and entry.amount is not None:
        return f"{entry.amount:f}"
    return " ".join(str(value).split()) if value is not None else ""
