"""A register as a timeline, laid out in numbers for a template to draw: a column for each day, in the order of time.

The columns stand at equal distances, since registers reach from treaties decades ago to next week's visits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from enligt.desk.fitting import fitted
from enligt.records import Entry

#: Sizes in the picture's own units, about a pixel each where it is shown at full width.
COLUMN, ROW, TOP, LEFT, BOTTOM = 114.0, 38.0, 42.0, 16.0, 8.0
#: Letters in a line of an entry's label, and lines.
ROOM, LINES = 13, 2
#: Days that are drawn, the latest of more: the list below has all. Entries that are drawn for one day.
MAX_DAYS, MAX_ROWS = 10, 6


class Day(NamedTuple):
    """A column: its middle, and what day, month, year or interval it is (ISO 8601)."""

    x: float
    date: str


class Point(NamedTuple):
    """An entry in its column; ``lines`` say what it is about, or else who it is about, as that fits."""

    x: float
    y: float
    entry: Entry
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that is drawn, how large it is, and how many dated entries are not drawn."""

    width: float
    height: float
    days: tuple[Day, ...]
    points: tuple[Point, ...]
    left_out: int


def timeline(entries: Iterable[Entry]) -> Timeline:
    """The timeline of the entries that have a date."""
    by_day: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        if date := one.date or one.until:
            by_day[date].append(one)
    dates = sorted(by_day)[-MAX_DAYS:]
    days = [Day(LEFT + COLUMN * (n + 0.5), date) for n, date in enumerate(dates)]
    points = [
        Point(day.x, TOP + ROW * (n + 0.5), one, fitted(_label(one), ROOM, LINES))
        for day in days
        for n, one in enumerate(by_day[day.date][:MAX_ROWS])
    ]
    rows = max((min(len(by_day[date]), MAX_ROWS) for date in dates), default=0)
    return Timeline(
        width=2 * LEFT + COLUMN * len(days),
        height=TOP + ROW * rows + BOTTOM,
        days=tuple(days),
        points=tuple(points),
        left_out=sum(map(len, by_day.values())) - len(points),
    )


def _label(entry: Entry) -> str:
    return entry.about or ", ".join(party.name for party in entry.actors)
