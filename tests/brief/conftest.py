from collections.abc import Iterator
from pathlib import Path

import pytest

from enligt.brief.shelf import Shelf
from enligt.ledger import Ledger, open_ledger
from enligt.ledger.listing import PageHead
from enligt.pipeline import trace_many
from enligt.reading import read
from enligt.records import (
    Block,
    Claim,
    Link,
    Member,
    Name,
    Options,
    Origin,
    Page,
    Span,
    Speaker,
    Stance,
    Statement,
    Traced,
)

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.html"))
LEE = Speaker(id="ann-lee", name="Ann Lee")
EK = Speaker(id="bo-ek", name="Bo Ek")


def page(text: str, **more: object) -> Page:
    """A page of one paragraph a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", Span(at, at + len(line))))
        at += len(line) + 1
    given = {"outlet": "Sound Post", "title": "News", "lang": "en", "published": "2026-03-05", **more}
    return Page(text=text, blocks=tuple(blocks), **given)  # type: ignore[arg-type]


def said(where: Page, content: str, source: str = "", speaker: Speaker | None = None, **more: object) -> Statement:
    """A statement by the words of its parts."""

    def at(words: str) -> tuple[Span, ...]:
        start = where.text.index(words)
        return (Span(start, start + len(words)),) if words else ()

    given = {"form": "indirect", "voice": "named", "via": (), "confidence": 0.9, **more}
    return Statement(
        id=f"{where.id}-{where.text.index(content)}",
        content=at(content),
        cue=(),
        source=at(source),
        speaker=speaker,
        **given,  # type: ignore[arg-type]
    )


def traced(where: Page, *statements: Statement, names: tuple[str, ...] = ()) -> Traced:
    found = [Name("LOC", Span(where.text.index(one), where.text.index(one) + len(one))) for one in names]
    return Traced(page=where, statements=statements, names=tuple(found))


def claim(
    *told: tuple[Traced, int, str], denied: tuple[str, ...] = (), maybe: dict[str, str] | None = None, name: str = "c"
) -> Claim:
    """A claim of (page, number of its statement, origin); the origins in ``denied`` deny it."""
    origins: dict[str, Origin] = {}
    members = []
    for one, number, origin in told:
        statement = one.statements[number]
        stance: Stance = "denies" if origin in denied else "asserts"
        members.append(Member(one.page.id, statement.id, stance, origin))
        origins.setdefault(
            origin,
            Origin(
                id=origin,
                speaker=statement.speaker,
                voice=statement.voice,
                first_page=one.page.id,
                maybe=(maybe or {}).get(origin),
            ),
        )
    days = sorted(one.page.published or "" for one, _, _ in told)
    return Claim(
        id=name,
        gloss="",
        lang=None,
        members=tuple(members),
        origins=tuple(origins.values()),
        first_seen=days[0],
        last_seen=days[-1],
    )


def head(page: Page) -> PageHead:
    return PageHead(page.id, page.url, page.outlet, page.title, page.lang, page.published)


def finder(*pages: Traced) -> Shelf:
    heads = {one.page.id: head(one.page) for one in pages}
    return Shelf({one.page.id: one for one in pages}.get, lambda ids: {one: heads[one] for one in ids if one in heads})


def relayed(name: str) -> Link:
    return Link(name, None)


@pytest.fixture(scope="session")
def examples_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the seven example pages."""
    path = tmp_path_factory.mktemp("brief") / "examples.ledger"
    options = Options(threads=1)
    with open_ledger(path) as ledger:
        for one in trace_many(map(read, EXAMPLES), options=options):
            ledger.add(one)
    return path


@pytest.fixture
def examples(examples_path: Path) -> Iterator[Ledger]:
    with open_ledger(examples_path) as ledger:
        yield ledger
