"""Pages → relations by cue words and surface patterns: the baseline that a trained model must beat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from enligt.attributing.continuing import CONTINUED, LONG_QUOTE_WORDS, UNATTRIBUTED
from enligt.attributing.pointing import with_pointed
from enligt.attributing.reports import reports
from enligt.attributing.sentences import Parsed, Token, parsed
from enligt.attributing.spans import meets, merged
from enligt.records import Found, Page, Relation, Span

#: Quotations in a row that are joined in one statement.
MAX_FRAGMENTS = 200
#: Relations found on one page, in number, before the rest of it is left. A day's transcript of a parliament has a few
#: thousand.
MAX_RELATIONS = 20_000
#: How often a pattern is right from which it adds to what a network finds: all but those that a clause without any
#: conjunction or a label makes. On polnear dev statements are at 83.2 with it, at 82.9 with 0.6.
SURE = 0.7


class Baseline:
    """Finds quotations and reports by a cue lexicon; no model, no parser, linear time.

    Without a lexicon for the page's language, only quotations are found, and without their speakers.
    """

    def find(self, pages: Iterable[Page]) -> Iterator[tuple[Page, Found]]:
        """Each page with what is found on it."""
        for page in pages:
            story = parsed(page)
            yield page, Found(with_pointed(story, _relations(story)))


def with_patterns(story: Parsed, relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations that a network has found, and those of the surest patterns where it has found nothing.

    A network that has seen statements marked by hand in two languages misses more in the others than in these.
    """
    taken = merged(span for one in relations for span in (*one.content, *one.source, *one.cue))
    more = (
        one
        for one in _relations(story)
        if one.source and one.confidence >= SURE and not any(meets(taken, span) for span in (*one.content, *one.cue))
    )
    return tuple(sorted([*relations, *more], key=lambda relation: relation.content[0].start))


def _relations(story: Parsed) -> list[Relation]:
    page, words = story.page, story.words
    found: list[Relation] = []
    speaking = False  # whether the latest relation's speaker may go on in the next quotation
    for *_, told_in in story.blocks:
        for tokens in told_in:
            if len(found) >= MAX_RELATIONS:
                return found
            told = list(reports(tokens, words))
            alone = _only_quotes(tokens)
            if told:
                found += told
                speaking = True
            elif alone and speaking:
                found[-1] = _continued(found[-1], alone)
            else:
                speaking = False
                found += (
                    Relation(content=(span,), confidence=UNATTRIBUTED)
                    for span in alone
                    if len(page.words(span).split()) >= LONG_QUOTE_WORDS
                )
    return found


def _only_quotes(tokens: Sequence[Token]) -> list[Span]:
    """The quotations of a sentence that has no words beside them."""
    if any(token.word[:1].isalnum() for token in tokens):
        return []
    return [Span(token.start, token.end) for token in tokens if token.quote]


def _continued(relation: Relation, more: list[Span]) -> Relation:
    content = (*relation.content, *more)[:MAX_FRAGMENTS]
    return replace(relation, content=content, confidence=min(relation.confidence, CONTINUED))
