"""A brief as JSON, for programs that lay it out in their own way."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from enligt.brief.parts import Brief, Item, Quote, Side
from enligt.ledger.comments import Comment
from enligt.report.shown import json_safe


def brief_json(brief: Brief) -> dict[str, Any]:
    """The brief; pages are ids, as in its ``sources``."""
    return {
        "asked": asdict(brief.asked),
        "headline": brief.headline._asdict() if brief.headline else None,
        "sections": [
            {"names": list(one.names), "words": one.words or None, "items": [_item(item) for item in one.items]}
            for one in brief.sections
        ],
        "sources": [
            {"id": page.id, "url": page.url, "outlet": page.outlet, "title": page.title, "lang": page.lang,
             "published": page.published}
            for page in brief.sources
        ],
        "comments": [_comment(one) for one in brief.remarks],
        "left_out": brief.left_out,
    }  # fmt: skip


def written(brief: Brief) -> str:
    """The brief as a text of JSON."""
    return json_safe(json.dumps(brief_json(brief), ensure_ascii=False, indent=1)) + "\n"


def _item(item: Item) -> dict[str, Any]:
    return {
        "claim": item.claim.id,
        "contradicted": item.contradicted,
        "first_seen": item.claim.first_seen,
        "last_seen": item.claim.last_seen,
        "sides": [_side(side) for side in item.sides],
        "comments": [_comment(one) for one in item.comments],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "stance": side.stance,
        "quotes": [
            {**_quote(quote), "first_page": first.id} for quote, first in zip(side.quotes, side.first, strict=True)
        ],
        "others": [
            {"who": one.who or None, "page": one.page.id, "statement": one.statement.id, "voice": one.statement.voice}
            for one in side.others
        ],
        "pages": list(side.pages),
        "fewest": side.fewest,
        "most": side.most,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    page, statement = quote.page, quote.statement
    return {
        "words": quote.words,
        "lang": page.lang,
        "page": page.id,
        "statement": statement.id,
        "who": quote.who or None,
        "voice": statement.voice,
        "via": [link.name for link in statement.via],
        "said_on": statement.said_on,
    }


def _comment(one: Comment) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "about": one.about, **one.now._asdict()}
