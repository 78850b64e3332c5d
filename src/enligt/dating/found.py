"""What dating finds: dates as intervals, amounts as ranges, each with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from enligt.records import Span

Precision = Literal["day", "week", "weekend", "part", "month", "quarter", "season", "year", "decade", "span"]
Relation = Literal["on", "by", "since", "until"]
Bound = Literal["exact", "about", "nearly", "at most", "at least", "more than", "less than"]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date expression: the interval it names, both ends included.

    ``precision`` tells what kind of interval: a ``part`` is the beginning, middle or end of a month or year, a
    ``span`` some days, weeks… counted from the page's date. ``relation`` tells how the words around relate to it:
    ``by`` at the latest then, ``since`` from then on (``after`` counts too), ``until`` up to then. Where a language
    has one word for ``by`` and ``until`` ("до", "bis"), its commoner meaning stands; the last day is the same.
    ``remark`` tells a reader what was odd about it.
    """

    span: Span
    start: date
    end: date
    precision: Precision
    relation: Relation = "on"
    remark: str | None = None

    @property
    def iso(self) -> str:
        """ISO 8601, as short as the precision allows.

        >>> When(span=Span(0, 1), start=date(2026, 2, 1), end=date(2026, 2, 28), precision="month").iso
        '2026-02'
        >>> When(span=Span(0, 1), start=date(2025, 9, 1), end=date(2025, 11, 30), precision="season").iso
        '2025-09-01/2025-11-30'
        """
        if self.start == self.end:
            return self.start.isoformat()
        if self.precision == "month" and (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{self.start:%Y-%m}"
        if self.precision == "year" and self.start.year == self.end.year:
            return f"{self.start.year:04}"
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of something, from ``low`` to ``high`` (equal unless a range is given).

    ``unit`` is the ISO 4217 code for money (``currency`` then too), ``%``, or the words of the page ("deployed
    launchers"); empty where the page gives a scale alone ("two million"). ``approximate`` says that the page did
    not mean the figure exactly: ``about`` or ``nearly``.
    """

    span: Span
    low: Decimal
    high: Decimal
    unit: str
    currency: str | None
    approximate: bool
    bound: Bound
