"""Search: claims that say the same in any words and language, pages with these words, actors of this name."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.as_json import as_json
from enligt.desk.snippets import Snippet, snippet
from enligt.ledger import claim_lists, listing
from enligt.records import Page
from enligt.report.parts import title_of

#: Pages, actors and claims that are shown: a person who finds more asks more exactly.
PAGES_AT_ONCE, ACTORS_AT_ONCE, CLAIMS_AT_ONCE = 30, 12, 8
#: Characters of a question: longer than any sentence of news.
MAX_QUESTION = 1000

Question = Annotated[str, Query(max_length=MAX_QUESTION)]

router = APIRouter()


@router.get("/search", include_in_schema=False)
def search(request: Request, q: Question = "") -> Response:
    """What the ledger holds on some words."""
    desk = desk_of(request)
    found = _found(desk, q)
    actors = listing.actors(desk.ledger, named=q, limit=ACTORS_AT_ONCE) if q.strip() else []
    reader = desk.rendering.tongue(request).code
    claims = claim_lists.asked(desk.ledger, q, CLAIMS_AT_ONCE, reader) if q.strip() else []
    return desk.rendering.page(
        request, "search.html.j2", q=q, claims=claims, pages=found, actors=actors, title_of=title_of
    )


@router.get("/api/search")
def search_json(request: Request, q: Question = "") -> dict[str, Any]:
    """Claims that say the same, pages in which all the words stand, best first, and actors whose names they are."""
    desk = desk_of(request)
    actors = listing.actors(desk.ledger, named=q, limit=ACTORS_AT_ONCE) if q.strip() else []
    claims = desk.ledger.ask(q, CLAIMS_AT_ONCE, "en") if q.strip() else []
    return {
        "claims": as_json(desk.ledger, claims),
        "pages": [
            {"id": page.id, "title": page.title, "outlet": page.outlet, "published": page.published, "words": str(near)}
            for page, near in _found(desk, q)
        ],
        "actors": [one._asdict() for one in actors],
    }


def _found(desk: Desk, q: str) -> list[tuple[Page, Snippet]]:
    return [(page, snippet(page, q)) for page in islice(desk.ledger.search(q), PAGES_AT_ONCE)]
