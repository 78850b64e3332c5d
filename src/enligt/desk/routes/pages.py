"""A page of the ledger as its reader sees it: the text with its statements marked, and who is behind each."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.outlets import outlet_id
from enligt.desk.reader import reader
from enligt.ledger import claim_lists, listing
from enligt.ledger.comments import comments_by_subject, comments_on
from enligt.records import Traced
from enligt.report.parts import title_of

router = APIRouter()


@router.get("/pages/{page_id}", include_in_schema=False)
def page(request: Request, page_id: str) -> Response:
    """The page."""
    desk = desk_of(request)
    traced = _traced(desk, page_id)
    shows = reader(traced, desk.rendering.tongue(request).translations.ugettext("Untitled page"))
    others = {echo: echo.of if echo.page == page_id else echo.page for echo in desk.ledger.echoes(page_id)}
    heads = listing.heads(desk.ledger, others.values())
    return desk.rendering.page(
        request,
        "page.html.j2",
        reader=shows,
        traced=traced,
        claim_of=claim_lists.weights_on(desk.ledger, page_id),
        echoes=[(echo, heads[other]) for echo, other in others.items()],
        comments=comments_on(desk.ledger, "page", [page_id]),
        remarks=comments_by_subject(desk.ledger, "statement", [one.id for one in traced.statements]),
        outlet_id=outlet_id,
        title_of=title_of,
    )


@router.get("/api/pages/{page_id}")
def page_json(request: Request, page_id: str) -> dict[str, Any]:
    """A page with its statements, names and warnings; spans are ``[start, end)`` code points into ``text``."""
    return {"id": page_id, **_traced(desk_of(request), page_id).as_json()}


def _traced(desk: Desk, page_id: str) -> Traced:
    traced = desk.ledger.page(page_id)
    if traced is None:
        raise HTTPException(404, "there is no page with this id in the ledger")
    return traced
