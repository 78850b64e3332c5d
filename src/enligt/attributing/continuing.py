"""Sentences without a cue that go on with the speaker before: quotations alone, and what stands in the reported mood.

The reported mood is a verb form by which some languages say that the words are another's ("er sei müde", "olevat"): the
table ``[grammar]`` of ``lexicon/*.toml`` lists the usual ones as ``reported``; ``speaking`` are the words beside which
they are no such thing ("ich habe").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from enligt.attributing.decoding import trimmed
from enligt.attributing.sentences import Parsed, Token
from enligt.attributing.spans import meets, merged
from enligt.records import Relation, Span

#: How sure a relation is whose speaker goes on without a cue, and one whose speaker is unknown. The first is its
#: share of right ones on polnear train by the baseline, which uses the same rule.
CONTINUED, UNATTRIBUTED = 0.9, 0.1
#: Words from which a quotation alone counts as a statement; shorter ones are mostly titles and scare quotes. Chosen on
#: polnear train.
LONG_QUOTE_WORDS = 6


def with_continued(story: Parsed, relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations, and those of sentences that go on with the speaker before, in the order of the text.

    A quotation that makes up a sentence has the source of the last relation of its paragraph; one that makes up a
    paragraph that of the last relation of the paragraph before it, if that one quotes too, else none. A sentence in the
    reported mood has the source of what was said before it.
    """
    page, words, quoted = story.page, story.words, story.quoted
    if not quoted and not words.reported:
        return tuple(relations)
    known = sorted(relations, key=lambda relation: relation.content[0].start)
    begins = [relation.content[0].start for relation in known]
    taken = merged(span for one in relations for span in (*one.content, *one.source, *one.cue))
    made: list[Relation] = []
    before: Relation | None = None  # whose speaker may go on
    for block, inside, told_in in story.blocks:
        alone = bool(inside) and _only(page.text, block.span, inside)
        fresh = True  # whether nothing in this paragraph is said by anybody so far
        for tokens in told_in:
            here = Span(tokens[0].start, tokens[-1].end)
            if meets(taken, here):
                told = known[bisect_left(begins, here.start) : bisect_left(begins, here.end)]
                before, fresh = (told[-1] if told[-1].source else None) if told else before, False
                continue
            quotes = [Span(token.start, token.end) for token in tokens if token.quote]
            if quotes and _only(page.text, here, quotes):
                goes_on = before if before and (not fresh or _quotes(before, quoted)) else None
                if len(page.words(*quotes).split()) >= LONG_QUOTE_WORDS and (goes_on or alone):
                    source, sure = (goes_on.source, CONTINUED) if goes_on else ((), UNATTRIBUTED)
                    before, fresh = Relation(content=tuple(quotes), source=source, confidence=sure), False
                    made.append(before)
            elif before and _reported(tokens, words.reported, words.speaking) and (span := trimmed(page.text, *here)):
                before, fresh = Relation(content=(span,), source=before.source, confidence=CONTINUED), False
                made.append(before)
        if fresh:
            before = None
    return tuple(sorted([*relations, *made], key=lambda relation: relation.content[0].start))


def _reported(tokens: Sequence[Token], forms: frozenset[str], speaking: frozenset[str]) -> bool:
    words = {token.word for token in tokens}
    return not forms.isdisjoint(words) and speaking.isdisjoint(words) and tokens[-1].word != "?"


def _only(text: str, within: Span, inside: Sequence[Span]) -> bool:
    """Whether a stretch of text has no letters beside its quotations."""
    at = within.start
    for start, end in inside:
        if any(char.isalnum() for char in text[at:start]):
            return False
        at = end
    return not any(char.isalnum() for char in text[at : within.end])


def _quotes(relation: Relation, quoted: Sequence[Span]) -> bool:
    last = relation.content[-1]
    at = bisect_left(quoted, last.start, key=lambda span: span.end - 1)
    return at < len(quoted) and quoted[at].start < last.end
