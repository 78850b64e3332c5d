"""The brief: a digest of the ledger to read here, or to take along as Markdown, HTML or a feed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from enligt.brief import Asked, Format, compose, written
from enligt.brief.as_json import brief_json
from enligt.brief.asked import MOST_ITEMS
from enligt.brief.framing import framed
from enligt.brief.hypertext import article
from enligt.brief.parts import Brief
from enligt.desk.app import Desk, desk_of
from enligt.desk.routes.search import MAX_QUESTION
from enligt.desk.routes.today import MAX_FIELD
from enligt.tongue import Language

#: Claims of a brief that can be asked for: more is no digest.
MAX_ITEMS = 100


class _File(NamedTuple):
    form: Format
    media_type: str


#: What can be taken along, by the ending of its address.
FILES = {
    "md": _File("markdown", "text/markdown"),
    "html": _File("html", "text/html"),
    "atom": _File("atom", "application/atom+xml"),
}

router = APIRouter()


def asked_of(
    request: Request,
    topic: Annotated[str, Query(max_length=MAX_QUESTION, description="Words or a sentence in any language.")] = "",
    actor: Annotated[str, Query(max_length=MAX_FIELD, description="A name or an actor's id.")] = "",
    since: Annotated[str, Query(max_length=10, description="ISO date.")] = "",
    until: Annotated[str, Query(max_length=10, description="ISO date.")] = "",
    lang: Annotated[Language | None, Query(description="The reader's language; else that of the visitor.")] = None,
    comments: Annotated[bool, Query(description="With the comments made on the desk.")] = False,
    limit: Annotated[int, Query(ge=1, le=MAX_ITEMS, description="Claims at most.")] = MOST_ITEMS,
) -> Asked:
    """What a visitor wants a brief of."""
    return Asked(
        since=_day(since),
        until=_day(until),
        topic=topic.strip(),
        actors=(actor.strip(),) if actor.strip() else (),
        lang=lang or desk_of(request).rendering.tongue(request).code,
        comments=comments,
        limit=limit,
    )


Wanted = Annotated[Asked, Depends(asked_of)]


@router.get("/brief", include_in_schema=False)
def brief(request: Request, asked: Wanted) -> Response:
    """The form, and the brief as it would be published."""
    desk = desk_of(request)
    made = _made(desk, asked)
    query = urlencode({**request.query_params, "lang": asked.lang})
    return desk.rendering.page(
        request,
        "brief.html.j2",
        asked=asked,
        article=Markup(article(framed(made, "/claims/"))),  # noqa: S704, every word in it is escaped there
        made=made,
        files={ending: f"/brief.{ending}?{query}" for ending in FILES},
        json=f"/api/brief?{query}",
    )


@router.get("/brief.{ending}", include_in_schema=False)
def brief_file(request: Request, ending: str, asked: Wanted) -> Response:
    """The brief as a file, the same as ``enligt brief`` writes."""
    file = FILES.get(ending)
    if file is None:
        raise HTTPException(404, f"there is no such form of a brief; there are {', '.join(FILES)}")
    answer = Response(written(_made(desk_of(request), asked), file.form), media_type=file.media_type)
    if file.form != "atom":
        answer.headers["content-disposition"] = f'attachment; filename="brief.{ending}"'
    answer.headers["vary"] = "accept-language, cookie"
    return answer


@router.get("/api/brief")
def brief_as_json(request: Request, asked: Wanted) -> dict[str, Any]:
    """A digest: claims in sections, each with quotes, whoever is behind them, its pages and independent origins."""
    return brief_json(_made(desk_of(request), asked))


def _made(desk: Desk, asked: Asked) -> Brief:
    return compose(desk.ledger, asked)


def _day(day: str) -> str | None:
    try:
        return date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        raise HTTPException(422, f"{day} is no day; write it as 2026-03-05") from None
