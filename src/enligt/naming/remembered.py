"""Look-ups remembered: pages name the same few actors, outlets and places over and over."""

from __future__ import annotations

from functools import lru_cache

from enligt.naming.lists import Actor, Outlet
from enligt.naming.lookup import Directory, Place

#: Answers kept for each kind of question; a page asks some hundreds.
_KEPT = 20_000


@lru_cache(maxsize=_KEPT)
def body(directory: Directory, name: str) -> Actor | None:
    """``directory.body(name)``."""
    return directory.body(name)


@lru_cache(maxsize=_KEPT)
def person(directory: Directory, name: str) -> Actor | None:
    """``directory.person(name)``."""
    return directory.person(name)


@lru_cache(maxsize=_KEPT)
def outlet(directory: Directory, name: str) -> Outlet | None:
    """``directory.outlet(name)``."""
    return directory.outlet(name)


@lru_cache(maxsize=_KEPT)
def place(directory: Directory, name: str, lang: str | None, by_sound: bool = True) -> Place | None:
    """``directory.place(name, lang)``."""
    return directory.place(name, lang, by_sound=by_sound)
