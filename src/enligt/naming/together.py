"""Phrases that name several who speak together: "Ann Lee and Bo Ek", "the presidents of Estonia and Latvia"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enligt.naming import remembered
from enligt.naming.cast import Referent
from enligt.naming.lists import titles, titles_in
from enligt.naming.meant import Meant, country_name
from enligt.naming.phrases import WORD, stems
from enligt.records import Span, Speaker, digest

#: Those named in one phrase that are told apart; a page may string together any number.
_MAX_MEMBERS = 12
#: Words before a name that may be its title ("Republican presidential nominee").
_MAX_TITLE_WORDS = 5
#: Words of the longest name of a country that is looked for.
_MAX_PLACE_WORDS = 3

_COMMA = re.compile(",")
_BRACKETED = re.compile(r"\s*\([^()]{0,60}\)")
_MARKS = " \t\n\xa0.,:;«»“”„\"'’"
_OWNED = re.compile(r"['’]s$")


def together(meant: Meant, hull: Span) -> Referent | None:
    """The several whom a phrase joins: persons with names, institutions, governments, or the holders of an office."""
    if meant.words.joining.search(meant.page.text, hull.start, hull.end) is None:
        return None
    return _named(meant, hull) or _officials(meant, hull)


def _named(meant: Meant, hull: Span) -> Referent | None:
    members: list[Referent] = []
    was_member = True
    for span, joined, parted in _pieces(meant, hull):
        # "X, head of A and B": what follows somebody's description belongs to it, unless a comma ends that.
        member = _member(meant, span) if was_member or parted else None
        if member is None and (not members or (joined and was_member)):
            return None
        was_member = member is not None
        if member is not None and member not in members:
            members.append(member)
    if not 1 < len(members) <= _MAX_MEMBERS:
        return None
    voices = {member.voice for member in members}
    return Referent(
        id=digest("together", *(member.id for member in members)),
        name=", ".join(member.name for member in members),
        voice=voices.pop() if len(voices) == 1 else "named",
        plural=True,
        words={word for member in members for word in member.words},
        speakers=tuple(Speaker(id=member.id, name=member.name) for member in members),
    )


def _pieces(meant: Meant, hull: Span) -> Iterator[tuple[Span, bool, bool]]:
    """The parts between commas and joining words; whether a joining word and whether a comma stands before each."""
    text = meant.page.text
    start, joined, parted = hull.start, False, False
    marks = [found.span() for found in meant.words.joining.finditer(text, hull.start, hull.end)]
    commas = [found.span() for found in _COMMA.finditer(text, hull.start, hull.end)]
    for first, last in (*sorted(marks + commas), (hull.end, hull.end)):
        if text[start:first].strip(_MARKS):
            yield Span(start, first), joined, parted
            joined = parted = False
        joined, parted = joined or text[first:last] != ",", parted or text[first:last] == ","
        start = last


def _member(meant: Meant, span: Span) -> Referent | None:
    """The one whom a part of a phrase names, title and brackets aside, and does nothing else."""
    words = _OWNED.sub("", _BRACKETED.sub("", meant.page.words(span)).strip(_MARKS))
    if body := meant.body(words):
        return body
    name = meant.people.within(span)
    if name is None or not (meant.people.names(span) or " " in name) or not words.endswith(name):
        return None
    before = WORD.findall(words.removesuffix(name).casefold())
    if len(before) > _MAX_TITLE_WORDS or any(word in meant.phrases.lexicon.leading for word in before):
        return None  # "lawyers for X"
    return meant.person(name, words)


def _officials(meant: Meant, hull: Span) -> Referent | None:
    """The holders of an office in several countries: the page's group, and each of them."""
    words = meant.phrases.without_article(" ".join(meant.page.words(hull).split()).strip(_MARKS))
    pattern, key_of = titles_in(meant.page.lang)
    offices = {key_of[found[1]] for found in pattern.finditer(words.lower())}
    countries = tuple(dict.fromkeys(_countries(meant, words)))
    if len(offices) != 1 or not 1 < len(countries) <= _MAX_MEMBERS:
        return None
    office = offices.pop()
    if "country" not in titles()[office].get("seat", ()):
        return None
    group = Speaker(id=digest("office", office, *countries), name=words)
    return Referent(
        id=group.id,
        name=group.name,
        voice="named",  # everybody knows who they are
        plural=True,
        words=stems(words),
        speakers=(group, *(_official(meant, office, country) for country in countries)),
    )


def _official(meant: Meant, office: str, country: str) -> Speaker:
    """The holder of an office, by name if the page has named them before."""
    for actor in meant.directory.known.actors.values():
        if any(role.title == office and role.of == country for role in actor.roles) and meant.cast.known(actor.id):
            return Speaker(id=actor.id, name=actor.name)
    name = f"{titles()[office]['en'][0]} of {country_name(country)}"
    return Speaker(id=digest("office", office, country), name=name)


def _countries(meant: Meant, words: str) -> Iterator[str]:
    """The codes of the countries that a phrase names, in its order, the longest names first."""
    found = list(WORD.finditer(words))
    first = 0
    while first < len(found):
        for last in range(min(len(found), first + _MAX_PLACE_WORDS), first, -1):
            name = words[found[first].start() : found[last - 1].end()]
            place = remembered.place(meant.directory, name, meant.page.lang) if name[0].isupper() else None
            if place:
                yield place.country
                first = last
                break
        else:
            first += 1
