"""A text's blocks → the passages that stand as quotations in it, in every national style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from enligt.attributing.lexicon import report_clause
from enligt.records import Block, Span

#: Quotations kept for one page, in number. A long transcript has a few thousand; a hostile page has millions.
MAX_QUOTATIONS = 50_000
#: Levels of quotes within quotes that are followed; deeper marks are passed over.
MAX_DEPTH = 4

_MARK = re.compile(r"[\"“”„‟«»‹›]|''(?!')|``")  # the last two are how typewriters and old wires write double marks
_SINGLE = re.compile(r"(?<!')'(?!')|[‘’‚]")
_CLOSERS = {
    "“": '”“"',
    "„": '“”"',
    "‟": '”"',
    "”": '”"',
    '"': '"”“',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
}
#: Marks that open whatever stands around them; the others may open or close, as their neighbours show.
_ALWAYS_OPEN = "„‟«‹‚"
_GUILLEMETS = "«»‹›"
_DASH_START = re.compile(r"\s*[–—―-]\s+(?=\S)")
_DASH_BREAK = re.compile(r"(?<=[,.!?…:;»”\"“])\s+[–—―-]\s+")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_WORD = re.compile(r"\w")


def quotations(text: str, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """The outermost quotations in ``blocks``, sorted and without overlaps, marks included.

    Marks of all national styles pair (“ ” „ “ « » » « ” ” ‚ ‘ ' ' " "). A paragraph that opens with a dash is speech up
    to the reporting clause (``, säger Anna``) or to the dash that sets off the author's words; its dash is not part of
    the quotation. A quote over several paragraphs gives one span for each. Where one mark is missing, the quotation
    reaches to the reporting clause, else to the edge of its sentence or paragraph. Time is linear in the text; at most
    ``MAX_QUOTATIONS`` are given.

    >>> text = "«Да», – сказал он."
    >>> [text[s:e] for s, e in quotations(text, [Block("paragraph", Span(0, len(text)))])]
    ['«Да»']
    """
    found: list[Span] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        found += _in_block(text, block, following)
        if len(found) >= MAX_QUOTATIONS:
            break
    return tuple(found[:MAX_QUOTATIONS])


def by_block(blocks: Sequence[Block], quoted: Sequence[Span]) -> Iterator[tuple[Block, list[Span]]]:
    """Each block with the quotations in it; ``quoted`` is in the order of the text, as ``quotations`` gives it."""
    at = 0
    for block in blocks:
        first = at
        while at < len(quoted) and quoted[at].start < block.span.end:
            at += 1
        yield block, list(quoted[first:at])


def _in_block(text: str, block: Block, following: Block | None) -> list[Span]:
    start, end = block.span
    dash = _DASH_START.match(text, start, end)
    spoken = list(islice(_dash_speech(text, dash.end(), end), MAX_QUOTATIONS)) if dash and block.kind != "list" else []
    marked = list(islice(_marked(text, start, end, following), MAX_QUOTATIONS))
    candidates = sorted([*spoken, *marked, *_single(text, start, end, marked)], key=lambda span: (span[0], -span[1]))
    outermost: list[Span] = []
    for span in candidates:
        inside = outermost and span.start < outermost[-1].end
        if not inside and _WORD.search(text, span.start, span.end):
            outermost.append(span)
            if len(outermost) >= MAX_QUOTATIONS:
                break
    return outermost


def _marked(text: str, start: int, end: int, following: Block | None) -> Iterator[Span]:
    """Quotations in double marks, with repairs where a mark is missing."""
    opened: list[tuple[int, str]] = []  # the marks that are open now, the outermost first
    closed = settled = start  # ends of the last mark that closed anything, and of the last whole quotation
    for match in _MARK.finditer(text, start, end):
        at, after = match.span()
        mark = '"' if after - at == 2 else match.group()
        opening = mark in _ALWAYS_OPEN or _opens(text, at, after, start, end)
        level = None if opening and mark not in _GUILLEMETS else _level_closed_by(opened, mark)
        if level is not None:
            outer, closed = opened[0][0], after
            del opened[level:]
            if not opened:
                yield Span(outer, closed)
                settled = closed
        elif opening and opened and mark == opened[0][1] and mark in _CLOSERS[mark]:
            yield Span(opened[0][0], _repaired_end(text, opened[0][0], start, at))
            opened = [(at, mark)]
        elif opening and len(opened) < MAX_DEPTH:
            opened.append((at, mark))
        elif not opened and _lacks_opener(text, at, after, end):
            yield Span(_repaired_start(text, settled, start, at), after)
            settled = after
    if opened:
        yield Span(opened[0][0], _open_end(text, opened[0][0], closed, start, end, following))


def _single(text: str, start: int, end: int, taken: Sequence[Span]) -> Iterator[Span]:
    """Quotations in single marks outside ``taken``; the same marks are apostrophes, so both ends are needed."""
    inside = iter((*taken, Span(end, end)))
    skip = next(inside)
    opened: int | None = None
    for match in _SINGLE.finditer(text, start, end):
        at, mark = match.start(), match.group()
        while skip.end <= at and skip.start < end:
            skip = next(inside)
        if skip.start <= at:
            continue
        if mark in _ALWAYS_OPEN or _opens(text, at, at + 1, start, end):
            opened = at
        elif opened is not None and mark in _CLOSERS.get(text[opened], "") and _closes(text, at, at + 1, end):
            yield Span(opened, at + 1)
            opened = None


def _dash_speech(text: str, start: int, end: int) -> Iterator[Span]:
    """The spoken parts of a paragraph that opened with a dash, without the author's words."""
    spoken = True
    pieces = [start, *(at for match in _DASH_BREAK.finditer(text, start, end) for at in match.span()), end]
    for piece_start, piece_end in zip(pieces[::2], pieces[1::2], strict=True):
        if spoken or piece_start == start:
            yield from _without_reports(text, piece_start, piece_end)
        spoken = not spoken if piece_end < end and not text[piece_end].isupper() else spoken


def _without_reports(text: str, start: int, end: int) -> Iterator[Span]:
    """The pieces of some speech between its reporting clauses (``…, säger Anna. …``)."""
    while (report := report_clause().search(text, start, end)) is not None:
        yield Span(start, report.start("gap"))
        sentence = _SENTENCE_END.search(text, report.end(), end)
        start = sentence.end() if sentence else end
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start, end)


def _opens(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether the mark ``text[at:after]`` stands where a quotation begins."""
    left = text[at - 1] if at > start else " "
    right = text[after] if after < end else " "
    return not right.isspace() and not left.isalnum() and left not in ".,!?…" and (right.isalnum() or left in " (")


def _closes(text: str, at: int, after: int, end: int) -> bool:
    return not text[at - 1].isspace() and not (after < end and text[after].isalnum())


def _level_closed_by(opened: Sequence[tuple[int, str]], mark: str) -> int | None:
    """The innermost open mark that ``mark`` may close, as an index into ``opened``."""
    return next((n for n in range(len(opened) - 1, -1, -1) if mark in _CLOSERS[opened[n][1]]), None)


def _lacks_opener(text: str, at: int, after: int, end: int) -> bool:
    """Whether a mark that closes nothing is the end of a quotation whose opening mark is missing (not an inch sign)."""
    right = text[after] if after < end else "."
    return (
        _closes(text, at, after, end) and not text[at - 1].isdigit() and (text[at - 1] in ",.!?…" or right in ",.!?;")
    )


def _repaired_start(text: str, settled: int, start: int, at: int) -> int:
    """Where a quotation without opening mark begins: with its paragraph, or after the last quotation's sentence."""
    sentences = list(_SENTENCE_END.finditer(text, settled, at - 1)) if settled > start else []
    begin = sentences[-1].end() if sentences else settled
    while begin < at and text[begin].isspace():
        begin += 1
    return begin


def _repaired_end(text: str, opened: int, start: int, end: int) -> int:
    """Where a quotation without closing mark ends: before its reporting clause, else with its sentence or paragraph."""
    report = report_clause().search(text, opened, end)
    if report is not None:
        return report.start("gap")
    sentence = None if opened == start else _SENTENCE_END.search(text, opened, end)
    stop = sentence.end() if sentence else end
    while stop > opened and text[stop - 1].isspace():
        stop -= 1
    return stop


def _open_end(text: str, opened: int, closed: int, start: int, end: int, following: Block | None) -> int:
    """The end, in this block, of a quotation still open there: it goes on in the next block, or lacks its mark."""
    if following is not None and _MARK.match(text, *following.span) and text[following.span.start] == text[opened]:
        while text[end - 1].isspace():
            end -= 1
        return end
    return closed if closed > opened else _repaired_end(text, opened, start, end)
