"""Quotations without a cue: a paragraph that is nothing but quotation goes on with the speaker before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from enligt.attributing.quotes import quotations
from enligt.records import Page, Relation, Span

#: How sure a relation is whose speaker goes on without a cue, and one whose speaker is unknown. The first is its
#: share of right ones on polnear train by the baseline, which uses the same rule.
CONTINUED, UNATTRIBUTED = 0.9, 0.1
#: Words from which a quotation alone counts as a statement; shorter ones are mostly titles and scare quotes. Chosen on
#: polnear train.
LONG_QUOTE_WORDS = 6


def with_quotes_alone(page: Page, relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations, and those of quotations that make up a paragraph without a cue, in the order of the text.

    Such a quotation has the source of the last relation of the paragraph before it, if that one quotes too; else none.
    """
    quoted = quotations(page.text, page.story)
    if not quoted:
        return tuple(relations)
    starts = [span.start for span in quoted]
    ends = [span.end for span in quoted]
    known = sorted(relations, key=lambda relation: relation.content[0].start)
    begins = [relation.content[0].start for relation in known]
    taken = sorted(span for relation in relations for span in (*relation.content, *relation.source, *relation.cue))
    made: list[Relation] = []
    before: Relation | None = None
    for _, block in page.story:
        inside = list(quoted[bisect_left(starts, block.start) : bisect_right(ends, block.end)])
        if inside and _only(page.text, block, inside) and not _any_within(taken, block):
            if len(page.words(*inside).split()) >= LONG_QUOTE_WORDS:
                source, sure = (before.source, CONTINUED) if before else ((), UNATTRIBUTED)
                before = Relation(content=tuple(inside), source=source, confidence=sure)
                made.append(before)
            continue
        within = known[bisect_left(begins, block.start) : bisect_left(begins, block.end)]
        before = within[-1] if within and _quotes(within[-1], inside) and within[-1].source else None
    return tuple(sorted([*relations, *made], key=lambda relation: relation.content[0].start))


def _only(text: str, block: Span, inside: Sequence[Span]) -> bool:
    """Whether the block has no letters beside its quotations."""
    at = block.start
    for start, end in inside:
        if any(char.isalnum() for char in text[at:start]):
            return False
        at = end
    return not any(char.isalnum() for char in text[at : block.end])


def _any_within(spans: Sequence[Span], block: Span) -> bool:
    at = bisect_left(spans, Span(block.start, 0))
    return at < len(spans) and spans[at].start < block.end


def _quotes(relation: Relation, inside: Sequence[Span]) -> bool:
    last = relation.content[-1]
    return any(start < last.end and last.start < end for start, end in inside)
