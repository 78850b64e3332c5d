"""A ledger and what is asked → a brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from enligt.brief.asked import Asked
from enligt.brief.choosing import chosen
from enligt.brief.headline import headline
from enligt.brief.items import Editor
from enligt.brief.naming import Names
from enligt.brief.parts import Brief, Item
from enligt.brief.shelf import Shelf
from enligt.brief.themes import sections, weight_of
from enligt.ledger import Ledger
from enligt.ledger.comments import Comment, comments_on
from enligt.ledger.listing import PageHead, heads
from enligt.ledger.senses import directions
from enligt.records import Claim

#: Times as many items as are wanted that are made, since the weight of some is less than their claim's.
SPARE = 2


def composed(ledger: Ledger, asked: Asked) -> Brief:
    """The brief."""
    shelf = Shelf(ledger.page, partial(heads, ledger))
    claims = chosen(ledger, asked, shelf)
    told, looked_at = _told(claims, Editor(asked, shelf))
    kept = told[: asked.limit or None]
    if asked.comments:
        kept = [replace(item, comments=_comments(ledger, item)) for item in kept]
    said = directions(ledger, [member.statement for item in kept for member in item.claim.members])
    parted = sections(kept, Names(kept, asked, shelf), said)
    items = [item for section in parted for item in section.items]
    sources = _sources(items, shelf)
    return Brief(
        asked=asked,
        headline=headline(items, asked),
        sections=parted,
        sources=sources,
        remarks=_standing(comments_on(ledger, "page", [page.id for page in sources])) if asked.comments else (),
        left_out=len(told) - len(kept) + len(claims) - looked_at,
    )


def _told(claims: Sequence[Claim], editor: Editor) -> tuple[list[Item], int]:
    """Items by weight, some more than are wanted, and how many claims were looked at for them."""
    enough = editor.asked.limit * SPARE or len(claims)
    told: list[Item] = []
    looked_at = 0
    for claim in claims:
        if len(told) == enough:
            break
        looked_at += 1
        if item := editor.item(claim):
            told.append(item)
    return sorted(told, key=weight_of), looked_at


def _comments(ledger: Ledger, item: Item) -> tuple[Comment, ...]:
    """The comments on a claim, which hang on its statements, and on the statements that are quoted."""
    statements = [member.statement for member in item.claim.members]
    on_claim = comments_on(ledger, "claim", statements)
    on_quotes = comments_on(ledger, "statement", [quote.statement.id for quote in item.quotes])
    return _standing((*on_claim, *on_quotes))


def _standing(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Those that are not withdrawn, the oldest first."""
    return tuple(sorted((one for one in comments if one.now.words), key=lambda one: one.id))


def _sources(items: Sequence[Item], shelf: Shelf) -> tuple[PageHead, ...]:
    """The pages that the items rest on, in order of time."""
    ids = dict.fromkeys(page_id for item in items for page_id in item.claim.pages)
    pages = [head for one in ids if (head := shelf.head(one))]
    return tuple(sorted(pages, key=lambda page: (shelf.day(page.id) or "~", page.published or "", page.id)))
