"""A claim: who says it, through whom, on which pages and when; who denies it; and a reader's word on all that."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.as_json import as_json
from enligt.desk.chronicle import chronicle
from enligt.desk.held import shown_claim
from enligt.desk.outlets import outlet_id
from enligt.desk.picture import picture
from enligt.errors import DeskError
from enligt.ledger import claim_lists, listing
from enligt.ledger.claim_lists import Listed
from enligt.ledger.comments import comments_by_subject, comments_on
from enligt.records import Claim
from enligt.report.parts import title_of

#: Statements of a claim that are shown, with why they belong together: the picture of more can't be read, and the rest
#: is in the JSON.
MAX_HELD = 60
#: Claims that are offered as perhaps the same.
MAX_SIMILAR = 6
#: How an address of the desk's names a claim, for those who paste one.
_PREFIX = "/claims/"

By = Annotated[str, Form(max_length=100)]
Id = Annotated[str, Form(max_length=200)]

router = APIRouter()


@router.get("/claims/{claim_id}", include_in_schema=False)
def claim(request: Request, claim_id: str, similar: bool = False) -> Response:
    """One claim; with ``similar``, also those that may be the same."""
    desk = desk_of(request)
    reader = desk.rendering.tongue(request).code
    found = _claim(desk, claim_id, reader)
    statements = [member.statement for member in found.members]
    shown = shown_claim(found, listing.statements_with(desk.ledger, statements[:MAX_HELD]))
    return desk.rendering.page(
        request,
        "claim.html.j2",
        claim=found,
        shown=shown,
        picture=picture(shown),
        chronicle=chronicle(shown),
        changes=claim_lists.changes_to(desk.ledger, statements),
        comments=comments_on(desk.ledger, "claim", statements),
        remarks=comments_by_subject(desk.ledger, "statement", statements),
        similar=_similar(desk, found, reader) if similar else None,
        outlet_id=outlet_id,
        title_of=title_of,
    )


@router.get("/api/claims/{claim_id}")
def claim_as_json(request: Request, claim_id: str) -> dict[str, Any]:
    """A claim with its statements, origins, echoes, and why they were put together."""
    desk = desk_of(request)
    return as_json(desk.ledger, [_claim(desk, claim_id, "en")])[0]


@router.get("/statements/{statement_id}", include_in_schema=False)
def claim_with(request: Request, statement_id: str) -> Response:
    """Leads to the claim that a statement is in now."""
    found = claim_lists.claim_with(desk_of(request).ledger, statement_id)
    if found is None:
        raise HTTPException(404, "no claim has a statement with this id")
    return RedirectResponse(f"/claims/{found}", status_code=303)


@router.post("/claims/{claim_id}/split", include_in_schema=False)
def split(request: Request, claim_id: str, statement: Id, by: By) -> Response:
    """Take a statement out of a claim, on the word of somebody."""
    desk = desk_of(request)
    kept = next(
        (one.statement for one in _claim(desk, claim_id, "en").members if one.statement != statement), statement
    )
    desk.ledger.split(claim_id, statement, _signed(by))
    return RedirectResponse(f"/statements/{kept}", status_code=303)


@router.post("/claims/{claim_id}/merge", include_in_schema=False)
def merge(request: Request, claim_id: str, other: Id, by: By) -> Response:
    """Put two claims together, on the word of somebody; the other is named by its id or its address here."""
    desk = desk_of(request)
    kept = _claim(desk, claim_id, "en").members[0].statement
    desk.ledger.merge(claim_id, other.strip().rpartition(_PREFIX)[2].partition("?")[0], _signed(by))
    return RedirectResponse(f"/statements/{kept}", status_code=303)


@router.post("/changes/{number}/undo", include_in_schema=False)
def undo(request: Request, number: int, statement: Id) -> Response:
    """Take back a change by hand, and go on with the claim that a statement is in then."""
    desk_of(request).ledger.undo(number)
    return RedirectResponse(f"/statements/{statement}", status_code=303)


def _claim(desk: Desk, claim_id: str, reader: str) -> Claim:
    found = desk.ledger.claim(claim_id, reader)
    if found is None:
        raise HTTPException(404, "there is no claim with this id; its statements may be in another one now")
    return found


def _similar(desk: Desk, found: Claim, reader: str) -> list[Listed]:
    near = claim_lists.asked(desk.ledger, found.gloss, MAX_SIMILAR + 1, reader)
    return [one for one in near if one.id != found.id]


def _signed(by: str) -> str:
    name = " ".join(by.split())
    if not name:
        raise DeskError("the change", "it is not signed", "give your name")
    return name
