"""Today: what is being claimed, by how many pages, from how many origins; as a page, as JSON, and as a feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from enligt.desk.app import desk_of
from enligt.desk.as_json import as_json
from enligt.desk.atom import atom
from enligt.ledger import claim_lists, listing
from enligt.ledger.claim_lists import Listed
from enligt.ledger.claiming import Wanted

#: Claims on one page of the list, in each short list above it, and in the feed.
CLAIMS_AT_ONCE, CLAIMS_ABOVE, CLAIMS_IN_FEED = 30, 5, 50
#: Pages of the list: the claims beyond are found by a filter or a search.
MAX_PART = 20
#: Days before the ledger's last in which a claim that is first seen counts as new.
NEW_DAYS = 1

MAX_FIELD = 200

router = APIRouter()


def wanted_claims(
    actor: Annotated[str, Query(max_length=MAX_FIELD, description="A name or an actor's id.")] = "",
    outlet: Annotated[str, Query(max_length=MAX_FIELD, description="An outlet's name.")] = "",
    lang: Annotated[str, Query(max_length=10, description="The language of a page.")] = "",
    since: Annotated[str, Query(max_length=10, description="ISO date.")] = "",
    until: Annotated[str, Query(max_length=10, description="ISO date.")] = "",
    contradicted: Annotated[bool, Query(description="Only what some assert and some deny.")] = False,
    order: Annotated[str, Query(pattern="^(ranked|newest)$")] = "ranked",
) -> Wanted:
    """Which claims a visitor asks for."""
    for day in (since, until):
        try:
            date.fromisoformat(day or "2026-03-05")
        except ValueError:
            raise HTTPException(422, f"{day} is no day; write it as 2026-03-05") from None
    return Wanted(
        actor=actor.strip() or None,
        outlet=outlet.strip() or None,
        lang=lang.strip() or None,
        since=since or None,
        until=until or None,
        contradicted=contradicted,
        newest=order == "newest",
    )


Asked = Annotated[Wanted, Depends(wanted_claims)]
Part = Annotated[int, Query(ge=1, le=MAX_PART)]


@router.get("/", include_in_schema=False)
def today(request: Request, asked: Asked, part: Part = 1) -> Response:
    """Contradicted claims and new ones first, then those with most pages for each origin."""
    desk = desk_of(request)
    reader = desk.rendering.tongue(request).code
    asked = replace(asked, reader=reader)
    plain = asked == Wanted(reader=reader)
    last = claim_lists.last_day(desk.ledger)
    first: list[Listed] = []
    fresh: list[Listed] = []
    if plain and part == 1:
        first = claim_lists.claims(desk.ledger, replace(asked, contradicted=True, limit=CLAIMS_ABOVE))
        latest = claim_lists.claims(desk.ledger, replace(asked, newest=True, limit=CLAIMS_ABOVE))
        fresh = [one for one in latest if is_new(one, last) and one.pages > 1 and one not in first]
    shown = {claim.id for claim in (*first, *fresh)}
    listed = replace(asked, limit=CLAIMS_AT_ONCE + 1)
    found = claim_lists.claims(desk.ledger, listed, offset=(part - 1) * CLAIMS_AT_ONCE)
    return desk.rendering.page(
        request,
        "today.html.j2",
        totals=listing.totals(desk.ledger) if plain and part == 1 else None,
        first=first,
        fresh=fresh,
        claims=[claim for claim in found[:CLAIMS_AT_ONCE] if claim.id not in shown],
        new={claim.id for claim in (*first, *fresh, *found) if is_new(claim, last)},
        asked=asked,
        plain=plain,
        page_languages=listing.languages(desk.ledger),
        part=part,
        more=len(found) > CLAIMS_AT_ONCE and part < MAX_PART,
        query={key: value for key, value in request.query_params.items() if key != "part"},
    )


@router.get("/api/claims")
def claims_json(request: Request, asked: Asked, part: Part = 1) -> list[dict[str, Any]]:
    """Claims with their statements, origins and echoes, as ``enligt claims --json`` prints them, 30 at a time."""
    desk = desk_of(request)
    least = (part - 1) * CLAIMS_AT_ONCE
    found = desk.ledger.claims(replace(asked, limit=least + CLAIMS_AT_ONCE))
    return as_json(desk.ledger, islice(found, least, None))


@router.get("/claims.atom", include_in_schema=False)
def claims_feed(request: Request, asked: Asked) -> Response:
    """The claims seen last, as an Atom feed; takes the filters of Today."""
    desk = desk_of(request)
    reader = desk.rendering.tongue(request).code
    newest = replace(asked, newest=True, reader=reader, limit=CLAIMS_IN_FEED)
    feed = atom(claim_lists.claims(desk.ledger, newest), str(request.base_url), str(request.url))
    return Response(feed, media_type="application/atom+xml")


def is_new(claim: Listed, last: str) -> bool:
    """Whether a claim is first seen on the last day of the ledger (ISO) or just before."""
    try:
        since = date.fromisoformat(last) - timedelta(days=NEW_DAYS)
    except (ValueError, OverflowError):
        return False
    return (claim.first_seen or "") >= since.isoformat()
