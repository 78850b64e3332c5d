"""Spans taken together: whether a place lies in any of many, in the time of a look-up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from enligt.records import Span


class Cover:
    """What some spans cover.

    >>> Cover([Span(0, 9), Span(2, 4)]).holds(6)
    True
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, at: int) -> bool:
        """Whether a place lies in one of the spans."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]
