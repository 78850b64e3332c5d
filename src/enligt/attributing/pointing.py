"""Sentences that say who reported what was said before them: "Det skriver Kusten.", "Об этом сообщает «Берег»."

What such a sentence attributes is the sentence before it, on a page of news often the whole lead. The words that point
back are in the table ``[pointing]`` of ``lexicon/*.toml``: ``before`` the verb, at the head of the sentence, or
``after`` it, where the verb heads it; ``by`` stands before the source of a passive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from enligt.attributing.decoding import trimmed
from enligt.attributing.lexicon import Lexicon, table
from enligt.attributing.phrases import EDGES, Phrases
from enligt.attributing.sentences import Parsed, Token
from enligt.attributing.tidying import WHOLE_QUOTE_WORDS
from enligt.records import Page, Relation, Span

#: How sure a relation is that only such a sentence shows.
POINTED = 0.8
#: Tokens of the longest such sentence that is looked at, and of a source that stands before its verb.
MAX_TOKENS, MAX_SOURCE = 40, 8
#: Words from which what follows the verb may be a clause, and what is said itself.
CLAUSE_WORDS = 9
#: Code points of the longest cue that is looked for.
MAX_CUE = 200
#: Tokens of the longest words that point.
_MAX_POINTER = 6
#: Words that a sentence must have to be what is pointed at.
_MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Pointers:
    before: frozenset[str]
    after: frozenset[str]
    by: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Pointing:
    """A sentence that points back: its cue and source, and the sentence before."""

    cue: Span
    source: Span | None
    back: Span


def with_pointed(story: Parsed, relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations, in the order of the text, where those that such sentences make have as content what is pointed at.

    >>> from enligt.attributing.sentences import parsed
    >>> from enligt.records import Block, Page
    >>> text = "Hamnen byggs nu. Det skriver Kusten."
    >>> page = Page(text=text, lang="sv", blocks=(Block("paragraph", Span(0, len(text))),))
    >>> [page.words(*one.content) for one in with_pointed(parsed(page), ())]
    ['Hamnen byggs nu']
    """
    page, found = story.page, list(_pointing(story))
    if not found:
        return tuple(relations)
    made = list(relations)
    cues = sorted((cue.start, cue.end, at) for at, relation in enumerate(made) for cue in relation.cue)
    for one in found:
        near = cues[bisect_left(cues, (one.cue.start - MAX_CUE,)) : bisect_left(cues, (one.cue.end,))]
        its = {at for _, end, at in near if one.cue.start < end}
        for at in its:
            if all(_tells_nothing(page, part, one) for part in made[at].content):
                made[at] = replace(made[at], content=(one.back,))
        if not its and one.source is not None:
            made.append(Relation(content=(one.back,), cue=(one.cue,), source=(one.source,), confidence=POINTED))
    return tuple(sorted(made, key=lambda relation: relation.content[0].start))


def _tells_nothing(page: Page, part: Span, one: _Pointing) -> bool:
    """Whether a part of a content stands before the verb that points, or is no more than some words after it."""
    return part.start < one.cue.start or len(page.words(part).split()) < CLAUSE_WORDS


def _pointing(story: Parsed) -> Iterator[_Pointing]:
    text, words, pointers = story.page.text, story.words, _pointers(story.page.lang)
    if not pointers.before:
        return
    before: Span | None = None
    for tokens in (tokens for *_, told in story.blocks for tokens in told):
        if before and len(tokens) <= MAX_TOKENS and (one := _points(text, tokens, words, pointers, before)):
            yield one
        elif sum(token.word[:1].isalpha() or token.quote for token in tokens) >= _MIN_WORDS:
            before = trimmed(text, tokens[0].start, tokens[-1].end)


def _points(text: str, tokens: Sequence[Token], words: Lexicon, pointers: _Pointers, before: Span) -> _Pointing | None:
    """What a sentence points at, if it is one of "That is what S says" · "Says that S"."""
    phrases = Phrases(tokens, words)
    pointer = _longest(tokens, 0, pointers.before)
    if pointer:
        found = _cue(phrases, pointer) if pointer < phrases.end else None
    else:
        verb = phrases.match(0, words.verbs)
        pointer = _longest(tokens, verb, pointers.after) if verb else 0
        found = (0, verb) if pointer else None
    if found is None or _goes_on(text, tokens[found[1] : phrases.end], words):
        return None
    start, end = found
    loose = (words.adverbs, words.auxiliaries, words.finite)
    first = pointer
    while first < start and any(tokens[first].word in some for some in loose):
        first += 1
    source = (first, start) if first < start else _after(phrases, max(end, pointer), pointers)
    return _Pointing(
        cue=Span(tokens[start].start, tokens[end - 1].end),
        source=_span(tokens, source) if _names_somebody(text, tokens[slice(*source)], words) else None,
        back=before,
    )


def _cue(phrases: Phrases, pointer: int) -> tuple[int, int] | None:
    """The verb after what points, next to it or behind its source; or the words that mean according to."""
    if end := phrases.match(pointer, phrases.words.according):
        return pointer, end
    for at in range(pointer, min(phrases.end, pointer + MAX_SOURCE)):
        if phrases.tokens[at].word in EDGES:
            return None
        if end := phrases.match(at, phrases.words.verbs):
            return phrases.cue_start(pointer, at), end
    return None


def _goes_on(text: str, rest: Sequence[Token], words: Lexicon) -> bool:
    """Whether what is said follows in the sentence itself."""
    return any(
        token.word == ":"
        or token.word in words.that
        or (token.quote and len(text[token.start : token.end].split()) >= WHOLE_QUOTE_WORDS)
        for token in rest
    )


def _after(phrases: Phrases, at: int, pointers: _Pointers) -> tuple[int, int]:
    """The source that follows a cue, without what stands before it."""
    skipped = phrases.words.adverbs | phrases.words.auxiliaries | pointers.by
    while at < phrases.end and phrases.tokens[at].word in skipped:
        at += 1
    end = phrases.noun_phrase_end(at)
    while end < phrases.end and phrases.tokens[end].quote:  # a name in marks of quotation
        end = phrases.noun_phrase_end(end + 1)
    return at, end


def _names_somebody(text: str, source: Sequence[Token], words: Lexicon) -> bool:
    said = text[source[0].start : source[-1].end] if source else ""
    return any(
        token.capital or token.quote or token.word in words.pronouns or token.word in words.plural_pronouns
        for token in source
    ) or any(pattern.search(said) for pattern in words.voices.values())


def _span(tokens: Sequence[Token], places: tuple[int, int]) -> Span:
    return Span(tokens[places[0]].start, tokens[places[1] - 1].end)


def _longest(tokens: Sequence[Token], at: int, entries: frozenset[str]) -> int:
    """The end of the longest entry that stands at a place; 0 if none does."""
    ends = range(min(len(tokens), at + _MAX_POINTER), at, -1)
    return next((end for end in ends if " ".join(token.word for token in tokens[at:end]) in entries), 0)


@cache
def _pointers(lang: str | None) -> _Pointers:
    known = table(lang, "pointing")
    return _Pointers(*(frozenset(known.get(key, ())) for key in ("before", "after", "by")))
