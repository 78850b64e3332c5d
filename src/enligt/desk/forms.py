"""How a register writes dates and sums for a reader: days, months, years, intervals; money with its sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enligt.tongue import Tongue

_YEAR, _MONTH = len("2026"), len("2026-03")
#: Letters of a currency's code (ISO 4217).
_CODE = 3


def spans_in(tongue: Tongue) -> Callable[[str | None], str]:
    """What writes the date of an entry: a day, a month, a year, or an interval of days.

    >>> from enligt.tongue import Tongue
    >>> written = spans_in(Tongue("sv", "enligt.desk"))
    >>> written("2026-02"), written("2026-02-05"), written("2025-09-01/2025-11-30"), written(None)
    ('februari 2026', '5 feb. 2026', '1 sep. 2025 – 30 nov. 2025', '')
    """

    def one(iso: str) -> str:
        from babel.dates import format_date

        if len(iso) != _MONTH:
            return iso if len(iso) == _YEAR else tongue.day(iso)
        try:
            return format_date(date.fromisoformat(f"{iso}-01"), "LLLL y", tongue.locale)
        except ValueError:
            return iso

    return lambda iso: " – ".join(map(one, (iso or "").split("/"))) if iso else ""


def sums_in(tongue: Tongue) -> Callable[[Decimal, str | None], str]:
    """What writes an amount with its unit: money in its currency, anything else with the page's words.

    >>> from enligt.tongue import Tongue
    >>> written = sums_in(Tongue("en", "enligt.desk"))
    >>> written(Decimal(5_000_000_000), "EUR"), written(Decimal(700), "launchers")
    ('€5,000,000,000', '700 launchers')
    """

    def written(amount: Decimal, unit: str | None) -> str:
        from babel.numbers import format_currency, format_decimal

        if unit and len(unit) == _CODE and unit.isupper():
            if amount == amount.to_integral_value():
                return str(format_currency(amount, unit, "¤#,##0", tongue.locale, currency_digits=False))
            return str(format_currency(amount, unit, locale=tongue.locale))
        return f"{format_decimal(amount, locale=tongue.locale)} {unit or ''}".strip()

    return written
