"""A brief laid out: blocks of runs of text, which every format writes in its own way and escapes in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """Words with what is known of them: a web address they lead to, whether they weigh, their language."""

    words: str
    link: str | None = None
    strong: bool = False
    lang: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` if it only helps to read the rest."""

    runs: Runs
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a page, where they are from, and what is to be known of them."""

    quote: Run
    page: str | None
    attribution: Runs


@dataclass(frozen=True, slots=True)
class Sides:
    """Two columns side by side, each with its head; rows are quotations, of which one side may have fewer."""

    heads: tuple[Runs, Runs]
    rows: tuple[tuple[Quotation | None, Quotation | None], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of which each entry has its number."""

    entries: tuple[tuple[int, Runs], ...]


Block = Heading | Paragraph | Quotation | Sides | Listing


@dataclass(frozen=True, slots=True)
class Entry:
    """The blocks of one item, with what a feed tells of it: a title, ISO times of its first and last pages, sources."""

    id: str
    title: str
    published: str | None
    updated: str | None
    blocks: tuple[Block, ...]
    sources: Listing


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, where it has one, and its entries."""

    heading: Heading | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole brief, laid out in the language ``lang``; ``name`` is what to call it in a list of briefs."""

    lang: str
    name: str
    title: Runs
    opening: tuple[Block, ...]
    parts: tuple[Part, ...]
    closing: tuple[Block, ...]
