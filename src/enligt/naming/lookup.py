"""Finds the actors, outlets and places that a spelling means: any case, script, language or inflection.

Capitals: no package names them in all languages within a megabyte, but Babel carries CLDR, which names a country's time
zone by its capital in each language. ``data/places.yaml`` says which zones those are and names the few other capitals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, Literal, TypeVar

from enligt.addresses import host_named
from enligt.letters import SMALL
from enligt.naming.lists import Actor, Known, Outlet, parsed, shipped
from enligt.naming.sounds import forms, skeletons
from enligt.naming.variants import Parts, fit, parts

#: From here on a full name is that of a known actor. Stricter than for two names of one page, since strangers abound:
#: chosen so that no person of BSNLP's Brexit pages is taken for somebody else of the list.
_KNOWN_NAME = 0.87
#: From here on two words that sound the same can be spellings of one: Lawrow and Lavrov, but not Perry and Peru.
_SPELT_ALIKE = 0.65
#: Letters of the shortest of these: "Un" may be a surname of somebody, and is an article.
_MIN_BARE = 3
#: Letters up to which a name in capitals is an abbreviation, where case counts: DN is a paper, "dn" nothing.
_MAX_ABBREVIATION = 5
#: Two actors who fit so nearly alike are not told apart.
_ALIKE = 0.02

#: Languages whose names of places are tried where the page's language is not known.
_USUAL_LANGUAGES = ("en", "sv", "ru", "de", "fr")

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_GENITIVE = re.compile(r"(?:[:'’]?s|['’])$")
_ABBREVIATION = re.compile(rf"[^\W\d_{SMALL}]{{2,{_MAX_ABBREVIATION}}}\d?")
_WORDS = re.compile(r"\w+(?:[-'’.]\w+)*")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that may stand for a government: a country, its capital, or a house.

    ``stands_for`` is the id of an actor whom the place stands for besides the country's government.
    """

    country: str
    kind: Literal["country", "capital", "house"]
    stands_for: str | None = None


class Directory:
    """An index over known actors and outlets; build one for a list of your own and keep it."""

    def __init__(self, known: Known) -> None:
        self.known = known
        people = [actor for actor in known.actors.values() if actor.kind == "person"]
        self._people: dict[str, list[tuple[Parts, Actor]]] = defaultdict(list)
        for actor in people:
            for spelling in dict.fromkeys(split for name in (actor.name, *actor.aliases) if (split := parts(name))):
                for bone in skeletons(spelling.surname):
                    self._people[bone].append((spelling, actor))
        self._called: dict[str, list[tuple[Parts, Actor]]] = defaultdict(list)
        for spelling, actor in {pair for pairs in self._people.values() for pair in pairs if pair[0].given}:
            for bone in skeletons(spelling.given[0]):
                self._called[bone].append((spelling, actor))
        self._bodies = _Phrases(
            (name, actor)
            for actor in known.actors.values()
            if actor.kind != "person"
            for name in (actor.name, *actor.aliases)
        )
        outlets = known.outlets.values()
        # Names go first: an alias of one outlet may be the name of another.
        self._outlets = _Phrases([(o.name, o) for o in outlets] + [(alias, o) for o in outlets for alias in o.aliases])
        self._domains = {o.domain: o for o in outlets if o.domain}
        self._domains |= {alias: o for o in outlets for alias in o.aliases if _is_domain(alias)}

    def actor(self, name: str) -> Actor | None:
        """The actor whom a name means, ``None`` if nobody or not clearly one. A bare surname must sound the same."""
        return self.body(name) or self.person(name)

    def body(self, name: str) -> Actor | None:
        """The same for institutions alone."""
        return self._bodies.find(name)

    def person(self, name: str) -> Actor | None:
        """The same for persons alone."""
        return self._person(name) or self._person(_GENITIVE.sub("", name))

    def _person(self, name: str) -> Actor | None:
        fits = self.people_like(name)
        split = parts(name)
        bare = split is not None and not split.given and not split.initials
        best = max(fits.values(), default=0.0)
        least = max(1.0 if bare else _KNOWN_NAME, best - _ALIKE)
        found = [self.known.actors[id_] for id_, measure in fits.items() if measure >= least]
        if len(found) != 1 or (bare and not _spelt_alike(name, found[0])):
            return None
        return found[0]

    def people_like(self, name: str) -> dict[str, float]:
        """How well a name fits each person whose surname has the same consonants, by id."""
        fits: dict[str, float] = defaultdict(float)
        split = parts(name)
        if split:
            for bone in skeletons(split.surname):
                for spelling, actor in self._people.get(bone, ()):
                    fits[actor.id] = max(fits[actor.id], fit(split, spelling))
        return dict(fits)

    def people_called(self, given: str) -> list[tuple[Parts, Actor]]:
        """The spellings of persons whose first given name has the consonants of ``given``."""
        return [pair for bone in sorted(skeletons(given)) for pair in self._called.get(bone, ())]

    def outlet(self, name: str) -> Outlet | None:
        """The outlet that a name, a domain or an address means."""
        if _is_domain(name):  # or a part of one: news.example.com belongs to example.com
            labels = host_named(name).split(".")
            for first in range(len(labels) - 1):
                if outlet := self._domains.get(".".join(labels[first:])):
                    return outlet
        # Small letters are a word of the language: "polityk" sounds like Politico, "el mando" like El Mundo.
        words = _WORDS.findall(name)
        return self._outlets.find(name, by_sound=bool(words) and words[-1][0].isupper())

    def place(self, name: str, lang: str | None = None, *, by_sound: bool = True) -> Place | None:
        """The country, capital or house that a name means in a language (in the usual ones, if none is given).

        Without ``by_sound`` only as the language spells it, with or without a genitive's ending.
        """
        for one in (lang,) if lang else _USUAL_LANGUAGES:
            if place := _places(one).find(name, by_sound=by_sound):
                return place
        body = self.body(name)
        if body and body.country and body.id in _houses():
            return Place(body.country, "house", body.id)
        return None


class _Phrases(Generic[_T]):
    """Names of one or more words, found whatever their case and endings; abbreviations only in capitals."""

    def __init__(self, named: Iterable[tuple[str, _T]]) -> None:
        self._exact: dict[str, _T] = {}
        self._by_skeleton: dict[tuple[int, str], list[tuple[tuple[str, ...], _T]]] = defaultdict(list)
        for name, meant in named:
            self._exact.setdefault(_folded(name), meant)
            words = tuple(_WORDS.findall(name))
            if words and not _is_abbreviation(name):
                for bone in skeletons(words[0]):
                    self._by_skeleton[len(words), bone].append((words, meant))

    def find(self, name: str, *, by_sound: bool = True) -> _T | None:
        """What a name means, ``None`` if nothing or more than one thing."""
        name = name[:200].strip(" \t\n«»“”„\"'")
        without_article = _ARTICLE.sub("", name)
        for form in (name, without_article, _GENITIVE.sub("", without_article)):
            if _folded(form) in self._exact:
                return self._exact[_folded(form)]
        words = tuple(_WORDS.findall(name))
        if not by_sound or not words or _is_abbreviation(name):
            return None
        found: list[tuple[int, _T]] = []
        for bone in skeletons(words[0]):
            for spelling, meant in self._by_skeleton.get((len(words), bone), ()):
                pairs = list(zip(words, spelling, strict=True))
                shared = [_shared_sounds(a, b) for a, b in pairs]
                if all(shared) and (len(pairs) > 1 or _letters_alike(*pairs[0])):
                    found.append((sum(shared), meant))
        # Нигерии shares more with Нигерия than with Нигер.
        most = max((length for length, _ in found), default=0)
        longest = {meant for length, meant in found if length == most}
        return longest.pop() if len(longest) == 1 else None


def find_actor(name: str, directory: Directory | None = None) -> Actor | None:
    """The actor whom a name means; a country's name or capital means no actor (see ``find_place``).

    >>> [actor and actor.id for actor in map(find_actor, ("Лаврова", "Sergej Lawrow", "Kremls", "Anna Berg"))]
    ['sergey-lavrov', 'sergey-lavrov', 'kremlin', None]
    """
    return (directory or shipped_directory()).actor(name)


def find_outlet(name: str, directory: Directory | None = None) -> Outlet | None:
    """The outlet that a name, a domain or an address means.

    >>> [find_outlet(name).id for name in ("ТАСС", "https://www.vz.ru/news", "«Известиям»", "Dagens Nyheters")]
    ['tass', 'vzglyad', 'izvestia', 'dagens-nyheter']
    """
    return (directory or shipped_directory()).outlet(name)


def find_place(name: str, lang: str | None = None, directory: Directory | None = None) -> Place | None:
    """The country, capital or house that a name means.

    >>> [find_place(*named).country for named in (("Эстонией", "ru"), ("Frankreichs", "de"), ("Moskvas", "sv"))]
    ['EE', 'FR', 'RU']
    """
    return (directory or shipped_directory()).place(name, lang)


@cache
def shipped_directory() -> Directory:
    """The index over the shipped lists."""
    return Directory(shipped())


@cache
def _places(lang: str) -> _Phrases[Place]:
    from babel import Locale, UnknownLocaleError

    table = _place_table()
    named: list[tuple[str, Place]] = []
    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    territories = {code: name for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()}
    others = {code: _several(names) for code, names in table["countries"].items()}
    for code, name in territories.items():
        named += [(one, Place(code, "country")) for one in (name, *others.get(code, ()))]
    stands_for: Mapping[str, str] = table["stands_for"]
    for code, zone in table["zones"].items():
        # CLDR has no city where it is the zone's own name.
        city = locale.time_zones.get(zone, {}).get("city") or zone.partition("/")[2].replace("_", " ")
        named.append((city, Place(code, "capital", stands_for.get(code))))
    for code, cities in table["capitals"].items():
        named += [(city, Place(code, "capital", stands_for.get(code))) for city in _several(cities)]
    return _Phrases(named)


@cache
def _place_table() -> dict[str, dict[str, str]]:
    return parsed((files(__package__) / "data" / "places.yaml").read_text("utf-8"), "places.yaml")


@cache
def _houses() -> frozenset[str]:
    return frozenset(_several(str(_place_table()["houses"])))


def _spelt_alike(name: str, actor: Actor) -> bool:
    """Whether a bare surname, which sounds like an actor's, is also spelt like it: "Kust" sounds like "Costa".

    An abbreviation, which may sound like anything, must be the very same.
    """
    if len(name) < _MIN_BARE:
        return False
    surnames = [split.surname for one in (actor.name, *actor.aliases) if (split := parts(one))]
    if len(name) < _MAX_ABBREVIATION and _is_abbreviation(name):
        return name.casefold() in map(str.casefold, surnames)
    same_script = [one for one in surnames if one.isascii() == name.isascii()]
    return not name.isascii() or not same_script or any(_letters_alike(name, one) for one in same_script)


def _letters_alike(a: str, b: str) -> bool:
    """Whether two words that sound alike can be spellings of one; letters of different scripts tell nothing."""
    from rapidfuzz.distance import Levenshtein

    one_script = a.isascii() == b.isascii()
    return not one_script or Levenshtein.normalized_similarity(a.casefold(), b.casefold()) >= _SPELT_ALIKE


def _shared_sounds(a: str, b: str) -> int:
    """The letters of the longest stem that two words surely share, 0 if they share none."""
    first, second = ({sound for sound, cost in forms(word) if cost == 0} for word in (a, b))
    return max(map(len, first & second), default=0)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


def _folded(name: str) -> str:
    """A name for exact comparison: without case, unless it is an abbreviation; one blank between words."""
    name = " ".join(name.split()).replace("’", "'").replace("\xad", "")
    return name if _is_abbreviation(name) else name.casefold()


def _is_abbreviation(name: str) -> bool:
    return _ABBREVIATION.fullmatch(name.replace(".", "")) is not None


def _is_domain(name: str) -> bool:
    return "." in name and " " not in name and not name.endswith(".")
