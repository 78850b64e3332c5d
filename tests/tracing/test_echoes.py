"""Pages that are another's text: copied, edited, shortened, translated; and those that only tell of the same."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from enligt import trace_many
from enligt.reading import read
from enligt.records import Block, Credit, Echo, Form, Link, Page, Span, Statement
from enligt.tracing.echoes import SKETCH_HASHES, Side, best, echo_of, sketch
from enligt.tracing.meaning import Meaning, Sense
from enligt.tracing.precedence import came_first
from enligt.tracing.saying import Saying, sayings

SHARED = Path(__file__).resolve().parents[3] / "shared"

STORY = """The harbour council of Vellmar closed the northern pier on Monday after divers found cracks in four pillars.

Ferries to the islands leave from the old fish market until further notice, the council said in a letter to residents.

Repairs are expected to cost eleven million crowns and to take until the end of next summer, engineers reckon.

The pier was built in 1931 and carries some two thousand passengers a day during the holiday weeks of July."""
OTHER = """A chess festival for schools filled the town hall of Brannick with noise this weekend, and nobody minded.

Some ninety children from thirty villages played for a silver cup that the baker Otto Lind gave long ago.

The youngest player was six years old and won her first game in eleven moves against her elder brother."""
SPEECH = (
    "“We built this pier with our own hands, and we will not watch it slide into the water while clerks in the capital "
    "count their pencils. Give us the stone, give us the crane, and we shall be done before the first snow falls on "
    "the market square. That is my promise to the islands, and I have never broken one.”"
)


def page(text: str, url: str = "https://a.example/1", **about: Any) -> Page:
    """A page of paragraphs, with an empty line between them."""
    spans = (Span(*match.span()) for match in re.finditer(r"[^\n]+", text))
    blocks = tuple(Block("paragraph", span) for span in spans)
    about = {"lang": "en", "outlet": url.split("/")[2], "published": "2026-05-04"} | about
    return Page(text=text, blocks=blocks, url=url, **about)


def echo(copy: Page, original: Page) -> Echo | None:
    found = echo_of(Side(copy, ()), Side(original, ()))
    assert found == echo_of(Side(original, ()), Side(copy, ())), "the order of the two must not matter"
    return found


def test_a_reprint_is_verbatim_and_its_passages_are_shown() -> None:
    first = page(STORY)
    later = page("Pier closed\n\n" + STORY, "https://b.example/2", published="2026-05-05")
    found = echo(later, first)
    assert found is not None
    assert (found.page, found.of, found.kind, found.credited) == (later.id, first.id, "verbatim", False)
    assert found.share > 0.9
    [(mine, theirs)] = found.pairs
    assert later.words(mine) == first.words(theirs)
    assert first.words(theirs).startswith("The harbour council")


def test_a_part_of_a_longer_text_is_shortened() -> None:
    whole = page(STORY + "\n\n" + OTHER)
    part = page("\n\n".join(STORY.split("\n\n")[:3]), "https://b.example/2", published="2026-05-05")
    found = echo(part, whole)
    assert found is not None
    assert (found.page, found.kind) == (part.id, "shortened")


def test_a_text_partly_in_other_words_is_edited() -> None:
    paragraphs = STORY.split("\n\n")
    paragraphs[2] = "Work will swallow eleven million crowns, people who know about concrete think, and last a year."
    edited = page("\n\n".join(paragraphs) + "\n\nA neighbour was glad.", "https://b.example/2", published="2026-05-05")
    found = echo(edited, page(STORY))
    assert found is not None
    assert found.kind == "edited"
    assert 0.5 < found.share < 0.9


def test_pages_that_quote_one_speech_are_no_echoes() -> None:
    one = page(
        "The mayor of Vellmar spoke to three hundred people under a grey sky on Monday, and most of them stayed to the "
        f"end of it.\n\n{SPEECH}\n\nA brass band closed the evening, and children sold buns for the new school kitchen."
    )
    other = page(
        f"Angry words from the islands.\n\n{SPEECH}\n\nSo the man who runs the harbour town ended his address, which "
        "the opposition has called a show. Its leader wants an inquiry into who knew of the damage and when they did.",
        "https://b.example/2",
    )
    assert echo(one, other) is None


def test_a_shared_background_at_the_foot_is_no_echo() -> None:
    other_news = OTHER.split("\n\n")
    background = STORY.split("\n\n")
    one = page("\n\n".join([*other_news, *background]))
    two = page(
        "\n\n".join(["A storm took the roof of the sailing club in the night to Friday.", *background]),
        "https://b.example/2",
        published="2026-04-01",
    )
    assert echo(one, two) is None


def test_what_was_news_is_reworked_soon_or_with_credit() -> None:
    first = page(STORY, outlet="Vellmar Wire")
    reworked = "\n\n".join([*STORY.split("\n\n")[:3], OTHER])
    soon = page(reworked, "https://b.example/2", published="2026-05-06")
    late = page(reworked, "https://b.example/2", published="2026-05-20")
    credited = page(
        reworked, "https://b.example/2", published="2026-05-20", credits=(Credit("Vellmar Wire", "wire", None),)
    )
    assert echo(soon, first) is not None
    assert echo(late, first) is None
    assert echo(credited, first) is not None


def test_strangers_are_no_echoes_nor_is_a_page_of_itself() -> None:
    assert echo(page(STORY), page(OTHER, "https://b.example/2")) is None
    assert echo(page(STORY), page(STORY)) is None


def test_who_is_credited_came_first_whatever_the_dates() -> None:
    wire = page(STORY, "https://wire.example/1", outlet="Vellmar Wire", published="2026-05-06")
    paper = page(STORY, "https://b.example/2", credits=(Credit("Vellmar Wire", "wire", None),))
    found = echo(paper, wire)
    assert found is not None
    assert (found.of, found.credited) == (wire.id, True)
    by_domain = page(STORY, "https://b.example/2", credits=(Credit("wire.example", "source", None),))
    found = echo(by_domain, wire)
    assert found is not None
    assert (found.of, found.credited) == (wire.id, True)


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("2026-03-04T12:10:00+02:00", "2026-03-04T10:30:00+00:00", True),
        ("2026-03-04T23:30:00-05:00", "2026-03-05T01:00:00+03:00", False),
        ("2026-03-04", "2026-03-05T00:10:00Z", True),
        ("2026-03-04", "2026-03-04T18:00:00Z", None),
        ("2026-03-04", "2026-03-04", None),
        ("yesterday", "2026-03-04", None),
        (None, "2026-03-04", None),
    ],
)
def test_dates_with_zones(one: str | None, other: str | None, first: bool | None) -> None:
    a, b = Page(text="", published=one), Page(text="", published=other)
    assert came_first(a, b) is first
    assert came_first(b, a) is (None if first is None else not first)


def test_sketches_meet_where_text_is_shared_and_fit_the_store() -> None:
    whole = sketch(page(STORY + "\n\n" + OTHER))
    assert sketch(page(OTHER)) & whole
    assert not sketch(page(OTHER)) & sketch(page(STORY))
    assert whole == sketch(page((STORY + "\n\n" + OTHER).upper().replace(".", " !"), "https://b.example/2"))
    assert all(-(2**63) <= one < 2**63 for one in whole)
    long = sketch(page(" ".join(f"word{n}" for n in range(5000))))
    assert len(long) == SKETCH_HASHES


def test_the_best_of_several_originals() -> None:
    def of(original: str, credited: bool, share: float) -> Echo:
        return Echo(page="copy", of=original, kind="edited", credited=credited, share=share)

    echoes = [of("a", False, 0.9), of("b", True, 0.6), of("c", True, 0.7), of("d", True, 0.7)]
    assert [one.of for one in best(echoes)] == [one.of for one in best(echoes[::-1])] == ["c"]


def side(
    order: str, url: str, lang: str, *, form: Form = "indirect", figure: float = 7.0, via: tuple[str, ...] = ()
) -> Side:
    """A page of one-line paragraphs that say the things that ``order`` names by letters; one thing has one sense."""
    made = page(
        "\n\n".join(f"A paragraph in {lang} about {letter}, some words long." for letter in order), url, lang=lang
    )
    said = []
    for letter, block in zip(order, made.story, strict=True):
        first = 4 * (ord(letter) - ord("a"))
        pieces = np.zeros((4, 96), np.int8)
        pieces[:, first : first + 4] = 127 * np.eye(4)
        statement = Statement(
            id=f"{url}{letter}",
            content=(block.span,),
            cue=(),
            source=(),
            form=form,
            voice="named",
            via=tuple(Link(name, None) for name in via),
        )
        sense = Sense(np.zeros(384, np.int8), pieces, np.full(4, 20, np.uint8))
        figures = ((figure, figure, ""),)
        said.append(Saying(page=made.id, statement=statement, text="", sense=sense, figures=figures, lang=lang))
    return Side(made, said)


def test_the_same_things_in_the_same_order_are_a_translation() -> None:
    original, copy = side("abcdef", "https://a.example/1", "en"), side("abcdef", "https://b.example/2", "sv")
    found = echo_of(copy, original)
    assert found is not None
    assert found == echo_of(original, copy)
    assert (found.of, found.kind, found.credited, len(found.pairs)) == (original.page.id, "translated", False, 6)
    assert found.share > 0.9
    mine, theirs = found.pairs[2]
    assert copy.page.words(mine).startswith("A paragraph in sv about c")
    assert original.page.words(theirs).startswith("A paragraph in en about c")


@pytest.mark.parametrize(
    "other",
    [
        side("fedcba", "https://b.example/2", "sv"),
        side("abcghi", "https://b.example/2", "sv"),
        side("abc", "https://b.example/2", "sv"),
        side("abcdef", "https://b.example/2", "sv", form="direct"),
        side("abcdef", "https://b.example/2", "sv", figure=8.0),
    ],
    ids=["other order", "half of it", "too little", "bare quotations", "other figures"],
)
def test_telling_of_the_same_is_no_translation(other: Side) -> None:
    assert echo_of(side("abcdef", "https://a.example/1", "en"), other) is None


def test_pages_of_two_affairs_are_no_translations_of_each_other() -> None:
    original, copy = side("abcdef", "https://a.example/1", "en"), side("abcdef", "https://b.example/2", "sv")
    assert echo_of(copy, original, one_affair=True) is not None
    assert echo_of(copy, original, one_affair=False) is None


def test_a_translation_that_says_so_may_leave_its_order() -> None:
    original = side("abcdef", "https://a.example/1", "en")
    turned = side("efabcd", "https://b.example/2", "sv")
    assert echo_of(turned, original) is None
    credited = side("efabcd", "https://b.example/2", "sv", via=("a.example",))
    found = echo_of(credited, original)
    assert found is not None
    assert (found.of, found.credited) == (original.page.id, True)


@pytest.mark.skipif(not (SHARED / "relay").is_dir(), reason="the relay stories are not beside this checkout")
def test_relay_stories_end_to_end() -> None:
    pages, true = {}, set()
    for file in sorted((SHARED / "relay").glob("*/truth.json")):
        truth = json.loads(file.read_text("utf-8"))
        pages |= {(file.parent.name, name): read(file.parent / f"{name}.html") for name in truth["pages"]}
        true |= {((file.parent.name, copy), (file.parent.name, original)) for copy, original, _ in truth["copies"]}
    meaning = Meaning()
    sides = [Side(traced.page, sayings(traced, meaning)) for traced in trace_many(pages.values())]
    names = {side.page.id: name for side, name in zip(sides, pages, strict=True)}
    found = best(echo for one, other in combinations(sides, 2) if (echo := echo_of(one, other)))
    pairs = {(names[echo.page], names[echo.of]) for echo in found}
    assert 2 * len(pairs & true) / (len(pairs) + len(true)) >= 0.9
    translated = {names[echo.page] for echo in found if echo.kind == "translated"}
    assert translated == {copy for copy, original in pairs if pages[copy].lang != pages[original].lang}
