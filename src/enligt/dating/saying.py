"""The date on which a statement was made, where the words around its cue tell it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from enligt.dating.found import When
from enligt.records import Span

#: Where a sentence ends. A full stop after a single letter or figure ends none ("U.S.", "5. Februar").
_SENTENCE_END = re.compile(r"(?<!\b\w)(?<!\b\d\d)[.!?…][\"”»“’')\]]*\s+|\n")
#: Code points looked at on either side of a cue: more than any sentence that a reader gets through.
_REACH = 600


def said_on(
    text: str,
    whens: Sequence[When],
    cue: Iterable[Span],
    content: Iterable[Span],
    source: Iterable[Span],
) -> When | None:
    """When a statement was made: the date in its cue's sentence, outside what was said and who said it.

    Of several the nearest to the cue. Only a date *on* which something happens counts, not one *by*, *since* or
    *until* which; ``whens`` is what ``dates`` found on the page, in the order of the text. ``None`` where the text
    does not tell. The result's
    ``iso`` is what belongs into ``Statement.said_on``.

    >>> from enligt.dating import dates
    >>> text = "Avtalet gäller, sa Bo på torsdagen."
    >>> said_on(text, dates(text, [Span(0, 35)], "sv", "2026-02-06"), [Span(16, 18)], [Span(0, 14)], []).iso
    '2026-02-05'
    """
    cues = list(cue)
    if not cues:
        return None
    taken = (*content, *source)
    first, last = sentence_around(text, cues)
    near = [
        (min(_gap(when.span, span) for span in cues), when.span.start, when)
        for when in whens[bisect_left(whens, first, key=_start) : bisect_left(whens, last, key=_start)]
        if when.relation == "on" and not any(_gap(when.span, t) < 0 for t in taken)
    ]
    return min(near, key=lambda item: item[:2])[2] if near else None


def outside(whens: Sequence[When], contents: Iterable[Span]) -> list[When]:
    """The dates that stand in none of the contents: what somebody says of a date tells nothing of when others spoke."""
    edge, reach = 0, []
    starts = []
    for start, end in sorted(contents):
        edge = max(edge, end)
        starts.append(start)
        reach.append(edge)
    free = []
    for when in whens:
        at = bisect_right(starts, when.span.start)
        if not at or reach[at - 1] <= when.span.start:
            free.append(when)
    return free


def _start(when: When) -> int:
    return when.span.start


def sentence_around(text: str, cues: Sequence[Span]) -> Span:
    """The sentence that holds the first of the cues, bounded to 600 code points on either side."""
    cue = cues[0]
    low, high = max(0, cue.start - _REACH), min(len(text), cue.end + _REACH)
    start = max((match.end() for match in _SENTENCE_END.finditer(text, low, cue.start)), default=low)
    after = _SENTENCE_END.search(text, cue.end, high)
    return Span(start, after.start() if after else high)


def _gap(one: Span, other: Span) -> int:
    """Code points between two spans; negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)
