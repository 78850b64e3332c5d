from datetime import date
from decimal import Decimal

from enligt.registers import put_together, treaties_of
from enligt.registers.lexicon import words_of
from enligt.registers.mentions import Mentions

from .conftest import entries, names, page_of, traced_of

TEXT = (
    "Sverige och Norge undertecknade Fiskeavtalet Nordvind år 2011.\n"
    "Avtalet begränsar varje land till högst 40 robotar och 90 stridsvagnar senast i maj 2014.\n"
    "Norge har uppfyllt avtalet. Sverige bröt mot avtalet genom att bygga fler.\n"
    "Avtalet löper ut den 1 december 2026.\n"
)


def test_terms_with_quantity_unit_and_day() -> None:
    found = {(one.event, one.amount): one for one in entries(TEXT, "sv") if one.kind == "treaty"}
    assert names(found["signed", None]) == ["Sweden", "Norway"]
    assert found["signed", None].date == "2011"
    limit = found["limit", Decimal(90)]
    assert (limit.unit, limit.until, names(limit)) == ("stridsvagnar", "2014-05", ["Sweden", "Norway"])
    assert found["limit", Decimal(40)].about == limit.about == "Fiskeavtalet Nordvind"
    assert names(found["complies", None]) == ["Norway"]
    assert names(found["breaches", None]) == ["Sweden"]
    assert (found["expires", None].date, found["expires", None].status) == ("2026-12-01", "planned")


def test_a_treaty_by_itself_and_its_state_on_a_day() -> None:
    (treaty,) = treaties_of(put_together(entries(TEXT, "sv")))
    assert [len(treaty.kept), len(treaty.broken)] == [1, 1]
    days = (date(2010, 1, 1), date(2020, 1, 1), date(2026, 12, 2))
    assert [treaty.state(day) for day in days] == ["not yet", "agreed", "ended"]
    left = TEXT.replace("Avtalet löper ut", "Norge lämnar avtalet")
    (treaty,) = treaties_of(put_together(entries(left, "sv")))
    assert treaty.state(days[2]) == "left"


def test_a_declared_quantity_above_the_limit_is_pointed_out() -> None:
    text = (
        "The New START treaty limits each side to 700 deployed missiles.\n"
        "Under the treaty, Russia declared 740 deployed missiles on March 1."
    )
    found = {one.event: one for one in put_together(entries(text, "en"))}
    assert names(found["declared"]) == ["Russia"]
    assert found["declared"].disagreements == ("740 is above the limit of 700 deployed missiles",)


def test_a_proposal_with_its_length_and_its_condition() -> None:
    text = (
        "Norway is willing to keep to the New START treaty for one year.\nThis would hold only if Sweden did the same."
    )
    (proposal,) = [one for one in entries(text, "en") if one.event == "proposal"]
    assert (names(proposal), proposal.amount, proposal.unit) == (["Norway"], 1, "year")
    assert (proposal.status, proposal.condition) == ("conditional", "only if Sweden did the same")


def test_a_word_that_opens_a_sentence_is_no_capital_by_its_sound() -> None:
    page = page_of("The Nordwind Treaty is long.\nRead the treaty when it is signed. Riyadh has one.", "en")
    found = Mentions(traced_of(page), words_of("en")).all  # type: ignore[arg-type]
    assert [page.words(one.span) for one in found if one.country == "SA"] == ["Riyadh"]
