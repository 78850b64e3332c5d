"""Statements → the same statements with who made them, through whom, and what kind of source that is.

A page is walked once in the order of its text, its headings last, since they speak of what the text tells below them.
The walk keeps in mind whom the page named (``cast``); ``meant`` reads the phrases, ``via`` the links to the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from enligt.naming.bystanders import Bystanders
from enligt.naming.cast import Cast, Gender, Referent
from enligt.naming.lookup import Directory, shipped_directory
from enligt.naming.meant import BODIES, PAPERS, PEOPLE, Meant
from enligt.naming.people import People
from enligt.naming.phrases import Phrases
from enligt.naming.relays import Relays
from enligt.naming.sources import speaking
from enligt.naming.spans import Cover
from enligt.naming.together import together
from enligt.naming.via import own_links, place, with_credits, with_parents
from enligt.records import Name, Page, Span, Speaker, Statement, Voice

_CROWDS: frozenset[Voice] = frozenset({"group", "anonymous", "named", "institution"})
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")
_CLOSING = re.compile(r"[,.;:»”\n]")
_WORD = re.compile(r"\w+")
#: Code points beside a cue in which the next word stands.
_BESIDE = 30
#: Code points of the longest sentence in which a second cue may go on with the first one's source.
_MAX_SENTENCE = 1_000
#: Candidates shown beside the likeliest one; more would be no help.
_MAX_RIVALS = 4


def resolved(
    page: Page, statements: tuple[Statement, ...], names: tuple[Name, ...] = (), directory: Directory | None = None
) -> tuple[Statement, ...]:
    """The statements with ``speaker``, ``via`` and ``voice``; ids and order stay.

    ``speaker`` stays ``None`` where nothing decides who is meant. ``names`` are those that a model found on the page;
    without them, names are told by their shape.

    >>> from enligt.attributing import statements_of
    >>> from enligt.records import Relation
    >>> page = Page(text="Mark Rutte vill mer. Det är bråttom, sa han till Axios.", lang="sv")
    >>> made = statements_of(page, [Relation(content=(Span(21, 35),), cue=(Span(37, 39),), source=(Span(40, 43),))])
    >>> one = resolved(page, made, (Name("PER", Span(0, 10)),))[0]
    >>> one.speaker.name, [link.name for link in one.via], one.voice
    ('Mark Rutte', ['Axios'], 'named')
    """
    return _Walk(page, statements, names, directory or shipped_directory()).result()


class _Walk:
    """One page while it is walked through."""

    def __init__(
        self, page: Page, statements: Sequence[Statement], names: Sequence[Name], directory: Directory
    ) -> None:
        self.page = page
        self.statements = statements
        self.phrases = Phrases(page.lang)
        self.words = self.phrases.words
        self.relays = Relays(page, names, directory)
        self.cast = Cast()
        people = People(page, names, directory, self.relays.outlet)
        self.meant = Meant(page, self.phrases, people, self.relays, self.cast, directory)
        self.bystanders = Bystanders(self.meant, Cover(span for one in statements for span in one.content))
        self.before: Statement | None = None
        self.referents: dict[str, Referent | None] = {}

    def result(self) -> tuple[Statement, ...]:
        headings = Cover(span for kind, span in self.page.blocks if kind == "heading")
        done: dict[str, Statement] = {}
        for statement in sorted(self.statements, key=lambda one: (headings.holds(place(one)), place(one))):
            self.bystanders.until(place(statement))
            referent = self._referent(statement)
            rivals = self._rivals(statement, referent) if referent else ()
            referent = None if rivals else referent
            if referent:
                referent.has_spoken = True
                referent.gender = referent.gender or self._gender(statement)
                self.cast.mention(referent)
            self.referents[statement.id] = referent
            self.before = statement
            speaker, *others = _speakers(referent) or (None,)
            done[statement.id] = replace(
                statement,
                speaker=speaker,
                others=tuple(others),
                candidates=tuple(one for rival in rivals for one in _speakers(rival)),
                voice=self._voice(statement, referent),
                via=own_links(statement, referent, self.relays, self.words),
            )
        chained = with_parents([done[one.id] for one in self.statements], self.referents, self.words)
        return with_credits(chained, self.page, self.relays, self.phrases)

    def _referent(self, statement: Statement) -> Referent | None:
        if not statement.source:
            return self._unsaid(statement)
        hull = speaking(self.page, statement, self.phrases, self.relays)
        words = self._words_of(hull)
        low = words.casefold().replace("’", "'").lstrip("-").removeprefix("t-")
        if pronoun := self._pronoun(low, hull.start):
            return pronoun
        if self.phrases.pronoun(low) or not words:
            return None
        if several := together(self.meant, hull):
            return several
        if self.relays.cites([hull]) and self.relays.mentions(hull) and (cited := self._cited(statement, hull)):
            return cited
        citing = self.words.citing.search(self.page.text, hull.start, hull.end)
        if citing and (before := self._words_of(Span(hull.start, citing.start()))):  # "X, citing Y"
            hull, words = Span(hull.start, citing.start()), before
        if outlet := self.meant.outlet(words, hull):
            return self._cited(statement, hull) or outlet
        if self.meant.is_unnamed(words, hull):
            return self.meant.described("anonymous", words)
        return self.meant.actor(words, hull) or self.meant.described(self.phrases.kind(words, statement.voice), words)

    def _words_of(self, hull: Span) -> str:
        return " ".join(self.page.words(hull).split()).strip(" .,:;«»“”„\"'’")

    def _unsaid(self, statement: Statement) -> Referent | None:
        """Who goes on speaking where a cue stands without a source."""
        cue = self.page.words(*statement.cue)
        if self.words.continuing.search(cue):
            return self.cast.latest(PEOPLE)
        end = statement.cue[-1].end if statement.cue else 0
        after = _WORD.findall(self.page.text[end : end + _BESIDE])[:1]  # "tette hozzá" is one verb
        said = {cue.casefold(), *_WORD.findall(cue.casefold()), " ".join((cue, *after)).casefold()}
        verbs = said & self.phrases.lexicon.verbs
        if not verbs or (self.before is None and not self.words.drops_subjects):
            return None
        before = self.referents[self.before.id] if self.before else None
        between = self.page.text[place(self.before) : place(statement)][:_MAX_SENTENCE] if self.before else ""
        if before and 0 < len(between) < _MAX_SENTENCE and not _SENTENCE_END.search(between):
            return before
        if not self.words.drops_subjects or self._is_impersonal(statement.cue[0]):
            return None
        return before if before and len(between) < _MAX_SENTENCE else self.cast.latest(PEOPLE)

    def _is_impersonal(self, cue: Span) -> bool:
        """Whether a verb without a subject means nobody: "it is said"."""
        start, end = max(0, cue.start - _BESIDE), cue.end + _BESIDE
        beside = _WORD.findall(self.page.text[start : cue.start])[-1:], _WORD.findall(self.page.text[cue.end : end])[:1]
        words = " ".join([*beside[0], self.page.words(cue), *beside[1]])
        return self.words.impersonal.search(words) is not None

    def _cited(self, statement: Statement, hull: Span) -> Referent | None:
        """Somebody unnamed whom the outlet that seems to speak refers to: "X, citing an official"."""
        for piece in self.relays.frame(statement.source, statement.content):
            cue = self.words.citing.search(self.page.text, max(piece.start, hull.start), piece.end)
            if cue:
                end = _CLOSING.search(self.page.text, cue.end(), piece.end)
                whole = Span(cue.end(), end.start() if end else piece.end)
                words = " ".join(self.page.words(whole).split())
                if self.meant.is_unnamed(words, whole):
                    return self.meant.described("anonymous", words)
        return None

    def _pronoun(self, low: str, at: int) -> Referent | None:
        known = self.words
        for gender in self._genders(low):
            if found := self.cast.latest(PEOPLE, gender=gender, plural=False):
                return found
        if low in known.plural:
            return self.cast.latest(_CROWDS, plural=True) or self.meant.crowd(at)
        if low in known.relative:
            return self.cast.latest(PEOPLE) or self.cast.latest(frozenset({"outlet"}))
        if low in known.neuter:
            return self.cast.latest(PAPERS | BODIES, plural=False)
        return None

    def _rivals(self, statement: Statement, chosen: Referent) -> tuple[Referent, ...]:
        """Those whom a source may mean as well as the one chosen, who comes first; empty where it is decided.

        Undecided are only some of whom none has spoken yet: a pronoun may mean each person in the last sentence with
        names, a surname each of its bearers.
        """
        if chosen.has_spoken or chosen.gender or chosen.voice != "named" or chosen.plural or not statement.source:
            return ()
        low = self.page.words(*statement.source).casefold()
        if low in self.words.relative:
            return ()
        if self.phrases.pronoun(low):
            others = self.bystanders.latest if chosen in self.bystanders.latest else []
        else:
            others = self.meant.namesakes(speaking(self.page, statement, self.phrases, self.relays))
        rivals = [one for one in others if one is not chosen and one.gender is None]
        return () if any(one.has_spoken for one in rivals) or not rivals else (chosen, *rivals[:_MAX_RIVALS])

    def _genders(self, low: str) -> list[Gender]:
        genders: dict[Gender, frozenset[str]] = {"masculine": self.words.masculine, "feminine": self.words.feminine}
        return [gender for gender, forms in genders.items() if low in forms]

    def _gender(self, statement: Statement) -> Gender | None:
        """What a pronoun tells of whom it means."""
        found = self._genders(self.page.words(*statement.source).casefold())
        return found[0] if len(found) == 1 else None

    def _voice(self, statement: Statement, referent: Referent | None) -> Voice:
        if not statement.source and not statement.cue:
            return referent.voice if referent else "author"
        if referent is None:
            return statement.voice
        words = self.phrases.head(self.page.words(*statement.source))
        paper = referent.voice == "institution" and self.words.statements.search(words) is not None
        return "document" if paper else referent.voice


def _speakers(referent: Referent | None) -> tuple[Speaker, ...]:
    if referent is None:
        return ()
    return referent.speakers or (Speaker(id=referent.id, name=referent.name),)
