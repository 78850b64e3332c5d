"""When a statement was made."""

from enligt.dating import dates, outside, said_on
from enligt.records import Span

TEXT = "Bo kom på måndagen. Avtalet gäller från i fredags, sa Bo på torsdagen. Han reste idag."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def on(content: str, cue: str = "sa") -> str | None:
    whens = dates(TEXT, [Span(0, len(TEXT))], "sv", "2026-02-06")
    found = said_on(TEXT, whens, [span(f" {cue} ")], [span(content)], [])
    return found.iso if found else None


def test_the_date_beside_the_cue_counts() -> None:
    assert on("Avtalet gäller från i fredags") == "2026-02-05"


def test_a_date_in_the_content_or_another_sentence_does_not() -> None:
    assert on("Avtalet gäller från i fredags, sa Bo på torsdagen") is None


def test_without_a_cue_nothing_is_told() -> None:
    assert said_on(TEXT, dates(TEXT, [Span(0, len(TEXT))], "sv", "2026-02-06"), [], [], []) is None


def test_a_date_in_what_somebody_says_tells_nothing_of_the_others() -> None:
    whens = dates(TEXT, [Span(0, len(TEXT))], "sv", "2026-02-06")
    left = outside(whens, [span("Avtalet gäller från i fredags")])
    assert [TEXT[slice(*when.span)] for when in whens if when not in left] == ["från i fredags"]
