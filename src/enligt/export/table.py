"""Traced pages as CSV for spreadsheets and data frames: a row a statement."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from enligt.records import Page, Span, Statement, Traced
from enligt.report import shown

#: Characters at a cell's beginning that make spreadsheets run it as a formula (OWASP's list with the wide forms that
#: some locales take for the same).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COLUMNS = (
    "page", "url", "outlet", "title", "lang", "published", "statement", "parent", "form", "voice", "speaker_id",
    "speaker", "others", "candidates", "via", "stance", "said_on", "confidence", "source", "cue", "content",
    "source_spans", "cue_spans", "content_spans",
)  # fmt: skip


def pieces(pages: Iterable[Traced]) -> Iterator[str]:
    """The heading, then the rows of each page. Controls and bidirectional overrides are replaced by ``�``."""
    yield _lines([COLUMNS])
    for traced in pages:
        yield _lines(_row(traced.page, statement) for statement in traced.statements)


def _lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _row(page: Page, statement: Statement) -> list[str]:
    speaker = statement.speaker
    cells = (
        page.id, page.url, page.outlet, page.title, page.lang, page.published,
        statement.id, statement.parent, statement.form, statement.voice,
        speaker.id if speaker else None, speaker.name if speaker else None,
        "; ".join(one.name for one in statement.others), "; ".join(one.name for one in statement.candidates),
        " → ".join(link.name for link in statement.via),
        statement.stance, statement.said_on, f"{statement.confidence:.3f}",
        page.words(*statement.source), page.words(*statement.cue), page.words(*statement.content),
        _offsets(statement.source), _offsets(statement.cue), _offsets(statement.content),
    )  # fmt: skip
    return [cell(one or "") for one in cells]


def _offsets(spans: Iterable[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)


def cell(text: str) -> str:
    """The text as nothing but text: an apostrophe before what a spreadsheet would run."""
    safe = shown(text)
    return f"'{safe}" if safe.startswith(FORMULA_STARTS) else safe
