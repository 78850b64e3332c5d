"""The columns of the Parquet that comes out, and records to rows and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from enligt.errors import EnligtError
from enligt.ledger.rows import CLAIM_FIELDS, STATEMENT_FIELDS, entry_data, entry_of, fields
from enligt.records import (
    HEAD,
    Block,
    Claim,
    Credit,
    Echo,
    Evidence,
    Link,
    Merge,
    Name,
    NameWarning,
    Origin,
    Page,
    Span,
    Speaker,
    Statement,
    Traced,
)
from enligt.tracing.knots import UNKNOWN_LANGUAGE, Worded

#: What stands for the date of a page that does not tell it.
UNDATED = "undated"

_TEXT, _NUMBER, _FLAG = pa.string(), pa.int64(), pa.bool_()
_SPANS = pa.list_(pa.struct([("start", _NUMBER), ("end", _NUMBER)]))
_ACTORS = pa.list_(pa.struct([("id", _TEXT), ("name", _TEXT)]))
_LINKS = pa.list_(pa.struct([("name", _TEXT), ("start", _NUMBER), ("end", _NUMBER)]))
_EVIDENCE = pa.list_(pa.struct([("page", _TEXT), ("start", _NUMBER), ("end", _NUMBER)]))
_MERGES = pa.list_(
    pa.struct([("first", _TEXT), ("second", _TEXT), ("reason", _TEXT), ("sure", _FLAG), ("evidence", _EVIDENCE)])
)
#: Both partition their tables: the day of publication, or ``UNDATED``, and the language, or ``UNKNOWN_LANGUAGE``.
_PARTITION = [("date", _TEXT), ("language", _TEXT)]

PAGES = pa.schema(
    [
        ("id", _TEXT),
        ("url", _TEXT),
        ("outlet", _TEXT),
        ("title", _TEXT),
        ("lang", _TEXT),
        ("published", _TEXT),
        ("text", _TEXT),
        ("blocks", pa.list_(pa.struct([("kind", _TEXT), ("start", _NUMBER), ("end", _NUMBER)]))),
        ("credits", pa.list_(pa.struct([("name", _TEXT), ("kind", _TEXT), ("start", _NUMBER), ("end", _NUMBER)]))),
        (
            "warnings",
            pa.list_(
                pa.struct([("kind", _TEXT), ("start", _NUMBER), ("end", _NUMBER), ("message", _TEXT), ("meant", _TEXT)])
            ),
        ),
        *_PARTITION,
    ]
)
#: ``position`` is the place among the page's statements, its own assertions (``asserted``) after them.
STATEMENTS = pa.schema(
    [
        ("page", _TEXT),
        ("id", _TEXT),
        ("position", _NUMBER),
        ("asserted", _FLAG),
        ("words", _TEXT),
        ("content", _SPANS),
        ("cue", _SPANS),
        ("source", _SPANS),
        ("form", _TEXT),
        ("voice", _TEXT),
        ("speaker_id", _TEXT),
        ("speaker_name", _TEXT),
        ("via", _LINKS),
        ("parent", _TEXT),
        ("stance", _TEXT),
        ("said_on", _TEXT),
        ("confidence", pa.float64()),
        ("others", _ACTORS),
        ("candidates", _ACTORS),
        *_PARTITION,
    ]
)
NAMES = pa.schema(
    [("page", _TEXT), ("kind", _TEXT), ("start", _NUMBER), ("end", _NUMBER), ("text", _TEXT), *_PARTITION]
)
#: No dataset: what a ledger takes with the page, as JSON.
ENTRIES = pa.schema([("id", _TEXT), ("kind", _TEXT), ("data", _TEXT)])
ERRORS = pa.schema([("what", _TEXT), ("why", _TEXT), ("next_step", _TEXT)])
#: ``pairs`` are passages of the page and of the other: start and end here, start and end there.
ECHOES = pa.schema(
    [
        ("page", _TEXT),
        ("of", _TEXT),
        ("kind", _TEXT),
        ("credited", _FLAG),
        ("share", pa.float64()),
        ("pairs", pa.list_(pa.list_(_NUMBER))),
    ]
)
ORIGINS = pa.schema(
    [
        ("claim", _TEXT),
        ("id", _TEXT),
        ("speaker_id", _TEXT),
        ("speaker_name", _TEXT),
        ("voice", _TEXT),
        ("first_page", _TEXT),
        ("chain", _LINKS),
        ("evidence", _EVIDENCE),
        ("merges", _MERGES),
        ("maybe", _TEXT),
    ]
)
CLAIMS = pa.schema(
    [
        ("id", _TEXT),
        ("gloss", _TEXT),
        ("lang", _TEXT),
        ("pages", _NUMBER),
        ("fewest", _NUMBER),
        ("most", _NUMBER),
        ("contradicted", _FLAG),
        ("first_seen", _TEXT),
        ("last_seen", _TEXT),
        ("glosses", pa.list_(pa.struct([("lang", _TEXT), ("text", _TEXT)]))),
        (
            "members",
            pa.list_(pa.struct([("page", _TEXT), ("statement", _TEXT), ("stance", _TEXT), ("origin", _TEXT)])),
        ),
        ("merges", _MERGES),
    ]
)


def page_row(traced: Traced) -> dict[str, Any]:
    """The row of a page."""
    page = traced.page
    return {
        "id": page.id,
        **page.head(),
        "text": page.text,
        "blocks": [{"kind": kind, **_ends(span)} for kind, span in page.blocks],
        "credits": [{"name": one.name, "kind": one.kind, **_ends(one.evidence)} for one in page.credits],
        "warnings": [
            {"kind": one.kind, **_ends(one.span), "message": one.message, "meant": one.meant} for one in traced.warnings
        ],
        **_partition(page),
    }


def statement_rows(traced: Traced) -> list[dict[str, Any]]:
    """The rows of a page's statements, then of its own assertions."""
    told = [(one, False) for one in traced.statements] + [(one, True) for one in traced.assertions]
    return [_statement_row(traced.page, one, at, asserted) for at, (one, asserted) in enumerate(told)]


def _statement_row(page: Page, one: Statement, position: int, asserted: bool) -> dict[str, Any]:
    return {
        "page": page.id,
        **fields(one, STATEMENT_FIELDS),
        "position": position,
        "asserted": asserted,
        "words": page.words(*one.content),
        "content": [_ends(span) for span in one.content],
        "cue": [_ends(span) for span in one.cue],
        "source": [_ends(span) for span in one.source],
        "speaker_id": one.speaker.id if one.speaker else None,
        "speaker_name": one.speaker.name if one.speaker else None,
        "via": [{"name": link.name, **_ends(link.evidence)} for link in one.via],
        "others": [speaker.as_json() for speaker in one.others],
        "candidates": [speaker.as_json() for speaker in one.candidates],
        **_partition(page),
    }


def name_rows(traced: Traced) -> list[dict[str, Any]]:
    """The rows of the names on a page."""
    page = traced.page
    return [
        {"page": page.id, "kind": kind, **_ends(span), "text": page.words(span), **_partition(page)}
        for kind, span in traced.names
    ]


def error_row(error: EnligtError) -> dict[str, str]:
    """The row of what could not be read or traced."""
    told = {"what": error.what, "why": error.why, "next_step": error.next_step}
    return {name: words.encode("utf-8", "replace").decode() for name, words in told.items()}


def entry_rows(traced: Traced) -> list[dict[str, str]]:
    """The rows of what the registers find on a page."""
    return [{"id": one.id, "kind": one.kind, "data": json.dumps(entry_data(one))} for one in traced.entries]


def page_of(row: Mapping[str, Any]) -> Page:
    """The page of a row."""
    return Page(
        text=row["text"],
        blocks=tuple(Block(one["kind"], Span(one["start"], one["end"])) for one in row["blocks"]),
        **{name: row[name] for name in HEAD},
        credits=tuple(Credit(one["name"], one["kind"], _span(one)) for one in row["credits"]),
    )


def statement_of(row: Mapping[str, Any]) -> Statement:
    """The statement of a row."""
    content, cue, source = (tuple(Span(one["start"], one["end"]) for one in row[name]) for name in _SPANNED)
    return Statement(
        **{name: row[name] for name in STATEMENT_FIELDS},
        content=content,
        cue=cue,
        source=source,
        speaker=Speaker(id=row["speaker_id"], name=row["speaker_name"]) if row["speaker_id"] is not None else None,
        via=tuple(Link(one["name"], _span(one)) for one in row["via"]),
        others=tuple(Speaker(**one) for one in row["others"]),
        candidates=tuple(Speaker(**one) for one in row["candidates"]),
    )


_SPANNED = ("content", "cue", "source")


def traced_of(
    row: Mapping[str, Any],
    statements: Iterable[Mapping[str, Any]],
    names: Iterable[Mapping[str, Any]],
    entries: Iterable[Mapping[str, Any]],
) -> Traced:
    """The traced page of its rows; the statements' in the order of their positions."""
    told: dict[bool, list[Statement]] = {False: [], True: []}
    for one in statements:
        told[one["asserted"]].append(statement_of(one))
    return Traced(
        page=page_of(row),
        statements=tuple(told[False]),
        names=tuple(Name(one["kind"], Span(one["start"], one["end"])) for one in names),
        warnings=tuple(
            NameWarning(one["kind"], Span(one["start"], one["end"]), one["message"], one["meant"])
            for one in row["warnings"]
        ),
        assertions=tuple(told[True]),
        entries=tuple(entry_of(one["id"], one["kind"], json.loads(one["data"]), row["id"]) for one in entries),
    )


def echo_row(echo: Echo) -> dict[str, Any]:
    """The row of an echo."""
    return {
        "page": echo.page,
        "of": echo.of,
        "kind": echo.kind,
        "credited": echo.credited,
        "share": echo.share,
        "pairs": [[*here, *there] for here, there in echo.pairs],
    }


def echo_of(row: Mapping[str, Any]) -> Echo:
    """The echo of a row."""
    pairs = tuple((Span(*pair[:2]), Span(*pair[2:])) for pair in row["pairs"])
    return Echo(
        page=row["page"], of=row["of"], kind=row["kind"], credited=row["credited"], share=row["share"], pairs=pairs
    )


def claim_row(worded: Worded) -> dict[str, Any]:
    """The row of a claim, without its origins."""
    claim = worded.claim
    return {
        **fields(claim, CLAIM_FIELDS),
        "gloss": claim.gloss,
        "lang": claim.lang,
        "pages": len(claim.pages),
        "glosses": [{"lang": lang, "text": text} for lang, text in sorted(worded.glosses.items()) if lang],
        "members": [one._asdict() for one in claim.members],
        "merges": [_merge_row(one) for one in claim.merges],
    }


def origin_rows(claim: Claim) -> list[dict[str, Any]]:
    """The rows of a claim's origins."""
    return [_origin_row(claim.id, one) for one in claim.origins]


def _origin_row(claim_id: str, one: Origin) -> dict[str, Any]:
    return {
        "claim": claim_id,
        "id": one.id,
        "speaker_id": one.speaker.id if one.speaker else None,
        "speaker_name": one.speaker.name if one.speaker else None,
        "voice": one.voice,
        "first_page": one.first_page,
        "chain": [{"name": link.name, **_ends(link.evidence)} for link in one.chain],
        "evidence": [_evidence_row(proof) for proof in one.evidence],
        "merges": [_merge_row(merge) for merge in one.merges],
        "maybe": one.maybe,
    }


def _merge_row(one: Merge) -> dict[str, Any]:
    return {
        "first": one.statements[0],
        "second": one.statements[1],
        "reason": one.reason,
        "sure": one.sure,
        "evidence": [_evidence_row(proof) for proof in one.evidence],
    }


def _evidence_row(proof: Evidence) -> dict[str, Any]:
    return {"page": proof.page, **_ends(proof.span)}


def _partition(page: Page) -> dict[str, str]:
    try:
        day = date.fromisoformat((page.published or "")[:10]).isoformat()
    except ValueError:
        day = UNDATED
    return {"date": day, "language": page.lang or UNKNOWN_LANGUAGE}


def _ends(span: Span | None) -> dict[str, int | None]:
    return {"start": span.start, "end": span.end} if span is not None else {"start": None, "end": None}


def _span(row: Mapping[str, Any]) -> Span | None:
    return Span(row["start"], row["end"]) if row["start"] is not None else None
