"""A sentence that says who reported what stands before it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from enligt.attributing.pointing import with_pointed
from enligt.attributing.sentences import parsed
from enligt.records import Block, Page, Relation, Span

EXAMPLES = tomllib.loads((Path(__file__).parent / "languages" / "pointing" / "examples.toml").read_text("utf-8"))


def page(*paragraphs: str, lang: str = "sv") -> Page:
    blocks, at = [], 0
    for one in paragraphs:
        blocks.append(Block("paragraph", Span(at, at + len(one))))
        at += len(one) + 1
    return Page(text="\n".join(paragraphs), lang=lang, blocks=tuple(blocks))


def span(of: Page, words: str) -> Span:
    return Span(of.text.index(words), of.text.index(words) + len(words))


@pytest.mark.parametrize(
    ("lang", "told", "points", "source"), [(lang, *one) for lang, all_ in EXAMPLES.items() for one in all_]
)
def test_the_sentence_before_is_what_was_reported(lang: str, told: str, points: str, source: str) -> None:
    here = page(f"{told}. {points}", lang=lang)
    [found] = with_pointed(parsed(here), ())
    assert here.words(*found.content) == told
    assert here.words(*found.source) == source


def test_what_is_reported_may_be_the_paragraph_before() -> None:
    here = page("Hamnen byggs. Den ska stå klar i höst.", "Det skriver Kusten.")
    assert [here.words(*one.content) for one in with_pointed(parsed(here), ())] == ["Den ska stå klar i höst"]


def test_a_scrap_of_the_sentence_before_becomes_all_of_it() -> None:
    here = page("Hamnen i Luleå ska stå klar i höst. Det skriver Kusten.")
    scrap = Relation(content=(span(here, "Luleå ska"),), cue=(span(here, "skriver"),), source=(span(here, "Kusten"),))
    [found] = with_pointed(parsed(here), (scrap,))
    assert here.words(*found.content) == "Hamnen i Luleå ska stå klar i höst"
    assert (found.cue, found.source) == (scrap.cue, scrap.source)


def test_whom_it_was_got_from_is_not_what_was_reported() -> None:
    here = page("Hamnen byggs nu. Det skriver Kusten med hänvisning till en rapport.")
    scrap = Relation(content=(span(here, "en rapport"),), cue=(span(here, "skriver"),), source=(span(here, "Kusten"),))
    assert [here.words(*one.content) for one in with_pointed(parsed(here), (scrap,))] == ["Hamnen byggs nu"]


def test_a_clause_after_it_is_what_was_said() -> None:
    here = page("Hamnen byggs nu. Det säger Karin Holm är det enda som hon vet om saken i dag.")
    said = Relation(
        content=(span(here, "är det enda som hon vet om saken i dag"),),
        cue=(span(here, "säger"),),
        source=(span(here, "Karin Holm"),),
    )
    assert with_pointed(parsed(here), (said,)) == (said,)


@pytest.mark.parametrize(
    "goes_on",
    [
        "Det säger Karin Holm att hon inte vet.",
        "Det säger Karin Holm: hon vet inte.",
        "Det säger Karin Holm: ”Jag vet inte hur det blev så.”",
    ],
)
def test_a_sentence_that_tells_something_itself_points_at_nothing(goes_on: str) -> None:
    assert with_pointed(parsed(page(f"Hamnen byggs nu. {goes_on}")), ()) == ()


def test_what_says_nothing_of_who_reports_is_left() -> None:
    assert with_pointed(parsed(page("Hamnen byggs nu. Det säger mycket om tiden.")), ()) == ()


def test_nothing_stands_before_the_first_sentence() -> None:
    assert with_pointed(parsed(page("Det skriver Kusten.")), ()) == ()


def test_two_that_point_mean_the_same() -> None:
    here = page("Hamnen i Luleå byggs nu. Det skriver Kusten. Det uppger även Karin Holm.")
    assert {here.words(*one.content) for one in with_pointed(parsed(here), ())} == {"Hamnen i Luleå byggs nu"}
    assert len(with_pointed(parsed(here), ())) == 2


def test_what_points_may_break_off_anywhere() -> None:
    for lang, examples in EXAMPLES.items():
        for told, points, _ in examples:
            words = points.rstrip(".").split()
            for many in range(1, len(words)):
                here = page(told, " ".join(words[:many]), lang=lang)
                assert all(here.words(*one.content) for one in with_pointed(parsed(here), ()))
