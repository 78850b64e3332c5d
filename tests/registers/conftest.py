from collections.abc import Sequence

from enligt.records import Block, Entry, Name, Page, Span, Statement, Traced
from enligt.registers import entries_of


def page_of(text: str, lang: str, published: str = "2026-03-10", url: str | None = None) -> Page:
    """A page of paragraphs; one that begins with # is a heading."""
    blocks, parts, at = [], [], 0
    for part in text.split("\n"):
        kind = "heading" if part.startswith("# ") else "paragraph"
        words = part.removeprefix("# ")
        blocks.append(Block(kind, Span(at, at + len(words))))  # type: ignore[arg-type]
        parts.append(words)
        at += len(words) + 1
    return Page(text="\n".join(parts), blocks=tuple(blocks), lang=lang, published=published, url=url)


def said(page: Page, content: str, source: str, cue: str = "", **more: object) -> Statement:
    """A statement of a page by its words."""

    def at(words: str) -> tuple[Span, ...]:
        start = page.text.index(words)
        return (Span(start, start + len(words)),) if words else ()

    given = {"form": "indirect", "voice": "named", **more}
    return Statement(
        id=f"{page.id}-{content[:8]}",
        content=at(content),
        cue=at(cue),
        source=at(source),
        **given,  # type: ignore[arg-type]
    )


def traced_of(page: Page, statements: Sequence[Statement] = (), people: Sequence[str] = ()) -> Traced:
    names = tuple(
        Name("PER", Span(page.text.index(one), page.text.index(one) + len(one))) for one in people if one in page.text
    )
    return Traced(page=page, statements=tuple(statements), names=names)


def entries(text: str, lang: str, published: str = "2026-03-10", url: str | None = None) -> tuple[Entry, ...]:
    """The entries of a page without statements."""
    return entries_of(traced_of(page_of(text, lang, published, url)))


def names(entry: Entry) -> list[str]:
    return [party.name for party in entry.who]
