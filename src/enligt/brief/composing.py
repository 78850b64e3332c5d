"""A ledger and what is asked → a brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from enligt.brief.choosing import PageOf, chosen, day
from enligt.brief.headline import headline
from enligt.brief.items import Editor
from enligt.brief.naming import Names
from enligt.brief.parts import Asked, Brief, Item
from enligt.brief.themes import sections, weight_of
from enligt.ledger import Ledger
from enligt.ledger.comments import Comment, comments_on
from enligt.ledger.senses import directions
from enligt.records import Page


def composed(ledger: Ledger, asked: Asked) -> Brief:
    """The brief."""
    page_of = cache(ledger.page)
    editor = Editor(asked, page_of)
    told = [item for claim in chosen(ledger, asked, page_of) if (item := editor.item(claim))]
    told.sort(key=weight_of)
    kept = told[: asked.limit or None]
    if asked.comments:
        kept = [replace(item, comments=_comments(ledger, item)) for item in kept]
    names = Names(kept, asked, page_of)
    said = directions(ledger, [member.statement for item in kept for member in item.claim.members])
    parted = sections(kept, names, said)
    items = [item for section in parted for item in section.items]
    sources = _sources(items, page_of)
    return Brief(
        asked=asked,
        headline=headline(items, asked),
        sections=parted,
        sources=sources,
        remarks=_standing(comments_on(ledger, "page", [page.id for page in sources])) if asked.comments else (),
        left_out=len(told) - len(kept),
    )


def _comments(ledger: Ledger, item: Item) -> tuple[Comment, ...]:
    """The comments on a claim, which hang on its statements, and on the statements that are quoted."""
    statements = [member.statement for member in item.claim.members]
    on_claim = comments_on(ledger, "claim", statements)
    on_quotes = comments_on(ledger, "statement", [quote.statement.id for quote in item.quotes])
    return _standing((*on_claim, *on_quotes))


def _standing(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Those that are not withdrawn, the oldest first."""
    return tuple(sorted((one for one in comments if one.now.words), key=lambda one: one.id))


def _sources(items: Sequence[Item], page_of: PageOf) -> tuple[Page, ...]:
    """The pages that the items rest on, in order of time."""
    ids = dict.fromkeys(page_id for item in items for page_id in item.claim.pages)
    pages = [traced.page for one in ids if (traced := page_of(one))]
    return tuple(sorted(pages, key=lambda page: (day(page) or "~", page.published or "", page.id)))
