"""The outlets that stand in a statement's reporting words: who relays the speaker, nearest the speaker first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enligt.attributing.lexicon import lexicon
from enligt.letters import CAPITAL_NOUNS, SMALL
from enligt.naming import remembered
from enligt.naming.lookup import Directory
from enligt.naming.people import CAPITALISED, ELIDED
from enligt.naming.wording import wording
from enligt.records import Link, Name, Page, Span

#: Words of the longest name of an outlet.
_MAX_WORDS = 5
#: Letters up to which a word is an outlet only as the lists write it: "Di" is a paper, "Die" is not.
_MAX_SHORT = 5
#: Code points of reporting words that are looked at around a cue or a source; sentences are mostly below 300.
_MAX_FRAME = 400

_BREAK = re.compile(rf"(?<=[.!?…])[\"”»“’')\]]*\s+(?=[\"“„«‘(\[–—]*\s?[^\W_{SMALL}])|\n+")
_RUN = re.compile(rf"(?:{CAPITALISED}[^\S\n]{{1,2}}(?:(?:du|des|de la) )?){{0,{_MAX_WORDS}}}{CAPITALISED}")
_WORD = re.compile(r"[\w’'‑-]+")
_GAP = re.compile(r"[^\S\n]{1,2}[«“„\"”‘]?")
#: A word without a capital between a word for an outlet and its name: "l'agence russe X".
_ADJECTIVE = re.compile(rf"[^\S\n]{{1,2}}([{SMALL}]{{4,20}})(?=[^\S\n])")
#: Languages in which most adjectives follow their noun.
_ADJECTIVE_LAST = frozenset({"fr", "es", "it", "pt", "ca", "ro"})
#: Words with which names of papers and agencies are made, and endings of names that are one word.
_MEDIA_WORD = re.compile(
    r"\b(?:Wire|Gazette|Times|Post|Dispatch|Telegraph|Examiner|Bulletin|Tribune|Herald|Monitor|Courier|Chronicle|Observer|Agence|Press|Presse|Newswire"
    r"|Nyhetsbyrån|Telegrambyrå|Zeitung|Kurier|Courrier|Новости|Вести|Известия|[Вв]естник|[Оо]бозреватель|Газета"
    r"|Ведомости)\b"
)
_MEDIA_COMPOUND = re.compile(r"\b\w{2,}(?:bladet|kuriren|tidningen|posten|zeitung|blatt|bote|kurier|вестник)\b")


#: Letters by which two forms of a word for an outlet are one: Agentur, Agenturen.
_STEM_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet where the text names it, or a word that stands for the last one named."""

    name: str
    span: Span


class Relays:
    """Finds the outlets of one page; statements are to be asked for in the order of the text."""

    def __init__(self, page: Page, names: Sequence[Name], directory: Directory) -> None:
        self.page = page
        self._directory = directory
        self._words = wording(page.lang)
        self._seen: dict[str, str | None] = {}
        persons = (page.words(name.span) for name in names if name.kind == "PER")
        self._persons = {name for name in persons if not is_media_name(name)}
        self._credited = {_folded(credit.name): credit.name for credit in page.credits if credit.kind != "byline"}
        self._stops = [match.end() for match in _BREAK.finditer(page.text)]
        introduced = list(self._appositions())
        self._introduced = {_folded(name): name for _, _, name in introduced}
        self._by_noun: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for noun, at, name in introduced:
            self._by_noun[noun].append((at, self._known(name) or name))
        self._own = {_folded(name) for name in (page.outlet, self._known(page.outlet or "")) if name}
        self._last: str | None = None
        #: The outlets met so far, other than the page's own.
        self.met: set[str] = set()

    def frame(self, spans: Sequence[Span], content: Sequence[Span]) -> list[Span]:
        """The sentences in which the spans lie, without the content: the words that report."""
        if not spans:
            return []
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        at = bisect_right(self._stops, first)
        start = max(self._stops[at - 1] if at else 0, first - _MAX_FRAME)
        at = bisect_right(self._stops, max(first, last - 1))
        end = min(self._stops[at] if at < len(self._stops) else len(self.page.text), last + _MAX_FRAME)
        pieces: list[Span] = []
        for part in content:
            if part.start > start:
                pieces.append(Span(start, min(part.start, end)))
            start = max(start, part.end)
        pieces.append(Span(start, end))
        return [piece for piece in pieces if piece.start < piece.end]

    def outlet(self, words: str) -> str | None:
        """The outlet that a phrase as a whole names."""
        return self._known(words.strip(" .,:;«»“”„\"'’()"))

    def is_own(self, name: str) -> bool:
        """Whether an outlet is the page's own."""
        return _folded(name) in self._own

    def last(self) -> str | None:
        """The outlet named last; before any is named, the page's own."""
        return self._last or self.page.outlet

    def called(self, noun: str, at: int) -> str | None:
        """The outlet that a word for one means at a place: the one last called so, else the one named last."""
        named = self._by_noun.get(_stem(noun), [])
        before = bisect_left(named, (at,))
        return named[before - 1][1] if before else self.last()

    def note(self, name: str) -> None:
        """Take note that the text has just named an outlet."""
        self._last = name
        if not self.is_own(name):
            self.met.add(name)

    def among(self, frame: Sequence[Span]) -> tuple[Link, ...]:
        """The outlets in the reporting words, the page's own aside, nearest the speaker first."""
        found = [mention for piece in frame for mention in self.mentions(piece)]
        links: dict[str, Link] = {}
        for mention in found:
            self.note(mention.name)
            if not self.is_own(mention.name):
                links.setdefault(mention.name, Link(mention.name, mention.span))
        # "A, citing B" names the outer one first; so does nothing else that says two.
        return tuple(reversed(links.values())) if self.cites(frame) else tuple(links.values())

    def cites(self, frame: Sequence[Span]) -> bool:
        """Whether reporting words say that an outlet has it from another: "A, citing B"."""
        return any(self._words.citing.search(self.page.words(piece)) for piece in frame)

    def mentions(self, piece: Span) -> list[Mention]:
        """The outlets in a stretch of the text, in its order, and the words that stand for one."""
        text = self.page.text
        named = list(self._named(piece))
        taken = [mention.span for mention in named]
        for noun in self._words.outlet_nouns.finditer(text, piece.start, piece.end):
            if any(span.start <= noun.end() + 2 and noun.start() < span.end for span in taken):
                continue  # the outlet's name follows
            before = [mention for mention in named if mention.span.end <= noun.start()]
            name = before[-1].name if before else self.called(noun[0], noun.start())
            if name:
                named.append(Mention(name, Span(noun.start(), noun.end())))
        return sorted(named, key=lambda mention: mention.span)

    def _named(self, piece: Span) -> Iterator[Mention]:
        for run in _RUN.finditer(self.page.text, piece.start, piece.end):
            elided = ELIDED.match(run[0])
            start = run.start() + (elided.end() if elided else 0)
            words = [match.span() for match in _WORD.finditer(self.page.text, start, run.end())]
            first = 0
            while first < len(words):
                for last in range(len(words), first, -1):
                    span = Span(words[first][0], words[last - 1][1])
                    name = self._known(self.page.words(span))
                    if name:
                        yield Mention(name, span)
                        first = last
                        break
                else:
                    first += 1

    def _known(self, words: str) -> str | None:
        """The name of the outlet that words name: one of the lists, of the page itself, or by its make."""
        if words not in self._seen:
            self._seen[words] = self._look_up(words)
        return self._seen[words]

    def _look_up(self, words: str) -> str | None:
        if len(words) < 2 or self._words.outlet_nouns.fullmatch(words):
            return None
        noun = self._words.outlet_nouns.match(words)
        if noun and words[noun.end() :].strip() and self.page.lang in CAPITAL_NOUNS:
            return self._known(words[noun.end() :].strip())
        folded = _folded(words)
        if self.page.outlet and folded == _folded(self.page.outlet):
            return self.page.outlet
        if folded in self._credited:
            return self._credited[folded]
        if folded in self._introduced:
            return self._introduced[folded]
        if words in self._persons:
            return None
        known = remembered.outlet(self._directory, words)
        if known:
            exact = len(words) > _MAX_SHORT or words in (known.name, *known.aliases)
            return known.name if exact and not remembered.place(self._directory, words, self.page.lang) else None
        return words if is_media_name(words) else None

    def _appositions(self) -> Iterator[tuple[str, int, str]]:
        """Names that stand right after a word for an outlet, with its stem and place: "the daily X"."""
        text = self.page.text
        for noun in self._words.outlet_nouns.finditer(text):
            gap = _GAP.match(text, self._adjective_end(noun.end()))
            run = _RUN.match(text, gap.end()) if gap else None
            if run and run[0] not in self._persons:
                named = noun[0][0].isupper() and self.page.lang not in CAPITAL_NOUNS  # "Agence X" is all name
                name = text[noun.start() : run.end()] if named else run[0]
                yield _stem(noun[0]), noun.start(), name

    def _adjective_end(self, at: int) -> int:
        """Where the adjective that follows a noun ends; ``at``, where the noun ends, if there is none."""
        found = _ADJECTIVE.match(self.page.text, at) if self.page.lang in _ADJECTIVE_LAST else None
        known = lexicon(self.page.lang)
        return found.end() if found and found[1] not in known.verbs | known.leading | known.that else at


def is_media_name(words: str) -> bool:
    """Whether a name is made like those of papers and agencies.

    >>> is_media_name("Harbour Gazette"), is_media_name("Kustbladet"), is_media_name("Wire")
    (True, True, False)
    """
    if not _RUN.fullmatch(words):
        return False
    return _MEDIA_COMPOUND.search(words) is not None or (" " in words and _MEDIA_WORD.search(words) is not None)


def _stem(noun: str) -> str:
    return noun.casefold()[:_STEM_LETTERS]


def _folded(name: str) -> str:
    words = " ".join(name.split()).strip(" .,:;«»“”„\"'’()").casefold()
    for article in ("the ", "der ", "die ", "das ", "den ", "l’", "l'", "d’", "d'"):
        words = words.removeprefix(article)
    return words.removesuffix("'s").removesuffix("’s")
