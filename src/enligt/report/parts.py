"""A page laid out for a template: its heading and its blocks, in segments that know the statements they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from enligt.records import Block, BlockKind, Page, Span, Traced
from enligt.report.segments import Segment, segmented


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block of the page; the items of a list are one part with many lines."""

    kind: BlockKind
    lines: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """A page ready for a template. ``heading`` is its title, marked if the page's text begins with it."""

    title: str
    heading: tuple[Segment, ...]
    parts: tuple[Part, ...]


def laid_out(traced: Traced, untitled: str) -> LaidOut:
    """A traced page laid out; ``untitled`` stands for a title where it has none.

    >>> page = Page(text="Snow\\n\\nIt fell.", blocks=(Block("heading", Span(0, 4)), Block("paragraph", Span(6, 14))))
    >>> laid_out(Traced(page=page, statements=()), "Untitled").parts[1].lines[0][0].text
    'It fell.'
    """
    page = traced.page
    blocks = sorted(page.blocks or (Block("paragraph", Span(0, len(page.text))),), key=lambda block: block.span)
    lines = segmented(page, traced.statements, [block.span for block in blocks])
    title = title_of(page) or untitled
    repeats_title = blocks[0].kind == "heading" and page.words(blocks[0].span).strip() == title
    body = list(zip(blocks, lines, strict=True))[repeats_title:]
    heading = tuple(lines[0]) if repeats_title else (Segment(title, ()),)
    return LaidOut(title=title, heading=heading, parts=tuple(_parts(body)))


def title_of(page: Page) -> str | None:
    """What to call a page: its title, else its address."""
    return page.title or address(page.url)


def address(url: str | None) -> str | None:
    """A web address as it is; of a local file only the name, since what shows it may be passed on to others."""
    return url.rpartition("/")[2] if url and url.startswith("file:") else url


def web_address(url: str | None) -> str | None:
    """An address that a link may lead to; of a local file nobody else has any use."""
    return url if url and url.startswith(("https://", "http://")) and url.isprintable() else None


def _parts(body: Sequence[tuple[Block, list[Segment]]]) -> Iterator[Part]:
    for kind, run in groupby(body, key=lambda line: line[0].kind):
        lines = tuple(tuple(segments) for _, segments in run)
        if kind == "list":
            yield Part(kind=kind, lines=lines)
        else:
            yield from (Part(kind=kind, lines=(line,)) for line in lines)
