"""Spans as selectors of the Web Annotation model: by position, and by the words with some of their surroundings."""

from __future__ import annotations

from typing import Any

from enligt.records import Page, Span

Node = dict[str, Any]

#: Code points of the text before and after a quote that help to find it again; as many as Hypothesis keeps.
SURROUNDINGS = 32


def selectors(page: Page, span: Span) -> list[Node]:
    """Position and quote of a span; offsets are code points of ``page.text``, as the Web Annotation model wants them.

    >>> page = Page(text="🚢 Skeppet går, sade Ann.")
    >>> position, quote = selectors(page, Span(2, 9))
    >>> position["start"], position["end"], quote["prefix"], quote["exact"], quote["suffix"]
    (2, 9, '🚢 ', 'Skeppet', ' går, sade Ann.')
    """
    start, end = span
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": page.text[start:end],
            "prefix": page.text[max(0, start - SURROUNDINGS) : start],
            "suffix": page.text[end : end + SURROUNDINGS],
        },
    ]
