"""The sentence of a page in which a statement is made, in pieces of which some are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from enligt.records import Page, Span, Statement

#: Code points shown on each side of what is marked, at most; a sentence is mostly shorter.
REACH = 240

#: Where a sentence may end. Which full stops are those of abbreviations matters little here: more is shown, or less.
_END = re.compile(r"(?<=[.!?…])[\"”»“’')\]]*\s+")


class Piece(NamedTuple):
    """A run of a passage; ``marked`` if it names who speaks."""

    words: str
    marked: bool


def passage(page: Page, statement: Statement) -> list[Piece]:
    """The sentence, or sentences, of a statement with its source marked; ``…`` stands for what is left out.

    >>> page = Page(text="It rains. “We wait,” said Ann Lee. Then it stopped.")
    >>> one = Statement(id="s", content=(Span(10, 20),), cue=(Span(21, 25),), source=(Span(26, 33),),
    ...                 form="direct", voice="named")
    >>> passage(page, one)
    [Piece(words='“We wait,” said ', marked=False), Piece(words='Ann Lee', marked=True), Piece(words='.', marked=False)]
    """
    whole = _sentence(page, statement)
    marks = [span for span in statement.source if whole.start <= span.start and span.end <= whole.end]
    return [piece for piece in _pieces(page.text, whole, marks) if piece.words]


def _sentence(page: Page, statement: Statement) -> Span:
    """The stretch from the beginning of the statement's first sentence to the end of its last, within reach."""
    spans = sorted((*statement.source, *statement.cue, *statement.content))
    middle = next(iter(statement.source or statement.cue or statement.content))
    block = next((one.span for one in page.blocks if one.span.start <= middle.start < one.span.end), None)
    block = block or Span(0, len(page.text))
    first = max(block.start, middle.start - REACH)
    last = min(block.end, max(middle.end, middle.start) + REACH)
    start = max(first, min(spans[0].start, middle.start))
    end = min(last, max(spans[-1].end, middle.end))
    begin = max((found.end() for found in _END.finditer(page.text, first, start)), default=first)
    stop = next((found.start() for found in _END.finditer(page.text, max(start, end - 1), last)), last)
    return Span(begin, max(stop, end))


def _pieces(text: str, whole: Span, marks: list[Span]) -> Iterator[Piece]:
    before, after = text[: whole.start].rstrip(" "), text[whole.end :].lstrip(" ")
    cut_before = bool(before) and before[-1] not in "\n.!?…\"”»“’')]"
    cut_after = bool(after) and after[0] != "\n" and text[whole.end - 1] not in ".!?…\"”»“’')]"
    at = whole.start
    yield Piece("… " if cut_before else "", False)
    for start, end in sorted(marks):
        if start >= at:
            yield Piece(text[at:start], False)
            yield Piece(text[start:end], True)
            at = end
    yield Piece(text[at : whole.end], False)
    yield Piece(" …" if cut_after else "", False)
