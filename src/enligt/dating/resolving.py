"""One date expression → the interval it names, reckoned from the page's date."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from enligt.dating.found import Precision
from enligt.dating.intervals import (
    Interval,
    Leaning,
    directed,
    month_of,
    moved,
    nearest,
    part_of,
    season_of,
    unit_around,
    weekday_near,
    year_of,
)
from enligt.dating.lexicon import SEASONS, Entry, Lexicon
from enligt.dating.scanning import Token
from enligt.reading.dates import date_in

#: Last year of a range that is written ("2015–16").
_LAST_YEAR = 2199
#: Days: a weekday as a deadline is the nearer of the two, last week's or the coming one.
_HALF_A_WEEK = 3

Found = tuple[Interval, Precision, str | None]
_Maker = Callable[[int], Interval]

_UNIT_PRECISION: dict[str, Precision] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
}


def _valid(make: _Maker, years: Iterable[int]) -> Iterator[Interval]:
    """The interval in each of the years that have it (the 29th of February)."""
    for year in years:
        with contextlib.suppress(ValueError):
            yield make(year)


@dataclass(frozen=True, slots=True)
class Expression:
    """One date expression, to be read: its tokens and codes, the page's date, where the words around lean."""

    tokens: list[Token]
    codes: str
    today: date | None
    leaning: Leaning
    words: Lexicon

    def interval(self, kind: str) -> Found | None:
        """The interval, its precision and what is odd about it; ``None`` where it can't be told."""
        found: Found | None = getattr(self, f"_{kind}")()
        return found

    def entry(self, codes: str) -> Entry | None:
        """The meaning of the first token with one of the codes."""
        return next((token.entry for token in self.tokens if token.entry.code in codes), None)

    def numbers(self, codes: str) -> list[int]:
        """The numbers of all tokens with one of the codes."""
        return [token.entry.number for token in self.tokens if token.entry.code in codes]

    def year(self) -> int | None:
        """The year that the expression itself tells."""
        if years := self.numbers("y"):
            return years[0]
        told = self.entry("z")
        if told is None and self.entry("J"):
            told = self.entry("Ll") or Entry("L", direction=0)
        if told is None or self.today is None:
            return None
        return self.today.year + (told.direction or 0)

    def _of_some_year(self, make: _Maker) -> tuple[Interval | None, str | None]:
        """An interval that comes every year: of the year told, in the direction told, or nearest to the page."""
        year, today = self.year(), self.today
        if year is not None:
            interval = make(year)
            if today and self.leaning == "only back" and interval[0] > today:
                if self.numbers("y"):
                    return interval, "it lies after the page’s own date"
                remark = f"as written it lies after the page’s own date; {year - 1} is taken instead"
                return make(year - 1), remark
            return interval, None
        if today is None:
            return None, None
        candidates = list(_valid(make, range(today.year - 2, today.year + 3)))
        if direction := self.entry("Ll"):
            return directed(candidates, today, direction.direction or 0), None
        return nearest(candidates, today, self.leaning), None

    def _full(self) -> Found | None:
        written = date_in(next(token.text for token in self.tokens if token.entry.code == "D"), self.words.lang)
        if written is None:
            return None
        day = date.fromisoformat(written)
        return (day, day), "day", self._disagreement(day)

    def _day(self) -> Found | None:
        month = (self.entry("Mm") or Entry("M")).number
        first, last = (self.numbers("n") * 2)[:2] if len(self.numbers("n")) < 2 else self.numbers("n")[:2]
        interval, remark = self._of_some_year(lambda year: (date(year, month, first), date(year, month, last)))
        if interval is None or first > last:
            return None
        return interval, "day" if first == last else "span", remark or self._disagreement(interval[0])

    def _disagreement(self, day: date) -> str | None:
        """What a weekday or "yesterday" beside a date says against it."""
        weekday, offset = self.entry("W"), self.entry("R")
        if weekday and weekday.number != day.weekday():
            return f"{day.isoformat()} is another day of the week than the page says"
        if offset and self.today and self.today + timedelta(days=offset.number) != day:
            return f"counted from the page’s own date it would be {self.today + timedelta(days=offset.number)}"
        return None

    def _month(self) -> Found | None:
        month = (self.entry("Mm") or Entry("M")).number
        interval, remark = self._of_some_year(lambda year: month_of(year, month))
        return self._parted(interval, "month", remark)

    def _season(self) -> Found | None:
        if (whole := self.entry("Z")) and whole.unit not in SEASONS:
            return self._unit()
        season = self.entry("SsZ") or Entry("S")
        if season.code == "s" and self.codes in ("s", "Ps"):
            return None
        if season.code == "Z" and self.today:
            candidates = [season_of(year, season.unit) for year in range(self.today.year - 2, self.today.year + 3)]
            return self._parted(directed(candidates, self.today, season.direction or 0), "season", None)
        interval, remark = self._of_some_year(lambda year: season_of(year, season.unit))
        return self._parted(interval, "season", remark)

    def _parted(self, interval: Interval | None, precision: Precision, remark: str | None) -> Found | None:
        if interval is None:
            return None
        if part := self.entry("P"):
            return part_of(interval, part.number), "part", remark
        return interval, precision, remark

    def _part(self) -> Found | None:
        unit = self.entry("UJz")
        if self.codes == "Q":
            interval = year_of(self.today.year) if self.today else None
            return (part_of(interval, 2), "part", None) if interval else None
        if unit is None or unit.code != "U":
            year = self.year()
            return self._parted(year_of(year), "year", None) if year is not None else None
        if self.today is None or unit.unit == "day" or unit.number:
            return None
        direction = (self.entry("Ll") or Entry("L")).direction or 0
        return self._parted(unit_around(moved(self.today, unit.unit, direction), unit.unit), "part", None)

    def _year(self) -> Found | None:
        year = self.year()
        if year is None:
            return None
        last = year
        if "-" in self.codes or "r" in self.codes:
            end = self.tokens[2].entry.number or int(self.tokens[2].text[:4])
            last = end if end > year else year // 100 * 100 + end
            if not year < last <= _LAST_YEAR:
                return None
        return year_of(year, last), "year" if last == year else "span", None

    def _decade(self) -> Found | None:
        (year,) = self.numbers("y")
        ending = self.tokens[-1]
        if year % 10 or (ending.entry.code in "TO" and ending.text not in self.words.sets["decade_after"]):
            return (year_of(year), "year", None) if ending.entry.code == "O" else None
        return self._parted(year_of(year, year + 9), "decade", None)

    def _unit(self) -> Found | None:
        unit, direction = self.entry("UJZ"), self.entry("LZ")
        if unit is None or direction is None or self.today is None or unit.number or unit.unit == "day":
            return None
        day = moved(self.today, unit.unit, direction.direction or 0)
        if unit.unit == "weekend" and direction.direction == -1 and self.today.weekday() == 6:
            day = self.today - timedelta(days=7)
        return unit_around(day, unit.unit), _UNIT_PRECISION[unit.unit], None

    def _count(self) -> Found | None:
        """So many units ago, or ahead."""
        unit = self.entry("UJ")
        counts = self.numbers("nkq")
        if unit is None or self.today is None or "#" in self.codes or (unit.number and not counts):
            return None
        count = (counts or [1])[0]
        ahead = self.codes[0] == "I"
        if ahead and self.leaning != "ahead" and self.tokens[0].text in self.words.sets["glue"]:
            return None  # "sold in eight months"
        day = moved(self.today, unit.unit, count if ahead else -count)
        around = "year" if unit.unit == "decade" else unit.unit  # ten years ago, not the decade before
        return unit_around(day, around), _UNIT_PRECISION[around], None

    def _stretch(self) -> Found | None:
        """The last, or next, so many units."""
        unit, direction = self.entry("UJ"), (self.entry("Ll") or Entry("L")).direction
        if unit is None or self.today is None or not direction:
            return None
        if not (counts := self.numbers("nk")) and unit.number:
            return None  # "in the past years"
        other = moved(self.today, unit.unit, direction * (counts or [1])[0])
        return (min(other, self.today), max(other, self.today)), "span", None

    def _weekday(self) -> Found | None:
        weekday, told = self.entry("W"), self.entry("Ll")
        if weekday is None or self.today is None:
            return None
        direction = told.direction if told else weekday.direction
        day = weekday_near(self.today, weekday.number, direction)
        days_ago = (self.today - day).days
        if direction is None and (self.leaning == "ahead" or (self.leaning == "deadline" and days_ago > _HALF_A_WEEK)):
            day = weekday_near(self.today, weekday.number, 0)
        return (day, day), "day", None

    def _relative(self) -> Found | None:
        if self.today is None:
            return None
        day = self.today + timedelta(days=(self.entry("R") or Entry("R")).number)
        return (day, day), "day", self._disagreement(day)
