"""A claim → an item of a brief: on each side its clearest quotes, one an origin, none of them told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from enligt.brief.asked import Asked
from enligt.brief.parts import Item, Quote, Side
from enligt.brief.sentences import complete, told_in, whole
from enligt.brief.shelf import Shelf
from enligt.brief.speaking import by_author, pronoun, who
from enligt.ledger.listing import PageHead
from enligt.records import Claim, Member, Origin, Page, Stance, Statement
from enligt.report.terminal import LOW_CONFIDENCE

#: Confidence below which a statement is not quoted, whoever else says it: one in two is wrong.
LEAST_CONFIDENCE = 0.5
#: Quotes on one side, and further origins on it that are named without being quoted.
MOST_QUOTES, MOST_NAMED = 3, 8
#: Pages of one origin that are read for the clearest: of more, those that promise most.
PAGES_READ = 4
#: Words of a content below which it is a torn piece or a bare yes, not something that can be claimed.
LEAST_WORDS = 4
#: Share of letters in which two quotes may be alike (0 to 100), before they are one quote to a reader.
SAME_QUOTE = 85
#: Code points of a comfortable quote: two lines and a half.
COMFORTABLE = 280
#: The language that most readers have besides their own.
_SECOND = "en"
_DASHES = "–—- "


class _Candidate(NamedTuple):
    member: Member
    quote: Quote


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes items of claims, the weightiest first; remembers what has been quoted."""

    asked: Asked
    shelf: Shelf
    quoted: list[tuple[Stance, str]] = field(default_factory=list)

    def item(self, claim: Claim) -> Item | None:
        """The claim as an item; ``None`` where nothing clear is left to quote."""
        denied_first = sum(one.stance == "denies" for one in claim.members) * 2 > len(claim.members)
        stances: tuple[Stance, Stance] = ("denies", "asserts") if denied_first else ("asserts", "denies")
        quoted = tuple(side for stance in stances if (side := self._side(claim, stance)) and side.quotes)
        foreign = all(quote.page.lang != self.asked.lang for side in quoted for quote in side.quotes)
        return Item(claim=claim, sides=quoted, foreign=foreign) if quoted else None

    def _side(self, claim: Claim, stance: Stance) -> Side:
        members = [member for member in claim.members if member.stance == stance]
        origins = _widest_first(claim, members)
        told = {one.id: self._told_by(one, members) for one in origins[: MOST_QUOTES + MOST_NAMED]}
        alone = len(claim.pages) == 1
        candidates = [one for some in told.values() for one in some if _clear(one.quote, alone)]
        fresh = [one for one in candidates if self._in_span(one.member)] or candidates
        chosen: dict[str, Quote] = {}
        for tier in sorted({self._tier(one.quote.page.lang) for one in fresh}):
            if not chosen:
                chosen = self._quotes(origins, [one for one in fresh if self._tier(one.quote.page.lang) == tier])
        firsts = {one.id: one.first_page for one in origins}
        others = [min(some, key=self._clarity).quote for one, some in told.items() if some and one not in chosen]
        return Side(
            stance=stance,
            quotes=tuple(chosen.values()),
            first=tuple(self.shelf.head(firsts[one]) or _head(quote.page) for one, quote in chosen.items()),
            others=tuple(others[:MOST_NAMED]),
            pages=tuple(dict.fromkeys(member.page for member in members)),
            fewest=max(1, sum(origin.maybe is None for origin in origins)),
            most=len(origins),
        )

    def _told_by(self, origin: Origin, members: Sequence[Member]) -> list[_Candidate]:
        """What some pages say from an origin: those of the span and the reader's language first, then the earliest."""
        mine = sorted((one for one in members if one.origin == origin.id), key=self._promise)[:PAGES_READ]
        return [
            _Candidate(member, Quote(told_in(traced.page, one), traced.page, one, who(traced, one, self.asked.lang)))
            for member in mine
            if (traced := self.shelf.page(member.page))
            for one in (*traced.statements, *traced.assertions)
            if one.id == member.statement
        ]

    def _promise(self, member: Member) -> tuple[object, ...]:
        head = self.shelf.head(member.page)
        tier = self._tier(head.lang if head else None)
        return (not self._in_span(member), tier, self.shelf.day(member.page) or "~", member.page, member.statement)

    def _quotes(self, origins: Sequence[Origin], candidates: Sequence[_Candidate]) -> dict[str, Quote]:
        chosen: dict[str, Quote] = {}
        for origin in origins:
            for one in sorted((one for one in candidates if one.member.origin == origin.id), key=self._clarity):
                if len(chosen) < MOST_QUOTES and not self._told(one):
                    self.quoted.append((one.member.stance, one.quote.words))
                    chosen[origin.id] = one.quote
                    break
        return chosen

    def _told(self, one: _Candidate) -> bool:
        """Whether a reader would say of a quote that it has been there already; a denial may sound like its claim."""
        from rapidfuzz.fuzz import ratio

        words, stance = one.quote.words, one.member.stance
        return any(
            words in other or (stance == side and ratio(words, other, score_cutoff=SAME_QUOTE) > 0)
            for side, other in self.quoted
        )

    def _clarity(self, one: _Candidate) -> tuple[object, ...]:
        """Sorts candidates, the clearest first."""
        page, statement = one.quote.page, one.quote.statement
        return (
            statement.voice in ("author", "unstated"),
            not complete(page, whole(page, statement)),
            not _sure(statement),
            not _names_its_source(one.quote),
            len(one.quote.words) > COMFORTABLE,
            self.shelf.day(page.id) or "~",
            page.id,
            statement.id,
        )

    def _tier(self, lang: str | None) -> tuple[int, str]:
        return (0, "") if lang == self.asked.lang else (1, "") if lang == _SECOND else (2, lang or "~")

    def _in_span(self, member: Member) -> bool:
        return self.shelf.day(member.page) >= (self.asked.since or "")


def _sure(statement: Statement) -> bool:
    return statement.confidence >= LOW_CONFIDENCE


def _clear(quote: Quote, alone: bool) -> bool:
    """Whether a statement may be quoted; one that is unsure only where it names a source and other pages say it too."""
    page, statement = quote.page, quote.statement
    words = page.words(*statement.content).strip(_DASHES).split()
    backed = bool(statement.source) and not alone and statement.confidence >= LEAST_CONFIDENCE
    return len(words) >= LEAST_WORDS and not by_author(page, statement) and (_sure(statement) or backed)


def _names_its_source(quote: Quote) -> bool:
    return bool(quote.statement.source) and not pronoun(quote.page, quote.statement)


def _widest_first(claim: Claim, members: Sequence[Member]) -> list[Origin]:
    """The origins of some of a claim's statements, those on most pages first."""
    pages: dict[str, set[str]] = {}
    for member in members:
        pages.setdefault(member.origin, set()).add(member.page)
    kept = [origin for origin in claim.origins if origin.id in pages]
    return sorted(kept, key=lambda origin: (-len(pages[origin.id]), origin.id))


def _head(page: Page) -> PageHead:
    return PageHead(page.id, page.url, page.outlet, page.title, page.lang, page.published)
