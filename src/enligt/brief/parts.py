"""The frozen parts of a brief: what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from enligt.brief.asked import Asked
from enligt.records import Claim, Page, Speaker, Stance, Statement

if TYPE_CHECKING:
    from enligt.ledger.comments import Comment
    from enligt.ledger.listing import PageHead


class Quote(NamedTuple):
    """Whole sentences of a page, as they stand there, in which a statement is made; ``who`` makes it, if known."""

    words: str
    page: Page
    statement: Statement
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Those who assert a claim, or those who deny it: quotes, one an origin; of others only ``who`` is told.

    Of very many origins ``others`` are those on most pages.

    ``pages`` are the ids of the pages on this side; ``fewest`` and ``most`` bound its independent origins.
    ``first`` is, for each quote in turn, the page on which its origin was first read.
    """

    stance: Stance
    quotes: tuple[Quote, ...]
    first: tuple[PageHead, ...]
    others: tuple[Quote, ...]
    pages: tuple[str, ...]
    fewest: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One claim: the side that most pages take, and the other where somebody contradicts.

    ``foreign`` if none of its quotes is in the reader's language.
    """

    claim: Claim
    sides: tuple[Side, ...]
    foreign: bool = False
    comments: tuple[Comment, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All its quotes."""
        return tuple(quote for side in self.sides for quote in side.quotes)

    @property
    def contradicted(self) -> bool:
        """Whether both sides are quoted."""
        return len(self.sides) > 1

    @property
    def speakers(self) -> frozenset[Speaker]:
        """Whoever is known to be behind it."""
        return frozenset(origin.speaker for origin in self.claim.origins if origin.speaker)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items that belong together, the weightiest first.

    ``names`` are those that they share; where they share none, ``words`` are of the first quote. Sections of what
    belongs to nothing else have neither.
    """

    items: tuple[Item, ...]
    names: tuple[str, ...] = ()
    words: str = ""


class Headline(NamedTuple):
    """Words of a page in language ``lang``; ``disputed`` if somebody contradicts them."""

    words: str
    lang: str | None
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A digest of a ledger; ``sources`` are the pages that it rests on, ``left_out`` counts further items."""

    asked: Asked
    headline: Headline | None
    sections: tuple[Section, ...]
    sources: tuple[PageHead, ...]
    remarks: tuple[Comment, ...] = ()
    left_out: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in order."""
        return tuple(item for section in self.sections for item in section.items)
