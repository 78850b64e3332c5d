"""A language that we write in: its words from a gettext catalogue, its dates, numbers and names of languages."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale
    from babel.support import NullTranslations

Language = Literal["en", "sv"]
#: What we write in; the first is the language of the source and stands for all that we don't write in.
LANGUAGES: dict[Language, str] = {"en": "English", "sv": "Svenska"}
DEFAULT_LANGUAGE: Language = "en"

_LOCALES: dict[Language, str] = {"en": "en_GB", "sv": "sv_SE"}
_DAY = len("2026-03-05")
#: Dates and numbers that are kept as they are written: to write one takes as long as a line of a page, and many come
#: again and again.
KEPT = 4_096


class Tongue:
    """One language's forms, and the words of the package ``words``, which keeps them in a folder ``catalogues``."""

    def __init__(self, code: Language, words: str) -> None:
        from babel import Locale

        self.code = code
        self.locale = Locale.parse(_LOCALES[code])
        self.translations = _translations(code, words)

    def day(self, iso: str | None) -> str:
        """A date for reading; what is no date, as it stands.

        >>> swedish, english = Tongue("sv", "enligt.desk"), Tongue("en", "enligt.desk")
        >>> swedish.day("2026-03-05T06:40:00+01:00"), english.day("2026-03-05"), english.day("soon")
        ('5 mars 2026', '5 Mar 2026', 'soon')
        """
        return _day(iso or "", self.locale)

    def moment(self, iso: str | None) -> str:
        """A date with its time, where it has one.

        >>> swedish, english = Tongue("sv", "enligt.desk"), Tongue("en", "enligt.desk")
        >>> swedish.moment("2026-03-05T06:40:00+01:00"), english.moment("2026-03-05")
        ('5 mars 2026 06:40', '5 Mar 2026')
        """
        return self.day(iso) if len(iso or "") <= _DAY else _moment(iso or "", self.locale)

    def short_day(self, day: date, with_year: bool = False) -> str:
        """A date for the axis of a picture."""
        from babel.dates import format_date

        return format_date(day, "d MMM y" if with_year else "d MMM", self.locale)

    def number(self, value: float) -> str:
        """A number with the language's separators.

        >>> Tongue("en", "enligt.desk").number(12345)
        '12,345'
        """
        return _number(value, self.locale)

    def percent(self, share: float) -> str:
        """A share, 0 to 1, as a percentage.

        >>> Tongue("en", "enligt.desk").percent(0.256)
        '26%'
        """
        from babel.numbers import format_percent

        return format_percent(share, "#,##0%" if self.code == "en" else None, self.locale)

    def language_name(self, code: str | None) -> str:
        """The name of a language by its code; the code itself where it has none.

        >>> Tongue("sv", "enligt.desk").language_name("ru"), Tongue("en", "enligt.desk").language_name("zz-top")
        ('ryska', 'zz-top')
        """
        return str(self.locale.languages.get(code or "", code or ""))

    def country_name(self, code: str | None) -> str:
        """The name of a country by its ISO code."""
        return str(self.locale.territories.get(code or "", code or ""))

    def span(self, first: str, last: str) -> str:
        """The days from one ISO date to another, as short as they are written.

        >>> Tongue("sv", "enligt.desk").span("2026-03-05", "2026-03-08")
        '5–8 mars 2026'
        """
        from babel.dates import format_interval

        days = (date.fromisoformat(first[:_DAY]), date.fromisoformat(last[:_DAY]))
        return self.day(first) if days[0] == days[1] else format_interval(*days, "yMMMd", locale=self.locale)


@lru_cache(KEPT)
def _day(iso: str, locale: Locale) -> str:
    from babel.dates import format_date

    try:
        return format_date(datetime.fromisoformat(iso).date(), "d MMM y", locale)
    except ValueError:
        return iso


@lru_cache(KEPT)
def _moment(iso: str, locale: Locale) -> str:
    from babel.dates import format_datetime

    try:
        return format_datetime(datetime.fromisoformat(iso), "d MMM y HH:mm", locale=locale)
    except ValueError:
        return iso


@lru_cache(KEPT, typed=True)
def _number(value: float, locale: Locale) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale)


def _translations(code: Language, package: str) -> NullTranslations:
    """The catalogue of a language, made ready from its .po file so that nothing has to be built."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import NullTranslations, Translations

    if code == DEFAULT_LANGUAGE:
        return NullTranslations()
    with (files(package) / "catalogues" / f"{code}.po").open("rb") as source:
        catalogue = read_po(source, locale=_LOCALES[code])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
