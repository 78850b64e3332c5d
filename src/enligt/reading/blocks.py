"""What part each line of a page plays: its story, or the dateline, byline, credits and boilerplate around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enligt.reading.boilerplate import is_site_line, opens_comments, opens_related
from enligt.reading.credits import SHORT_LINE, byline_credits, own_line_credits
from enligt.reading.dates import date_in
from enligt.records import Block, BlockKind, Span

#: Letters beside the date that a dateline may have: a weekday, a place, "Published", "kl."
_DATELINE_LETTERS = 45

#: Characters from which a paragraph is the story itself, so that the page's head ends before it.
_LEAD_CHARACTERS = 160

#: Share of a page after which a lone "Comments" opens them and is not a headline.
_COMMENTS_AFTER = 0.3

_SENTENCE_END = (".", "!", "?", "…", "”", "»", "“", '"')


def with_parts(text: str, lines: Iterable[Block], lang: str | None) -> tuple[Block, ...]:
    """The lines with their kinds as the page's head, story, credits and boilerplate.

    ``lines`` come with the kind that their form gives (heading, paragraph, list, quote); a kind that is already
    ``byline``, ``credit`` or ``boilerplate`` stands.
    """
    return tuple(_parts(text, list(lines), lang))


def published_in(text: str, blocks: Iterable[Block], lang: str | None) -> str | None:
    """The date that a page's dateline or byline gives, as ``YYYY-MM-DD``."""
    for block in blocks:
        if block.kind in ("dateline", "byline") and (found := date_in(text[block.span.start : block.span.end], lang)):
            return found
    return None


def _parts(text: str, lines: list[Block], lang: str | None) -> Iterator[Block]:
    in_head, in_comments, in_related = True, False, False
    for kind, span in lines:
        line = text[span.start : span.end]
        late = span.start >= _COMMENTS_AFTER * len(text)
        in_comments = in_comments or (opens_comments(line) and late)
        in_related = opens_related(line) or (in_related and kind in ("heading", "list") and not _ends_sentence(line))
        if in_comments or in_related or kind == "boilerplate":
            yield Block("boilerplate", span)
            continue
        part = _part(line, kind, lang, in_head=in_head)
        if part == "paragraph" and len(line) >= _LEAD_CHARACTERS:
            in_head = False
        yield Block(part, span)


def _part(line: str, kind: BlockKind, lang: str | None, *, in_head: bool) -> BlockKind:
    if kind in ("byline", "credit"):
        return kind
    if own_line_credits(line):
        return "credit"
    if is_site_line(line):
        return "boilerplate"
    if len(line) > SHORT_LINE or not in_head or kind == "list":
        return kind
    if byline_credits(line) is not None and not (kind == "heading" and not line.startswith(("By ", "Av ", "Par ", "Von "))):
        return "byline"
    if _is_dateline(line, lang):
        return "dateline"
    return kind


def _is_dateline(line: str, lang: str | None) -> bool:
    letters = sum(character.isalpha() for character in line)
    return letters <= _DATELINE_LETTERS and any(map(str.isdigit, line)) and date_in(line, lang) is not None


def _ends_sentence(line: str) -> bool:
    return line.rstrip().endswith(_SENTENCE_END)
