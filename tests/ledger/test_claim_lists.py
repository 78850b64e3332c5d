"""Claims in lists are the claims of the ledger, in its order, without what only one claim's page shows."""

from dataclasses import replace

from enligt.ledger import Ledger, claim_lists, open_ledger
from enligt.ledger.claim_lists import Listed
from enligt.ledger.claiming import Wanted
from enligt.records import Claim

from .conftest import NewLedger
from .test_listing import filled

__all__ = ["filled"]  # the ledger that these tests look at


def listed(claim: Claim) -> Listed:
    weight = len(claim.pages), claim.fewest, claim.most, claim.contradicted
    speakers = tuple(one.speaker for one in claim.origins if one.speaker)
    return Listed(claim.id, claim.gloss, claim.lang, *weight, claim.first_seen, claim.last_seen, speakers)


def test_lists_have_the_order_of_the_ledger_a_part_at_a_time(filled: Ledger) -> None:
    for wanted in (Wanted(), Wanted(newest=True), Wanted(outlet="KUST"), Wanted(lang="en", until="2026-03-03")):
        claims = [listed(claim) for claim in filled.claims(wanted)]
        assert claims
        assert claim_lists.claims(filled, wanted) == claims
        assert claim_lists.claims(filled, replace(wanted, limit=1), offset=1) == claims[1:2]
    assert claim_lists.claims(filled, Wanted(outlet="Kus%")) == []


def test_a_page_tells_how_much_its_claims_weigh(filled: Ledger) -> None:
    for page in filled.pages():
        claims = {member.statement: claim for claim in filled.claims() for member in claim.members}
        mine = {told: claim for told, claim in claims.items() if told.startswith(page.id)}
        assert claim_lists.weights_on(filled, page.id) == {
            told: (claim.id, len(claim.pages), claim.fewest, claim.most) for told, claim in mine.items()
        }
        assert mine


def test_a_statement_leads_to_its_claim_and_a_change_by_hand_is_listed_until_undone(filled: Ledger) -> None:
    (first, *_) = filled.statements("ann")
    told = first[1].id
    claim = claim_lists.claim_with(filled, told)
    assert claim is not None
    members = [one.statement for one in filled.claim(claim).members]  # type: ignore[union-attr]
    assert told in members
    assert claim_lists.claim_with(filled, "none") is None
    number = filled.split(claim, told, "Ann")
    (change,) = claim_lists.changes_to(filled, [told])
    assert (change.number, change.together, change.by) == (number, False, "Ann")
    filled.undo(number)
    assert claim_lists.changes_to(filled, [told]) == []


def test_the_last_day(filled: Ledger, new_ledger: NewLedger) -> None:
    assert claim_lists.last_day(filled) == "2026-03-04"
    with open_ledger(new_ledger()) as empty:
        assert claim_lists.last_day(empty) == ""
