"""The desk's languages: which one a visitor reads, its words from a gettext catalogue, its dates and numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

#: What the desk speaks; the first is the language of the source and stands for all that it doesn't speak.
LANGUAGES = {"en": "English", "sv": "Svenska"}
DEFAULT_LANGUAGE = "en"
LANGUAGE_COOKIE = "enligt_language"
#: Codes in an Accept-Language header that are looked at; browsers send five or six.
_MAX_ACCEPTED = 20

_LOCALES = {"en": "en_GB", "sv": "sv_SE"}


def chosen_language(cookie: str | None, accepted: str) -> str:
    """The language of a visitor: the one they chose, else the first that their browser accepts and the desk speaks.

    >>> chosen_language(None, "nb;q=0.9, sv-FI;q=0.8, en;q=0.3"), chosen_language("en", "sv"), chosen_language("x", "")
    ('sv', 'en', 'en')
    """
    if cookie in LANGUAGES:
        return str(cookie)
    ranked = sorted(_accepted(accepted), key=lambda pair: -pair[1])
    return next((code for code, weight in ranked if code in LANGUAGES and weight > 0), DEFAULT_LANGUAGE)


def _accepted(header: str) -> Iterable[tuple[str, float]]:
    for part in header.split(",")[:_MAX_ACCEPTED]:
        code, _, weight = part.partition(";")
        try:
            yield code.strip().lower().partition("-")[0], float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue


class Tongue:
    """One language's words and forms."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = Locale.parse(_LOCALES[code])
        self.translations = _translations(code)

    def day(self, iso: str | None) -> str:
        """A date for reading; what is no date, as it stands.

        >>> Tongue("sv").day("2026-03-05T06:40:00+01:00"), Tongue("en").day("2026-03-05"), Tongue("en").day("soon")
        ('5 mars 2026', '5 Mar 2026', 'soon')
        """
        try:
            return format_date(datetime.fromisoformat(iso or "").date(), "d MMM y", self.locale)
        except ValueError:
            return iso or ""

    def moment(self, iso: str | None) -> str:
        """A date with its time, where it has one.

        >>> Tongue("sv").moment("2026-03-05T06:40:00+01:00"), Tongue("en").moment("2026-03-05")
        ('5 mars 2026 06:40', '5 Mar 2026')
        """
        try:
            at = datetime.fromisoformat(iso or "")
        except ValueError:
            return iso or ""
        return (
            self.day(iso)
            if len(iso or "") <= len("2026-03-05")
            else format_datetime(at, "d MMM y HH:mm", locale=self.locale)
        )

    def short_day(self, day: date, with_year: bool = False) -> str:
        """A date for the axis of a picture."""
        return format_date(day, "d MMM y" if with_year else "d MMM", self.locale)

    def number(self, value: float) -> str:
        """A number with the language's separators.

        >>> Tongue("en").number(12345)
        '12,345'
        """
        return format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share, 0 to 1, as a percentage.

        >>> Tongue("en").percent(0.256)
        '26%'
        """
        return format_percent(share, "#,##0%" if self.code == "en" else None, self.locale)

    def language_name(self, code: str | None) -> str:
        """The name of a language by its code; the code itself where it has none.

        >>> Tongue("sv").language_name("ru"), Tongue("en").language_name("zz-top")
        ('ryska', 'zz-top')
        """
        return str(self.locale.languages.get(code or "", code or ""))

    def country_name(self, code: str | None) -> str:
        """The name of a country by its ISO code."""
        return str(self.locale.territories.get(code or "", code or ""))


def _translations(code: str) -> NullTranslations:
    """The catalogue of a language, made ready from its .po file so that nothing has to be built."""
    if code == DEFAULT_LANGUAGE:
        return NullTranslations()
    with (files(__package__) / "catalogues" / f"{code}.po").open("rb") as source:
        catalogue = read_po(source, locale=_LOCALES[code])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
