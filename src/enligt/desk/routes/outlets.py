"""Outlets: whom each relays, who relays it, how much of it rests on unnamed sources, and whose it is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.outlets import known_outlet, names_by_id, outlet_id
from enligt.desk.paging import Part
from enligt.ledger import listing
from enligt.naming.lists import Outlet, shipped
from enligt.report.parts import title_of

#: Outlets on one page of the list.
OUTLETS_AT_ONCE = 100
#: Voices that don't tell who speaks.
UNNAMED = frozenset({"anonymous", "unstated"})

router = APIRouter()


@router.get("/outlets", include_in_schema=False)
def outlets(request: Request, part: Part = 1) -> Response:
    """Everybody who publishes, those of most pages first."""
    desk = desk_of(request)
    found = listing.outlets(desk.ledger, limit=OUTLETS_AT_ONCE + 1, offset=(part - 1) * OUTLETS_AT_ONCE)
    rows = [(outlet_id(one.name), one, known_outlet(one.name)) for one in found[:OUTLETS_AT_ONCE]]
    more = len(found) > OUTLETS_AT_ONCE
    return desk.rendering.page(request, "outlets.html.j2", outlets=rows, part=part, more=more)


@router.get("/outlets/{which}", include_in_schema=False)
def outlet(request: Request, which: str) -> Response:
    """One outlet."""
    desk = desk_of(request)
    return desk.rendering.page(request, "outlet.html.j2", outlet_id=outlet_id, title_of=title_of, **_facts(desk, which))


@router.get("/api/outlets")
def outlets_json(request: Request) -> list[dict[str, Any]]:
    """Everybody who publishes, those of most pages first."""
    return [{**one._asdict(), "id": outlet_id(one.name)} for one in listing.outlets(desk_of(request).ledger)]


@router.get("/api/outlets/{which}")
def outlet_json(request: Request, which: str) -> dict[str, Any]:
    """An outlet: whom it relays, who relays it, the voices of its statements, and what is known of it."""
    facts = _facts(desk_of(request), which)
    known: Outlet | None = facts["known"]
    return {
        "id": which,
        "name": facts["name"],
        "names": facts["names"],
        "ownership": known.ownership if known else None,
        "country": known.country if known else None,
        "voices": dict(facts["voices"]),
        "unnamed": facts["unnamed"],
        "relays": [one._asdict() for one in facts["relays"]],
        "relayed_by": [one._asdict() for one in facts["relayed_by"]],
        "pages": [{"id": page.id, "title": page.title, "published": page.published} for page in facts["pages"]],
    }


def _facts(desk: Desk, which: str) -> dict[str, Any]:
    names = names_by_id(listing.intermediaries(desk.ledger)).get(which, [])
    known = shipped().outlets.get(which)
    if not names and known is None:
        raise HTTPException(404, "no outlet with this id is in the ledger")
    voices = listing.voices_of(desk.ledger, names)
    total = sum(count for _, count in voices)
    return {
        "name": known.name if known else names[0],
        "names": names,
        "known": known,
        "voices": voices,
        "total": total,
        "unnamed": sum(count for voice, count in voices if voice in UNNAMED) / total if total else None,
        "relays": listing.relayed_by(desk.ledger, names),
        "relayed_by": listing.relaying(desk.ledger, names),
        "pages": listing.pages_of(desk.ledger, names),
    }
