"""Points at names on a page that do not fit: a spelling that is nobody's, or a name with another's office.

Both kinds of warning need two witnesses, so that strangers are left alone. A spelling is doubted where it is nearly a
known person's, is no transliteration or inflection of that name in the page's language, and the words around name that
person's country, institution or office. An office is doubted where it has one holder at a time, somebody else holds it,
and the one named is known as a head of state at the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from enligt.letters import SMALL
from enligt.naming.lists import Actor, titles, titles_in
from enligt.naming.lookup import Directory, shipped_directory
from enligt.naming.sounds import forms, latin, readings
from enligt.naming.variants import parts
from enligt.records import Name, NameWarning, Page, Span

#: From here on a surname is nearly another, as a share of equal sounds: one sound wrong in six. At one in five, one of
#: PolNeAR's train articles had John Kirby taken for John Kerry; at this there is no false alarm in all 840.
_NEARLY = 0.82
#: Letters of a surname below which one wrong letter makes another name (Kerry, Kelly).
_MIN_SURNAME_LETTERS = 5
#: Code points around a name in which a person's country, institution or office is looked for; about a sentence.
_AROUND = 120
#: Code points before a name in which its title begins.
_BEFORE = 70
#: Small words that may stand between a title and a name: "chief of staff of the White House N".
_MAX_LINKS = 2
#: Words of the longest name of a country or institution that is looked for.
_MAX_WORDS = 4
#: Words of a page that may be looked up in the names around; a page may hold any number.
_MAX_NAMES = 2_000
#: Offices that nobody leaves for another quietly.
_HEADS_OF_STATE = frozenset({"president", "monarch"})

#: Languages whose names in other languages' pages take no endings but a genitive.
_UNINFLECTED = frozenset({"sv", "en", "de", "fr", "da", "no", "nb", "nn", "nl", "it", "es", "pt"})
#: Languages whose cases are among ``endings``.
_INFLECTED = frozenset({"ru", "uk", "be", "bg", "pl", "cs", "sk", "sl", "hr", "sr", "mk"})

_CAPITALISED = re.compile(
    rf"[^\W\d_{SMALL}][\w’'-]{{1,40}}"
    rf"(?:[^\S\n]{{1,3}}(?:(?:von|van|der|de|bin) ){{0,2}}[^\W\d_{SMALL}][\w’'-]{{1,40}}){{1,4}}"
)
_WORD = re.compile(r"[\w’'-]+")
_BREAK = re.compile(r"[.!?…]\s|\n|[,;(]|: ")


def name_warnings(
    page: Page, names: Sequence[Name] = (), directory: Directory | None = None
) -> tuple[NameWarning, ...]:
    """The names on a page that do not fit, in order, each spelling once.

    ``names`` are those that a model found; without them, runs of capitalised words are taken.

    >>> page = Page(text="Rysslands utrikesminister Sergej Lavrol teg, sade Maria Zacharova.", lang="sv")
    >>> [(page.words(warning.span), warning.meant) for warning in name_warnings(page)]
    [('Sergej Lavrol', 'Sergey Lavrov')]
    """
    if page.lang not in _UNINFLECTED | _INFLECTED:
        return ()
    directory = directory or shipped_directory()
    found: dict[str, NameWarning] = {}
    for span in list(_spans(page, names))[:_MAX_NAMES]:
        words = " ".join(page.words(span).split())
        if words not in found and (warning := _spelling(page, span, directory) or _office(page, span, directory)):
            found[words] = warning
    return tuple(sorted(found.values(), key=lambda warning: warning.span))


def _spans(page: Page, names: Sequence[Name]) -> Iterator[Span]:
    """Full names: those given, or each pair and each triple of capitalised words in a row."""
    if names:
        yield from (name.span for name in names if name.kind == "PER")
        return
    for run in _CAPITALISED.finditer(page.text):
        words = [match.span() for match in re.finditer(r"\S+", run[0])]
        for size in (2, 3):
            for first in range(len(words) - size + 1):
                yield Span(run.start() + words[first][0], run.start() + words[first + size - 1][1])


def _spelling(page: Page, span: Span, directory: Directory) -> NameWarning | None:
    name, lang = page.words(span), page.lang or ""
    written = parts(name)
    if written is None or not written.given or len(latin(written.surname)) < _MIN_SURNAME_LETTERS:
        return None
    likely: dict[str, float] = {}
    for known, actor in directory.people_called(written.given[0]):
        if _is_spelling(written.surname, known.surname, lang):
            return None
        if _is_spelling(written.given[0], known.given[0], lang):
            likely[actor.id] = max(likely.get(actor.id, 0.0), _likeness(written.surname, known.surname))
    for id_, likeness in sorted(likely.items(), key=lambda one: (-one[1], one[0])):
        actor = directory.known.actors[id_]
        if likeness >= _NEARLY and _is_mentioned(actor, page, span, directory):
            return NameWarning(
                "spelling", span, f"“{name}” is nearly {actor.name}: did the page mean that name?", actor.name
            )
    return None


@lru_cache(maxsize=8_000)
def _is_spelling(written: str, known: str, lang: str) -> bool:
    """Whether a word is a way to write another, with the endings that names take in the language."""
    letters = latin(written)
    if lang in _INFLECTED:
        return any(cost_a == cost_b == 0 and a == b for a, cost_a in forms(written) for b, cost_b in forms(known))
    heard = set(readings(letters)) | set(readings(letters.removesuffix("s")))
    return not heard.isdisjoint(readings(latin(known)))


def _likeness(a: str, b: str) -> float:
    """The share of equal sounds of two words, endings and all."""
    from rapidfuzz.distance import Levenshtein

    pairs = product(readings(latin(a)), readings(latin(b)))
    return max(Levenshtein.normalized_similarity(x, y) for x, y in pairs)


def _is_mentioned(actor: Actor, page: Page, span: Span, directory: Directory) -> bool:
    """Whether the words around a name tell of the actor's country, institution or office."""
    before, after = page.text[max(0, span.start - _AROUND) : span.start], page.text[span.end : span.end + _AROUND]
    around = f"{before} | {after}".lower()
    words = (word for role in actor.roles for word in titles().get(role.title, {}).get(page.lang or "", ()))
    if any(re.search(rf"\b{re.escape(word)}", around) for word in words):
        return True
    own = {actor.country} | {whose for role in actor.roles for whose in (role.of, role.to)}
    return not own.isdisjoint(_whose(before, page.lang, directory) | _whose(after, page.lang, directory))


def _office(page: Page, span: Span, directory: Directory) -> NameWarning | None:
    """A head of state named with an office that somebody else is known to hold."""
    first = max(0, span.start - _BEFORE)
    breaks = (found.end() for found in _BREAK.finditer(page.text, first, span.start))
    before = page.text[max(breaks, default=first) : span.start]
    office = _title(before, page.lang or "")
    actor = directory.person(page.words(span)) if office else None
    if office is None or actor is None:
        return None
    title, offset = office
    heads = [
        role for role in actor.roles
        if role.title in _HEADS_OF_STATE and not role.until and (role.since or "") <= (page.published or "9999")
    ]  # fmt: skip
    whose = _whose(before, page.lang, directory)
    if not heads or any(role.title == title and role.of in whose for role in actor.roles):
        return None
    for holder in directory.known.actors.values():
        for role in holder.roles:
            if role.title == title and role.of in whose and not role.until and holder.country == actor.country:
                known = f"{actor.name} is known as {heads[-1].title} of {heads[-1].of}"
                other = f"{title.replace('-', ' ')} is {holder.name} (as of {holder.as_of})"
                return NameWarning(
                    "office", Span(span.start - len(before) + offset, span.end), f"{known}; {other}", None
                )
    return None


def _title(before: str, lang: str) -> tuple[str, int] | None:
    """The office of one holder on which the words before a name end, an institution's name aside; where it begins."""
    pattern, title_of = titles_in(lang)
    matches = list(pattern.finditer(before.lower()))
    if not matches:
        return None
    last = matches[-1]
    title = title_of[last[1]]
    lower_words = [word for word in _WORD.findall(before[last.end() :]) if word[0].islower()]
    return (title, last.start()) if "seat" in titles()[title] and len(lower_words) <= _MAX_LINKS else None


def _whose(text: str, lang: str | None, directory: Directory) -> set[str]:
    """The countries and institutions that a stretch of text names: codes and ids."""
    words = [match.span() for match in _WORD.finditer(text)]
    found: set[str] = set()
    for first, (start, _) in enumerate(words):
        for _, end in words[first : first + _MAX_WORDS]:
            name = text[start:end]
            if name[0].isupper() and (place := directory.place(name, lang)):
                found.add(place.country)
            if body := directory.body(name):
                found |= {body.id} | ({body.country} if body.country else set())
    return found
