"""Dates as they stand at the head of a page, in the languages of Europe, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from enligt.reading.language import SUPPORTED_LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d{2}|h)\b(?![.\d])")

#: Characters between a month and its day: room for "den", "de", a comma or a full stop.
_DAY_DISTANCE = 5


def date_in(line: str, lang: str | None) -> str | None:
    """The first full date in a short line as ``YYYY-MM-DD``, or ``None``.

    >>> date_in("06 februari 2026", "sv"), date_in("Friday, March 20, 2026", "en"), date_in("4.3.2026 kl. 14.45", "sv")
    ('2026-02-06', '2026-03-20', '2026-03-04')
    """
    if iso := _ISO.search(line):
        return _iso(int(iso[1]), int(iso[2]), int(iso[3]))
    if numeric := _NUMERIC.search(line):
        return _numeric(int(numeric[1]), numeric[2], int(numeric[3]), int(numeric[4]), lang)
    if not (year := _YEAR.search(line)):
        return None
    rest = _CLOCK.sub(lambda clock: " " * len(clock[0]), line[: year.start()] + "    " + line[year.end() :])
    for code in _order(lang):
        months = _months(code)
        for word in _WORD.finditer(rest):
            month = months.get(word[0].casefold())
            day = month and _day_beside(rest, word.start(), word.end())
            if month and day and (found := _iso(int(year[0]), month, day)):
                return found
    return None


def _numeric(first: int, mark: str, second: int, year: int, lang: str | None) -> str | None:
    """A date in figures. With slashes English writes it both ways, so there only an unmistakable one counts."""
    if mark == "/" and lang in (None, "en"):
        if first <= 12 and second <= 12 and first != second:
            return None
        if second > 12:
            first, second = second, first
    return _iso(year, second, first)


def _day_beside(line: str, start: int, end: int) -> int | None:
    """The day of the month next to a month's name, before it or after it, whichever is nearer."""
    near = [
        (min(abs(start - number.end()), abs(number.start() - end)), int(number[0]))
        for number in _NUMBER.finditer(line)
        if len(number[0]) <= 2 and 1 <= int(number[0]) <= 31
    ]
    distance, day = min(near, default=(_DAY_DISTANCE + 1, 0))
    return day if distance <= _DAY_DISTANCE else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _order(lang: str | None) -> list[str]:
    """The page's own language first; then others, since a digest may date itself in another."""
    others = [code for code in SUPPORTED_LANGUAGES if code not in (lang, "en")]
    return [*([lang] if lang else []), "en", *others]


@cache
def _months(lang: str) -> dict[str, int]:
    """The names of the months in a language, inflected and abbreviated, folded, as Unicode's CLDR lists them."""
    from babel import Locale, UnknownLocaleError

    try:
        forms = Locale(lang).months
    except UnknownLocaleError:
        return {}
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in forms[context][width].items():
                words = _WORD.findall(name.casefold())
                # Some languages join the month with a preposition or a word for "month" ("de gener"); the name is last.
                if words and len(words[-1]) >= 3:
                    names.setdefault(words[-1], number)
    return names
