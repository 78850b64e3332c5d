"""Page → its clauses: sentences of the story with the statements, mentions, dates and amounts that lie in each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from enligt.attributing.lexicon import lexicon
from enligt.attributing.sentences import sentences
from enligt.dating import Amount, When, amounts, dates
from enligt.dating.lexicon import lexicon as dating_lexicon
from enligt.naming.spans import Cover
from enligt.records import Page, Span, Statement, Traced
from enligt.registers.lexicon import Words
from enligt.registers.mentions import Mention, Mentions, touch

#: Code points of the longest sentence that is looked at; longer ones are no prose.
_LONGEST = 1_500
#: Sentences of one page that are looked at: more than any article has.
_MOST = 2_000
#: Words between a preposition and what it belongs to: an article and an adjective.
_PREPOSED = 2
#: Words between "between" and the first of the two that it joins: "between the naval staff in Turku and…".
_BETWEEN = 5


@dataclass(frozen=True)
class Reading:
    """A page as the registers read it."""

    traced: Traced
    words: Words
    mentions: Mentions
    today: date | None

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.traced.page

    @cached_property
    def currency(self) -> str | None:
        """The one currency of which the page speaks, for amounts that leave it out."""
        spans = [block.span for block in self.page.story]
        found = {one.currency for one in amounts(self.page.text, spans, self.page.lang) if one.currency}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Clause:
    """A sentence, or a part of one that a semicolon sets off."""

    reading: Reading
    span: Span
    heading: bool
    statements: tuple[Statement, ...]

    @property
    def page(self) -> Page:
        """Its page."""
        return self.reading.page

    @cached_property
    def whens(self) -> list[When]:
        """The dates in it."""
        return dates(self.page.text, [self.span], self.page.lang, self.page.published)

    @cached_property
    def amounts(self) -> list[Amount]:
        """The amounts in it."""
        return amounts(self.page.text, [self.span], self.page.lang)

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.page.text[self.span.start : self.span.end].split())

    @cached_property
    def mentions(self) -> list[Mention]:
        """Who is mentioned in it."""
        return self.reading.mentions.within(self.span)

    def parties(self, trigger: Span) -> list[Mention]:
        """Those mentioned who may have a part in what a word tells: none that is only a place or a topic.

        Whoever says what the word stands in tells of others; of what stands outside, they may be the subject.
        """
        saying = self.saying(trigger)
        sources = saying.source if saying else ()
        return [
            one
            for one in self.mentions
            if not any(touch(source, one.span) for source in sources) and not self.is_place(one)
            and not self.holds("parties", "about", self.before(one.span, 1))
        ]  # fmt: skip

    def found(self, register: str, event: str) -> list[Span]:
        """Where the words of an event stand in it, as somebody's cue or not."""
        return self.reading.words.found(register, event, self.page.text, self.span)

    def holds(self, register: str, event: str, span: Span | None = None) -> bool:
        """Whether words of an event stand in it, or in a part of it."""
        return self.reading.words.holds(register, event, self.page.text, span or self.span)

    def tells(self, register: str) -> bool:
        """Whether any word of a register stands in it; most clauses have none, and are left at that."""
        return self.reading.words.tells(register, self.page.text, self.span)

    def is_false(self, span: Span) -> bool:
        """Whether a word stands in words that mean nothing by it."""
        return any(one.start <= span.start < one.end for one in self.found("status", "false_friends"))

    def apart(self, one: Span, other: Span) -> int:
        """Words between two places of it."""
        first, second = sorted((one, other))
        return len(self.page.text[first.end : max(first.end, second.start)].split())

    def is_time(self, amount: Amount) -> bool:
        """Whether an amount is a length of time: "three months"."""
        known = dating_lexicon(self.page.lang).words.get(amount.unit.lower())
        return known is not None and known.code in ("U", "J")

    def is_source(self, span: Span) -> bool:
        """Whether a place in it lies in the words that name a source."""
        return any(touch(part, span) for one in self.statements for part in one.source)

    def in_cue(self, span: Span) -> Statement | None:
        """The statement in whose cue a place lies."""
        return next((one for one in self.statements if any(touch(part, span) for part in one.cue)), None)

    def saying(self, span: Span) -> Statement | None:
        """The statement in whose content a place lies, the innermost."""
        holding = [one for one in self.statements if any(touch(part, span) for part in one.content)]
        return min(holding, key=lambda one: sum(end - start for start, end in one.content), default=None)

    def is_place(self, mention: Mention) -> bool:
        """Whether somebody is mentioned only as the place where something is: "in Moscow"."""
        if mention.kind not in ("capital", "country", "place"):
            return False
        if mention.kind == "place":
            return True
        before = self.before(mention.span, _PREPOSED)
        if not self.holds("parties", "places", before):
            return False
        between = self.holds("parties", "between", self.before(mention.span, _BETWEEN))
        return not between and not self.holds("parties", "with", before) and not self._names_body(mention)

    def _names_body(self, mention: Mention) -> bool:
        """Whether a body before the place is meant by it: "the defence command in Helsinki"."""
        if mention.kind != "capital":
            return False
        near = self.before(mention.span, _PREPOSED)
        before = self.page.text[near.start : mention.span.start].split()
        if len(before) < _PREPOSED or any(touch(near, one.span) for one in self.mentions):
            return False  # "Poland in Riga" are two
        return lexicon(self.page.lang).voices["institution"].search(before[0]) is not None

    def before(self, span: Span, count: int) -> Span:
        """The words right before a place, in the same clause."""
        text = self.page.text[self.span.start : span.start]
        words = text.split()[-count:]
        start = len(text)
        for word in reversed(words):
            start = text.rindex(word, 0, start)
        return Span(self.span.start + start, span.start)

    def after(self, span: Span, count: int) -> Span:
        """The words right after a place, in the same clause."""
        text = self.page.text[span.end : self.span.end]
        end = 0
        for word in text.split()[:count]:
            end = text.index(word, end) + len(word)
        return Span(span.end, span.end + end)

    def is_reported(self, when: When) -> bool:
        """Whether a date tells when something was said, not when it happened."""
        if not any(one.cue and touch(Span(*self.span), one.cue[0]) for one in self.statements):
            return False
        return self.saying(when.span) is None

    @cached_property
    def dated(self) -> list[When]:
        """The dates of what it tells."""
        return [when for when in self.whens if not self.is_reported(when)]


def clauses_of(reading: Reading) -> Iterator[Clause]:
    """The clauses of a page's story, in order."""
    page, words = reading.page, lexicon(reading.page.lang)
    spans = [
        part
        for block in page.story
        for tokens in sentences(page.text, block, (), words)
        if tokens[-1].end - tokens[0].start <= _LONGEST
        for part in _parts(page.text, Span(tokens[0].start, tokens[-1].end))
    ][:_MOST]
    headings = Cover(block.span for block in page.story if block.kind == "heading")
    told = _by_clause(spans, (*reading.traced.statements, *reading.traced.assertions))
    for at, span in enumerate(spans):
        yield Clause(
            reading,
            span,
            headings.holds(span.start),
            tuple(told[at]),
        )


def _parts(text: str, span: Span) -> Iterator[Span]:
    """A sentence, cut at its semicolons."""
    start = span.start
    while (cut := text.find(";", start, span.end)) != -1:
        if cut > start:
            yield Span(start, cut)
        start = cut + 1
    if start < span.end:
        yield Span(start, span.end)


def _by_clause(spans: Sequence[Span], statements: Iterable[Statement]) -> dict[int, list[Statement]]:
    """The statements that have a part in each clause, by its place among the others."""
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    told: dict[int, list[Statement]] = defaultdict(list)
    for one in statements:
        places: set[int] = set()
        for start, end in (*one.content, *one.cue, *one.source):
            places.update(range(bisect_right(ends, start), bisect_left(starts, end)))
        for place in sorted(places):
            told[place].append(one)
    return told
