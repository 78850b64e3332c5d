"""Plain text to a page: the text stays as it is, and blocks are laid over it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enligt.addresses import host_of
from enligt.reading.blocks import published_in, with_parts
from enligt.reading.credits import credits_in
from enligt.reading.distinct import distinct
from enligt.reading.language import language_of
from enligt.records import Block, BlockKind, Page, Span

#: Characters up to which a line without a full stop is a heading: headlines of real pages stay below it.
_HEADING_CHARACTERS = 140

#: Lines among which the page's title is looked for.
_TITLE_LINES = 4

#: A text is wrapped by hand if lines within paragraphs are at most this long and nearly as long as each other.
_WRAP_CHARACTERS, _WRAP_SLACK, _WRAP_SHARE = 120, 20, 0.85

_LINE = re.compile(r"[^\r\n\u2028\u2029\f\v]+")
_BULLET = re.compile(r"\s*[•*·‣◦▪]\s")
_NO_HEADING_END = (".", ",", ";", "…", "”", "»", "“", '"', ")", "]", ":")


def page_from_text(text: str, *, what: str, url: str | None = None, lang: str | None = None) -> Page:
    """The page in a plain text, whose ``text`` is kept unchanged so that offsets into it hold.

    Raises ``ReadError`` for a language that enligt doesn't read; ``what`` names the text there.
    """
    lang = lang or language_of(text, declared=None, what=what)
    outlet = (host_of(url) if url else None) or None
    blocks = with_parts(text, _lines(text), lang)
    return Page(
        text=text,
        blocks=blocks,
        url=url,
        outlet=outlet,
        title=_title(text, blocks),
        lang=lang,
        published=published_in(text, blocks, lang),
        credits=distinct(credits_in(text, blocks), outlet=outlet),
    )


def _lines(text: str) -> Iterator[Block]:
    """The text's paragraphs: its lines, or runs of lines where it is wrapped by hand."""
    groups = list(_groups(text))
    if _is_wrapped(groups):
        spans = [Span(group[0].start, group[-1].end) for group in groups]
    else:
        spans = [line for group in groups for line in group]
    for i, span in enumerate(spans):
        yield Block(_form(text[span.start : span.end], last=i == len(spans) - 1), span)


def _groups(text: str) -> Iterator[list[Span]]:
    """The non-blank lines, without the white space around them, in groups between blank lines."""
    group: list[Span] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if text.count("\n", previous_end, match.start()) > 1 or not line:
            if group:
                yield group
            group = []
        if line:
            start = match.start() + match[0].index(line)
            group.append(Span(start, start + len(line)))
        previous_end = match.end()
    if group:
        yield group


def _is_wrapped(groups: list[list[Span]]) -> bool:
    inner = [end - start for group in groups for start, end in group[:-1]]
    long = [end - start for group in groups for start, end in group]
    if len(inner) < 3 or (longest := max(long)) > _WRAP_CHARACTERS:
        return False
    full = sum(length >= longest - _WRAP_SLACK for length in inner)
    return full >= _WRAP_SHARE * len(inner)


def _form(line: str, *, last: bool) -> BlockKind:
    if _BULLET.match(line):
        return "list"
    if line.startswith(">"):
        return "quote"
    starts = line[0].isupper() or line[0].isdigit() or line[0] in "«“„”\"'’‘("
    if not last and starts and len(line) <= _HEADING_CHARACTERS and not line.endswith(_NO_HEADING_END):
        return "heading"
    return "paragraph"


def _title(text: str, blocks: tuple[Block, ...]) -> str | None:
    for kind, span in blocks[:_TITLE_LINES]:
        if kind == "heading":
            return text[span.start : span.end]
        if kind == "paragraph":
            return None
    return None
