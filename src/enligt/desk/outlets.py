"""Outlets by the id that their address on the desk has: several spellings may be one outlet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from enligt.naming.lists import Outlet, slug
from enligt.naming.lookup import find_outlet
from enligt.records import digest

#: Names whose ids are kept at hand: more than a ledger of a hundred thousand statements has.
KEPT = 20_000


def known_outlet(name: str) -> Outlet | None:
    """What the shipped list knows of an outlet."""
    return find_outlet(name)


@lru_cache(KEPT)
def outlet_id(name: str) -> str:
    """The id of an outlet: that of the list, else one made of its name.

    >>> outlet_id("Vz.ru"), outlet_id("Hamnkrönikan"), outlet_id("Азимут-Информ"), len(outlet_id("???"))
    ('vzglyad', 'hamnkronikan', 'azimut-inform', 12)
    """
    known = known_outlet(name)
    return known.id if known else slug(name) or digest(name)


def names_by_id(names: Iterable[str]) -> dict[str, list[str]]:
    """Names put together by the outlet that they mean."""
    together: dict[str, list[str]] = defaultdict(list)
    for name in names:
        together[outlet_id(name)].append(name)
    return dict(together)
