"""Stretches of text in order: those that overlap made one, and whether any meets another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from enligt.records import Span


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one.

    >>> merged([Span(4, 6), Span(0, 9), Span(12, 15)])
    [Span(start=0, end=9), Span(start=12, end=15)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return found


def meets(spans: Sequence[Span], here: Span) -> bool:
    """Whether a stretch of text meets any of some ``merged`` spans."""
    at = bisect_right(spans, here.start, key=lambda span: span.end)
    return at < len(spans) and spans[at].start < here.end
