"""Cue and content → stance: whether a statement denies, and whether what it says is itself in the negative.

The two are different facts. "He denied that a letter was sent" has a denying cue and a content in the positive; "he
said that no letter was sent" has a plain cue and a negated content. ``Statement.stance`` is the first alone; whoever
compares statements of one claim turns the content round for each of the two.

The words are in the table ``[stance]`` of ``lexicon/*.toml``, where a ``*`` at either end of a word stands for any
letters: ``denials`` deny or reject; ``untrue`` calls something false, in a cue or as what a content says of a claim;
``negators`` negate a clause, in French only beside one of the ``partners`` (ne); ``not_negating`` are phrases with a
negator that negate nothing; ``breaks`` are words at which a clause of its own begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from enligt.attributing.lexicon import any_of, lexicon, table
from enligt.records import Form, Page, Span, Stance

#: Code points of a content that are looked at: its first sentence, and more than any main clause takes.
_REACH = 400
_SENTENCE_END = re.compile(r"[.!?…;:][\"”»“’')\]]*\s")
#: What stands before a negator that only sets one thing against another: "a call, not a talk", "звонок, а не беседа".
_CONTRAST = re.compile(r"[,–—]\s+(?:\w{1,3}\s+)?$")
_CONTRAST_REACH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    denials: re.Pattern[str]
    untrue: re.Pattern[str]
    negators: re.Pattern[str]
    not_negating: re.Pattern[str]
    breaks: re.Pattern[str]
    openings: re.Pattern[str]
    partners: re.Pattern[str] | None


def stance_of(page: Page, cue: Sequence[Span], content: Sequence[Span], form: Form) -> Stance:
    """``denies`` where the cue denies what the content says.

    A denial may be reported in the denier's own words too ("“We sent no letter”, he denied"; "wies zurück: kein Euro
    sei …"). What such a content says is asserted.
    """
    if not denying_cue(page.words(*cue), page.lang):
        return "asserts"
    own_words = form == "direct" or negated(page.words(*content), page.lang)
    return "asserts" if own_words else "denies"


def denying_cue(cue: str, lang: str | None) -> bool:
    """Whether the words of a cue deny or reject; a denial that is itself negated ("did not deny") does not.

    >>> denying_cue("har dementerat", "sv"), denying_cue("did not deny", "en"), denying_cue("said", "en")
    (True, False, False)
    """
    words = _words(lang)
    rest, denials = words.denials.subn(" ", _plain(cue))
    rest, falsehoods = words.untrue.subn(" ", rest)
    return bool(denials or falsehoods) and not _negators(rest, words)


def negated(content: str, lang: str | None) -> bool:
    """Whether the main predicate of a content is in the negative, or calls a claim untrue.

    Only the main clause of its first sentence is looked at: up to the first word that begins another clause.

    >>> negated("att ingen hade lyft luren", "sv"), negated("that it is a call, not a talk", "en")
    (True, False)
    """
    words = _words(lang)
    main = _main_clause(_plain(content[:_REACH]), words)
    rest, falsehoods = words.untrue.subn(" ", main)
    return bool(falsehoods) != _negators(rest, words)


def _main_clause(text: str, words: _Words) -> str:
    if end := _SENTENCE_END.search(text):
        text = text[: end.start()]
    start = 0
    if opening := words.openings.match(text):
        start = opening.end()
    elif subordinate := words.breaks.match(text):
        start = text.find(",", subordinate.end()) + 1 or subordinate.end()
    other = words.breaks.search(text, start)
    return text[start : other.start()] if other else text[start:]


def _negators(text: str, words: _Words) -> bool:
    """Whether a negator stands in the text, other than in a contrast."""
    left = words.not_negating.sub(" ", text)
    if words.partners and not words.partners.search(left):
        return False
    return any(
        not _CONTRAST.search(left, max(0, match.start() - _CONTRAST_REACH), match.start())
        for match in words.negators.finditer(left)
    )


def _plain(text: str) -> str:
    """The text with one kind of apostrophe, without the marks that open it."""
    return text.replace("’", "'").lstrip(" \"“”„«»'‘–—-\u00a0\u202f")


@cache
def _words(lang: str | None) -> _Words:
    known = table(lang, "stance")
    patterns = {key: any_of(known.get(key, ())) for key in ("denials", "untrue", "negators", "not_negating", "breaks")}
    partners = any_of(known["partners"]) if "partners" in known else None
    return _Words(**patterns, openings=any_of(lexicon(lang).that), partners=partners)
