"""Registers: contacts, treaties, pledges, positions, each entry resting on statements; a reader's word on them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.forms import spans_in, sums_in
from enligt.desk.outlets import outlet_id
from enligt.desk.timeline import timeline
from enligt.desk.words import REGISTERS
from enligt.errors import LedgerError
from enligt.export.entries import entries_csv, entries_ics
from enligt.ledger import registering
from enligt.ledger.registering import KINDS, EntriesWanted, Register
from enligt.records import Entry, Page
from enligt.registers import affairs, treaties_of
from enligt.report import entry_json
from enligt.report.parts import title_of

#: Entries that a page lists, and pages of one entry whose sentences it shows; all are in the JSON.
MAX_ENTRIES, MAX_PROOFS = 200, 40
#: How an address of the desk's ends that names an entry, for those who paste one.
_SLASH = "/"

By = Annotated[str, Form(max_length=100)]
Id = Annotated[str, Form(max_length=300)]
Words = Annotated[str, Query(max_length=200)]
Day = Annotated[date | None, Query()]

router = APIRouter()


@router.get("/registers", include_in_schema=False)
def registers() -> Response:
    """The first of them."""
    return RedirectResponse(f"/registers/{next(iter(REGISTERS))}", status_code=307)


@router.get("/registers/{kind}", include_in_schema=False)
def register(
    request: Request,
    kind: str,
    actor: Words = "",
    text: Words = "",
    since: Words = "",
    until: Words = "",
    on: Words = "",
) -> Response:
    """One register; ``on`` is the day for which the state of treaties is told."""
    desk = desk_of(request)
    chosen = _register(kind)
    found = _entries(desk, chosen, actor, text, since, until)
    return desk.rendering.page(
        request,
        "register.html.j2",
        span=spans_in(desk.rendering.tongue(request)),
        money=sums_in(desk.rendering.tongue(request)),
        kind=kind,
        kinds=REGISTERS,
        entries=found[:MAX_ENTRIES],
        left_out=max(0, len(found) - MAX_ENTRIES),
        asked={"actor": actor, "text": text, "since": since, "until": until},
        query=request.url.query,
        drawn=timeline(found),
        affairs=affairs(found) if chosen == "pledges" else [],
        treaties=treaties_of(found) if chosen == "treaties" else [],
        on=_day(on) or datetime.now(UTC).date(),
        standing=_standing(found) if chosen == "positions" else [],
    )


@router.get("/api/registers/{kind}")
def register_json(
    request: Request, kind: str, actor: Words = "", text: Words = "", since: Day = None, until: Day = None
) -> list[dict[str, Any]]:
    """The entries of a register, each thing once, by date."""
    desk = desk_of(request)
    days = (day.isoformat() if day else "" for day in (since, until))
    found = _entries(desk, _register(kind), actor, text, *days)
    return [entry_json(one, _address_of(desk, found)) for one in found]


@router.get("/api/registers/{kind}/calendar.ics", include_in_schema=False)
def calendar(
    request: Request, kind: str, actor: Words = "", text: Words = "", since: Words = "", until: Words = ""
) -> Response:
    """What has a day in a register, for a calendar program."""
    desk = desk_of(request)
    found = _entries(desk, _register(kind), actor, text, since, until)
    return Response(entries_ics(found, _address_of(desk, found)), media_type="text/calendar; charset=utf-8")


@router.get("/api/registers/{kind}/table.csv", include_in_schema=False)
def table(
    request: Request, kind: str, actor: Words = "", text: Words = "", since: Words = "", until: Words = ""
) -> Response:
    """A register as a table for spreadsheets."""
    desk = desk_of(request)
    found = _entries(desk, _register(kind), actor, text, since, until)
    return Response(entries_csv(found, _address_of(desk, found)), media_type="text/csv; charset=utf-8")


@router.get("/registers/{kind}/{entry_id}", include_in_schema=False)
def entry(request: Request, kind: str, entry_id: str) -> Response:
    """One entry: what it rests on, what readers have changed, and forms to put it right."""
    desk = desk_of(request)
    _register(kind)
    found = _entry(desk, entry_id)
    return desk.rendering.page(
        request,
        "entry.html.j2",
        span=spans_in(desk.rendering.tongue(request)),
        money=sums_in(desk.rendering.tongue(request)),
        kind=kind,
        entry=found,
        proofs=_proofs(desk, found),
        changes=registering.history(desk.ledger, found),
        outlet_id=outlet_id,
        title_of=title_of,
    )


@router.get("/api/registers/{kind}/{entry_id}")
def entry_as_json(request: Request, kind: str, entry_id: str) -> dict[str, Any]:
    """One entry with what it rests on."""
    desk = desk_of(request)
    _register(kind)
    found = _entry(desk, entry_id)
    return entry_json(found, _address_of(desk, [found]))


@router.post("/registers/{kind}/{entry_id}/correct", include_in_schema=False)
async def correct(request: Request, kind: str, entry_id: str) -> Response:
    """Put the fields right that differ from what the entry has, on the word of somebody."""
    desk, sent = desk_of(request), await request.form(max_fields=20)
    _register(kind)
    found = _entry(desk, entry_id)
    fields = {name: str(sent[name]).strip() for name in registering.FIELDS if name in sent}
    changed = {name: value for name, value in fields.items() if value != _shown(found, name)}
    registering.correct(desk.ledger, found, changed, str(sent.get("by", "")))
    return _back(kind, found)


@router.post("/registers/{kind}/{entry_id}/merge", include_in_schema=False)
def merge(request: Request, kind: str, entry_id: str, other: Id, by: By) -> Response:
    """Put two entries together; the other is named by its id or its address here."""
    desk = desk_of(request)
    _register(kind)
    found = _entry(desk, entry_id)
    same = _entry(desk, other.strip().partition("?")[0].rstrip(_SLASH).rpartition(_SLASH)[2])
    registering.merge_entries(desk.ledger, found, same, by)
    return _back(kind, found)


@router.post("/registers/{kind}/{entry_id}/split", include_in_schema=False)
def split(request: Request, kind: str, entry_id: str, page: Id, by: By) -> Response:
    """Take what a page tells out of an entry."""
    desk = desk_of(request)
    _register(kind)
    found = _entry(desk, entry_id)
    registering.split_entry(desk.ledger, found, page, by)
    return _back(kind, found)


@router.post("/registers/{kind}/{entry_id}/undo", include_in_schema=False)
def undo(request: Request, kind: str, entry_id: str, change: Annotated[int, Form()]) -> Response:
    """Take back a change."""
    desk = desk_of(request)
    _register(kind)
    registering.undo_change(desk.ledger, change)
    return _back(kind, _entry(desk, entry_id))


def _register(kind: str) -> Register:
    if kind not in KINDS:
        raise HTTPException(404, f"there is no such register; there are {', '.join(REGISTERS)}")
    return kind


def _entries(desk: Desk, kind: Register, actor: str, text: str, since: str, until: str) -> list[Entry]:
    days = [day.isoformat() if (day := _day(one)) else None for one in (since, until)]
    wanted = EntriesWanted(actor=actor or None, text=text or None, since=days[0], until=days[1])
    with desk.linking:
        return desk.ledger.register(kind, wanted)


def _entry(desk: Desk, entry_id: str) -> Entry:
    try:
        return registering.find(desk.ledger, entry_id)
    except LedgerError as error:
        raise HTTPException(404, "there is no entry with this id") from error


def _day(iso: str) -> date | None:
    """A day that a form gives; nothing where it is none."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _back(kind: str, entry: Entry) -> Response:
    return RedirectResponse(f"/registers/{kind}/{entry.members[0]}", status_code=303)


def _address_of(desk: Desk, entries: list[Entry]) -> Any:
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
