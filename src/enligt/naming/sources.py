"""Source spans → the one phrase that names the speaker, without the words around it that belong to the reporting."""

from __future__ import annotations

import re

from enligt.naming.phrases import Phrases
from enligt.naming.relays import Relays
from enligt.naming.spans import Cover
from enligt.records import Page, Span, Statement

#: Words between "told" or "to" and the outlet's name: an article, a word for an outlet.
_MAX_BETWEEN = 3
_MARKS = " \t\n\xa0.,:;«»“”„\"'’…"
_LATER = re.compile(r"[,(;–—]")
_WORD = re.compile(r"[\w-]+")


def speaking(page: Page, statement: Statement, phrases: Phrases, relays: Relays) -> Span:
    """The phrase of a statement's source that says who speaks; the statement must have a source."""
    spans = statement.source
    span = spans[0] if len(spans) == 1 else _nearest(page, statement, phrases, relays)
    span = _without_addressee(page, span, phrases, relays)
    span = _without_function_words(page, span, phrases)
    return _without_aside(page, span, phrases)


def _nearest(page: Page, statement: Statement, phrases: Phrases, relays: Relays) -> Span:
    """Of several spans a pronoun, else the one nearest to the cue; of two alike, the one that is no outlet."""
    personal = phrases.words.masculine | phrases.words.feminine
    for span in statement.source:
        if page.words(span).casefold().strip(_MARKS) in personal:
            return span

    def distance(span: Span) -> tuple[bool, int, bool, bool]:
        gaps = (max(cue.start - span.end, span.start - cue.end) for cue in statement.cue)
        outlets = relays.mentions(span)
        words = page.words(span)
        told = any(phrases.words.outlet_nouns.fullmatch(page.words(one.span)) for one in outlets)  # "to the paper"
        titled = phrases.words.person_nouns.search(words) or phrases.lexicon.voices["title"].search(words)
        return told, min(gaps, default=0), titled is None and not phrases.definite(words), bool(outlets)

    inside = Cover(statement.content)
    return min(
        (span for span in statement.source if not inside.holds(span.start)), key=distance, default=statement.source[0]
    )


def _without_function_words(page: Page, span: Span, phrases: Phrases) -> Span:
    """A phrase without the conjunctions and prepositions at its ends."""
    known = phrases.lexicon
    kept = phrases.words.definite | phrases.words.indefinite
    loose = (known.that | known.openers | known.leading | known.according) - kept
    tokens = list(_WORD.finditer(page.text, span.start, span.end))
    first, last = 0, len(tokens)
    while first < last - 1 and _is_loose(tokens[first][0], loose, phrases):
        first += 1
    while last - 1 > first and _is_loose(tokens[last - 1][0], loose | phrases.words.relative, phrases):
        last -= 1
    if (first, last) == (0, len(tokens)):
        return span
    return Span(tokens[first].start(), tokens[last - 1].end())


def _is_loose(token: str, loose: frozenset[str], phrases: Phrases) -> bool:
    low = token.casefold()
    return low in loose and (low in phrases.words.relative or not phrases.pronoun(low))


def _without_addressee(page: Page, span: Span, phrases: Phrases, relays: Relays) -> Span:
    """A phrase without "to the paper X", whichever side of it is the longer."""
    addressing = phrases.words.addressing
    for mention in relays.mentions(span):
        words = list(addressing.finditer(page.text, span.start, mention.span.start))
        if words and len(_WORD.findall(page.text[words[-1].end() : mention.span.start])) <= _MAX_BETWEEN:
            before, after = Span(span.start, words[-1].start()), Span(mention.span.end, span.end)
            kept = max((before, after), key=lambda side: _weight(page, side, phrases))
            if page.words(kept).strip(_MARKS):
                return kept
    return span


def _weight(page: Page, span: Span, phrases: Phrases) -> tuple[bool, bool, int]:
    words = page.words(span).strip(_MARKS)
    return phrases.words.person_nouns.search(words) is not None, phrases.pronoun(words.casefold()), len(words)


def _without_aside(page: Page, span: Span, phrases: Phrases) -> Span:
    """A pronoun without the adverbial after it; somebody unnamed without what tells more of them or who relays them."""
    tokens = list(_WORD.finditer(page.text, span.start, span.end))
    personal = phrases.words.masculine | phrases.words.feminine
    if len(tokens) > 1 and tokens[0][0].casefold() in personal and tokens[1][0].casefold() in phrases.lexicon.leading:
        return Span(tokens[0].start(), tokens[0].end())
    noun = phrases.words.person_nouns.search(page.text, span.start, span.end)
    if noun:
        rest = page.text[noun.end() : span.end].casefold()
        if starts := [at for words in phrases.lexicon.according if (at := rest.find(f" {words} ")) >= 0]:
            return Span(span.start, noun.end() + min(starts))
    aside = _LATER.search(page.text, noun.end(), span.end) if noun else None
    if aside is None or any(word[0][0].isupper() for word in _WORD.finditer(page.text, aside.end(), span.end)):
        return span  # what follows may be the name
    return Span(span.start, aside.start())
