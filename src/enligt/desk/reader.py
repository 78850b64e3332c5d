"""A traced page made ready for reading: its blocks in segments, its statements as rows beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from enligt.records import Block, BlockKind, Link, Page, Span, Speaker, Statement, Traced
from enligt.report.segments import Segment, segmented


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block of the page; the items of a list are one part with many lines."""

    kind: BlockKind
    lines: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with its words, and its number on the page."""

    number: int
    statement: Statement
    source: str
    cue: str
    content: str
    parent: int | None

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Whoever it is known to come from."""
        return (self.statement.speaker, *self.statement.others) if self.statement.speaker else ()

    @property
    def via(self) -> tuple[Link, ...]:
        """The outlets between the speaker and the page; an outlet that speaks for itself is no go-between."""
        names = {speaker.name for speaker in self.speakers}
        return tuple(link for link in self.statement.via if link.name not in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A page ready for its template. ``heading`` is its title, marked if the page's text begins with it."""

    page: Page
    title: str
    heading: tuple[Segment, ...]
    parts: tuple[Part, ...]
    said: tuple[Said, ...]
    assertions: tuple[Said, ...]


def reader(traced: Traced, untitled: str) -> Reader:
    """A traced page made ready; ``untitled`` stands for a title where it has none."""
    page = traced.page
    blocks = sorted(page.blocks or (Block("paragraph", Span(0, len(page.text))),), key=lambda block: block.span)
    lines = segmented(page, traced.statements, [block.span for block in blocks])
    title = title_of(page) or untitled
    repeats_title = blocks[0].kind == "heading" and page.words(blocks[0].span).strip() == title
    body = list(zip(blocks, lines, strict=True))[repeats_title:]
    numbers = {statement.id: number for number, statement in enumerate(traced.statements, start=1)}
    return Reader(
        page=page,
        title=title,
        heading=tuple(lines[0]) if repeats_title else (Segment(title, ()),),
        parts=tuple(_parts(body)),
        said=tuple(said(page, statement, numbers) for statement in traced.statements),
        assertions=tuple(said(page, statement, {}) for statement in traced.assertions),
    )


def said(page: Page, statement: Statement, numbers: dict[str, int]) -> Said:
    """A statement with its words; ``numbers`` are those of the page's statements by id."""
    return Said(
        number=numbers.get(statement.id, 0),
        statement=statement,
        source=page.words(*statement.source),
        cue=page.words(*statement.cue),
        content=page.words(*statement.content),
        parent=numbers.get(statement.parent or ""),
    )


def title_of(page: Page) -> str | None:
    """What to call a page: its title, else its address; of a local file only the name."""
    if page.title:
        return page.title
    if page.url and page.url.startswith("file:"):
        return page.url.rpartition("/")[2]
    return page.url


def _parts(body: Sequence[tuple[Block, list[Segment]]]) -> Iterator[Part]:
    for kind, run in groupby(body, key=lambda line: line[0].kind):
        lines = tuple(tuple(segments) for _, segments in run)
        if kind == "list":
            yield Part(kind=kind, lines=lines)
        else:
            yield from (Part(kind=kind, lines=(line,)) for line in lines)
