"""The country that a word names, or whose adjective it is: Finland, Finnish, финского, finlandaises."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from enligt.naming.lookup import find_place
from enligt.naming.sounds import latin

#: Letters that a word must have in common with a country's name or adjective, which are often short: Finland, finsk.
_STEM = 4
#: The same where the name of a language tells that of a country: Swiss French.
_LANGUAGE_STEM = 5
#: Letters at the end of a word that may be its inflection.
_ENDING = 3

_PIECE = re.compile(r"[^\W\d_]+")


def of_country(word: str, country: str, lang: str | None) -> bool:
    """Whether a word names a country or is its adjective.

    >>> of_country("Finnish", "FI", "en"), of_country("финского", "FI", "ru"), of_country("suédoise", "FI", "fr")
    (True, True, False)
    """
    low = latin(word)
    if len(low) < _STEM:
        return False
    if any(low.startswith(stem) for stem in _stems(lang or "en").get(country, ())):
        return True
    place = find_place(word, lang) if word[0].isupper() else None
    return place is not None and place.country == country


def country_of(word: str, lang: str) -> str | None:
    """The country that a word names or whose adjective it is, by its longest beginning; ``None`` if none or several.

    >>> country_of("finnischen", "de"), country_of("Финляндии", "ru"), country_of("US", "en"), country_of("naval", "en")
    ('FI', 'FI', 'US', None)
    """
    if word[:1].isupper() and (place := find_place(word, lang) or (find_place(word) if word.isupper() else None)):
        return place.country if place.kind == "country" else None
    low = latin(word)
    for length in range(len(low), _STEM - 1, -1):
        if found := _by_stem(lang).get(low[:length]):
            return next(iter(found)) if len(found) == 1 else None
    return None


@cache
def _by_stem(lang: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for country, stems in _stems(lang).items():
        for stem in stems:
            found[stem].add(country)
    return found


@cache
def _stems(lang: str) -> dict[str, frozenset[str]]:
    """For each country the beginnings of its name and adjective in a language, from the names of what is spoken there.

    CLDR names Finnish, American English and Swiss French; it has no adjectives of countries by themselves.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang)
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    names: dict[str, list[str]] = defaultdict(list)
    for country, name in locale.territories.items():
        if len(country) == 2:
            names[country].append(name)
    for country, name in _spoken(locale.languages):
        names[country].append(name)
    return {country: frozenset(_beginnings(told)) for country, told in names.items()}


def _spoken(languages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Countries with what their language is called, or with the words that tell their kind of it from others'."""
    from babel.core import get_global
    from babel.languages import get_official_languages

    home = get_global("likely_subtags")
    for code, name in languages.items():
        language, _, country = code.partition("_")
        plain = {latin(word)[:_LANGUAGE_STEM] for word in _PIECE.findall(languages.get(language, ""))}
        for word in _PIECE.findall(name) if country else ():
            if latin(word)[:_LANGUAGE_STEM] not in plain:
                yield country, word
    for country in get_global("territory_languages"):
        first = next(iter(get_official_languages(country)), "")
        if first != "en" and home.get(first, "").endswith(f"_{country}"):
            yield country, languages.get(first, "")


def _beginnings(names: list[str]) -> Iterator[str]:
    # A name of several words ("United States") says nothing in one of them alone; find_place knows it as a whole.
    for name in names:
        word = latin(name)
        if _PIECE.fullmatch(name) and len(word) >= _STEM:
            yield word[: max(_STEM, len(word) - _ENDING)]
