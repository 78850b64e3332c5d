"""Entries of the treaty register → each treaty by itself: its terms, its state on a day, who says that it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from enligt.records import Entry

State = Literal["agreed", "ended", "left", "not yet", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """What pages tell of one treaty; ``kept`` and ``broken`` are claims that it is, also by a quantity too large."""

    name: str
    terms: tuple[Entry, ...]
    kept: tuple[Entry, ...]
    broken: tuple[Entry, ...]
    proposals: tuple[Entry, ...]

    def state(self, day: date) -> State:
        """What had become of it by a day: ``agreed`` from its signing on, until it ends or somebody leaves it.

        >>> signed = Entry(id="a", kind="treaty", event="signed", what="", status="happened", date="2010", about="X")
        >>> (treaty,) = treaties_of([signed])
        >>> treaty.state(date(2012, 1, 1)), treaty.state(date(2009, 1, 1))
        ('agreed', 'not yet')
        """
        signed = [one for one in self.terms if one.event == "signed" and one.status == "happened"]
        if _by(self.terms, "expires", day):
            return "ended"
        if _by(self.terms, "withdraws", day):
            return "left"
        if any(_first(one) <= day.isoformat() for one in signed if _first(one)):
            return "agreed"
        if any(_first(one) for one in signed):
            return "not yet"
        return "unknown"


def treaties_of(entries: Iterable[Entry]) -> list[Treaty]:
    """The treaties of a register, by name."""
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        if one.kind == "treaty" and one.about:
            by_name[one.about].append(one)
    return [_treaty(name, by_name[name]) for name in sorted(by_name, key=str.casefold)]


def _treaty(name: str, entries: list[Entry]) -> Treaty:
    broken = [one for one in entries if one.event == "breaches" or (one.event == "declared" and one.disagreements)]
    kept = [one for one in entries if one.event == "complies"]
    proposals = [one for one in entries if one.event == "proposal"]
    rest = [one for one in entries if one not in broken and one not in kept and one not in proposals]
    return Treaty(name=name, terms=tuple(rest), kept=tuple(kept), broken=tuple(broken), proposals=tuple(proposals))


def _by(entries: Iterable[Entry], event: str, day: date) -> bool:
    """Whether something had happened, or was set, for a day before."""
    real = (one for one in entries if one.event == event and one.status in ("happened", "planned"))
    return any("" < _last(one) < day.isoformat() for one in real)


def _first(entry: Entry) -> str:
    return (entry.date or "").partition("/")[0]


def _last(entry: Entry) -> str:
    """The last day of an entry; of a month or year its end, so that nothing ends too early."""
    last = (entry.until or entry.date or "").rpartition("/")[2]
    return last + "-12-31"[len(last) - 4 :] if last else ""
