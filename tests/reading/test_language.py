import pytest

from enligt.errors import ReadError
from enligt.reading.language import SUPPORTED_LANGUAGES, language_of

SWEDISH = (
    "Hamnstyrelsen i Grenholm meddelade i måndags att den nya piren öppnas för fartyg redan till våren nästa år. "
    "Kommunens ordförande säger att bygget blev billigare än kommunen hade räknat med från början."
)
NORWEGIAN = (
    "Havnestyret i Grenholm opplyste mandag at den nye moloen åpner for skip allerede til våren neste år. "
    "Ordføreren sier at byggingen ble billigere enn kommunen hadde regnet med fra starten av."
)


@pytest.mark.parametrize(("declared", "found"), [("sv-SE", "sv"), (None, "sv"), ("en", "sv"), ("zz", "sv")])
def test_long_text_overrules_a_wrong_declaration(declared: str | None, found: str) -> None:
    assert language_of(SWEDISH, declared=declared, what="page") == found


def test_short_text_leaves_the_declaration_alone() -> None:
    assert language_of("Oslo, Bergen", declared="nb_NO", what="page") == "no"


def test_norwegian_is_one_language() -> None:
    assert language_of(NORWEGIAN, declared=None, what="page") == "no"


@pytest.mark.parametrize(
    "text",
    [
        "港口委员会星期一表示，新码头将于明年春天向船只开放。主席说，工程费用低于预期。",
        "قالت لجنة الميناء يوم الاثنين إن الرصيف الجديد سيفتح أمام السفن في الربيع المقبل.",
        (
            "Kamati ya bandari ilisema Jumatatu kwamba gati mpya itafunguliwa kwa meli katika majira ya kuchipua. "
            "Mwenyekiti alisema kwamba kazi hiyo iligharimu kidogo kuliko baraza lilivyoogopa hapo mwanzo."
        ),
    ],
)
def test_other_languages_are_refused_with_those_that_are_read(text: str) -> None:
    with pytest.raises(ReadError, match=r"enligt reads .*Swedish"):
        language_of(text, declared=None, what="page")


def test_languages_are_iso_639_1() -> None:
    assert {"sv", "en", "ru", "de", "fr", "da", "no", "fi", "et", "lv", "lt", "uk"} <= SUPPORTED_LANGUAGES.keys()
    assert all(len(code) == 2 for code in SUPPORTED_LANGUAGES)
