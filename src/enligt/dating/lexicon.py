"""The words for dates and amounts, by language: plain data in ``lexicon/*.toml``, names of months and days from CLDR.

Each word or phrase that matters gets one code, a letter; a sentence then reads as a string of codes, over which
``dates.py`` and ``amounts.py`` look for patterns. Of dates: ``M`` month, ``m`` month that may be another word, ``W``
weekday, ``w`` recurring weekday, ``R`` day counted from the page's ("yesterday"), ``S`` season, ``s`` season that needs
a year or a direction, ``U`` unit of time, ``J`` year, ``Z`` whole period ("i höstas"), ``z`` the same if a year,
``L`` direction ("last"), ``l`` direction that counts from today ("the past"), ``P`` part ("early"), ``Q`` end of
the year, ``A``/``a`` "ago" before or after, ``I`` "in" (ahead), ``V`` "every" and what makes a name of a weekday
("Super Tuesday"), ``F`` future, ``o`` what may stand inside a date, ``O`` ordinal ending, ``T``/``t`` decade after or
before its year, ``r`` "to" in a range. Of amounts: ``k`` number word, ``H`` "hundred",
``h`` halves, ``q`` an article that may mean
one, ``E`` scale, ``e`` its abbreviation, ``$`` currency, ``%`` percent, ``&`` "and".

In the data: ``[calendar]`` extends CLDR's names by inflected forms (``weekday_forms`` are patterns for the plain name);
``[days]`` maps phrases to days from the page's date; ``[periods]`` has the units, the directions, and ``whole`` periods
as phrase, unit, direction; ``[frame]`` what stands around dates (``month_glue`` and ``year_glue`` are the words after
which a doubtful month or a bare year is one), and what tells the future; ``[relations]`` what precedes a date (``from``
is ``since`` that may lie ahead); ``[numbers]``, ``[bounds]`` and ``[currencies]`` serve the amounts.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from enligt.dating.tokens import pieces

#: Seasons by the month in which they begin (in the north, where these languages are at home).
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_DIRECTIONS = {"last": ("L", -1), "recent": ("l", -1), "coming": ("l", 1), "this": ("L", 0), "next": ("L", 1)}
_PARTS = {"early": 0, "middle": 1, "late": 2}
_FRAMES = {
    "ago_before": "A", "ago_after": "a", "ahead": "I", "each": "V", "inner": "o", "ordinals": "O",
    "decade_after": "T", "decade_before": "t", "range": "r", "named": "V", "rates": "x",
}  # fmt: skip
_NUMBER_SETS = (
    "labels",
    "units_stop",
    "plurals",
    "preposed",
    "partitive",
    "of",
    "ratio",
    "clock_units",
    "clock_before",
)
#: Currency signs and codes that need no language. "$" is the US dollar unless another country's letters precede it.
_MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH"}
_CODES = (
    "EUR", "USD", "GBP", "SEK", "NOK", "DKK", "CHF", "RUB", "UAH", "PLN", "CZK", "HUF", "CNY", "JPY", "CAD", "AUD",
    "TRY", "INR",
)  # fmt: skip
#: Marks that stand for themselves; a dash between figures is a hyphen. Any other mark is a break, ``|``.
_MARKS = {**{mark: mark for mark in ",.:()/+-"}, "–": "-", **dict.fromkeys(';!?…—"“”„«»', "|")}
#: Shortest abbreviation of a month that is told from other words.
_SHORTEST = 3
#: Letters of the longest abbreviated scale ("milj."), which may have a full stop; the shortest full one is longer.
_LONGEST_SCALE_SIGN = 4
#: Words in the longest relation or bound ("bis spätestens zum"): how far back one is looked for.
LONGEST_PHRASE = 4


class Entry(NamedTuple):
    """What a word means: its code, and by code a number (month, weekday, offset, value), a unit, a direction."""

    code: str
    number: int = 0
    unit: str = ""
    direction: int | None = None


#: Any other word.
OTHER = Entry("x")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, in lower case."""

    lang: str
    words: dict[str, Entry] = field(default_factory=dict)
    #: By first word: the rest of the phrase and what it means, longest first.
    phrases: dict[str, list[tuple[list[str], Entry]]] = field(default_factory=dict)
    #: By phrase, its tokens joined by spaces.
    relations: dict[str, str] = field(default_factory=dict)
    bounds: dict[str, str] = field(default_factory=dict)
    #: Word sets by their key in the data: glue, month_glue, year_glue, year_nouns, future, units_stop, plurals…
    sets: Mapping[str, frozenset[str]] = field(default_factory=lambda: defaultdict(frozenset))
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: defaultdict(tuple))
    #: Whether months and weekdays are written with a capital, and nouns.
    names_capital: bool = False
    nouns_capital: bool = False
    month_first: bool = False
    direction_after: bool = False
    decimal_mark: str = "."

    def add(self, phrase: str, entry: Entry) -> None:
        """Give a phrase its meaning; the first one given stays."""
        first, *rest = pieces(phrase)
        if not rest:
            self.words.setdefault(first, entry)
            return
        longer = self.phrases.setdefault(first, [])
        longer.append((rest, entry))
        longer.sort(key=lambda item: -len(item[0]))


@cache
def lexicon(lang: str | None) -> Lexicon:
    """The lexicon of a language: full for those with data, the names of months for others that CLDR knows.

    >>> lexicon("ru").words["февраля"].number, lexicon("pl").words["lutego"].number, lexicon(None).words
    (2, 2, {})
    """
    from babel import Locale, UnknownLocaleError

    path = files(__package__) / "lexicon" / f"{lang}.toml"
    try:
        locale = Locale(lang or "")
    except (UnknownLocaleError, ValueError):
        return Lexicon("")
    data = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    months = {number: name.lower() for number, name in locale.months["format"]["wide"].items()}
    frame, numbers = data.get("frame", {}), data.get("numbers", {})
    words = Lexicon(
        lang or "",
        sets={
            "month_names": frozenset(months.values()),
            **{
                key: frozenset(frame.get(key, ()))
                for key in ("glue", "month_glue", "year_glue", "year_nouns", "decade_after")
            },
            **{key: frozenset(numbers.get(key, ())) for key in _NUMBER_SETS},
        },
        endings={
            "future": tuple(frame.get("future_endings", ())),
            **{key: tuple(numbers.get(key, ())) for key in ("modifier_endings", "plural_endings")},
        },
        names_capital=locale.months["format"]["wide"][1][:1].isupper(),
        nouns_capital=numbers.get("nouns_capital", False),
        month_first=frame.get("month_first", False),
        direction_after=frame.get("direction_after", False),
        decimal_mark=locale.number_symbols.get("latn", locale.number_symbols).get("decimal", "."),
    )
    for phrase, entry in (
        *_calendar(data.get("calendar", {}), locale),
        *_periods(data.get("days", {}), data.get("periods", {})),
        *((phrase, Entry("F")) for phrase in frame.get("future", ())),
        *_numbers(numbers, data.get("currencies", {})),
        *((phrase, Entry(code)) for key, code in _FRAMES.items() for phrase in frame.get(key, ())),
        *((phrase, Entry("&")) for phrase in numbers.get("and", ())),
    ):
        words.add(phrase, entry)
    words.relations.update(_by_phrase(data.get("relations", {})))
    words.bounds.update(_by_phrase(data.get("bounds", {})))
    return words


def _calendar(data: dict[str, Any], locale: Any) -> Iterator[tuple[str, Entry]]:
    """Months, weekdays and seasons; CLDR's names first, so that the data only adds."""
    weak = frozenset(data.get("weak_months", ()))
    for context in ("format", "stand-alone"):
        for number, name in locale.months[context]["wide"].items():
            # Some languages join the month with a preposition or a word for "month" ("de gener"); the name is last.
            if last := [*pieces(name)][-1:]:
                yield last[0], Entry("m" if last[0] in weak else "M", number)
        for number, name in locale.months[context]["abbreviated"].items():
            if len(short := name.lower().rstrip(".")) >= _SHORTEST and short.isalpha():
                yield short, Entry("m", number)
    for number, forms in enumerate(data.get("months", ()), 1):
        yield from ((form, Entry("M", number)) for form in forms)
    if not data:
        return
    for number, name in locale.days["format"]["wide"].items():
        extra = data.get("weekdays", [()] * 7)[number]
        for key, code, direction in (
            ("weekday_last", "W", -1),
            ("weekday_next", "W", 1),
            ("recurring", "w", None),
            ("weekday_forms", "W", None),
        ):
            yield from ((form.format(name.lower()), Entry(code, number, "", direction)) for form in data[key])
        yield from ((form, Entry("W", number)) for form in extra)
    yield from ((form, Entry("w")) for form in data.get("recurring_words", ()))
    for season in SEASONS:
        yield from ((phrase, Entry("S", unit=season)) for phrase in data[season])
        yield from ((phrase, Entry("s", unit=season)) for phrase in data["weak"][season])


def _periods(days: dict[str, list[str]], data: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    yield from ((phrase, Entry("R", int(offset))) for offset, phrases in days.items() for phrase in phrases)
    for phrase, unit, direction in data.get("whole", ()):
        yield phrase, Entry("z" if unit == "year" else "Z", 0, unit, direction)
    plural = frozenset(data.get("plural", ()))
    for unit in ("day", "week", "weekend", "month", "quarter", "year", "decade"):
        yield from (
            (form, Entry("J" if unit == "year" else "U", int(form in plural), unit)) for form in data.get(unit, ())
        )
    for key, (code, direction) in _DIRECTIONS.items():
        yield from ((form, Entry(code, direction=direction)) for form in data.get(key, ()))
    for key, part in _PARTS.items():
        yield from ((form, Entry("P", part)) for form in data.get(key, ()))
    yield from ((phrase, Entry("Q")) for phrase in data.get("ends", ()))


def _numbers(data: dict[str, Any], currencies: dict[str, list[str]]) -> Iterator[tuple[str, Entry]]:
    yield from ((form, Entry("q", 1)) for form in data.get("articles", ()))
    units, tens = data.get("units", ()), data.get("tens", ())
    for number, forms in enumerate(data.get("inflected", ()), 1):
        yield from ((form, Entry("k", number)) for form in forms)
    yield from ((unit, Entry("k", number)) for number, unit in enumerate(units, 1))
    for ten, name in enumerate(tens, 2):
        yield name, Entry("k", 10 * ten)
        for number, unit in enumerate(units[:9], 1):
            yield data["joined"].format(ten=name, unit=unit), Entry("k", 10 * ten + number)
    yield from ((form, Entry("k", 100 * number)) for number, form in enumerate(data.get("hundreds", ()), 1))
    yield from ((form, Entry("H")) for form in data.get("hundred", ()))
    for tenths, forms in data.get("tenths", {}).items():
        yield from ((form, Entry("h", int(tenths))) for form in forms)
    for power, forms in data.get("scales", {}).items():
        yield from ((form, Entry("e" if len(form) <= _LONGEST_SCALE_SIGN else "E", int(power))) for form in forms)
    for code, forms in currencies.items():
        yield from ((form, Entry("%" if code == "%" else "$", unit=code)) for form in forms)
    yield from ((code.lower(), Entry("$", unit=code)) for code in _CODES)
    yield from ((sign, Entry("$", unit=code)) for sign, code in _MONEY.items())
    yield "%", Entry("%", unit="%")
    yield from ((mark, Entry(code)) for mark, code in _MARKS.items())


def _by_phrase(groups: dict[str, Iterable[str]]) -> dict[str, str]:
    return {" ".join(pieces(phrase)): key for key, phrases in groups.items() for phrase in phrases}
