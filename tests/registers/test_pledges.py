import pytest

from enligt.records import Speaker
from enligt.registers import entries_of

from .conftest import entries, names, page_of, said, traced_of


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Norway pledged 45 million euros for Georgia’s ports and will pay it before May 30."),
        ("sv", "Norge lovade 45 miljoner euro till Georgiens hamnar och betalar ut dem före den 30 maj."),
        ("ru", "Норвегия обещала выделить 45 миллионов евро для Грузии до 30 мая."),
        ("de", "Norwegen hat 45 Millionen Euro für Georgien zugesagt, zahlbar bis zum 30. Mai."),
        ("fr", "La Norvège a promis 45 millions d'euros pour la Géorgie avant le 30 mai."),
    ],
)
def test_who_gives_how_much_to_whom_by_when(lang: str, text: str) -> None:
    (pledge,) = [one for one in entries(text, lang) if one.kind == "pledge"]
    assert [(party.name, party.role) for party in pledge.who] == [("Norway", "actor"), ("Georgia", "other")]
    assert (pledge.amount, pledge.unit, pledge.status) == (45_000_000, "EUR", "planned")
    assert (pledge.date, pledge.until) == ("2026-05-30", "2026-05-30")


def test_a_target_and_a_total_in_one_sentence_are_two_entries() -> None:
    total, target = entries("Donors pledged a total of 300 million euros, towards a target of 500 million euros.", "en")
    assert (total.event, total.amount, total.status) == ("total", 300_000_000, "happened")
    assert (target.event, target.amount, target.status) == ("target", 500_000_000, "proposed")


def test_the_same_sum_in_another_currency_in_brackets_is_no_second_pledge() -> None:
    (pledge,) = entries("Sweden pledged 20 million euros (£17m) to Moldova.", "en")
    assert pledge.unit == "EUR"


def test_a_refusal() -> None:
    (refusal,) = [one for one in entries("Ungern vägrar att delta i fonden.", "sv") if one.kind == "pledge"]
    assert (refusal.event, refusal.status, names(refusal)) == ("refusal", "denied", ["Hungary"])


def test_a_sum_that_nobody_gives_is_no_pledge() -> None:
    assert not entries("The bridge cost 40 million euros. A promise was 30 million euros, it seems.", "en")


def test_her_country_is_the_one_for_which_the_speaker_holds_an_office() -> None:
    page = page_of(
        "Denmark’s aid minister, Ada Lind, spoke first.\nHer country would contribute 7 million euros, she said.", "en"
    )
    statement = said(
        page,
        "Her country would contribute 7 million euros",
        "she",
        "said",
        speaker=Speaker(id="ada-lind", name="Ada Lind"),
    )
    (pledge,) = entries_of(traced_of(page, [statement], ["Ada Lind"]))
    assert (names(pledge), pledge.status) == (["Denmark"], "proposed")
    assert [told.statement for told in pledge.statements] == [statement.id]


def test_what_is_told_twice_on_a_page_is_one_entry_on_both_sentences() -> None:
    (pledge,) = entries(
        "# Norge lovar 45 miljoner euro\nNorge lovar 45 miljoner euro till Georgien före den 30 maj.", "sv"
    )
    assert (len(pledge.evidence), pledge.status, pledge.until) == (2, "planned", "2026-05-30")
