"""Phrases → referents: outlets, institutions, governments, persons, papers, and those whom a page leaves unnamed."""

from __future__ import annotations

import re

from enligt.letters import SMALL
from enligt.naming import remembered
from enligt.naming.cast import Cast, Referent
from enligt.naming.lookup import Directory
from enligt.naming.people import People
from enligt.naming.phrases import WORD, Phrases, stems
from enligt.naming.relays import Relays
from enligt.naming.variants import key, same_person
from enligt.records import Page, Span, Voice, digest

PEOPLE: frozenset[Voice] = frozenset({"named", "anonymous"})
_UNNAMED: frozenset[Voice] = frozenset({"anonymous"})
BODIES: frozenset[Voice] = frozenset({"institution"})
PAPERS: frozenset[Voice] = frozenset({"document"})
#: Code points back to which "they" may point at a group; about two sentences.
_CROWD_REACH = 400
#: How many times as often as a namesake somebody is named whom the surname alone means.
_CLEARLY_MORE = 3
#: Letters above which the word before a group's noun may be its adjective.
_MIN_ADJECTIVE = 3
_MARKS = " «»“”„\"'‘’"
#: A single name beside a word for an outlet.
_ONE_NAME = re.compile(rf"[{_MARKS}]+[^\W\d_{SMALL}][\w-]+[{_MARKS}]*")
_BRACKETED = re.compile(r"\(([^()]{2,60})\)")


class Meant:
    """Tells whom the phrases of one page mean, and takes note of them in its cast."""

    def __init__(
        self, page: Page, phrases: Phrases, people: People, relays: Relays, cast: Cast, directory: Directory
    ) -> None:
        self.page = page
        self.phrases = phrases
        self.words = phrases.words
        self.people = people
        self.relays = relays
        self.cast = cast
        self.directory = directory

    def outlet(self, words: str, hull: Span) -> Referent | None:
        """An outlet by its name, by a word that stands for it, or by what it owns ("the paper's report")."""
        name = self.relays.outlet(words) or self._described_outlet(hull) or self._outlet_by_noun(words, hull)
        if name is None and self.phrases.lexicon.voices["document"].search(words):
            inner = self.relays.among([hull])
            name = inner[0].name if inner else (self.page.outlet if self._names_own(words) else None)
        if name is None:
            return None
        self.relays.note(name)
        known = remembered.outlet(self.directory, name)
        id_ = known.id if known else digest("outlet", name.casefold())
        return self.cast.mention(Referent(id_, name, "outlet", words=stems(words)))

    def _described_outlet(self, hull: Span) -> str | None:
        """The outlet that ends a phrase after one word without a capital: "the French X"."""
        for one in self.relays.mentions(hull):
            before = self.page.text[hull.start : one.span.start].split()
            if one.span.end == hull.end and len(before) == 1 and before[0].islower():
                return one.name if self.relays.outlet(self.page.words(one.span)) else None
        return None

    def _outlet_by_noun(self, words: str, hull: Span) -> str | None:
        """The outlet named beside a word for one, else the one named last."""
        noun = self.words.outlet_nouns.search(words)
        if noun is None or self._is_anonymous(words) or self.words.person_nouns.search(words):
            return None
        if _ONE_NAME.fullmatch(words, noun.end()):  # "the paper Coast", though a person may be called so
            return words[noun.end() :].strip(_MARKS)
        if self.people.within(hull):
            return None
        inner = self.relays.among([hull])
        if inner:
            return inner[-1].name
        return self.relays.outlet(words[noun.end() :]) or self.relays.called(noun[0], hull.start)

    def _names_own(self, words: str) -> bool:
        return bool(self.page.outlet) and (self.page.outlet or "").casefold() in words.casefold()

    def _is_anonymous(self, words: str) -> bool:
        return self.phrases.lexicon.voices["anonymous"].search(words) is not None

    def actor(self, words: str, hull: Span) -> Referent | None:
        """An institution, a government, or a person with a name."""
        if body := self.body(words):
            return body
        name = self.people.within(hull)
        return self.person(name, words) if name else None

    def body(self, words: str) -> Referent | None:
        """An institution or a government by its name."""
        bracketed = _BRACKETED.search(words)
        bare = self.phrases.without_article(words)
        head = self.phrases.head(words)
        for form in (words, bare, bracketed[1] if bracketed else "", head if head != words else ""):
            if form and (body := remembered.body(self.directory, form)):
                return self.cast.mention(Referent(body.id, body.name, "institution", words=stems(words)))
        place = remembered.place(self.directory, bare, self.page.lang) if bare[:1].isupper() else None
        if place is None:
            return None
        name = country_name(place.country)
        return self.cast.mention(Referent(f"country-{place.country.lower()}", name, "institution", words=stems(words)))

    def person(self, name: str, words: str, *, aside: bool = False) -> Referent:
        """The person of a name; ``words`` are the phrase in which it stands."""
        full = self.people.fullest(name)
        known = remembered.person(self.directory, full) or (
            remembered.person(self.directory, name) if full == name else None
        )
        id_ = known.id if known else self._person_id(full)
        gender = self.phrases.gender(words.replace(name, " "))
        shown = known.name if known else full
        return self.cast.mention(Referent(id_, shown, "named", gender, words=stems(words)), aside=aside)

    def namesakes(self, hull: Span) -> list[Referent]:
        """The persons whom the surname in a phrase may mean, if the page names none of them much more than others."""
        name = self.people.within(hull)
        found = self.people.namesakes(name) if name else []
        if len(found) < 2 or found[0][1] >= _CLEARLY_MORE * found[1][1]:
            return []
        return [self.person(full, full, aside=True) for full, _ in found]

    def _person_id(self, name: str) -> str:
        """An id of the name's consonants, so that its spellings in other scripts meet, unless a namesake has it."""
        given = name.split()[0] if " " in name else ""
        id_ = digest("person", key(name), key(given))
        namesake = self.cast.known(id_)
        if namesake and not same_person(namesake.name, name):
            return digest("person", name.casefold())
        return id_

    def described(self, voice: Voice, words: str) -> Referent | None:
        """Somebody without a name: one named before, or one whom the page leaves unnamed."""
        described = stems(words)
        head = self.phrases.head(words)
        if voice == "document" or self.words.statements.search(head) or self.words.treaties.search(head):
            return self._paper(words, described)
        definite, indefinite = self.phrases.definite(words), self.phrases.indefinite(words)
        if voice == "institution":
            found = self.cast.like(described, BODIES)
            return found or self._new(head, "institution", stems(head))
        if voice == "group" or self.words.plural_nouns.search(words) or self.words.media_reports.search(words):
            kind: Voice = "group" if voice in ("group", "named") else "anonymous"
            kind = "named" if self._places_in(words) > 1 else kind  # the presidents of A and B are known to all
            found = self.cast.like(described, frozenset({kind}), plural=True) if definite else None
            return found or self._new(words, kind, described, plural=True)
        if not indefinite:
            hidden = self.words.hidden.search(words) is not None
            found = self.cast.like(described, _UNNAMED if hidden else PEOPLE)
            if found is None and (definite or (voice != "outlet" and len(words.split()) == 1)):
                if voice == "anonymous":
                    found = self.cast.latest(_UNNAMED, plural=False)
                found = found or (
                    None if hidden else self.cast.latest(PEOPLE, gender=self.phrases.gender(words), plural=False)
                )
            if found:
                found.gender = found.gender or self.phrases.gender(words)
                return found
        if voice == "anonymous" or indefinite:
            return self._new(words, "anonymous", described)
        if definite and described and voice != "outlet":  # "the carpenter", whom the page calls so and nothing else
            titled = self.phrases.lexicon.voices["title"].search(words)
            return self._new(words, voice if titled else "anonymous", described)
        return self._new(words, voice, described) if words[:1].isupper() and not definite else None

    def _places_in(self, words: str) -> int:
        capitals = (word for word in WORD.findall(words) if word[0].isupper())
        return sum(remembered.place(self.directory, word, self.page.lang) is not None for word in capitals)

    def _paper(self, words: str, described: set[str]) -> Referent | None:
        """A paper speaks for its owner if it is a statement, else for itself."""
        if self.words.statements.search(words):
            owner = self._owner(words) or self.cast.latest(BODIES)
            if owner:
                return owner
        if self.phrases.definite(words):
            treaty = self.cast.latest(PAPERS) if self.words.treaties.search(words) else None
            if same := self.cast.like(described, PAPERS) or treaty:
                return same
        return self._new(words, "document", described)

    def _owner(self, words: str) -> Referent | None:
        others = [word for word in words.split() if not self.words.statements.search(word)]
        owner = " ".join(others)
        return self.body(owner) or self.cast.like(stems(owner), BODIES) if owner else None

    def _new(self, words: str, voice: Voice, described: set[str], *, plural: bool = False) -> Referent:
        shown = self.phrases.without_article(words)
        folded = " ".join(word for word in shown.casefold().split() if word not in self.words.indefinite)
        owner = self.page.outlet or self.page.url or ""
        id_ = digest(voice, owner if voice in ("anonymous", "group", "document") else "", folded)
        return self.cast.mention(Referent(id_, shown, voice, self.phrases.gender(words), plural, described))

    def crowd(self, before: int) -> Referent | None:
        """The group of which the text spoke last, with the adjective before it."""
        start = max(0, before - _CROWD_REACH)
        last = None
        for pattern in (self.words.plural_nouns, self.phrases.lexicon.voices["group"]):
            for found in pattern.finditer(self.page.text, start, before):
                last = found if last is None or found.start() > last.start() else last
        if last is None:
            return None
        word = WORD.findall(self.page.text[start : last.start()])[-1:]
        known = self.phrases.lexicon
        function = known.verbs | known.openers | known.leading | known.that | known.finite
        adjective = [one for one in word if len(one) > _MIN_ADJECTIVE and one.casefold() not in function]
        words = " ".join((*adjective, last[0]))
        return self._new(words, "group", stems(words), plural=True)

    def is_unnamed(self, words: str, hull: Span) -> bool:
        """Whether a phrase is about somebody without a name: an official, the diplomat."""
        if not self.words.person_nouns.search(words) or self.people.names(hull):
            return False
        return self.phrases.indefinite(words) or self.people.within(hull) is None


def country_name(code: str) -> str:
    """A country's English name."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code))
