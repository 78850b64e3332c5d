"""How a register writes dates and sums for a reader: days, months, years, intervals; money with its sign."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from enligt.desk.words import UNITS
from enligt.tongue import Tongue

_YEAR, _MONTH = len("2026"), len("2026-03")
#: Letters of a currency's code (ISO 4217).
_CODE = 3


def span(tongue: Tongue, iso: str | None) -> str:
    """The date of an entry: a day, a month, a year, or an interval of days.

    >>> swedish = Tongue("sv", "enligt.desk")
    >>> [span(swedish, iso) for iso in ("2026-02", "2026-02-05", "2025-09-01/2025-11-30", None)]
    ['februari 2026', '5 feb. 2026', '1 sep. 2025 – 30 nov. 2025', '']
    >>> span(swedish, "1990-01-01/1999-12-31"), span(swedish, "2026-01-01/2026-12-31")
    ('1990–1999', '2026')
    """
    first, _, last = (iso or "").partition("/")
    if first.endswith("-01-01") and last.endswith("-12-31"):
        return "–".join(dict.fromkeys((first[:_YEAR], last[:_YEAR])))
    return " – ".join(_one(tongue, part) for part in (first, last) if part)


def _one(tongue: Tongue, iso: str) -> str:
    if len(iso) != _MONTH:
        return iso if len(iso) == _YEAR else tongue.day(iso)
    try:
        return format_date(date.fromisoformat(f"{iso}-01"), "LLLL y", tongue.locale)
    except ValueError:
        return iso


def money(tongue: Tongue, amount: Decimal, unit: str | None) -> str:
    """An amount with its unit: money in its currency, anything else with the page's words.

    >>> english = Tongue("en", "enligt.desk")
    >>> money(english, Decimal(5_000_000_000), "EUR"), money(english, Decimal(700), "launchers")
    ('€5,000,000,000', '700 launchers')
    >>> money(Tongue("sv", "enligt.desk"), Decimal(60_000_000), "EUR").replace("\xa0", " ")
    '60 000 000 €'
    >>> money(Tongue("sv", "enligt.desk"), Decimal(1), "a week")
    '1 i veckan'
    """
    if unit and len(unit) == _CODE and unit.isupper():
        if amount == amount.to_integral_value():
            whole = tongue.locale.currency_formats["standard"].pattern.replace(".00", "")
            return format_currency(amount, unit, whole, tongue.locale, currency_digits=False)
        return format_currency(amount, unit, locale=tongue.locale)
    ours = UNITS.get(unit or "")
    called = tongue.translations.ugettext(ours) if ours else unit or ""
    return f"{format_decimal(amount, locale=tongue.locale)} {called}".strip()
