"""The words by which registers find their entries, by language: plain data in ``lexicon/*.toml``.

Each table is a register, and each key in it an event with the words that tell it; a ``*`` at either end of a word
stands for any letters. The frame is PLOVER's: ``[contact]`` holds CONSULT (visit, meeting, call, talks, briefing),
REQUEST, and COOPERATE on a channel or mission (``channel`` and ``mission`` name the thing; ``opened``, ``suspended``,
``tested``, ``withdrawn``, ``deployed`` say what becomes of it); ``[treaty]`` AGREE (signed, extended, complies) and
its opposites (breaches, withdraws), with ``noun`` and ``about`` for the thing, ``limit`` and ``declared`` for what is
counted; ``[pledge]`` AID (gives, pays, receives), what is wanted (target, missing) and REJECT (refuses, with ``fund``
for what is refused); ``[position]`` SUPPORT (for), REJECT (against) and REQUEST (wants).

``[status]`` tells how real it is; ``weekly`` is a rate of one a week; ``false_friends`` hold such a word and mean
nothing by it. ``[parties]`` holds those whom a page leaves unnamed (``donors``, ``allies``, ``states``), words that
mean the speaker's side (``we``, ``own_country``, ``own_body``), and prepositions.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from enligt.attributing.lexicon import any_of
from enligt.records import Span

#: Words of which it is remembered to whose people they belong; a page has some hundreds.
_KEPT = 20_000
#: Keys of the registers' tables whose words alone tell nothing.
_NO_EVENTS = frozenset({"determiners", "after", "bare", "charges", "total", "fund"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; ``found`` looks for those of an event in a stretch of text."""

    lang: str
    patterns: dict[tuple[str, str], re.Pattern[str]]
    registers: dict[str, re.Pattern[str]]

    def found(self, register: str, event: str, text: str, span: Span) -> list[Span]:
        """Where the words of an event stand in a stretch of text."""
        pattern = self.patterns.get((register, event))
        return [Span(*match.span()) for match in pattern.finditer(text, *span)] if pattern else []

    def tells(self, register: str, text: str, span: Span) -> bool:
        """Whether any word of a register stands in a stretch of text."""
        return self.registers[register].search(text, *span) is not None

    def holds(self, register: str, event: str, text: str, span: Span) -> bool:
        """Whether they stand there at all."""
        pattern = self.patterns.get((register, event))
        return pattern is not None and pattern.search(text, *span) is not None


@cache
def words_of(lang: str | None) -> Words | None:
    """The words of a language; ``None`` where there are none, and so no entries.

    >>> words_of("sv").holds("contact", "visit", "Hon besöker Oslo", Span(0, 16)), words_of("tlh")
    (True, None)
    """
    path = files(__package__) / "lexicon" / f"{lang}.toml"
    if not lang or not lang.isalpha() or not path.is_file():
        return None
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text("utf-8"))
    patterns = {
        (register, event): any_of(words) for register, events in tables.items() for event, words in events.items()
    }
    registers = {
        register: any_of(word for event, words in events.items() if event not in _NO_EVENTS for word in words)
        for register, events in tables.items()
    }
    return Words(lang, patterns, registers)


@lru_cache(_KEPT)
def people_of(word: str, lang: str | None) -> str | None:
    """The country whose people or things a word in small letters calls so: "ryska", "finländare" (ISO 3166).

    >>> people_of("российским", "ru"), people_of("bread", "en"), people_of("finns", "en"), people_of("finns", "sv")
    ('RU', None, 'FI', None)
    """
    exact, begins = _peoples()
    if found := exact.get(word) or exact.get(f"{lang}:{word}"):
        return found
    return next((begins[word[:size]] for size in range(len(word), 2, -1) if word[:size] in begins), None)


@cache
def _peoples() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    begins: dict[str, str] = {}
    for country, words in _data("peoples").items():
        for word in words.split():
            (begins if word.endswith("*") else exact)[word.rstrip("*")] = country
    return exact, begins


def city_of(name: str) -> str | None:
    """The country in which a city lies that is no capital, by its name in small letters (ISO 3166)."""
    return _cities().get(name)


@cache
def _cities() -> dict[str, str]:
    return {name.strip().lower(): country for country, names in _data("cities").items() for name in names.split(";")}


@cache
def treaties() -> dict[str, tuple[str, tuple[str, ...], re.Pattern[str]]]:
    """The treaties known by name: id → name, the countries and bodies bound, what it is called."""
    return {
        one: (kept["name"], tuple(kept.get("parties", "").split()), _called(kept["names"]))
        for one, kept in _data("treaties").items()
    }


@cache
def any_treaty() -> re.Pattern[str]:
    """A pattern for the names of all treaties, case aside: one search tells that most texts have none."""
    return any_of(name.strip() for kept in _data("treaties").values() for name in kept["names"].split(";"))


def _called(names: str) -> re.Pattern[str]:
    """As ``any_of``, but names in capitals alone must be so on the page, lest "inf" be a treaty."""
    words = [name.strip() for name in names.split(";")]
    short = any_of([name for name in words if name.isupper()]).pattern
    return re.compile(f"(?-i:{short})|(?i:{any_of([name for name in words if not name.isupper()]).pattern})")


@cache
def counted(unit: str) -> str | None:
    """What the words of a unit count, as enligt calls it: "deployed strategic warheads" → "warheads"."""
    return next((one for one, pattern in _units().items() if pattern.search(unit)), None)


@cache
def _units() -> dict[str, re.Pattern[str]]:
    return {one: any_of(words.split()) for one, words in _data("units").items()}


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))
