import pytest

from enligt.registers import entries_of

from .conftest import entries, names, page_of, said, traced_of


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Finland’s president visited Hungary on March 3."),
        ("sv", "Finlands president besökte Ungern den 3 mars."),
        ("ru", "Президент Финляндии посетил Венгрию 3 марта."),
        ("de", "Finnlands Präsident besuchte am 3. März Ungarn."),
        ("fr", "Le président de la Finlande a visité la Hongrie le 3 mars."),
    ],
)
def test_a_visit(lang: str, text: str) -> None:
    (visit,) = [one for one in entries(text, lang) if one.kind == "contact"]
    assert {"Finland", "Hungary"} <= set(names(visit))
    assert (visit.event, visit.status, visit.date) == ("visit", "happened", "2026-03-03")


def test_a_channel_goes_on_being_meant() -> None:
    opened, tested = entries(
        "The hotline between Norway and Russia was restored on March 2.\nThe line will be tested every Tuesday.", "en"
    )
    assert (opened.event, opened.date, opened.status) == ("opened", "2026-03-02", "happened")
    assert (tested.event, tested.status, tested.amount, tested.unit) == ("tested", "planned", 1, "a week")
    assert names(opened) == names(tested) == ["Norway", "Russia"]


def test_what_is_set_for_a_day_is_planned_and_keeps_its_condition() -> None:
    (end,) = entries("The OSCE mission will begin to withdraw on July 1 if no decision is taken.", "en")
    assert (names(end), end.event, end.status, end.date) == (["OSCE"], "withdrawn", "planned", "2026-07-01")
    assert end.condition == "if no decision is taken"


def test_what_depends_on_something_has_not_happened() -> None:
    (visit,) = entries("Finland’s president visits Hungary if the strike is over.", "en")
    assert (visit.event, visit.status, visit.condition) == ("visit", "conditional", "if the strike is over")


def test_a_denied_request() -> None:
    page = page_of("Москва не обращалась к Эстонии с просьбой восстановить прямую линию связи.", "ru")
    (request,) = entries_of(traced_of(page))
    assert (request.event, request.status, names(request)) == ("request", "denied", ["Russia", "Estonia"])


def test_whoever_tells_of_a_meeting_has_no_part_in_it() -> None:
    page = page_of("Latvia met Poland in Riga, Hungary said.", "en")
    (meeting,) = entries_of(traced_of(page, [said(page, "Latvia met Poland in Riga", "Hungary", "said")]))
    assert (names(meeting), meeting.where) == (["Latvia", "Poland"], "Riga")


@pytest.mark.parametrize(
    "text",
    [
        "Only four NATO countries apart from Poland meet the bar.",
        "Turku is a city. The line was long.",
        "Norway met its goal before Sweden.",
    ],
)
def test_what_is_no_contact(text: str) -> None:
    assert not entries(text, "en")


def test_a_city_is_not_the_country_that_sounds_like_it() -> None:
    (line,) = entries("A direct line between Turku and Russia was opened on March 2.", "en")
    assert names(line) == ["Finland", "Russia"]
