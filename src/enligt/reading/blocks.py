"""What part each line of a page plays: its story, or the dateline, byline, credits and boilerplate around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enligt.reading.boilerplate import is_site_line, opens_comments, opens_related
from enligt.reading.credits import SHORT_LINE, byline_credits, own_line_credits
from enligt.reading.dates import date_in
from enligt.records import Block, BlockKind

#: Letters beside the date that a dateline may have: a weekday, a place, "Published", "kl."
_DATELINE_LETTERS = 45

#: Characters from which a paragraph of whole sentences is the story itself, so that the page's head ends before it.
_LEAD_CHARACTERS = 80

#: Share of a page after which a lone "Comments" opens them and is not a headline.
_COMMENTS_AFTER = 0.3

#: Lines at the head and at the foot of a story where it is credited.
_EDGE_LINES = 6

#: Lines at the head and at the foot of a page that are looked at for credits: no article has as many, and it bounds
#: the time on a text made to be slow.
_JUDGED_LINES = 1000

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
    site = _site_lines(text, lines)
    story = [i for i in range(len(lines)) if i not in site]
    edges = {*story[:_EDGE_LINES], *story[-_EDGE_LINES:]}
    in_head = True
    for i, (kind, span) in enumerate(lines):
        line = text[span.start : span.end]
        if i in site:
            part: BlockKind = "boilerplate"
        elif _JUDGED_LINES <= i < len(lines) - _JUDGED_LINES:
            part = kind
        else:
            part = _part(line, kind, lang, in_head=in_head, at_edge=i in edges)
        if part == "paragraph" and len(line) >= _LEAD_CHARACTERS and _ends_sentence(line):
            in_head = False
        yield Block(part, span)


def _site_lines(text: str, lines: list[Block]) -> set[int]:
    """The positions of the lines that belong to the site: its own phrases, and what its comments and links hold."""
    site = set()
    in_comments, in_related = False, False
    for i, (kind, span) in enumerate(lines):
        line = text[span.start : span.end]
        in_comments = in_comments or (opens_comments(line) and span.start >= _COMMENTS_AFTER * len(text))
        in_related = opens_related(line) or (in_related and kind in ("heading", "list") and not _ends_sentence(line))
        # A line of rights may give credit: "© 2026 AFP. All rights reserved."
        own = is_site_line(line) and not own_line_credits(line, at_edge=True)
        if in_comments or in_related or own or kind == "boilerplate":
            site.add(i)
    return site


def _part(line: str, kind: BlockKind, lang: str | None, *, in_head: bool, at_edge: bool) -> BlockKind:
    if kind in ("byline", "credit"):
        return kind
    is_head_line = in_head and len(line) <= SHORT_LINE and kind != "list"
    if is_head_line and byline_credits(line):
        return "byline"
    if own_line_credits(line, at_edge=at_edge):
        return "credit"
    if not is_head_line:
        return kind
    if byline_credits(line) is not None:
        return "byline"
    return "dateline" if _is_dateline(line, lang) else kind


def _is_dateline(line: str, lang: str | None) -> bool:
    letters = sum(character.isalpha() for character in line)
    return letters <= _DATELINE_LETTERS and any(map(str.isdigit, line)) and date_in(line, lang) is not None


def _ends_sentence(line: str) -> bool:
    return line.rstrip().endswith(_SENTENCE_END)
