import time

import pytest

from enligt.attributing.stance import denying_cue, negated, stance_of
from enligt.records import Page, Span


@pytest.mark.parametrize(
    ("lang", "cue"),
    [
        ("sv", "dementerade"),
        ("sv", "stämmer inte"),
        ("en", "has denied"),
        ("en", "rejected as false"),
        ("ru", "опровергла"),
        ("ru", "назвал ложью"),
        ("de", "dementiert"),
        ("de", "bestritt"),
        ("fr", "a démenti"),
        ("fr", "nie"),
    ],
)
def test_cues_that_deny(lang: str, cue: str) -> None:
    assert denying_cue(cue, lang)


@pytest.mark.parametrize(
    ("lang", "cue"),
    [
        ("sv", "säger"),
        ("sv", "har inte dementerat"),
        ("en", "did not deny"),
        ("en", "didn’t say"),
        ("ru", "не отрицал"),
        ("de", "bestreitet nicht"),
        ("fr", "n’a pas démenti"),
        (None, "denied"),
        ("eu", "ukatu du"),
    ],
)
def test_cues_that_do_not(lang: str | None, cue: str) -> None:
    assert not denying_cue(cue, lang)


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("sv", "att inget skepp har lämnat hamnen"),
        ("sv", "Om isen ligger kvar, går färjan inte"),
        ("sv", "att det inte stämmer att bron är stängd"),
        ("en", "that no ship has left"),
        ("en", "“We didn’t sail. The harbour was open.”"),
        ("en", "it is not true that the bridge is closed"),
        ("ru", "никаких судов мы не отправляли"),
        ("de", "dass kein einziges Schiff ausgelaufen sei"),
        ("de", "Niemand ist gefahren"),
        ("fr", "que personne n’est parti"),
        ("fr", "« Nous ne partons pas »"),
    ],
)
def test_contents_in_the_negative(lang: str, content: str) -> None:
    assert negated(content, lang)


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("sv", "att färjan går om isen inte ligger kvar"),
        ("sv", "att färjan går inte bara på vardagar"),
        ("en", "that the ferry which never sailed was sold"),
        ("en", "it was a ferry, not a yacht"),
        ("en", "The harbour is open. Nobody is there."),
        ("en", "it is not untrue that the bridge is closed"),
        ("ru", "это паром, а не яхта"),
        ("de", "dass das Schiff fährt, weil kein Eis liegt"),
        ("fr", "une personne est partie"),
        ("fr", "le bac qui ne part plus est vendu"),
        (None, "no ship has left"),
    ],
)
def test_contents_in_the_positive(lang: str | None, content: str) -> None:
    assert not negated(content, lang)


def stance(content: str, cue: str, *, direct: bool = False) -> str:
    page = Page(text=f"{content}|{cue}", lang="en")
    ends = len(content), len(page.text)
    form = "direct" if direct else "indirect"
    return stance_of(page, [Span(ends[0] + 1, ends[1])], [Span(0, ends[0])], form)  # type: ignore[arg-type]


def test_a_denied_content_is_denied_but_the_words_of_a_denial_are_asserted() -> None:
    assert stance("that a letter was sent", "denied") == "denies"
    assert stance("We sent no letter", "denied", direct=True) == "asserts"
    assert stance("no letter was ever sent", "denied") == "asserts"
    assert stance("that a letter was sent", "said") == "asserts"


def test_a_hostile_content_costs_no_more_than_its_length() -> None:
    start = time.process_time()
    negated("not only " * 100_000, "en")
    denying_cue("not " * 20_000, "en")
    assert time.process_time() - start < 1


def test_an_elided_conjunction_is_no_part_of_the_word_after_it() -> None:
    assert negated("qu'aucun mandat n'a été délivré", "fr")
    assert not negated("qu'un mandat a été délivré", "fr")
