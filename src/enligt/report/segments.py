"""Overlapping and nested spans cut into segments that follow each other, each knowing the statements it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from enligt.records import Page, Span, Statement

Part = Literal["source", "cue", "content"]
#: The part that a segment looks like where it has several: a source inside a content is still seen as a source.
_PRECEDENCE: tuple[Part, ...] = ("source", "cue", "content")


class Mark(NamedTuple):
    """One statement's claim on a segment; ``opens`` and ``closes`` say whether that span begins or ends here."""

    number: int
    part: Part
    opens: bool
    closes: bool


class Segment(NamedTuple):
    """A run of text in which nothing begins or ends; ``marks`` run from the innermost (shortest) statement outwards.

    ``first_of`` holds the numbers of the statements that are met here for the first time on the page.
    """

    text: str
    marks: tuple[Mark, ...]
    first_of: tuple[int, ...] = ()

    @property
    def part(self) -> Part | None:
        """What the segment looks like."""
        parts = {mark.part for mark in self.marks}
        return next((part for part in _PRECEDENCE if part in parts), None)

    @property
    def depth(self) -> int:
        """How many contents lie over each other here."""
        return sum(mark.part == "content" for mark in self.marks)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The statements that the segment belongs to, innermost first."""
        return tuple(dict.fromkeys(mark.number for mark in self.marks))


class _Piece(NamedTuple):
    span: Span
    number: int
    part: Part
    weight: int  # length of the whole statement: the shorter lies inside the longer


def segmented(page: Page, statements: Sequence[Statement], blocks: Iterable[Span]) -> list[list[Segment]]:
    """The segments of each block, in order of the text; statements are numbered from 1 in the order given.

    >>> page = Page(text="Yes, says Ann.")
    >>> yes = Statement(id="1", content=(Span(0, 3),), cue=(Span(5, 9),), source=(Span(10, 13),), form="indirect",
    ...                 voice="named")
    >>> [(segment.text, segment.part) for segment in segmented(page, [yes], [Span(0, 14)])[0]]
    [('Yes', 'content'), (', ', None), ('says', 'cue'), (' ', None), ('Ann', 'source'), ('.', None)]
    """
    ordered = sorted(blocks)
    in_block = _by_block(_pieces(statements), ordered)
    met: set[int] = set()
    return [_block_segments(page, block, in_block[n], met) for n, block in enumerate(ordered)]


def _pieces(statements: Sequence[Statement]) -> Iterable[_Piece]:
    for number, statement in enumerate(statements, start=1):
        weight = sum(end - start for start, end in statement.content)
        for part in _PRECEDENCE:
            for span in getattr(statement, part):
                if span.start < span.end:
                    yield _Piece(span, number, part, weight)


def _by_block(pieces: Iterable[_Piece], blocks: Sequence[Span]) -> dict[int, list[_Piece]]:
    ends = [block.end for block in blocks]
    in_block: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        for n in range(bisect_right(ends, piece.span.start), len(blocks)):
            if blocks[n].start >= piece.span.end:
                break
            in_block[n].append(piece)
    return in_block


def _block_segments(page: Page, block: Span, pieces: Iterable[_Piece], met: set[int]) -> list[Segment]:
    begins: dict[int, set[_Piece]] = defaultdict(set)
    ends: dict[int, set[_Piece]] = defaultdict(set)
    for piece in pieces:
        begins[max(piece.span.start, block.start)].add(piece)
        ends[min(piece.span.end, block.end)].add(piece)
    active: set[_Piece] = set()
    segments = []
    for start, end in pairwise(sorted({block.start, block.end, *begins, *ends})):
        active = (active - ends[start]) | begins[start]
        inwards = sorted(active, key=lambda piece: (piece.weight, piece.number, piece.part))
        marks = tuple(Mark(p.number, p.part, p.span.start == start, p.span.end == end) for p in inwards)
        first_of = tuple(sorted({mark.number for mark in marks} - met))
        met.update(first_of)
        segments.append(Segment(page.text[start:end], marks, first_of))
    return segments
