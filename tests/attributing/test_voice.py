import pytest

from enligt.attributing.voice import voice_of
from enligt.records import Credit, Page, Span


def voice(source: str, lang: str, **page: object) -> str:
    return voice_of(Page(text=source, lang=lang, **page), [Span(0, len(source))] if source else [], [])


@pytest.mark.parametrize(
    ("source", "lang", "expected"),
    [
        ("hamnchefen Eva Lund", "sv", "named"),
        ("hon", "sv", "named"),
        ("Lund", "sv", "named"),
        ("en europeisk diplomat", "sv", "anonymous"),
        ("källor i hamnen", "sv", "anonymous"),
        ("Utrikesministeriet", "sv", "institution"),
        ("tidningen", "sv", "outlet"),
        ("rapporten", "sv", "document"),
        ("forskare", "sv", "group"),
        ("a senior official", "en", "anonymous"),
        ("the Ministry of Ferries", "en", "institution"),
        ("they", "en", "group"),
        ("источник в порту", "ru", "anonymous"),
        ("министерство транспорта", "ru", "institution"),
        ("Анна Лунд", "ru", "named"),
        ("die Studie", "de", "document"),
        ("die Regierung", "de", "institution"),
        ("un responsable portuaire", "fr", "anonymous"),
        ("le communiqué", "fr", "document"),
        ("hamnbladet.se", "sv", "outlet"),
        ("", "sv", "unstated"),
    ],
)
def test_voice_by_the_words_of_the_source(source: str, lang: str, expected: str) -> None:
    assert voice(source, lang) == expected


def test_an_outlet_that_the_page_credits_is_an_outlet() -> None:
    assert voice("Norrhamn", "sv") == "named"
    assert voice("Norrhamn", "sv", credits=(Credit("Norrhamn", "wire", None),)) == "outlet"
