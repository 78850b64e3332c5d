"""Who is behind a saying, as keys that compare across pages: the speaker, the outlet nearest to them, the day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from enligt.addresses import host_named, host_of
from enligt.naming.bodies import state_body
from enligt.naming.lookup import find_actor, find_outlet
from enligt.naming.sounds import core, latin
from enligt.naming.variants import clustered
from enligt.records import Echo, Link, Page, Span
from enligt.tracing.saying import Saying

#: Letters of a word that tells something of whom it describes.
_TELLING = 4
#: Letters that two words of different languages must begin with alike to describe alike: diplomat, дипломата.
_SAME_START = 5
#: Beginnings of words that hardly change between languages, in Latin letters: what somebody is, and whence they come.
#: Those of one row tell two descriptions apart.
_INTERNATIONAL = (
    ("diplom", "deleg", "minist", "general"),
    ("europ", "evrop", "eurooppa", "russ", "ameri", "kitai", "chin", "brit", "ukrain"),
)
#: Those of them that mean the same.
_SAME_ROOTS = {"evrop": "europ", "eurooppa": "europ", "kitai": "chin"}
#: Code points of a name that are compared.
_MAX_NAME = 200

#: Sorts after every date.
_LAST = "~"

#: When published, on which page, whether in a heading, where in the text, and the id.
Order = tuple[str, str, bool, int, str]

_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Who:
    """The actor behind a saying: the kind of actor, and a key that all sayings of that actor share.

    Those without a name (``unnamed``) and those about whom nothing is known (``unknown``) are told apart by page.
    """

    kind: str
    key: str


class Actors:
    """Tells who speaks in each of the sayings of one claim."""

    def __init__(self, members: Sequence[Saying], echoes: Sequence[Echo], pages: Mapping[str, Page]) -> None:
        self.pages = pages
        self._originals = _originals(members, echoes, pages)
        self._members = members
        self._passages: dict[str, list[Span]] = defaultdict(list)
        for echo in echoes:
            whole = Span(0, len(pages[echo.page].text)) if echo.page in pages else Span(0, 0)
            self._passages[echo.page] += [here for here, _ in echo.pairs] or [whole]
        self._hosts = {host_of(page.url): _named(page.outlet) for page in pages.values() if page.url and page.outlet}
        self._hosts.pop("", None)  # of files, and of what is no address
        self._copied = self._copying_outlets()
        names = Counter(
            one.statement.speaker.name
            for one in members
            if one.statement.voice == "named" and one.statement.speaker is not None
        )
        self._persons = {name: _person(group) for group in clustered(names.elements()) for name in group}
        self._states = _states(members)
        self._orders = {one.id: self._order(one) for one in members}
        self._who = {one.id: self._of(one) for one in members}

    def who(self, saying: Saying) -> Who:
        """The actor behind a saying."""
        return self._who[saying.id]

    def original(self, page: str) -> str:
        """The page of which a page is an echo, at the end of all echoes; the page itself if of none."""
        return self._originals.get(page, page)

    def outlet(self, name: str | None) -> str:
        """A key that all spellings of an outlet share, and its address; its original's if its page here is an echo."""
        key = self._key(name)
        return self._copied.get(key, key)

    def _key(self, name: str | None) -> str:
        return self._hosts.get(host_named(name)) or _named(name) if name else ""

    def _copying_outlets(self) -> dict[str, str]:
        """The outlets that have all that they say here from another's text, and that text's outlet."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self._members:
            if (page := self.pages.get(one.page)) and (own := self._key(page.outlet or page.url)):
                original = self.pages.get(self.original(one.page)) if self._is_copied(one) else page
                found[own].add(self._key(original.outlet or original.url) if original else own)
        return {own: next(iter(of)) for own, of in found.items() if len(of) == 1 and own not in of}

    def own_outlet(self, page: str) -> str:
        """The key of the outlet whose text a page is: its original's."""
        original = self.original(page)
        found = self.pages.get(original)
        return (self.outlet(found.outlet or found.url) if found else "") or original

    def nearest(self, saying: Saying) -> str:
        """The key of the outlet nearest the speaker: the first of the chain, else that whose text the passage is."""
        if via := relays(saying):
            return self.outlet(via[0].name)
        page = self.pages.get(saying.page)
        added = page and self.original(page.id) != page.id and not self._is_copied(saying)
        return self._key(page.outlet or page.url) if page and added else self.own_outlet(saying.page)

    def _is_copied(self, saying: Saying) -> bool:
        """Whether the passage, as far as is known, stands in the text of which the page is an echo."""
        start = saying.statement.content[0].start
        return any(span.start <= start < span.end for span in self._passages[saying.page])

    def order(self, saying: Saying) -> Order:
        """Sorts sayings by publication, those of a page by its text, headings last; undated pages come last."""
        return self._orders[saying.id]

    def _order(self, saying: Saying) -> Order:
        start = saying.statement.content[0].start
        return (_instant(saying.published), saying.page, self.in_heading(saying), start, saying.id)

    def in_heading(self, saying: Saying) -> bool:
        """Whether a saying stands in a heading of its page."""
        page = self.pages.get(saying.page)
        start = saying.statement.content[0].start
        return page is not None and any(
            kind == "heading" and span.start <= start < span.end for kind, span in page.blocks
        )

    def _of(self, saying: Saying) -> Who:
        statement = saying.statement
        speaker, voice = statement.speaker, statement.voice
        if voice == "author":
            return Who("outlet", self.own_outlet(saying.page))
        if voice == "outlet":
            return Who("outlet", self.nearest(saying) if relays(saying) or not speaker else self.outlet(speaker.name))
        if speaker is None:
            return Who("unknown", saying.id)
        if voice == "named":
            return Who("person", self._persons.get(speaker.name, speaker.name))
        if voice in ("institution", "document"):
            known = _known_actor(speaker.name) or self._of_state(speaker.name)
            named = speaker.id if speaker.id.startswith("country-") else " ".join(_sounds(speaker.name))
            return Who("body", known or named)
        return Who("unnamed", f"{saying.page} {speaker.id}")

    def _of_state(self, name: str) -> str | None:
        """The id of the state's institution that a name means; of the one that others here name, if it names no state.

        So "the Foreign Ministry" is the one of which all others speak, unless they speak of two.
        """
        body = state_body(name)
        states = self._states.get(body.kind, set()) if body else set()
        if body and body.country is None and len(states) == 1:
            body = body._replace(country=next(iter(states)))
        return body.id if body else None


def _states(members: Sequence[Saying]) -> dict[str, set[str]]:
    """The states whose institutions speak, by the kind of institution."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in members:
        speaker = one.statement.speaker
        body = state_body(speaker.name) if speaker and one.statement.voice == "institution" else None
        if body and body.country:
            found[body.kind].add(body.country)
    return found


def relays(saying: Saying) -> tuple[Link, ...]:
    """The links of a chain that are outlets; "reports", which nobody can look up, are none."""
    return tuple(link for link in saying.statement.via if not link.name[:1].islower() or "." in link.name)


def said(saying: Saying) -> date | None:
    """The day on which the text says that it was said."""
    return _day(saying.statement.said_on)


def published(saying: Saying) -> date | None:
    """The day on which the page was published."""
    return _day(saying.published)


@lru_cache(maxsize=50_000)
def describes_alike(a: str, b: str, *, same_language: bool) -> bool:
    """Whether two descriptions of somebody unnamed fit: no word of one is foreign to the other, or one word is shared.

    Between languages only words of one root can be recognised, so that one shared word is enough.

    >>> describes_alike("a European diplomat", "the diplomat", same_language=True)
    True
    >>> describes_alike("a European diplomat", "an American diplomat", same_language=True)
    False
    """
    first, second = ({latin(word) for word in _WORD.findall(text) if len(word) >= _TELLING} for text in (a, b))
    shared = [one for one in first if any(_same_root(one, other) for other in second)]
    return bool(shared) and (not same_language or len(shared) >= min(len(first), len(second)))


@lru_cache(maxsize=50_000)
def describes_another(a: str, b: str) -> bool:
    """Whether two descriptions, of any two languages, are of two people: a diplomat is no member of a delegation.

    >>> describes_another("a European diplomat", "Kreise der russischen Delegation")
    True
    >>> describes_another("a European official", "ein Diplomat")
    False
    """
    first, second = ([latin(word) for word in _WORD.findall(text[:_MAX_NAME])] for text in (a, b))

    def roots(words: Sequence[str], row: Sequence[str]) -> set[str]:
        return {_SAME_ROOTS.get(root, root) for root in row if any(word.startswith(root) for word in words)}

    both = ((roots(first, row), roots(second, row)) for row in _INTERNATIONAL)
    return any(one and other and not one & other for one, other in both)


def _same_root(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= _SAME_START and a[:_SAME_START] == b[:_SAME_START])


def _originals(members: Sequence[Saying], echoes: Sequence[Echo], pages: Mapping[str, Page]) -> dict[str, str]:
    """For each echo the page at the end of its chain of echoes; of several originals the earliest."""
    when = {one.page: one.published for one in members}

    def age(page: str) -> tuple[str, str]:
        found = pages.get(page)
        return _instant(found.published if found else when.get(page)), page

    of: dict[str, str] = {}
    for echo in echoes:
        of[echo.page] = min(of.get(echo.page, echo.of), echo.of, key=age)
    ends: dict[str, str] = {}
    for page in of:
        seen = {page}
        end = page
        while end in of and of[end] not in seen:
            end = of[end]
            seen.add(end)
        ends[page] = end
    return ends


@lru_cache(maxsize=20_000)
def _known_actor(name: str) -> str | None:
    found = find_actor(name)
    return found.id if found else None


def _person(spellings: Sequence[str]) -> str:
    """The key of a person: the known actor's id if all known spellings agree, else the longest spelling."""
    known = {actor for name in spellings if (actor := _known_actor(name))}
    return known.pop() if len(known) == 1 else max(spellings, key=lambda name: (len(name), name))


def _sounds(name: str) -> Iterable[str]:
    return (core(word)[0] for word in _WORD.findall(name[:_MAX_NAME]) if latin(word))


@lru_cache(maxsize=20_000)
def _named(outlet: str) -> str:
    known = find_outlet(outlet)
    words = (latin(word) for word in _WORD.findall(outlet[:_MAX_NAME]))
    return known.id if known else " ".join(word for word in words if word)


def _instant(published: str | None) -> str:
    """A date or date-time as one in UTC, so that they compare as strings; what is no date comes last."""
    try:
        when = datetime.fromisoformat(published or "")
    except ValueError:
        return _LAST
    return (when if when.tzinfo is None else when.astimezone(UTC)).strftime("%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=20_000)
def _day(text: str | None) -> date | None:
    found = _DAY.match(text or "")
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
