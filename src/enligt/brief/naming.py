"""The names in an item's quotes, as keys that compare across languages, each with its plainest spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel import Locale

from enligt.brief.asked import Asked
from enligt.brief.parts import Item, Quote
from enligt.brief.sentences import whole
from enligt.brief.shelf import Shelf
from enligt.naming.endings import stems
from enligt.naming.lookup import find_actor, find_outlet, find_place
from enligt.naming.sounds import latin
from enligt.records import Page, Span

#: Letters of a name; shorter ones are initials and torn pieces, unless they are abbreviations.
_LEAST_LETTERS = 3
#: Letters of the longest abbreviations; longer words in capitals are shouted.
_LONGEST_ABBREVIATION = 5
#: Code points of a name that is worth a heading.
_LONGEST = 40
#: Begins the key of a country, which its capital and its government have too.
_COUNTRY = "country:"
_NAME = re.compile(r"[^\W\d_](?:[\w’'.-]|\s)*")


class _Spelling(NamedTuple):
    """A name as it stands on a page; ``ours`` if in the reader's language, ``country`` if it is a country's own."""

    name: str
    ours: bool
    country: bool


class Names:
    """Tells which names stand in the quotes of some items, and how to write each in the reader's language."""

    def __init__(self, items: Sequence[Item], asked: Asked, shelf: Shelf) -> None:
        self._asked = asked
        self._shelf = shelf
        self._countries = Locale.parse(asked.lang).territories
        self._outlets = {_folded(one) for item in items for one in _outlets(item)}
        self._spelt: dict[str, set[_Spelling]] = defaultdict(set)
        found = {item.claim.id: {key for quote in item.quotes for key in self._in(quote)} for item in items}
        whole = self._whole_names()
        self._of = {one: frozenset(whole.get(key, key) for key in keys) for one, keys in found.items()}

    def of(self, item: Item) -> frozenset[str]:
        """The keys of the names in an item's quotes."""
        return self._of[item.claim.id]

    def shown(self, key: str) -> str:
        """A name as a heading has it: in the reader's language where it stands there, without ending where it can."""
        spelt = self._spelt[key]
        country = str(self._countries.get(key.removeprefix(_COUNTRY), key)) if any(one.country for one in spelt) else ""
        ours = [one for one in spelt if one.ours and one.country == bool(country)]
        if country and all(one.name.startswith(country) for one in ours):
            return country
        return min(ours or spelt, key=lambda one: (_shouted(one.name), len(one.name), one.name)).name

    def readable(self, key: str) -> bool:
        """Whether the name stands in a quote in the reader's language, or is a country's."""
        return any(one.ours or one.country for one in self._spelt[key])

    def _whole_names(self) -> dict[str, str]:
        """Of surnames that stand alone, the full name that ends with them, if there is but one."""
        by_surname: dict[str, list[str]] = defaultdict(list)
        for key in self._spelt:
            if " " in key:
                by_surname[key.rpartition(" ")[2]].append(key)
        return {surname: full[0] for surname, full in by_surname.items() if len(full) == 1}

    def _in(self, quote: Quote) -> Iterable[str]:
        page, statement = quote.page, quote.statement
        traced = self._shelf.page(page.id)
        within = whole(page, statement)
        names = traced.names if traced else ()
        spelt = [_plain(page, one.span) for one in names if _inside(one.span, within)]
        if statement.speaker and statement.voice == "named":
            spelt.append(statement.speaker.name)
        for name in spelt:
            if key := self._key(name, page.lang):
                place = find_place(name, page.lang)
                country = place is not None and place.kind == "country"
                self._spelt[key].add(_Spelling(name, page.lang == self._asked.lang, country))
                yield key

    def _key(self, name: str, lang: str | None) -> str:
        if not _NAME.fullmatch(name) or len(name) > _LONGEST or not name[:1].isupper():
            return ""
        place = find_place(name, lang)
        if place:
            return _COUNTRY + place.country
        if len(name) < _LEAST_LETTERS and not name.isupper():
            return ""
        if find_outlet(name) or any(_folded(name) in outlet for outlet in self._outlets):
            return ""
        actor = find_actor(name)
        return actor.id if actor else _folded(name)


def _folded(name: str) -> str:
    """A name's words in Latin letters, the last without what may be its ending."""
    words = [latin(word) for word in name.split()]
    if not any(words):
        return name.casefold()
    ending = min((stem for stem, _ in stems(words[-1])), key=len, default="")
    return " ".join((*words[:-1], ending))


def _shouted(name: str) -> bool:
    return name.isupper() and len(name) > _LONGEST_ABBREVIATION


def _plain(page: Page, span: Span) -> str:
    return " ".join(page.text[slice(*span)].split()).strip("’'.-–— ")


def _inside(span: Span, within: Span) -> bool:
    return within.start <= span.start and span.end <= within.end


def _outlets(item: Item) -> Iterable[str]:
    """Whoever publishes or relays an item: they are no theme."""
    for quote in item.quotes:
        yield from filter(None, (quote.page.outlet, *(link.name for link in quote.statement.via)))
    for origin in item.claim.origins:
        yield from (link.name for link in origin.chain)
