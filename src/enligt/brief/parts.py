"""The frozen parts of a brief: what was asked, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from enligt.records import Claim, Page, Speaker, Stance, Statement
from enligt.tongue import DEFAULT_LANGUAGE, Language

if TYPE_CHECKING:
    from enligt.ledger.comments import Comment
    from enligt.ledger.listing import PageHead

Format = Literal["markdown", "html", "atom", "json"]

#: Items of a brief where nobody says how many: what is read in a quarter of an hour.
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a brief is to be about.

    ``since`` and ``until`` are ISO days, both included; without either, undated pages count too. ``topic`` is words or
    a sentence in any language, ``actors`` names or ids of whom at least one speaks. ``lang`` is the reader's language;
    ``comments`` takes in the desk's signed comments; ``limit`` is the most items, 0 for all.
    """

    since: str | None = None
    until: str | None = None
    topic: str = ""
    actors: tuple[str, ...] = ()
    lang: Language = DEFAULT_LANGUAGE
    comments: bool = False
    limit: int = MOST_ITEMS


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
