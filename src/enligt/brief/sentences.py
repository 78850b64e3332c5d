"""A statement → the whole sentences of its page in which it is made, so that nothing is quoted as a fragment."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from enligt.attributing.lexicon import lexicon
from enligt.attributing.quotes import quotations
from enligt.attributing.sentences import sentences
from enligt.records import Block, Page, Span, Statement

#: Code points of a quote: three long sentences. Of what is longer, the sentence that says who speaks is taken.
LONG = 450
#: Code points of one sentence that are shown: longer ones are lists or tables, and cut at a word.
LONGEST = 700
#: Code points of a dateline ("MINSK (Agency) — ") before the first sentence, which it is no part of.
DATELINE = 60
#: Paragraphs whose sentences are kept at hand.
BLOCKS_AT_HAND = 1024


def told_in(page: Page, statement: Statement) -> str:
    """The sentences, as they stand on the page but for line breaks.

    >>> page = Page(text="It rains. “We wait. It is long,” said Ann Lee. Then it stopped.", lang="en")
    >>> one = Statement(id="s", content=(Span(10, 32),), cue=(Span(33, 37),), source=(Span(38, 45),),
    ...                 form="direct", voice="named")
    >>> told_in(page, one)
    '“We wait. It is long,” said Ann Lee.'
    """
    words = " ".join(page.text[slice(*whole(page, statement))].split())
    return shortened(words, LONGEST, " […]")


def shortened(words: str, most: int, sign: str = " …") -> str:
    """The words, cut after a word where they are longer than ``most``.

    >>> shortened("It rains here", 10)
    'It rains …'
    """
    return words if len(words) <= most else (words[: words.rfind(" ", 0, most + 1)].strip() or words[:most]) + sign


def whole(page: Page, statement: Statement) -> Span:
    """Where these sentences are."""
    everything = sorted((*statement.content, *statement.cue, *statement.source))
    stretches = (everything, statement.cue or statement.source, statement.content)
    found = [_around(page, sorted(spans)) for spans in stretches if spans]
    return next((span for span in found if span.end - span.start <= LONG), found[-1])


def complete(page: Page, span: Span) -> bool:
    """Whether it ends as sentences end: a heading, a caption or a row of a table mostly does not."""
    return page.text[span.start : span.end].rstrip("\"”»“’')] ")[-1:] in (".", "!", "?", "…")


def _around(page: Page, spans: list[Span]) -> Span:
    """The stretch from the sentence of the first span to that of the last."""
    start, end = _holding(page, spans[0].start).start, _holding(page, spans[-1].end - 1).end
    return Span(_after_dateline(page.text, start, end), end)


def _holding(page: Page, at: int) -> Span:
    """The sentence that holds a place, or the place itself where it is in none."""
    block = next((one for one in page.blocks if one.span.start <= at < one.span.end), None)
    found = _sentences(page, block or Block("paragraph", Span(0, len(page.text))))
    place = bisect_right([sentence.start for sentence in found], at) - 1
    return found[place] if place >= 0 and at < found[place].end else Span(at, at + 1)


@lru_cache(maxsize=BLOCKS_AT_HAND)
def _sentences(page: Page, block: Block) -> list[Span]:
    quoted = quotations(page.text, (block,))
    return [Span(tokens[0].start, tokens[-1].end) for tokens in sentences(page.text, block, quoted, lexicon(page.lang))]


def _after_dateline(text: str, start: int, end: int) -> int:
    """Where a sentence begins after the place, in capitals, or the agency, in brackets, from which it is reported."""
    opening = text[start : min(end, start + DATELINE)]
    dash = min((at for at in map(opening.find, (" — ", " – ", " - ")) if at > 0), default=0)
    place = opening[:dash]
    return start + dash + 3 if place.endswith(")") or place.split(",")[0].isupper() else start
