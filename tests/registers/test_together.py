from dataclasses import replace
from itertools import permutations

from enligt.records import Entry
from enligt.registers import Known, affairs, put_together

from .conftest import entries, names

ENGLISH = "Sweden pledged 60 million euros to Moldova before June 30."
SWEDISH = "Sverige lovade 60 miljoner euro till Moldavien före den 30 juni."
TOTAL = "Donors pledged a total of 200 million euros for Moldova, with a target of 500 million euros.\n" + ENGLISH


def of_pages(*texts: tuple[str, str]) -> list[Entry]:
    return [one for n, (text, lang) in enumerate(texts) for one in entries(text, lang, url=f"https://p{n}.example/")]


def test_one_pledge_from_many_pages_whatever_the_language_and_order() -> None:
    found = of_pages((ENGLISH, "en"), (SWEDISH, "sv"), (f"{ENGLISH} ", "en"))
    (pledge,) = put_together(found)
    assert len({proof.page for proof in pledge.evidence}) == 3
    assert pledge.origins == 3
    assert all(put_together(order) == [pledge] for order in permutations(found))


def test_a_copy_is_no_origin_of_its_own() -> None:
    first, copy = of_pages((ENGLISH, "en"), (SWEDISH, "sv"))
    pages = [one.evidence[0].page for one in (first, copy)]
    (pledge,) = put_together([first, copy], Known(originals={pages[1]: pages[0]}))
    assert pledge.origins == 1


def test_a_total_is_not_added_to_what_single_givers_give() -> None:
    (affair,) = affairs(put_together(of_pages((TOTAL, "en"), (SWEDISH, "sv"))))
    assert affair.total is not None
    assert (affair.total.amount, affair.firm, affair.missing) == (200_000_000, 200_000_000, 300_000_000)
    assert [(one.giver, one.amount) for one in affair.given] == [("Sweden", 60_000_000)]


def test_what_some_deny_is_said() -> None:
    text = "The hotline between Norway and Russia was restored on March 2."
    told, denied = of_pages((text, "en"), (text.replace("was", "was not"), "en"))
    (contact,) = put_together([told, replace(told, id="again"), denied])
    assert (contact.status, contact.disagreements) == ("happened", ("denied on 1 of 3 pages",))


def test_entries_on_one_claim_are_one_where_nothing_differs() -> None:
    one, other = of_pages(("Poland opposes the ferry tax.", "en"), ("Polen motsätter sig färjeskatten.", "sv"))
    assert len(put_together([one, other])) == 2
    told = [replace(entry, statements=(*entry.statements, _told(entry))) for entry in (one, other)]
    known = Known(claims={told[0].statements[-1].statement: "c", told[1].statements[-1].statement: "c"})
    (position,) = put_together(told, known)
    assert names(position) == ["Poland"]


def test_another_sum_for_the_same_pledge_is_pointed_out() -> None:
    one, other = of_pages((ENGLISH, "en"), (ENGLISH.replace("60", "50"), "en"))
    assert all("another sum for the same" in entry.disagreements[0] for entry in put_together([one, other]))


def test_a_readers_word_goes_before_ours() -> None:
    one, other = of_pages((ENGLISH, "en"), (SWEDISH, "sv"))
    assert len(put_together([one, other], Known(bonds={frozenset((one.id, other.id)): False}))) == 2
    one, other = of_pages((ENGLISH, "en"), (SWEDISH.replace("60", "70"), "sv"))
    assert len(put_together([one, other])) == 2
    assert len(put_together([one, other], Known(bonds={frozenset((one.id, other.id)): True}))) == 1


def _told(entry: Entry):  # type: ignore[no-untyped-def]
    from enligt.records import Told

    return Told(entry.evidence[0].page, f"s-{entry.id}")
