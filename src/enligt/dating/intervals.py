"""Reckoning with days: which interval is meant, given the page's date. Knows no language."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from enligt.dating.lexicon import SEASONS

Interval = tuple[date, date]
#: Where the words around a date lean: news looks ``back``, a future verb ``ahead``, "by" and "until" to a ``deadline``;
#: "since" lies ``only back``.
Leaning = Literal["back", "ahead", "deadline", "only back"]

#: How much farther a day on the less likely side of the page's date counts. News looks back rather than ahead, and
#: "by" and "until" look ahead: 1.3 keeps a March page's "in September" in the year before; 10 keeps a February page's
#: "until the 31st of December" in the same year, but a deadline of last week in last week.
_NEUTRAL_BIAS, _STRONG_BIAS = 1.3, 10.0
_DAY = timedelta(days=1)


def month_of(year: int, month: int) -> Interval:
    """A month from its first to its last day.

    >>> month_of(2018, 2)[1].day
    28
    """
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_of(year: int, last: int | None = None) -> Interval:
    """A year, or the years to ``last``."""
    return date(year, 1, 1), date(last or year, 12, 31)


def season_of(year: int, season: str) -> Interval:
    """The season that begins in that year; a winter ends in the next."""
    first = SEASONS[season]
    ahead = first + 2
    return date(year, first, 1), month_of(year + (ahead > 12), (ahead - 1) % 12 + 1)[1]


def part_of(interval: Interval, part: int) -> Interval:
    """The first, middle or last third of a month (0, 1, 2); of a longer time the first, two middle or last quarter."""
    start, end = interval
    if (end - start).days < 32:
        cut = (date(start.year, start.month, 10), date(start.year, start.month, 20))
        return ((start, cut[0]), (cut[0] + _DAY, cut[1]), (cut[1] + _DAY, end))[part]
    quarter = (end - start) / 4
    return ((start, start + quarter), (start + quarter, end - quarter), (end - quarter, end))[part]


def unit_around(day: date, unit: str) -> Interval:
    """The day, week (Monday to Sunday), weekend, month, quarter, year or decade that a day lies in.

    >>> unit_around(date(2026, 2, 6), "week")[0].isoformat()
    '2026-02-02'
    """
    monday = day - timedelta(days=day.weekday())
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return date(day.year, first, 1), month_of(day.year, first + 2)[1]
    if unit == "year":
        return year_of(day.year)
    if unit == "decade":
        return year_of(day.year // 10 * 10, day.year // 10 * 10 + 9)
    return day, day


def moved(day: date, unit: str, count: int) -> date:
    """The day so many units later (earlier if negative); the month's last day where it has no such day.

    >>> moved(date(2026, 3, 31), "month", -1).isoformat()
    '2026-02-28'
    """
    days = {"day": 1, "week": 7, "weekend": 7}
    if unit in days:
        return day + timedelta(days=days[unit] * count)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit] * count
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def weekday_near(today: date, weekday: int, direction: int | None) -> date:
    """The latest such weekday up to today; before today for -1, the first from today on for 0, after today for 1.

    >>> weekday_near(date(2026, 2, 6), 3, None).isoformat(), weekday_near(date(2026, 2, 5), 3, -1).isoformat()
    ('2026-02-05', '2026-01-29')
    """
    if direction is None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    if direction < 0:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return today + timedelta(days=(weekday - today.weekday() - direction) % 7 + direction)


def directed(candidates: Iterable[Interval], today: date, direction: int) -> Interval | None:
    """The last interval that is over before today (-1), the first that is still to begin (1), or the nearest (0).

    >>> directed([season_of(year, "autumn") for year in (2024, 2025, 2026)], date(2026, 2, 6), -1)[0].isoformat()
    '2025-09-01'
    """
    if direction < 0:
        return max((c for c in candidates if c[1] < today), default=None)
    if direction > 0:
        return min((c for c in candidates if c[0] > today), default=None)
    ordered = list(candidates)
    return next((c for c in ordered if c[0].year == today.year and c[0].month < 12), None) or nearest(
        ordered, today, "ahead"
    )


def nearest(candidates: Iterable[Interval], today: date, leaning: Leaning) -> Interval | None:
    """The interval nearest to today, as far as the words lean that way.

    >>> years = [month_of(year, 7) for year in (2024, 2025, 2026)]
    >>> nearest(years, date(2026, 2, 6), "only back")[0].year, nearest(years, date(2026, 2, 6), "ahead")[0].year
    (2025, 2026)
    """

    ahead = leaning in ("ahead", "deadline")

    def distance(interval: Interval) -> float:
        start, end = interval
        if start <= today <= end:
            return 0.0
        if start > today:
            return (start - today).days * (1.0 if ahead else _NEUTRAL_BIAS)
        return (today - end).days * (_STRONG_BIAS if ahead else 1.0)

    possible = [c for c in candidates if leaning != "only back" or c[0] <= today]
    return min(possible, key=distance, default=None)
