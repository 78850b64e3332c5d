"""Content spans and quotations → form: direct, mixed or indirect."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from enligt.records import Form, Span

#: A content counts as direct when at most this share of its letters and digits stands outside quotation marks: room for
#: "that" before a quote and for a footnote number, not for a clause in the reporter's words. Chosen on polnear train.
LOOSE_SHARE = 0.08


def form_of(text: str, content: Sequence[Span], quotations: Sequence[Span]) -> Form:
    """Direct where (nearly) all of the content is quoted, mixed where a part of it is, else indirect.

    ``quotations`` are the page's, sorted, as ``quotes.quotations`` gives them.

    >>> form_of("Han kallar det “ett lyft”.", [Span(11, 25)], [Span(15, 25)])
    'mixed'
    """
    total = quoted = 0
    for start, end in content:
        total += _letters(text, start, end)
        index = max(0, bisect_left(quotations, (start, start)) - 1)
        while index < len(quotations) and quotations[index].start < end:
            inner_start, inner_end = max(start, quotations[index].start), min(end, quotations[index].end)
            quoted += _letters(text, inner_start, inner_end)
            index += 1
    if quoted == 0:
        return "indirect"
    return "direct" if total - quoted <= LOOSE_SHARE * total else "mixed"


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end])) if start < end else 0
