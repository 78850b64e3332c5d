"""The institutions that most states have, in the languages that enligt reads best: which kind, of which state."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from enligt.naming.countries import country_of
from enligt.naming.lists import parsed

#: Code points and words of the longest name that is looked at; all ways to leave some words out are tried.
_MAX_NAME, _MAX_WORDS = 120, 9
#: Names that are remembered.
_KEPT = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ELIDED = re.compile(r"\b[ldLD]['’]")
_PREFIX = re.compile(r"\b([A-ZÅÄÖ]{2,3})-(?=[A-ZÄÖÜ])")  # US-Außenministerium
_GENITIVE = re.compile(r"['’]s$")


class StateBody(NamedTuple):
    """A kind of institution, as ``data/bodies.yaml`` names it, and the country (ISO 3166) whose it is, if told."""

    kind: str
    country: str | None

    @property
    def id(self) -> str | None:
        """The id of the actor: that of actors.yaml, where it has one; ``None`` where the country isn't told.

        >>> StateBody("foreign-ministry", "FR").id, StateBody("armed-forces", "FI").id
        ('quai-d-orsay', 'fi-armed-forces')
        """
        if self.country is None:
            return None
        return _known().get((self.country, self.kind), f"{self.country.lower()}-{self.kind}")


@lru_cache(maxsize=_KEPT)
def state_body(name: str) -> StateBody | None:
    """What institution a name means, if all of the name says so.

    >>> state_body("Finnish Defence Command"), state_body("la marine")
    (StateBody(kind='armed-forces', country='FI'), StateBody(kind='navy', country=None))
    >>> state_body("das ukrainische Außenministerium") == state_body("МИД Украины")
    True
    >>> state_body("a spokesman for the Foreign Ministry") is None
    True
    """
    words = _WORD.findall(_PREFIX.sub(r"\1 ", _ELIDED.sub("", name[:_MAX_NAME])))
    if len(words) > _MAX_WORDS:
        return None
    for lang, kinds in _patterns().items():
        said = [word for word in words if word.casefold() not in _joining()[lang]]
        for kind, pattern in kinds.items():
            found = _matched(said, pattern, lang)
            if found is not None:
                return StateBody(kind, found or None)
    return None


def _matched(words: list[str], pattern: re.Pattern[str], lang: str) -> str | None:
    """The country of the words that the pattern leaves; ``""`` if it leaves none, ``None`` if it doesn't match."""
    if pattern.fullmatch(" ".join(words).casefold()):
        return ""
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            rest = " ".join((*words[:first], *words[last:])).casefold()
            if pattern.fullmatch(rest) and (
                country := country_of(_GENITIVE.sub("", " ".join(words[first:last])), lang)
            ):
                return country
    return None


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return parsed((files(__package__) / "data" / "bodies.yaml").read_text("utf-8"), "bodies.yaml")


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    found: dict[str, dict[str, re.Pattern[str]]] = {}
    for kind, row in _table()["bodies"].items():
        for lang, words in row.items():
            found.setdefault(lang, {})[kind] = re.compile(words.replace("ß", "ss"))  # as casefold has it
    return found


@cache
def _joining() -> dict[str, frozenset[str]]:
    return {lang: frozenset(str(words).split("; ")) for lang, words in _table()["joining"].items()}


@cache
def _known() -> dict[tuple[str, str], str]:
    rows = ((country, one.split()) for country, told in _table()["known"].items() for one in str(told).split("; "))
    return {(country, kind): actor for country, (kind, actor) in rows}
