"""Today: what is being claimed, by how many pages, from how many origins."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from enligt.desk.app import desk_of
from enligt.ledger.listing import totals

router = APIRouter()


@router.get("/", include_in_schema=False)
def today(request: Request) -> Response:
    """What the ledger holds."""
    desk = desk_of(request)
    return desk.rendering.page(request, "today.html.j2", totals=totals(desk.ledger))
