"""Actors: who speaks in the ledger, what each said and when, under which spellings, and who relays them.

Who is only in a register, a state say, has a page too: it leads to the entries.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.outlets import outlet_id
from enligt.desk.paging import Part
from enligt.desk.reader import said
from enligt.desk.words import REGISTERS
from enligt.ledger import listing
from enligt.ledger.registering import KINDS, EntriesWanted
from enligt.naming.lists import shipped
from enligt.report.parts import title_of

#: Actors and statements on one page of a list.
ACTORS_AT_ONCE, STATEMENTS_AT_ONCE = 100, 50

router = APIRouter()


@router.get("/actors", include_in_schema=False)
def actors(request: Request, part: Part = 1) -> Response:
    """Everybody who speaks, those of most statements first."""
    desk = desk_of(request)
    found = listing.actors(desk.ledger, limit=ACTORS_AT_ONCE + 1, offset=(part - 1) * ACTORS_AT_ONCE)
    more = len(found) > ACTORS_AT_ONCE
    return desk.rendering.page(request, "actors.html.j2", actors=found[:ACTORS_AT_ONCE], part=part, more=more)


@router.get("/actors/{actor_id:path}", include_in_schema=False)
def actor(request: Request, actor_id: str, part: Part = 1) -> Response:
    """One actor."""
    desk = desk_of(request)
    total = listing.count_by(desk.ledger, actor_id)
    known = shipped().actors.get(actor_id)
    registered = None if total or known else _registered(desk, actor_id)
    if not total and known is None and registered is None:
        raise HTTPException(404, "nobody with this id speaks in the ledger")
    offset = (part - 1) * STATEMENTS_AT_ONCE
    found = listing.statements_by(desk.ledger, actor_id, limit=STATEMENTS_AT_ONCE, offset=offset)
    names = [statement.speaker.name for _, statement in found if statement.speaker]
    return desk.rendering.page(
        request,
        "actor.html.j2",
        id=actor_id,
        name=known.name if known else names[0] if names else registered or actor_id,
        registers=REGISTERS,
        known=known,
        total=total,
        said=[(page, said(page, statement, {})) for page, statement in found],
        spellings=listing.spellings(desk.ledger, actor_id),
        channels=listing.channels_of(desk.ledger, actor_id),
        publishers=listing.publishers_of(desk.ledger, actor_id),
        part=part,
        more=total > offset + len(found),
        outlet_id=outlet_id,
        title_of=title_of,
    )


def _registered(desk: Desk, actor_id: str) -> str | None:
    """The name of somebody in an entry of a register, who need not say anything."""
    found = (entry for kind in KINDS for entry in desk.registers.entries(kind, EntriesWanted(actor=actor_id)))
    return next((party.name for entry in found for party in entry.who if party.id == actor_id), None)


@router.get("/api/actors")
def actors_json(request: Request, part: Part = 1) -> list[dict[str, Any]]:
    """Everybody who speaks, those of most statements first, 100 at a time."""
    found = listing.actors(desk_of(request).ledger, limit=ACTORS_AT_ONCE, offset=(part - 1) * ACTORS_AT_ONCE)
    return [one._asdict() for one in found]


@router.get("/api/actors/{actor_id:path}")
def actor_json(request: Request, actor_id: str, part: Part = 1) -> dict[str, Any]:
    """An actor's statements, the latest first, 50 at a time, with spellings and relays."""
    ledger = desk_of(request).ledger
    total = listing.count_by(ledger, actor_id)
    known = shipped().actors.get(actor_id)
    if not total and known is None:
        raise HTTPException(404, "nobody with this id speaks in the ledger")
    found = listing.statements_by(ledger, actor_id, limit=STATEMENTS_AT_ONCE, offset=(part - 1) * STATEMENTS_AT_ONCE)
    return {
        "id": actor_id,
        "name": known.name if known else next((s.speaker.name for _, s in found if s.speaker), actor_id),
        "total": total,
        "spellings": [{"words": words, "count": count} for words, count in listing.spellings(ledger, actor_id)],
        "channels": [one._asdict() for one in listing.channels_of(ledger, actor_id)],
        "publishers": [one._asdict() for one in listing.publishers_of(ledger, actor_id)],
        "statements": [
            {"page": page.id, "words": page.words(*statement.content), **statement.as_json()}
            for page, statement in found
        ],
    }
