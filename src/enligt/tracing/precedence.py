"""Which of two pages came first, by their dates, and how far one credits the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from enligt.addresses import host_named, host_of
from enligt.naming.lookup import find_outlet
from enligt.naming.variants import same_person
from enligt.records import Page, Statement

#: Stands for more places of credit than a page has: it credits an outlet for the whole of itself.
WHOLE_PAGE = 1_000


def credits_to(page: Page, statements: Sequence[Statement], other: Page) -> int:
    """How much a page credits the other's outlet: the number of places; ``WHOLE_PAGE`` for a wire or the only source.

    A list of sources at the foot of a page is one place for each: nobody's text is that of all of them.
    """
    if _is_outlet_of(page.outlet or "", other):
        return 0
    credited = [credit for credit in page.credits if credit.kind != "byline"]
    if found := [credit for credit in credited if _is_outlet_of(credit.name, other)]:
        whole = len({credit.name for credit in credited}) == 1 or any(credit.kind == "wire" for credit in found)
        return WHOLE_PAGE if whole else 1
    return sum(any(_is_outlet_of(link.name, other) for link in statement.via) for statement in statements)


def came_first(page: Page, other: Page) -> bool | None:
    """Whether a page was published before another; ``None`` where their dates don't tell.

    A bare date and a time on the same day tell nothing, nor do times on one day of which one is without its zone.

    >>> early, late = (Page(text="", published=at) for at in ("2026-03-04T12:10:00+02:00", "2026-03-04T10:30:00Z"))
    >>> came_first(early, late), came_first(early, Page(text="", published="2026-03-04"))
    (True, None)
    """
    mine, theirs = _times(page.published), _times(other.published)
    if mine is None or theirs is None:
        return None
    (day, moment), (other_day, other_moment) = mine, theirs
    if moment and other_moment:
        return None if moment == other_moment else moment < other_moment
    return None if day == other_day else day < other_day


def days_apart(page: Page, other: Page) -> int:
    """Days between the dates of two pages, as they are written; 0 where one has none."""
    mine, theirs = _times(page.published), _times(other.published)
    return abs((mine[0] - theirs[0]).days) if mine and theirs else 0


def _times(published: str | None) -> tuple[date, datetime | None] | None:
    """The day as it is written and, where time and zone are known, the moment."""
    try:
        at = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return at.date(), at if at.tzinfo else None


def _is_outlet_of(name: str, page: Page) -> bool:
    """Whether a name, a domain or an address means the outlet of a page."""
    if not name or not (page.outlet or page.url):
        return False
    if "." in name and " " not in name:
        host = host_named(name)
        return bool(host and host == host_of(page.url or "")) or _known(name) in {_known_of(page)} - {None}
    if page.outlet and name.casefold() == page.outlet.casefold():
        return True
    known, other = _known(name), _known_of(page)
    if known and other:
        return known == other
    return page.outlet is not None and same_person(name, page.outlet)


@lru_cache(maxsize=20_000)  # the same outlets come page after page
def _known(name: str) -> str | None:
    outlet = find_outlet(name)
    return outlet.id if outlet else None


def _known_of(page: Page) -> str | None:
    return _known(page.outlet or "") or _known(host_of(page.url or ""))
