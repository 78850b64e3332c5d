"""Persons and treaties that the text itself names: whom pronouns and roles may point back at."""

from __future__ import annotations

import re
from collections import deque

from enligt.letters import SMALL
from enligt.naming.cast import Referent
from enligt.naming.meant import PAPERS, Meant
from enligt.naming.spans import Cover
from enligt.records import digest

_CAPITAL = rf"[^\W\d_{SMALL}]\w+"
#: A name right before or after the word for a treaty.
_NAME_BEFORE = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{0,3}})[ -]$")
_NAME_AFTER = re.compile(rf"[^\S\n][«“„\"]?({_CAPITAL}(?: {_CAPITAL}){{0,3}})")
#: Code points before the word for a treaty in which its name stands.
_NAME_REACH = 60
#: Code points before a name in which "Mr" and the like stand, which tell the gender; longer words before it don't fit.
_MARK_REACH = 5
_SENTENCE_END = re.compile(r"[.!?…\n]")


class Bystanders:
    """Walks through the names of a page, as far as it is told to."""

    def __init__(self, meant: Meant, contents: Cover) -> None:
        self._meant = meant
        self._text = meant.page.text
        self._contents = contents
        self._persons = deque(meant.people.spans)
        self._treaties = deque(meant.words.treaties.finditer(self._text))
        self._last_end = 0
        #: The persons of the last sentence that named any.
        self.latest: list[Referent] = []

    def until(self, at: int) -> None:
        """Take note of those named before a place in the text."""
        while self._persons and self._persons[0].start < at:
            span = self._persons.popleft()
            # The first name of a sentence is mostly its subject.
            opens = not self._last_end or _SENTENCE_END.search(self._text, self._last_end, span.start)
            self._last_end = span.end
            if name := self._meant.people.within(span):
                inside = self._contents.holds(span.start)
                mark = self._text[max(0, span.start - _MARK_REACH) : span.start].split()[-1:]
                person = self._meant.person(name, " ".join((*mark, name)), aside=not opens or inside)
                self.latest = [] if opens else self.latest
                if not inside and person not in self.latest:
                    self.latest.append(person)
        while self._treaties and self._treaties[0].start() < at:
            noun = self._treaties.popleft()
            if not self._contents.holds(noun.start()):
                self._treaty(noun)

    def _treaty(self, noun: re.Match[str]) -> None:
        """A treaty with a name; "the treaty" without one is the one named last."""
        before = _NAME_BEFORE.search(self._text, max(0, noun.start() - _NAME_REACH), noun.start())
        after = _NAME_AFTER.match(self._text, noun.end())
        name = before[1] if before else after[1] if after else None
        cast = self._meant.cast
        if name:
            cast.mention(Referent(digest("document", name.casefold()), name, "document", words={noun[0].casefold()}))
        elif known := cast.latest(PAPERS):
            cast.mention(known)
