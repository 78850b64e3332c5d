"""Dates in running text, language by language."""

import time

import pytest

from enligt.dating import dates
from enligt.records import Span

PUBLISHED = "2026-02-06T08:00:00+01:00"  # a Friday


def read(text: str, lang: str, published: str | None = PUBLISHED) -> list[tuple[str, str, str]]:
    found = dates(text, [Span(0, len(text))], lang, published)
    return [(text[when.span.start : when.span.end], when.iso, when.relation) for when in found]


@pytest.mark.parametrize(
    ("lang", "text", "words", "iso", "relation"),
    [
        ("sv", "Avtalet löpte ut igår, den 5 februari.", "igår, den 5 februari", "2026-02-05", "on"),
        ("sv", "Beslutet kom på torsdagen.", "på torsdagen", "2026-02-05", "on"),
        ("sv", "Hon reser på torsdag.", "på torsdag", "2026-02-12", "on"),
        ("sv", "Nämnden ska på torsdagen rösta.", "på torsdagen", "2026-02-12", "on"),
        ("sv", "I höstas meddelade Berg det.", "I höstas", "2025-09-01/2025-11-30", "on"),
        ("sv", "klart senast i februari 2018", "senast i februari 2018", "2018-02", "by"),
        ("sv", "skickades för två dagar sedan", "två dagar sedan", "2026-02-04", "on"),
        ("sv", "stod tyst på 1990-talet", "på 1990-talet", "1990-01-01/1999-12-31", "on"),
        ("en", "agreed on Thursday", "on Thursday", "2026-02-05", "on"),
        ("en", "will meet on Thursday", "on Thursday", "2026-02-12", "on"),
        ("en", "ready by the end of 2027", "by the end of 2027", "2027-10-01/2027-12-31", "by"),
        ("en", "since Monday, March 3, 2025.", "since Monday, March 3, 2025", "2025-03-03", "since"),
        ("en", "announced last autumn", "last autumn", "2025-09-01/2025-11-30", "on"),
        ("en", "met two days ago", "two days ago", "2026-02-04", "on"),
        ("en", "in mid-March", "in mid-March", "2026-03-11/2026-03-20", "on"),
        ("ru", "заявил он в четверг", "в четверг", "2026-02-05", "on"),
        ("ru", "открылся 5-го марта", "5-го марта", "2026-03-05", "on"),
        ("ru", "прошлой осенью", "прошлой осенью", "2025-09-01/2025-11-30", "on"),
        ("ru", "в феврале прошлого года", "в феврале прошлого года", "2025-02", "on"),
        ("ru", "молчала с ноября 2023 года", "с ноября 2023 года", "2023-11", "since"),
        ("ru", "успеть до 1 июня", "до 1 июня", "2026-06-01", "by"),
        ("de", "sagte er am Donnerstag", "am Donnerstag", "2026-02-05", "on"),
        ("de", "im vergangenen Herbst", "im vergangenen Herbst", "2025-09-01/2025-11-30", "on"),
        ("de", "gilt bis zum 31. Dezember", "bis zum 31. Dezember", "2026-12-31", "until"),
        ("de", "vor zwei Tagen", "vor zwei Tagen", "2026-02-04", "on"),
        ("fr", "a-t-il dit jeudi", "jeudi", "2026-02-05", "on"),
        ("fr", "le comité se réunira jeudi", "jeudi", "2026-02-12", "on"),
        ("fr", "l’automne dernier", "l’automne dernier", "2025-09-01/2025-11-30", "on"),
        ("fr", "d’ici février 2018", "d’ici février 2018", "2018-02", "by"),
        ("fr", "le 1er juillet", "le 1er juillet", "2026-07-01", "on"),
        ("pl", "podpisano 5 lutego 2026 roku", "5 lutego 2026", "2026-02-05", "on"),
    ],
)
def test_expressions(lang: str, text: str, words: str, iso: str, relation: str) -> None:
    assert read(text, lang) == [(words, iso, relation)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Theresa May said he may go"),
        ("en", "On Super Tuesday and every Tuesday"),
        ("en", "Call 555-1234 or 2010-4455"),
        ("en", "They won 3-2 in a mid-table match"),
        ("en", "It sold well in eight months"),
        ("en", "the fall of the city"),
        ("en", "up to 2000 soldiers"),
        ("sv", "Agenda 2030 når Mars"),
        ("sv", "en gång i veckan, varje tisdag"),
        ("ru", "Марта молчит"),
        ("fr", "Il a été vu sur Mars"),
    ],
)
def test_what_is_no_date(lang: str, text: str) -> None:
    assert read(text, lang) == []


def test_a_start_after_the_page_is_taken_back_a_year_and_remarked() -> None:
    text = "har sedan juli i år betalat"
    (when,) = dates(text, [Span(0, len(text))], "sv", PUBLISHED)
    assert (when.iso, when.relation) == ("2025-07", "since")
    assert "2025" in (when.remark or "")


@pytest.mark.parametrize("text", ["igår, den 4 februari", "onsdagen den 5 februari"])
def test_words_that_disagree_are_remarked(text: str) -> None:
    (when,) = dates(text, [Span(0, len(text))], "sv", PUBLISHED)
    assert when.remark


def test_without_a_page_date_only_full_dates_are_told() -> None:
    assert read("igår, i mars och den 5 mars 2024", "sv", None) == [("den 5 mars 2024", "2024-03-05", "on")]


def test_only_the_given_spans_are_read() -> None:
    text = "igår och idag"
    assert [when.iso for when in dates(text, [Span(9, 13)], "sv", PUBLISHED)] == ["2026-02-06"]


@pytest.mark.parametrize("text", ["31 februari 2026", "999999 år sedan", "den 30 februari"])
def test_impossible_dates(text: str) -> None:
    assert read(text, "sv") == []


@pytest.mark.parametrize("unit", ["1", "3-", "(2010"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    began = time.process_time()
    read(unit * (1_000_000 // len(unit)), "en")
    assert time.process_time() - began < 10
