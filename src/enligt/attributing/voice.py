"""Source words, cue and page → voice: what kind of source a statement has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from enligt.attributing.lexicon import WORD_VOICES, Lexicon, lexicon
from enligt.letters import SMALL
from enligt.records import Page, Span, Voice

#: Languages in which a noun comes before all that is said of it: "the scientists of the academy" are no institution.
_HEAD_FIRST = frozenset({"ca", "es", "fr", "it", "pt", "ro"})
_DOMAIN = re.compile(
    r"\b[\w-]+\.(?:com|org|net|info|news|eu|al|at|ba|be|bg|by|cat|ch|cy|cz|de|dk|ee|es|fi|fr|gr|hr|hu|ie|is|it|li|lt|lu|lv"
    r"|md|me|mk|mt|nl|no|pl|pt|ro|rs|ru|se|si|sk|tr|ua|uk)\b",
    re.IGNORECASE,
)
_CAPITALISED = rf"[^\W\d_{SMALL}][\w’'-]*[^\W\d_]"
_FULL_NAME = re.compile(rf"\b{_CAPITALISED}\s+(?:{_CAPITALISED}|(?:von|van|de|der|af|al|bin|di|da)\s+{_CAPITALISED})")
_ONE_NAME = re.compile(rf"\b{_CAPITALISED}")


_BETWEEN = ' «"„“”‘'


def voice_of(page: Page, source: Sequence[Span], cue: Sequence[Span]) -> Voice:
    """The voice of a statement with these source and cue spans.

    Words that keep a source unnamed decide first, then words for outlets, documents, names of persons, institutions
    and groups. Without any source the voice is ``unstated``, or ``anonymous`` where the cue itself names the unnamed.

    >>> voice_of(Page(text="källor i Kreml", lang="sv"), [Span(0, 14)], [])
    'anonymous'
    """
    words = page.words(*source).strip()
    known = lexicon(page.lang)
    if not words:
        return "anonymous" if known.voices["anonymous"].search(page.words(*cue)) else "unstated"
    return _by_words(words, known, _page_outlets(page))


def _page_outlets(page: Page) -> frozenset[str]:
    names = [credit.name for credit in page.credits if credit.kind in ("wire", "source", "hat-tip")]
    return frozenset(name.casefold() for name in (*names, page.outlet or "") if name)


def _by_words(words: str, known: Lexicon, outlets: frozenset[str]) -> Voice:
    folded = words.casefold()
    if folded in known.pronouns:
        return "named"
    if folded in known.plural_pronouns:
        return "group"
    person = _is_person(words, known)
    if known.lang in _HEAD_FIRST and not _FULL_NAME.search(words) and (head := _first(words, known)):
        return "named" if head == "title" else head
    if known.voices["anonymous"].search(words) and not person:
        return "anonymous"
    if folded in outlets or _DOMAIN.search(words) or (known.voices["outlet"].search(words) and not person):
        return "outlet"
    if known.voices["document"].search(words) and not person:
        return "document"
    if person:
        return "named"
    if known.voices["institution"].search(words):
        return "institution"
    if known.voices["group"].search(words):
        return "group"
    return "named"


def _first(words: str, known: Lexicon) -> Voice | Literal["title"] | None:
    """The voice of the word that comes first in a phrase of common nouns, of two alike that which is tried first."""
    found = [
        (match.start(), at) for at, voice in enumerate(WORD_VOICES) if (match := known.voices[voice].search(words))
    ]
    return WORD_VOICES[min(found)[1]] if found else None


def _is_person(words: str, known: Lexicon) -> bool:
    """Whether the words name or entitle one person: a title, or a first and a last name that no other list knows."""
    if known.voices["title"].search(words):
        return True
    other = [known.voices[voice] for voice in ("anonymous", "outlet", "document", "institution", "group")]
    papers = {match.end() for match in known.voices["outlet"].finditer(words)}
    return any(
        not any(pattern.search(match.group()) for pattern in other)
        and len(words[: match.start()].rstrip(_BETWEEN)) not in papers  # "the daily X Y"
        for match in _FULL_NAME.finditer(words)
    )
