"""Records to rows of the ledger's tables and back, losing nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from enligt.ledger.matching import search_key
from enligt.records import Block, Credit, Link, Name, Page, Span, Speaker, Statement, Traced


def page_row(traced: Traced) -> dict[str, Any]:
    """The row of ``pages`` for a traced page."""
    page = traced.page
    return {
        "id": page.id,
        "url": page.url,
        "outlet": page.outlet,
        "title": page.title,
        "lang": page.lang,
        "published": page.published,
        "text": page.text,
        "blocks": page.blocks,
        "credits": page.credits,
        "names": traced.names,
    }


def statement_row(page: Page, seq: int, position: int, statement: Statement) -> dict[str, Any]:
    """The row of ``statements`` for one statement of the page with row id ``seq``."""
    speaker = statement.speaker
    return {
        "page": seq,
        "position": position,
        "id": statement.id,
        "content": statement.content,
        "cue": statement.cue,
        "source": statement.source,
        "form": statement.form,
        "voice": statement.voice,
        "speaker_id": speaker.id if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        "via": statement.via,
        "parent": statement.parent,
        "stance": statement.stance,
        "said_on": statement.said_on,
        "confidence": statement.confidence,
        "who": search_key(page.words(*statement.source), speaker.name if speaker else ""),
    }


def page_of(row: Row[Any]) -> Page:
    """The page of a row of ``pages``."""
    return Page(
        text=row.text,
        blocks=tuple(Block(kind, Span(*span)) for kind, span in row.blocks),
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        lang=row.lang,
        published=row.published,
        credits=tuple(Credit(name, kind, _span(evidence)) for name, kind, evidence in row.credits),
    )


def names_of(row: Row[Any]) -> tuple[Name, ...]:
    """The names on the page of a row of ``pages``."""
    return tuple(Name(kind, Span(*span)) for kind, span in row.names)


def statement_of(row: Row[Any]) -> Statement:
    """The statement of a row of ``statements``."""
    return Statement(
        id=row.id,
        content=_spans(row.content),
        cue=_spans(row.cue),
        source=_spans(row.source),
        form=row.form,
        voice=row.voice,
        speaker=Speaker(id=row.speaker_id, name=row.speaker_name) if row.speaker_id is not None else None,
        via=tuple(Link(name, _span(evidence)) for name, evidence in row.via),
        parent=row.parent,
        stance=row.stance,
        said_on=row.said_on,
        confidence=row.confidence,
    )


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair is not None else None
