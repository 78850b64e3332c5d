"""Those whom a page has named so far, as a reader keeps them in mind: the last mentioned first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from enligt.records import Link, Speaker, Voice

Gender = Literal["masculine", "feminine"]

#: How many earlier mentions a pronoun or a role may reach back: more than any story keeps alive, and a bound on the
#: work that a hostile page can cause.
_REACH = 40
#: Letters that two words must begin with to be forms or relatives of one word (ambassadör, ambassadören; finnisch,
#: Finnin); shorter words must be equal.
_STEM_LETTERS = 4
#: Share of the shorter word that its beginning in common with the other must surpass: a ministra is no ministério.
_STEM_SHARE = 0.8


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody on the page: what is known of them so far. ``words`` are those by which the page described them.

    ``speakers`` are those who speak where the referent is several, each by itself or the group first.
    """

    id: str
    name: str
    voice: Voice
    gender: Gender | None = None
    plural: bool = False
    words: set[str] = field(default_factory=set)
    via: tuple[Link, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    has_spoken: bool = False


class Cast:
    """The referents of a page in the order of their last mention."""

    def __init__(self) -> None:
        self._by_id: dict[str, Referent] = {}
        self._aside: dict[str, Referent] = {}

    def mention(self, referent: Referent, *, aside: bool = False) -> Referent:
        """Take note of a mention; the one known under the id is returned, with the words of the new one added.

        Somebody mentioned ``aside`` is pointed at only where nobody else fits.
        """
        known = self.known(referent.id)
        if known is not None and known is not referent:
            known.words |= referent.words
            known.gender = known.gender or referent.gender
        known = known or referent
        if aside:
            if known.id not in self._by_id:
                self._aside[known.id] = known
        else:
            self._by_id.pop(known.id, None)
            self._by_id[known.id] = known
        return known

    def known(self, id_: str) -> Referent | None:
        """The referent of an id, if it has been mentioned."""
        return self._by_id.get(id_) or self._aside.get(id_)

    def latest(
        self, voices: frozenset[Voice], *, gender: Gender | None = None, plural: bool | None = None
    ) -> Referent | None:
        """The last mentioned of these voices whose gender and number do not speak against it."""
        for one in self._recent(voices):
            if plural is not None and one.plural != plural:
                continue
            if gender is None or one.gender in (None, gender):
                return one
        return None

    def like(self, words: set[str], voices: frozenset[Voice], *, plural: bool = False) -> Referent | None:
        """The last mentioned of these voices and this number whom the page described with one of the words."""
        for one in self._recent(voices):
            if one.plural == plural and any(akin(word, other) for word in words for other in one.words):
                return one
        return None

    def _recent(self, voices: frozenset[Voice]) -> Iterator[Referent]:
        for known in (self._by_id, self._aside):
            for one in islice(reversed(known.values()), _REACH):
                if one.voice in voices:
                    yield one


def akin(a: str, b: str) -> bool:
    """Whether two words look like forms of one.

    >>> akin("ambassadören", "ambassadör"), akin("general", "gendarme"), akin("ministra", "ministério")
    (True, False, False)
    """
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    common = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return common >= _STEM_LETTERS and common > _STEM_SHARE * len(short) and len(long) - common <= len(short)
