"""Page → who is mentioned where: persons, bodies, governments, peoples, and the groups that pages leave unnamed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from enligt.naming import remembered
from enligt.naming.lookup import Directory, Place, shipped_directory
from enligt.naming.meant import country_name
from enligt.naming.sounds import skeletons
from enligt.naming.spans import Cover
from enligt.naming.variants import key, parts, same_person
from enligt.records import Name, Span, Traced, digest
from enligt.registers.lexicon import Words, city_of, people_of

#: A "body" is one that enligt knows, an "organisation" another; a "place" is none that may stand for a government.
Kind = Literal["person", "body", "organisation", "country", "capital", "people", "group", "place"]

#: Names of one page that are looked at, and code points of its text: more than any article has.
_MOST_NAMES, _MOST_TEXT = 2_000, 200_000
#: Code points of the longest name that may be somebody's.
_LONGEST_NAME = 80
#: Words between a person's name and the country or body for whom they hold an office, before and after the name.
_OFFICE_BEFORE, _OFFICE_AFTER = 7, 4
#: Code points between a group and the body whose members it is; also before a place for its preposition.
_NEAR_GROUP = 25
#: Languages that write peoples and their adjectives with a capital: "polish" is no Polish.
_CAPITAL_PEOPLES = frozenset({"en"})
#: Code points before a word in which the end of the sentence before, and an opening quotation mark, stand.
_NEAR_OPENING = 6
_GROUPS = ("donors", "allies", "states")
#: Letters of the shortest single word that may name a place or body.
_SHORTEST = 3

_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*")
_STOP = re.compile(r"[.!?;:\n]\s")
_PAUSE = re.compile(r"[,.;:!?\n]\s")
#: What stands before a word that has its capital from where it stands.
_BEFORE_OPENING = re.compile(r"(?:\A|[.!?…:\n])[\s\"“”„«»'‘’(–—-]*\Z")
_PARTED = re.compile(r"\s*[-–—/]\s*")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody at a place of the page; ``country`` is whose they are (ISO 3166), where that is known."""

    span: Span
    id: str
    name: str
    kind: Kind
    country: str | None = None

    @property
    def side(self) -> str:
        """What makes two parties of a contact different: the country, else who it is."""
        return self.country or self.id


class Mentions:
    """Who is mentioned on one page."""

    def __init__(self, traced: Traced, words: Words, directory: Directory | None = None) -> None:
        self.page, self.words = traced.page, words
        self._directory = directory or shipped_directory()
        self._speakers = {
            one.id: one for s in traced.statements for one in (s.speaker, *s.others) if one and s.voice == "named"
        }
        self._persons: dict[str, tuple[str, str, str | None]] = {}
        self._full: dict[str, list[str]] = {}
        named = [name for name in traced.names[:_MOST_NAMES] if name.span.end - name.span.start <= _LONGEST_NAME]
        for name in named:
            split = parts(self._words_of(name)) if name.kind == "PER" else None
            if split and split.given:
                for bone in skeletons(split.surname):
                    self._full.setdefault(bone, []).append(self._words_of(name))
        found = [mention for name in named for mention in self._of_name(name)]
        found += self._unnamed(Cover(mention.span for mention in found))
        self.all = sorted(found, key=lambda one: one.span)
        self._starts = [one.span.start for one in self.all]

    def within(self, span: Span) -> list[Mention]:
        """Those that begin in a stretch of the text, in its order."""
        return self.all[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def _words_of(self, name: Name) -> str:
        return " ".join(self.page.words(name.span).split())

    def _of_name(self, name: Name) -> Iterator[Mention]:
        words, span = self._words_of(name), name.span
        if not words[:1].isupper():
            return
        halves = _PARTED.split(words) if name.kind != "PER" else [words]
        if len(halves) == 2 and all(self._place(half) for half in halves):
            cut = span.start + self.page.text[slice(*span)].index(halves[1], 1)
            for part in (Span(span.start, cut), Span(cut, span.end)):
                yield from self._meant(self.page.text[slice(*part)].strip(" -–—/"), part, name.kind)
            return
        yield from self._meant(words, span, name.kind)

    def _meant(self, words: str, span: Span, kind: str) -> Iterator[Mention]:
        if country := city_of(words.lower()):
            yield self._government(span, country, "capital")
        elif body := remembered.body(self._directory, words):
            yield Mention(span, body.id, body.name, "body", body.country)
        # Names of persons sound like countries: Kaine, Kenya.
        elif kind != "PER" and (place := self._place(words, by_sound=bool(kind) or not self._opens(span))):
            yield self._government(span, place.country, "country" if place.kind == "country" else "capital")
        elif country := people_of(words.lower(), self.page.lang):
            yield self._government(span, country, "people")
        elif remembered.outlet(self._directory, words) or words == self.page.outlet:
            return
        elif kind == "PER":
            yield self._person(words, span)
        elif kind == "ORG" and (" " in words or words.isupper()):
            yield Mention(span, digest("institution", words.casefold()), words, "organisation")
        elif kind == "LOC":
            yield Mention(span, digest("place", words.casefold()), words, "place")

    def _opens(self, span: Span) -> bool:
        """Whether a word begins a sentence, where any word has a capital and some sound like places: "Read", Riyadh."""
        return _BEFORE_OPENING.search(self.page.text[max(0, span.start - _NEAR_OPENING) : span.start]) is not None

    def _place(self, words: str, by_sound: bool = True) -> Place | None:
        return remembered.place(self._directory, words, self.page.lang, by_sound)

    def _government(self, span: Span, country: str, kind: Kind) -> Mention:
        return Mention(span, f"country-{country.lower()}", country_name(country), kind, country)

    def _person(self, words: str, span: Span) -> Mention:
        if words not in self._persons:
            full = self._fullest(words)
            known = remembered.person(self._directory, full)
            speaker = next((one for one in self._speakers.values() if same_person(one.name, full)), None)
            given = full.split()[0] if " " in full else ""
            if known:
                self._persons[words] = known.id, known.name, known.country
            elif speaker:
                self._persons[words] = speaker.id, speaker.name, None
            else:
                self._persons[words] = digest("person", key(full), key(given)), full, None
        one, name, country = self._persons[words]
        return Mention(span, one, name, "person", country)

    def _fullest(self, words: str) -> str:
        split = parts(words)
        if split is None or split.given:
            return words
        fuller = (full for bone in skeletons(split.surname) for full in self._full.get(bone, ()))
        return next((full for full in fuller if same_person(full, words)), words)

    def _unnamed(self, taken: Cover) -> Iterator[Mention]:
        """Peoples, the places and bodies that the model missed, and groups."""
        text = self.page.text
        for match in _WORD.finditer(text, 0, _MOST_TEXT):
            word = match[0]
            if len(word) < _SHORTEST or taken.holds(match.start()):
                continue
            first = word.partition("-")[0]
            country = people_of(word.lower().removesuffix("'s").removesuffix("’s"), self.page.lang)
            if country and (word[0].isupper() or self.page.lang not in _CAPITAL_PEOPLES):
                yield self._government(Span(*match.span()), country, "people")
            elif word[0].isupper() and len(first) >= _SHORTEST:
                # Of a compound the first part names whom it belongs to: "OSZE-Mission".
                span = Span(match.start(), match.start() + len(first))
                yield from self._meant(word if first == word or city_of(word.lower()) else first, span, "")
        whole = Span(0, min(len(text), _MOST_TEXT))
        last = Span(0, 0)
        found = ((span, group) for group in _GROUPS for span in self.words.found("parties", group, text, whole))
        for span, group in sorted(found, key=lambda one: (one[0].start, -one[0].end)):
            if span.start >= last.end and not taken.holds(span.start):
                last = span
                yield from self._group(group, span)

    def _group(self, group: str, span: Span) -> Iterator[Mention]:
        if group == "states":
            body, words = self._body_of(span), self.page.words(span)
            counted = self.page.text[max(0, span.start - _NEAR_GROUP) : span.start].split()[-1:]
            if body or " " in words or any(word.isdigit() for word in counted):  # "countries" alone are nobody
                name = f"{body.name} states" if body else words
                yield Mention(span, digest("group", name.casefold()), name, "group")
        elif group == "allies" and any(one.id == "nato" for one in self._bodies):
            yield Mention(span, "nato", "NATO", "group")
        else:
            yield Mention(span, f"group-{group}", group, "group")

    def _body_of(self, group: Span) -> Mention | None:
        """The body whose members a group is: "OSCE states", "les États de l'OSCE", "56 av OSSE:s 57 medlemsländer"."""
        text = self.page.text
        for one in self._bodies:
            between = (
                text[one.span.end : group.start] if one.span.end <= group.start else text[group.end : one.span.start]
            )
            if touch(one.span, group) or (
                len(between) <= _NEAR_GROUP and len(between.split()) <= 2 and not _PAUSE.search(between)
            ):
                return one
        return None

    @cached_property
    def _bodies(self) -> tuple[Mention, ...]:
        """The bodies without a country on the page, also as the first part of a compound."""
        found = (
            (match.start(), first, remembered.body(self._directory, first))
            for match in _WORD.finditer(self.page.text, 0, _MOST_TEXT)
            if len(first := match[0].partition("-")[0]) >= _SHORTEST and first[0].isupper()
        )
        return tuple(
            Mention(Span(at, at + len(first)), body.id, body.name, "body")
            for at, first, body in found
            if body and body.country is None
        )

    def office(self, person: str, bodies: bool = False) -> Mention | None:
        """The country (or body) for which somebody, by id, holds an office, as the page calls them."""
        for at, one in enumerate(self.all):
            if one.id != person or one.kind != "person":
                continue
            near = self.all[max(0, at - 4) : at][::-1] + self.all[at + 1 : at + 3]
            for other in near:
                fits = other.kind in ("body", "organisation") if bodies else self.is_government(other)
                if fits and self._apposed(other.span, one.span):
                    return other
        return None

    def is_government(self, one: Mention) -> bool:
        """Whether a mention is of a country that may speak, not of a place: "in Vienna"."""
        if one.country is None or one.kind == "person":
            return False
        before = self.page.text[max(0, one.span.start - _NEAR_GROUP) : one.span.start].split()[-1:]
        return one.kind != "capital" or not self.words.holds(
            "parties", "places", " ".join(before), Span(0, _NEAR_GROUP)
        )

    def _apposed(self, office: Span, name: Span) -> bool:
        before = office.end <= name.start
        between = self.page.text[office.end : name.start] if before else self.page.text[name.end : office.start]
        between = between.removesuffix(", ") if before else between
        if _STOP.search(between):
            return False
        count = len(between.split())
        return (
            count <= _OFFICE_BEFORE and "," not in between
            if before
            else count <= _OFFICE_AFTER and (between.lstrip().startswith(","))
        )


def touch(one: Span, other: Span) -> bool:
    """Whether two places of a page have a part in common."""
    return one.start < other.end and other.start < one.end


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """Each actor once, at its first mention."""
    return list({one.id: one for one in reversed(mentions)}.values())[::-1]
