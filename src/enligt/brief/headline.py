"""Items → the words of a page that stand over the brief: a whole clause that somebody is quoted with, or a title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enligt.brief.asked import Asked
from enligt.brief.items import COMFORTABLE
from enligt.brief.parts import Headline, Item, Quote
from enligt.brief.sentences import whole
from enligt.brief.speaking import pronoun

#: Code points of a headline: less says nothing, more is a paragraph.
SHORTEST, LONGEST = 20, 120
_END = re.compile(r"(?<=[.!?])\s")
_MARKS = " \"“”„«»‹›‘’'–—-,.;:…"


def headline(items: Sequence[Item], asked: Asked) -> Headline | None:
    """The first item's clause that can stand alone, in the reader's language; else the next one's, and so on."""
    for lang in (asked.lang, None):
        for item in items:
            for quote in item.quotes:
                if lang in (None, quote.page.lang) and (words := _clause(quote)):
                    return Headline(words, quote.page.lang, item.contradicted)
    return None


def _clause(quote: Quote) -> str:
    """The first sentence of the content, if it begins the quote and so is a clause of its own; else nothing."""
    page, statement = quote.page, quote.statement
    start, end = statement.content[0]
    torn = len(statement.content) > 1 or page.words(statement.content[0])[:1].islower()
    if torn or len(quote.words) > COMFORTABLE or pronoun(page, statement):
        return ""
    before = page.text[whole(page, statement).start : start]
    words = _END.split(" ".join(page.text[start:end].split()))[0].strip(_MARKS)
    return words if not before.strip(_MARKS) and SHORTEST <= len(words) <= LONGEST else ""
