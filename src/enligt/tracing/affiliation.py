"""Whether a page's words tie a person to an institution or a country: "Ann Lee, a spokeswoman for the ministry"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from enligt.attributing.lexicon import lexicon
from enligt.naming.countries import of_country
from enligt.naming.sounds import latin
from enligt.naming.variants import parts, same_person
from enligt.records import Page, Span

#: Code points before and after a person's name in which an apposition tells for whom they speak.
_REACH = 120
#: Words between a person's name and a word of what they are called; the same behind a preposition ("of the").
_MAX_BETWEEN, _MAX_SMALL = 8, 2
#: Code points before a spokesperson's name in which the institution that has just spoken stands ("Its spokesman").
_SPOKEN_REACH = 250
#: Letters that a word must have in common with an institution's name, from its beginning, to stand for it.
_STEM = 5
#: Letters at the end of a word that may be its inflection.
_ENDING = 3
#: Mentions of a person that are looked at on one page, and words that are compared with the name.
_MAX_MENTIONS, _MAX_WORDS = 4, 5_000

_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_PIECE = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”»“’')\]]*\s|\n")
#: Who speaks for an institution, in the languages that enligt reads best and some of their neighbours.
_ROLES = (
    r"spokes(?:man|woman|person|people)|press (?:officer|secretary|attaché)|(?:press)?tales(?:person|man|kvinna)"
    r"|pressekreterare|presschef|sprecher|porte[- ]parole|attachée? de presse|официальн\w+ представител"
    r"|представител|пресс-секретар|пресс-служб|rzeczni|portavoz|portavoce|porta-voz|woordvoerder|mluvč"
    r"|talsmand|talsperson|tiedottaja|прессекретар|речник|речни[кц]|purtător|pressiesindaja"
)
_SPOKESPERSON = re.compile(_ROLES, re.IGNORECASE)
#: The role right before the name, up to two given names between them.
_INTRODUCED = re.compile(
    rf"(?:{_ROLES})\w{{0,6}},?\s{{1,2}}(?:[^\W\d_][\w.'’-]{{0,30}}\s{{1,2}}){{0,2}}\Z", re.IGNORECASE
)


def speaks_for(page: Page, person: Sequence[Span], body: str, country: str | None = None) -> Span | None:
    """Where a page ties a person to an institution, or to the country whose government it is.

    The tie is most of the words of the institution's name, or the country or its adjective, in what the person is
    called before or after the name; ``None`` if the page shows none. ``person`` are the ``mentions`` of the name.

    >>> page = Page(text="Ann Lee, a spokeswoman for the Harbour Board, said no. Bo Ek of the Rail Board agreed.")
    >>> page.words(speaks_for(page, mentions(page, "Ann Lee"), "Harbour Board"))
    'Lee, a spokeswoman for the Harbour Board'
    >>> speaks_for(page, mentions(page, "Bo Ek"), "Harbour Board") is None
    True
    """
    names = {low for word in _PIECE.findall(body[:_REACH]) if len(low := latin(word)) >= _STEM}
    for mention in person:
        met: set[str] = set()
        called = mention  # grows by each word of the institution's name
        for word in _PIECE.finditer(page.text, *_sentence(page.text, mention, _REACH)):
            if not _apposed(page, Span(*word.span()), called):
                continue
            tied = Span(min(word.start(), called.start), max(word.end(), called.end))
            if country and of_country(word[0], country, page.lang):
                return tied
            new = {name for name in names if not country and _stands_for(word[0], name)}
            met, called = met | new, tied if new and word.start() > mention.end else called
            if 2 * len(met) > len(names):
                return tied
    return None


def _apposed(page: Page, word: Span, name: Span) -> bool:
    """Whether a word may belong to what a name is called: before it, or after it behind a comma or a preposition."""
    before = word.end <= name.start
    between = page.text[word.end : name.start] if before else page.text[name.end : word.start]
    words = _WORD.findall(between)
    if (word.end > name.start and word.start < name.end) or len(words) > _MAX_BETWEEN:
        return False
    known = lexicon(page.lang)
    if any(one.casefold() in known.verbs for one in words):
        return False  # "the Harbour Board rejects what Ann Lee wants"
    small = not words or (len(words) <= _MAX_SMALL and words[0] in known.leading)
    return before or between[:1] == "," or small


def is_spokesperson(page: Page, person: Sequence[Span]) -> Span | None:
    """Where a page says that a person is somebody's spokesperson, without regard to whose."""
    for mention in person:
        around = _sentence(page.text, mention, _REACH)
        if found := _SPOKESPERSON.search(page.text, *around):
            return Span(min(found.start(), mention.start), max(found.end(), mention.end))
    return None


def follows(page: Page, person: Sequence[Span], body: Span) -> Span | None:
    """Where a page brings in the spokesperson of the institution that has just spoken: "Its spokesman, Ann Lee".

    A spokesperson whose institution the page names there is that one's: ``speaks_for`` tells.
    """
    first = next(iter(person), None)
    if first is None or not 0 <= first.start - body.end <= _SPOKEN_REACH:
        return None
    found = _INTRODUCED.search(page.text, body.end, first.start)
    return Span(found.start(), first.end) if found else None


def mentions(page: Page, person: str) -> list[Span]:
    """The first mentions of a person's surname on a page, in any spelling."""
    split = parts(person)
    if split is None:
        return []
    words = islice(_WORD.finditer(page.text), _MAX_WORDS)
    named = (Span(*word.span()) for word in words if word[0][0].isupper() and same_person(word[0], split.surname))
    return list(islice(named, _MAX_MENTIONS))


def is_of_country(body: str, country: str, lang: str | None) -> bool:
    """Whether an institution's name holds that of a country or its adjective.

    >>> is_of_country("Finnish Defence Command", "FI", "en")
    True
    """
    return any(of_country(word, country, lang) for word in _PIECE.findall(body[:_REACH]))


def _stands_for(word: str, name: str) -> bool:
    """Whether a word is a form of a word of an institution's name."""
    return latin(word).startswith(name[: max(_STEM, len(name) - _ENDING)])


def _sentence(text: str, span: Span, reach: int) -> tuple[int, int]:
    low, high = max(0, span.start - reach), min(len(text), span.end + reach)
    start = max((found.end() for found in _SENTENCE_END.finditer(text, low, span.start)), default=low)
    after = _SENTENCE_END.search(text, span.end, high)
    return start, after.start() if after else high
