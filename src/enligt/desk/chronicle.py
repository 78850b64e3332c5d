"""A claim in the order of time, day by day: who spoke, who says it, relays it, repeats another's text, or denies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from enligt.desk.held import Held, Shown, telling
from enligt.records import Echo, Page

Kind = Literal["speaks", "says", "relays", "repeats", "denies"]

_DAY = len("2026-03-05")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: somebody spoke, or a page appeared.

    ``at`` is its time as far as it is known (ISO 8601); ``held`` the statement that proves it, the first of so many
    ``statements`` of the page on the same origin; ``repeats`` the pages whose text the page repeats.
    """

    kind: Kind
    at: str | None
    held: Held
    statements: int = 1
    repeats: tuple[tuple[Page, Echo], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happened on a day (ISO 8601), in order; ``None`` is the day of what has no date."""

    date: str | None
    events: tuple[Event, ...]


def chronicle(shown: Shown) -> tuple[Day, ...]:
    """The days of a claim."""
    events = sorted((*_spoken(shown), *_published(shown)), key=_in_time)
    return tuple(Day(date=day, events=tuple(ones)) for day, ones in groupby(events, key=lambda one: _day(one.at)))


def _spoken(shown: Shown) -> Iterator[Event]:
    """When each origin was uttered, where the first page that tells of it appeared on a later day."""
    for origin, held in shown.by_origin:
        first = telling(origin, held)
        said_on, published = _day(first.said.statement.said_on), _day(first.page.published)
        if said_on and published and said_on < published:
            yield Event(kind="speaks", at=said_on, held=first)


def _published(shown: Shown) -> Iterator[Event]:
    pages = {one.page.id: one.page for one in shown.held}
    for origin, held in shown.by_origin:
        together: dict[tuple[str, bool], list[Held]] = {}
        for one in held:
            together.setdefault((one.page.id, one.denies), []).append(one)
        for ones in together.values():
            first = telling(origin, ones)
            repeats = tuple(_repeated(first.page, shown.claim.echoes, pages))
            at = first.page.published if _day(first.page.published) else None
            yield Event(kind=_kind(first, repeats), at=at, held=first, statements=len(ones), repeats=repeats)


def _repeated(page: Page, echoes: Iterable[Echo], pages: dict[str, Page]) -> Iterator[tuple[Page, Echo]]:
    return ((pages[echo.of], echo) for echo in echoes if echo.page == page.id and echo.of in pages)


def _kind(held: Held, repeats: tuple[tuple[Page, Echo], ...]) -> Kind:
    if held.denies:
        return "denies"
    if repeats:
        return "repeats"
    return "relays" if held.said.first or held.said.via else "says"


def _in_time(event: Event) -> tuple[str, str]:
    """Days in order, the undated last; within one, what has no hour before what has."""
    return _day(event.at) or "~", event.at or ""


def _day(iso: str | None) -> str | None:
    try:
        return date.fromisoformat((iso or "")[:_DAY]).isoformat()
    except ValueError:
        return None
