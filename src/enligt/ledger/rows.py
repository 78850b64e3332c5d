"""Records to rows of the ledger's tables and back, losing nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from enligt.ledger.matching import search_key
from enligt.ledger.schema import PAGES
from enligt.records import (
    HEAD,
    Block,
    Claim,
    Credit,
    Echo,
    Entry,
    EntryKind,
    Evidence,
    Link,
    Member,
    Merge,
    Name,
    NameWarning,
    Origin,
    Page,
    Party,
    Span,
    Speaker,
    Statement,
    Told,
    Traced,
)
from enligt.tracing.knots import UNKNOWN_LANGUAGE

#: Fields of a statement, a claim and an entry that are kept as they are, here and in a batch's tables.
STATEMENT_FIELDS = ("id", "form", "voice", "parent", "stance", "said_on", "confidence")
CLAIM_FIELDS = ("id", "fewest", "most", "contradicted", "first_seen", "last_seen")
ENTRY_FIELDS = (
    "event", "what", "status", "where", "date", "until", "unit", "bound", "about", "side", "condition", "lang",
)  # fmt: skip

#: What ``page_of`` reads: names and warnings are many, and told by ``Ledger.page`` alone.
PAGE_COLUMNS = tuple(one for one in PAGES.c if one.name not in ("names", "warnings"))


def fields(of: Any, names: Iterable[str]) -> dict[str, Any]:
    """Some fields of a record, or columns of a row, by their names."""
    return {name: getattr(of, name) for name in names}


def page_row(traced: Traced) -> dict[str, Any]:
    """The row of ``pages`` for a traced page."""
    page = traced.page
    return {
        "id": page.id,
        **page.head(),
        "text": page.text,
        "blocks": page.blocks,
        "credits": page.credits,
        "names": traced.names,
        "warnings": traced.warnings,
    }


def statement_rows(traced: Traced, seq: int) -> list[dict[str, Any]]:
    """The rows of ``statements`` for the page with row id ``seq``: its statements, then its own assertions."""
    told = [(one, False) for one in traced.statements] + [(one, True) for one in traced.assertions]
    return [
        _statement_row(traced.page, one) | {"page": seq, "position": n, "asserted": asserted}
        for n, (one, asserted) in enumerate(told)
    ]


def via_rows(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ``vias`` for rows of ``statements``."""
    return [
        {"page": row["page"], "position": row["position"], "n": n, "name": link[0]}
        for row in statements
        for n, link in enumerate(row["via"])
    ]


def _statement_row(page: Page, statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    named = [one.name for one in (speaker, *statement.others) if one]
    return {
        **fields(statement, STATEMENT_FIELDS),
        "content": statement.content,
        "cue": statement.cue,
        "source": statement.source,
        "speaker_id": speaker.id if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        "via": statement.via,
        "who": search_key(page.words(*statement.source), *named),
        "others": [(one.id, one.name) for one in statement.others],
        "candidates": [(one.id, one.name) for one in statement.candidates],
    }


def page_of(row: Row[Any]) -> Page:
    """The page of a row of ``pages``."""
    return Page(
        text=row.text,
        blocks=tuple(Block(kind, Span(*span)) for kind, span in row.blocks),
        **fields(row, HEAD),
        credits=tuple(Credit(name, kind, _span(evidence)) for name, kind, evidence in row.credits),
    )


def names_of(row: Row[Any]) -> tuple[Name, ...]:
    """The names on the page of a row of ``pages``."""
    return tuple(Name(kind, Span(*span)) for kind, span in row.names)


def statement_of(row: Row[Any]) -> Statement:
    """The statement of a row of ``statements``."""
    return Statement(
        **fields(row, STATEMENT_FIELDS),
        content=spans_of(row.content),
        cue=spans_of(row.cue),
        source=spans_of(row.source),
        speaker=Speaker(id=row.speaker_id, name=row.speaker_name) if row.speaker_id is not None else None,
        via=tuple(Link(name, _span(evidence)) for name, evidence in row.via),
        others=speakers_of(row.others),
        candidates=speakers_of(row.candidates),
    )


def warnings_of(row: Row[Any]) -> tuple[NameWarning, ...]:
    """The name warnings of a row of ``pages``."""
    return tuple(NameWarning(kind, Span(*span), message, meant) for kind, span, message, meant in row.warnings)


def speakers_of(pairs: list[list[str]]) -> tuple[Speaker, ...]:
    """The speakers of a column that holds some."""
    return tuple(Speaker(id=one, name=name) for one, name in pairs)


def claim_row(claim: Claim, glosses: dict[str, str]) -> dict[str, Any]:
    """The row of ``claims`` for a claim; ``glosses`` is its best wording by language, ``""`` the best language."""
    return {
        **fields(claim, CLAIM_FIELDS),
        "pages": len(claim.pages),
        "glosses": glosses,
        "members": claim.members,
        "origins": [
            {
                "id": one.id,
                "speaker": [one.speaker.id, one.speaker.name] if one.speaker else None,
                "voice": one.voice,
                "first_page": one.first_page,
                "chain": one.chain,
                "evidence": one.evidence,
                "merges": one.merges,
                "maybe": one.maybe,
            }
            for one in claim.origins
        ],
        "merges": claim.merges,
        "speakers": [(one.speaker.id, one.speaker.name) for one in claim.origins if one.speaker],
    }


def echo_of(row: Row[Any]) -> Echo:
    """The echo of a row of ``ECHOED``."""
    pairs = tuple((Span(*mine), Span(*theirs)) for mine, theirs in row.pairs)
    return Echo(
        page=row.copy_id, of=row.original_id, kind=row.kind, credited=row.credited, share=row.share, pairs=pairs
    )


def claim_of(row: Row[Any], echoes: tuple[Echo, ...], reader: str) -> Claim:
    """The claim of a row of ``claims``, worded for a reader's language as far as its statements allow."""
    gloss, lang = gloss_of(row.glosses, reader)
    return Claim(
        id=row.id,
        gloss=gloss,
        lang=lang,
        members=tuple(Member(*member) for member in row.members),
        origins=tuple(_origin(one) for one in row.origins),
        echoes=echoes,
        merges=_merges(row.merges),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
    )


def gloss_of(glosses: dict[str, str], reader: str) -> tuple[str, str | None]:
    """The wording of a claim for a reader's language, and the language that it is in, where that is known."""
    lang = next(one for one in (reader, "en", glosses[""]) if one in glosses)
    return glosses[lang], None if lang == UNKNOWN_LANGUAGE else lang


def _origin(kept: dict[str, Any]) -> Origin:
    return Origin(
        id=kept["id"],
        speaker=Speaker(id=kept["speaker"][0], name=kept["speaker"][1]) if kept["speaker"] else None,
        voice=kept["voice"],
        first_page=kept["first_page"],
        chain=tuple(Link(name, _span(evidence)) for name, evidence in kept["chain"]),
        evidence=_evidence(kept["evidence"]),
        merges=_merges(kept["merges"]),
        maybe=kept["maybe"],
    )


def _merges(kept: list[Any]) -> tuple[Merge, ...]:
    return tuple(Merge((a, b), reason, sure, _evidence(evidence)) for (a, b), reason, sure, evidence in kept)


def _evidence(kept: list[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(page, Span(*span)) for page, span in kept)


def spans_of(pairs: list[list[int]]) -> tuple[Span, ...]:
    """The spans of a column that holds some."""
    return tuple(Span(*pair) for pair in pairs)


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair is not None else None


def entry_rows(traced: Traced, seq: int) -> list[dict[str, Any]]:
    """The rows of ``entries`` for the page with row id ``seq``; what an entry rests on is all on this page."""
    return [
        {
            "page": seq,
            "position": n,
            "id": one.id,
            "kind": one.kind,
            "data": entry_data(one),
        }
        for n, one in enumerate(traced.entries)
    ]


def entry_data(entry: Entry) -> dict[str, Any]:
    """What is kept of a page's entry as JSON, beside its id and kind."""
    return fields(entry, ENTRY_FIELDS) | {
        "amount": None if entry.amount is None else str(entry.amount),
        "who": entry.who,
        "evidence": [proof.span for proof in entry.evidence],
        "statements": [told.statement for told in entry.statements],
    }


def entry_of(entry_id: str, kind: EntryKind, kept: dict[str, Any], page: str) -> Entry:
    """The entry that is kept as ``entry_data``, with the id of its page."""
    return Entry(
        id=entry_id,
        kind=kind,
        who=tuple(Party(*party) for party in kept["who"]),
        amount=None if kept["amount"] is None else Decimal(kept["amount"]),
        evidence=tuple(Evidence(page, Span(*span)) for span in kept["evidence"]),
        statements=tuple(Told(page, one) for one in kept["statements"]),
        **{name: kept[name] for name in ENTRY_FIELDS},
    )
