"""A block of text → its sentences as tokens, a quotation counting as one token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enligt.attributing.lexicon import Lexicon, lexicon
from enligt.attributing.quotes import by_block, quotations
from enligt.letters import SMALL
from enligt.records import Block, Page, Span

#: Stands for each character of a quotation while its sentence is looked at. No page has it: reading drops it.
_MASK = "\x00"
_ENCLITIC = r"-(?:t-)?(?:ils?|elles?|on|je|nous|vous)\b"  # French "dit-il"
_TOKEN = re.compile(
    rf"{_MASK}+|(?:qu|[ldjnscmt])[’'](?=\w)|{_ENCLITIC}|\w+(?:(?!{_ENCLITIC})[’'.:-]\w+)*|[^\w\s]", re.IGNORECASE
)
_BREAK = re.compile(rf"(?<=[.!?…])[\"”»“’')\]]*\s+(?=[\"“„«‘(\[–—]*[^\W_{SMALL}]|{_MASK}|[\"“„«‘])")
_LAST_WORD = re.compile(r"[\w.]+$")
#: Code points looked at before a full stop to find the abbreviation that it may belong to.
_ABBREVIATION_REACH = 12


class Token(NamedTuple):
    """A word, a mark, or a whole quotation; ``word`` is its lower-case form, empty for a quotation."""

    start: int
    end: int
    word: str
    capital: bool

    @property
    def quote(self) -> bool:
        """Whether it is a quotation."""
        return not self.word


class Parsed(NamedTuple):
    """A page's story taken apart once, for all who look for words in it.

    ``quoted`` are its quotations; ``blocks`` holds each block with the quotations in it, and its sentences.
    """

    page: Page
    words: Lexicon
    quoted: tuple[Span, ...]
    blocks: list[tuple[Block, list[Span], list[list[Token]]]]


def parsed(page: Page) -> Parsed:
    """The story of a page, taken apart."""
    words, quoted = lexicon(page.lang), quotations(page.text, page.story)
    blocks = [
        (block, inside, list(sentences(page.text, block, inside, words)))
        for block, inside in by_block(page.story, quoted)
    ]
    return Parsed(page, words, quoted, blocks)


def sentences(text: str, block: Block, quoted: Sequence[Span], words: Lexicon) -> Iterator[list[Token]]:
    """The sentences of a block; ``quoted`` are the quotations inside it, in order.

    >>> text = "“Ja,” sa Bo. Han log."
    >>> from enligt.attributing.lexicon import lexicon
    >>> [len(s) for s in sentences(text, Block("paragraph", Span(0, len(text))), [Span(0, 5)], lexicon("sv"))]
    [4, 3]
    """
    start, end = block.span
    pieces, at = [], start
    for quote in quoted:
        pieces += [text[at : quote.start], _masked(text, quote)]
        at = quote.end
    masked = "".join((*pieces, text[at:end]))
    ends = {quote.start: quote.end for quote in quoted}
    begin = 0
    for stop in (*_breaks(masked, words), len(masked)):
        tokens: list[Token] = []
        for match in _TOKEN.finditer(masked, begin, stop):
            first, last = start + match.start(), start + match.end()
            if tokens and first < tokens[-1].end:
                continue  # the full stop that _masked left
            word = _word(match.group())
            if word == "." and tokens and first == tokens[-1].end and _abbreviates(tokens[-1].word, words):
                tokens[-1] = tokens[-1]._replace(end=last)
                continue
            tokens.append(Token(first, last if word else ends.get(first, last), word, match.group()[:1].isupper()))
        if tokens:
            yield tokens
        begin = stop


def _masked(text: str, quote: Span) -> str:
    """The quotation's stand-in; a full stop inside its closing mark stays visible, as it may end the sentence."""
    body = _MASK * (quote.end - quote.start)
    ends = re.search(r"[.][\"”»“’']?$", text[max(quote.start, quote.end - 3) : quote.end])
    return body[:-1] + "." if ends and len(body) > 1 else body


def _word(token: str) -> str:
    return "" if token.startswith(_MASK) else token.lower().replace("’", "'").lstrip("-").removeprefix("t-") or "-"


def _breaks(masked: str, words: Lexicon) -> Iterator[int]:
    for match in _BREAK.finditer(masked):
        before = masked[max(0, match.start() - _ABBREVIATION_REACH) : match.start()]
        last = _LAST_WORD.search(before.removesuffix("."))
        word = last.group().lower() if last and before.endswith(".") else ""
        if not _abbreviates(word, words):
            yield match.end()


def _abbreviates(word: str, words: Lexicon) -> bool:
    return word in words.abbreviations or (len(word) == 1 and word.isalpha())
