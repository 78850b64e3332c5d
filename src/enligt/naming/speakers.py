"""Statements → the same statements with who made them, through whom, and what kind of source that is.

A page is walked once in the order of its text, its headings last, since they speak of what the text tells below them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from enligt.attributing.lexicon import lexicon
from enligt.naming.cast import Cast, Gender, Referent
from enligt.naming.lookup import Directory, shipped_directory
from enligt.naming.people import People
from enligt.naming.relays import Relays
from enligt.naming.variants import key
from enligt.naming.wording import wording
from enligt.records import Link, Name, Page, Span, Speaker, Statement, Voice, digest

#: Letters of a first paragraph that tells the story; shorter ones are lines of place and date.
_MIN_LEAD = 60

_PEOPLE: frozenset[Voice] = frozenset({"named", "anonymous"})
_BODIES: frozenset[Voice] = frozenset({"institution"})
_CROWDS: frozenset[Voice] = frozenset({"group", "anonymous", "named"})
_PAPERS: frozenset[Voice] = frozenset({"document"})
_WORD = re.compile(r"[\w-]+")
_BRACKETED = re.compile(r"\(([^()]{2,60})\)")
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё]\w+"
_CLOSING = re.compile(r"[,.;:»”\n]")
#: A name right before or after the word for a treaty.
_NAME_BEFORE = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{0,3}})[ -]$")
_NAME_AFTER = re.compile(rf"[^\S\n][«“„\"]?({_CAPITAL}(?: {_CAPITAL}){{0,3}})")
_NAME_REACH = 60
#: Code points back to which "they" may point at a group; about two sentences.
_CROWD_REACH = 400
#: Letters above which the word before a group's noun may be its adjective.
_MIN_ADJECTIVE = 3


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
        self.directory = directory
        self.words = wording(page.lang)
        self.lexicon = lexicon(page.lang)
        self.people = People(page, names, directory)
        self.relays = Relays(page, names, directory)
        self.cast = Cast()
        self.statements = statements
        self.contents = sorted(span for one in statements for span in one.content)
        self.before: Statement | None = None
        self.treaties = deque(self.words.treaties.finditer(page.text))
        self.done: dict[str, Statement] = {}
        self.referents: dict[str, Referent | None] = {}

    def result(self) -> tuple[Statement, ...]:
        headings = [block.span for block in self.page.blocks if block.kind == "heading"]
        order = sorted(self.statements, key=lambda one: (_inside(_at(one), headings), _at(one), one.parent is not None))
        seen = 0
        for statement in order:
            seen = self._bystanders(seen, _at(statement))
            self._note_treaties(_at(statement))
            referent = self._referent(statement)
            via = self._via(statement, referent)
            self.referents[statement.id] = referent
            self.before = statement
            self.done[statement.id] = replace(
                statement,
                speaker=Speaker(id=referent.id, name=referent.name) if referent else None,
                voice=self._voice(statement, referent),
                via=via,
            )
        return self._credited([self.done[one.id] for one in self.statements])

    def _bystanders(self, seen: int, until: int) -> int:
        """Persons named in the text itself, as its subjects: the first of a sentence, outside what others say."""
        spans = self.people.spans
        while seen < len(spans) and spans[seen].start < until:
            span = spans[seen]
            opens = seen == 0 or re.search(r"[.!?…\n]", self.page.text[spans[seen - 1].end : span.start]) is not None
            if opens and not _inside(span.start, self.contents):
                self._person(self.page.words(span), self.page.words(span), Span(span.start, span.start))
            seen += 1
        return seen

    def _note_treaties(self, until: int) -> None:
        """Treaties that the text itself names; "the treaty" later on is the one named last."""
        while self.treaties and self.treaties[0].start() < until:
            noun = self.treaties.popleft()
            if _inside(noun.start(), self.contents):
                continue
            before = _NAME_BEFORE.search(self.page.text, max(0, noun.start() - _NAME_REACH), noun.start())
            after = _NAME_AFTER.match(self.page.text, noun.end())
            name = before[1] if before else after[1] if after else None
            if name:
                id_ = digest("document", name.casefold())
                self.cast.mention(Referent(id_, name, "document", words={noun[0].casefold()}))
            elif known := self.cast.latest(_PAPERS):
                self.cast.mention(known)

    # Who is meant -----------------------------------------------------------------------------------------------

    def _referent(self, statement: Statement) -> Referent | None:
        if not statement.source:
            return self._again(self._unsaid(statement))
        hull = Span(statement.source[0].start, statement.source[-1].end)
        words = " ".join(self.page.words(*statement.source).split()).strip(" .,:;«»“”„\"'’")
        low = words.casefold().replace("’", "'").lstrip("-").removeprefix("t-")
        if pronoun := self._pronoun(low, hull.start):
            return self._again(pronoun)
        if self._is_pronoun(low) or not words:
            return None
        if outlet := self._outlet(words, hull):
            return self._again(self._cited(statement, hull) or outlet)
        if self._is_unnamed(words, hull):
            return self._again(self._described("anonymous", words))
        return self._again(self._actor(words, hull) or self._described(self._kind(statement, words), words))

    def _unsaid(self, statement: Statement) -> Referent | None:
        """Who goes on speaking where a cue stands without a source."""
        cue = self.page.words(*statement.cue)
        if self.words.continuing.search(cue):
            return self.cast.latest(_PEOPLE)
        if self.before is None or cue.casefold() not in self.lexicon.verbs:
            return None
        between = self.page.text[_at(self.before) : _at(statement)]
        same_sentence = _at(self.before) < _at(statement) and not re.search(r"[.!?…]\s|\n", between)
        return self.referents[self.before.id] if same_sentence else None

    def _cited(self, statement: Statement, hull: Span) -> Referent | None:
        """Somebody unnamed whom the outlet that seems to speak refers to: "X, citing an official"."""
        for piece in self.relays.frame(statement.source, statement.content):
            cue = self.words.citing.search(self.page.text, max(piece.start, hull.start), piece.end)
            if cue:
                end = _CLOSING.search(self.page.text, cue.end(), piece.end)
                whole = Span(cue.end(), end.start() if end else piece.end)
                words = " ".join(self.page.words(whole).split())
                if self._is_unnamed(words, whole):
                    return self._described("anonymous", words)
        return None

    def _is_unnamed(self, words: str, hull: Span) -> bool:
        """Whether a phrase is about somebody without a name: an official, the diplomat."""
        if not self.words.person_nouns.search(words) or self.people.names(hull):
            return False
        return self._indefinite(words) or self.people.within(hull) is None

    def _kind(self, statement: Statement, words: str) -> Voice:
        """The voice of a phrase that names no person."""
        known = self.lexicon.voices
        if known["document"].search(words) or self.words.papers.search(words):
            return "document"
        if known["institution"].search(words) or self.words.bodies.search(words):
            return "institution" if not known["title"].search(words) else "named"
        return statement.voice

    def _again(self, referent: Referent | None) -> Referent | None:
        return self.cast.mention(referent) if referent else None

    def _is_pronoun(self, low: str) -> bool:
        known = self.words
        return any(
            low in forms for forms in (known.masculine, known.feminine, known.neuter, known.plural, known.relative)
        )

    def _pronoun(self, low: str, at: int) -> Referent | None:
        known = self.words
        for forms, gender in ((known.masculine, "masculine"), (known.feminine, "feminine")):
            if low in forms:
                found = self.cast.latest(_PEOPLE, gender=gender, plural=False)  # type: ignore[arg-type]
                if found:
                    found.gender = gender  # type: ignore[assignment]
                    return found
        if low in known.plural:
            return self.cast.latest(_CROWDS, plural=True) or self._crowd(at)
        if low in known.relative:
            return self.cast.latest(_PEOPLE)
        if low in known.neuter:
            return self.cast.latest(_PAPERS | _BODIES)
        return None

    def _crowd(self, before: int) -> Referent | None:
        """The group of which the text spoke last, with the adjective before it."""
        start = max(0, before - _CROWD_REACH)
        last = None
        for pattern in (self.words.plural_nouns, self.lexicon.voices["group"]):
            for found in pattern.finditer(self.page.text, start, before):
                last = found if last is None or found.start() > last.start() else last
        if last is None:
            return None
        word = _WORD.findall(self.page.text[start : last.start()])[-1:]
        known = self.lexicon
        function = known.verbs | known.openers | known.leading | known.that | known.finite
        adjective = (
            f"{word[0]} " if word and len(word[0]) > _MIN_ADJECTIVE and word[0].casefold() not in function else ""
        )
        words = f"{adjective}{last[0]}"
        return self._new(words, "group", _stems(words), plural=True)

    def _outlet(self, words: str, hull: Span) -> Referent | None:
        """An outlet by its name, by a word that stands for it, or by what it owns ("the paper's report")."""
        name = self.relays.outlet(words)
        if name is None and (noun := self.words.outlet_nouns.search(words)) and not self._is_anonymous(words):
            if self.people.within(hull) is None and not self.words.person_nouns.search(words):
                inner = self.relays.among([hull])
                name = inner[-1].name if inner else self.relays.outlet(words[noun.end() :]) or self.relays.last()
        if name is None and self.lexicon.voices["document"].search(words):
            inner = self.relays.among([hull])
            name = inner[0].name if inner else (self.page.outlet if self._names_own(words) else None)
        if name is None:
            return None
        self.relays.note(name)
        known = self.directory.outlet(name)
        id_ = known.id if known else digest("outlet", name.casefold())
        return self.cast.mention(Referent(id_, name, "outlet", words=_stems(words)))

    def _names_own(self, words: str) -> bool:
        return bool(self.page.outlet) and (self.page.outlet or "").casefold() in words.casefold()

    def _is_anonymous(self, words: str) -> bool:
        return self.lexicon.voices["anonymous"].search(words) is not None

    def _actor(self, words: str, hull: Span) -> Referent | None:
        """An institution, a government, or a person with a name."""
        if body := self._body(words):
            return body
        name = self.people.within(hull)
        return self._person(name, words, hull) if name else None

    def _body(self, words: str) -> Referent | None:
        bracketed = _BRACKETED.search(words)
        bare = _without_article(words, self.words.definite)
        for form in (words, bare, bracketed[1] if bracketed else ""):
            if form and (body := self.directory.body(form)):
                return self.cast.mention(Referent(body.id, body.name, "institution", words=_stems(words)))
        place = self.directory.place(bare, self.page.lang) if bare[:1].isupper() else None
        if place is None:
            return None
        name = _country_name(place.country)
        return self.cast.mention(Referent(f"country-{place.country.lower()}", name, "institution", words=_stems(words)))

    def _person(self, name: str, words: str, hull: Span) -> Referent:
        full = self.people.fullest(name)
        known = self.directory.person(full) or (self.directory.person(name) if full == name else None)
        given = full.split()[0] if " " in full else ""
        id_ = known.id if known else digest("person", key(full), key(given)[:1])
        described = words.replace(name, " ")
        return self.cast.mention(
            Referent(id_, known.name if known else full, "named", self._gender(described), words=_stems(words))
        )

    def _gender(self, words: str) -> Gender | None:
        first = next(iter(_WORD.findall(words.casefold())), "")
        if self.words.feminine_marks.search(words) or first in self.words.feminine_articles:
            return "feminine"
        if self.words.masculine_marks.search(words) or first in self.words.masculine_articles:
            return "masculine"
        return None

    def _described(self, voice: Voice, words: str) -> Referent | None:
        """Somebody without a name: one named before, or one whom the page leaves unnamed."""
        stems = _stems(words)
        if voice == "document" or self.words.statements.search(words) or self.words.treaties.search(words):
            return self._paper(words, stems)
        definite, indefinite = self._definite(words), self._indefinite(words)
        if voice == "institution":
            found = self.cast.like(stems, _BODIES)
            return found or self._new(words, "institution", stems)
        if voice == "group" or self.words.plural_nouns.search(words) or self.words.media_reports.search(words):
            kind: Voice = "group" if voice in ("group", "named") else "anonymous"
            kind = "named" if self._places_in(words) > 1 else kind  # the presidents of A and B are known to all
            found = self.cast.like(stems, frozenset({kind}), plural=True) if definite else None
            return found or self._new(words, kind, stems, plural=True)
        if not indefinite:
            found = self.cast.like(stems, _PEOPLE)
            if found is None and (definite or (voice != "outlet" and len(words.split()) == 1)):
                if voice == "anonymous":
                    found = self.cast.latest(frozenset({"anonymous"}), plural=False)
                found = found or self.cast.latest(_PEOPLE, gender=self._gender(words), plural=False)
            if found:
                found.gender = found.gender or self._gender(words)
                return found
        if voice == "anonymous" or indefinite:
            return self._new(words, "anonymous", stems)
        return self._new(words, voice, stems) if words[:1].isupper() and not definite else None

    def _places_in(self, words: str) -> int:
        capitals = (word for word in _WORD.findall(words) if word[0].isupper())
        return sum(self.directory.place(word, self.page.lang) is not None for word in capitals)

    def _paper(self, words: str, stems: set[str]) -> Referent | None:
        """A paper speaks for its owner if it is a statement, else for itself."""
        if self.words.statements.search(words):
            owner = self._owner(words) or self.cast.latest(_BODIES)
            if owner:
                return owner
        if self._definite(words):
            treaty = self.cast.latest(_PAPERS) if self.words.treaties.search(words) else None
            if same := self.cast.like(stems, _PAPERS) or treaty:
                return same
        return self._new(words, "document", stems)

    def _owner(self, words: str) -> Referent | None:
        others = [word for word in words.split() if not self.words.statements.search(word)]
        owner = " ".join(others)
        return self._body(owner) or self.cast.like(_stems(owner), _BODIES) if owner else None

    def _new(self, words: str, voice: Voice, stems: set[str], *, plural: bool = False) -> Referent:
        shown = _without_article(words, self.words.definite)
        folded = " ".join(word for word in shown.casefold().split() if word not in self.words.indefinite)
        owner = self.page.outlet or self.page.url or ""
        id_ = digest(voice, owner if voice in ("anonymous", "group", "document") else "", folded)
        return self.cast.mention(Referent(id_, shown, voice, self._gender(words), plural, stems))

    def _definite(self, words: str) -> bool:
        tokens = _WORD.findall(words.casefold())
        if not tokens or tokens[0] in self.words.indefinite:
            return False
        return tokens[0] in self.words.definite or any(
            token.endswith(ending) for token in (tokens[0], tokens[-1]) for ending in self.words.definite_endings
        )

    def _indefinite(self, words: str) -> bool:
        tokens = _WORD.findall(words.casefold())
        return bool(tokens) and tokens[0] in self.words.indefinite

    def _voice(self, statement: Statement, referent: Referent | None) -> Voice:
        if not statement.source and not statement.cue:
            return referent.voice if referent else "author"
        if referent is None:
            return statement.voice
        words = self.page.words(*statement.source)
        paper = referent.voice == "institution" and self.words.statements.search(words) is not None
        return "document" if paper else referent.voice

    # Through whom -----------------------------------------------------------------------------------------------

    def _via(self, statement: Statement, referent: Referent | None) -> tuple[Link, ...]:
        spans = (*statement.source, *statement.cue)
        frame = self.relays.frame(spans, statement.content)
        links = self.relays.among(frame)
        if referent and referent.voice == "outlet":
            links = self._of_outlet(statement, referent, links)
        elif referent:
            links = links or self._hearsay(frame)
            if referent.voice == "anonymous":  # reached through the outlet that spoke with them
                links = _continued(links, referent.via)
                referent.via = referent.via or links
        return (*links, *self._through_parent(statement, links))

    def _of_outlet(self, statement: Statement, referent: Referent, links: tuple[Link, ...]) -> tuple[Link, ...]:
        others = tuple(link for link in links if link.name != referent.name)
        if self.relays.is_own(referent.name):
            return others
        return (Link(referent.name, Span(statement.source[0].start, statement.source[-1].end)), *others)

    def _hearsay(self, frame: Sequence[Span]) -> tuple[Link, ...]:
        for piece in frame:
            if found := self.words.hearsay.search(self.page.text, piece.start, piece.end):
                return (Link(found[0], Span(found.start(), found.end())),)
        return ()

    def _through_parent(self, statement: Statement, own: Iterable[Link]) -> tuple[Link, ...]:
        parent = self.done.get(statement.parent or "")
        outer = self.referents.get(statement.parent or "")
        if parent is None or outer is None:
            return ()
        unnamed_media = outer.voice == "anonymous" and self.words.media_reports.search(outer.name)
        if outer.voice != "outlet" and not unnamed_media:
            return ()
        known = {link.name for link in own}
        links = parent.via if outer.voice == "outlet" else (Link(outer.name, _hull(parent.source)), *parent.via)
        return tuple(link for link in links if link.name not in known)

    def _credited(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """What the page says of all its statements: its wire, or the one outlet to which its first paragraph owes them."""
        wires = tuple(Link(one.name, one.evidence) for one in self.page.credits if one.kind == "wire")
        whole = wires or self._lead(statements)
        if not whole:
            return tuple(statements)
        return tuple(
            one if one.via or one.voice in ("author", "outlet") else replace(one, via=whole) for one in statements
        )

    def _lead(self, statements: Sequence[Statement]) -> tuple[Link, ...]:
        others = {one.name for one in self.page.credits if one.kind in ("source", "hat-tip")}
        if len(self.relays.met) != 1 or others - self.relays.met:
            return ()
        paragraphs = (
            b.span for b in self.page.blocks if b.kind == "paragraph" and b.span.end - b.span.start > _MIN_LEAD
        )
        lead = next(paragraphs, None)
        for one in statements:
            if lead and one.via and lead.start <= _at(one) < lead.end:
                return (Link(one.via[-1].name, None),)
        return ()


def _continued(links: tuple[Link, ...], before: tuple[Link, ...]) -> tuple[Link, ...]:
    """The chain to somebody unnamed goes on as it began, if no word says otherwise."""
    if not links:
        return tuple(link._replace(evidence=None) for link in before)
    names = [link.name for link in links]
    if len(before) > len(links) and [link.name for link in before[-len(links) :]] == names:
        return (*(link._replace(evidence=None) for link in before[: -len(links)]), *links)
    return links


def _at(statement: Statement) -> int:
    return (statement.source or statement.cue or statement.content)[0].start


def _hull(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _inside(at: int, spans: Sequence[Span]) -> bool:
    from bisect import bisect_right

    index = bisect_right(spans, Span(at, 1 << 60)) - 1
    return index >= 0 and spans[index].start <= at < spans[index].end


def _stems(words: str) -> set[str]:
    return {word for word in _WORD.findall(words.casefold()) if len(word) > 3}


def _without_article(words: str, articles: frozenset[str]) -> str:
    first, _, rest = words.partition(" ")
    if rest and first.casefold() in articles:
        return rest
    for elided in ("l'", "l’", "L'", "L’"):
        words = words.removeprefix(elided)
    return words


def _country_name(code: str) -> str:
    from babel import Locale

    return str(Locale("en").territories.get(code, code))
