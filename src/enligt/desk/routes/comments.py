"""Comments: signed, dated, kept with all their versions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.routes.door import local
from enligt.ledger import listing
from enligt.ledger.comments import Comment, Kind, add_comment, comments_on, edit_comment

MAX_FIELD, MAX_FORM = 200, 20_000
#: The highest row id there is.
MAX_NUMBER = 2**63 - 1

By = Annotated[str, Form(max_length=MAX_FIELD)]
Words = Annotated[str, Form(max_length=MAX_FORM)]
About = Annotated[str, Form(max_length=MAX_FIELD)]
Next = Annotated[str, Form(max_length=2_000)]

router = APIRouter()


@router.post("/comments", include_in_schema=False)
def comment(
    request: Request,
    kind: Annotated[Kind, Form()],
    about: About,
    by: By,
    words: Words,
    next: Next = "/",  # noqa: A002, the name in the form
) -> Response:
    """Keep a comment and go back to where it was made."""
    made = _kept(desk_of(request), kind, about, by, words)
    return RedirectResponse(f"{local(next)}#c{made}", status_code=303)


@router.post("/comments/{number}", include_in_schema=False)
def edit(request: Request, number: int, by: By, words: Words = "", next: Next = "/") -> Response:  # noqa: A002
    """Let a comment say something else."""
    edited = edit_comment(desk_of(request).ledger, _number(number), by=by, words=words)
    return RedirectResponse(f"{local(next)}#c{edited.id}", status_code=303)


@router.get("/api/comments")
def comments_json(
    request: Request, kind: Annotated[Kind, Query()], about: Annotated[str, Query(max_length=MAX_FIELD)]
) -> list[dict[str, Any]]:
    """The comments on a statement, claim or page by its id, with all their versions, the oldest first."""
    ledger = desk_of(request).ledger
    return [_as_json(one) for one in comments_on(ledger, kind, _anchors(desk_of(request), kind, about))]


@router.post("/api/comments", status_code=201)
def comment_json(request: Request, kind: Annotated[Kind, Form()], about: About, by: By, words: Words) -> dict[str, int]:
    """Keep a comment; its number."""
    return {"id": _kept(desk_of(request), kind, about, by, words)}


@router.post("/api/comments/{number}")
def edit_json(request: Request, number: int, by: By, words: Words = "") -> dict[str, Any]:
    """Let a comment say something else; without words it is withdrawn. Its versions stay."""
    return _as_json(edit_comment(desk_of(request).ledger, _number(number), by=by, words=words))


def _kept(desk: Desk, kind: Kind, about: str, by: str, words: str) -> int:
    return add_comment(desk.ledger, kind, _anchors(desk, kind, about)[0], by=by, words=words)


def _anchors(desk: Desk, kind: Kind, about: str) -> list[str]:
    """Where comments on something are kept.

    Those on a claim hang on its first statement: claims are worked out anew as pages come, and may change their ids.
    """
    if kind == "claim" and (claim := desk.ledger.claim(about)):
        return [member.statement for member in claim.members]
    if (kind == "page" and about in desk.ledger) or (kind == "statement" and listing.has_statement(desk.ledger, about)):
        return [about]
    raise HTTPException(404, f"there is no {kind} with this id")


def _number(number: int) -> int:
    if not 0 < number <= MAX_NUMBER:
        raise HTTPException(404, "there is no comment with this number")
    return number


def _as_json(one: Comment) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "about": one.about,
        **one.now._asdict(),
        "versions": [version._asdict() for version in one.versions],
    }
