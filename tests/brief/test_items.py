"""What an editor would quote of a claim, and what not."""

from enligt.brief.asked import Asked
from enligt.brief.items import Editor
from enligt.brief.parts import Item
from enligt.brief.speaking import pronoun, who
from enligt.records import Claim, Traced

from .conftest import EK, LEE, claim, finder, page, said, traced

EN = page("The ferry stops on 1 May, Ann Lee told the Sound Post.", published="2026-03-02")
SV = page("Färjan slutar gå den 1 maj, sade Ann Lee.", lang="sv", outlet="Kustbladet", published="2026-03-03")
RU = page("Паром остановится 1 мая, сказала Энн Ли.", lang="ru", outlet="Берег", published="2026-03-04")
ENGLISH = traced(EN, said(EN, "The ferry stops on 1 May", "Ann Lee", LEE))
SWEDISH = traced(SV, said(SV, "Färjan slutar gå den 1 maj", "Ann Lee", LEE))
RUSSIAN = traced(RU, said(RU, "Паром остановится 1 мая", "Энн Ли", LEE))


def item(told: Claim, *pages: Traced, **asked: object) -> Item:
    found = Editor(Asked(**asked), finder(*pages)).item(told)  # type: ignore[arg-type]
    assert found
    return found


def test_the_readers_language_then_english_then_what_there_is() -> None:
    pages = (ENGLISH, SWEDISH, RUSSIAN)
    everybody = claim(*((one, 0, "o") for one in pages))
    assert [one.words for one in item(everybody, *pages, lang="sv").quotes] == [SV.text]
    assert [one.words for one in item(everybody, *pages, lang="en").quotes] == [EN.text]
    without = claim((RUSSIAN, 0, "o"), (ENGLISH, 0, "o"))
    assert [one.words for one in item(without, *pages, lang="sv").quotes] == [EN.text]
    assert [one.words for one in item(claim((RUSSIAN, 0, "o")), *pages, lang="sv").quotes] == [RU.text]


def test_one_quote_an_origin_the_rest_is_named_with_the_first_page() -> None:
    other = page("Linjen stängs den 1 maj, enligt Bo Ek på rederiet.", lang="sv", published="2026-03-06")
    fourth = traced(other, said(other, "Linjen stängs den 1 maj", "Bo Ek", EK))
    told = claim((ENGLISH, 0, "lee"), (SWEDISH, 0, "lee"), (RUSSIAN, 0, "third"), (fourth, 0, "ek"))
    (side,) = item(told, ENGLISH, SWEDISH, RUSSIAN, fourth, lang="sv").sides
    assert [one.words for one in side.quotes] == [SV.text, other.text]
    assert [one.id for one in side.first] == [EN.id, other.id]
    assert [one.who for one in side.others] == ["Ann Lee"]
    assert (len(side.pages), side.fewest, side.most) == (4, 3, 3)


def test_a_doubtful_origin_makes_the_count_a_range() -> None:
    told = claim((ENGLISH, 0, "a"), (SWEDISH, 0, "b"), maybe={"b": "a"})
    (side,) = item(told, ENGLISH, SWEDISH).sides
    assert (side.fewest, side.most) == (1, 2)


def test_both_sides_are_quoted_each_in_the_best_language_it_has() -> None:
    denial = page("Bo Ek denied that the ferry will stop in May.", outlet="Daily")
    denying = traced(denial, said(denial, "that the ferry will stop in May", "Bo Ek", EK))
    found = item(claim((SWEDISH, 0, "lee"), (denying, 0, "ek"), denied=("ek",)), SWEDISH, denying, lang="sv")
    assert found.contradicted
    assert [(side.stance, side.quotes[0].words) for side in found.sides] == [
        ("asserts", SV.text),
        ("denies", denial.text),
    ]


def test_no_sentence_is_quoted_twice_nor_one_that_is_nearly_the_same() -> None:
    nearly = page("The ferry stops on 1 May, Ann Lee has told the Sound Post.", outlet="Daily")
    copy = traced(nearly, said(nearly, "The ferry stops on 1 May", "Ann Lee", LEE))
    editor = Editor(Asked(), finder(ENGLISH, copy))
    assert editor.item(claim((ENGLISH, 0, "o")))
    assert editor.item(claim((copy, 0, "p"), name="d")) is None
    longer = page("“The line is old. It is loved by all who take it. It goes on,” said Bo Ek.")
    part = page("It is loved by all who take it.", outlet="Daily")
    whole = traced(longer, said(longer, "It is loved by all who take it", "Bo Ek", EK))
    torn = traced(part, said(part, "It is loved by all who take it", "", EK))
    editor = Editor(Asked(), finder(whole, torn))
    assert editor.item(claim((whole, 0, "o")))
    assert editor.item(claim((torn, 0, "p"), name="d")) is None


def test_a_denial_that_sounds_like_its_claim_is_quoted_too() -> None:
    denial = page("The ferry stops not on 1 May, Bo Ek told the Sound Post.", outlet="Daily")
    denying = traced(denial, said(denial, "The ferry stops not on 1 May", "Bo Ek", EK))
    assert item(claim((ENGLISH, 0, "a"), (denying, 0, "b"), denied=("b",)), ENGLISH, denying).contradicted


def test_torn_pieces_and_what_is_unsure_are_not_quoted() -> None:
    where = page("Ann Lee said on Monday that the ferry stops in May.")
    torn = traced(where, said(where, "on Monday", "Ann Lee", LEE))
    unsure = traced(where, said(where, "that the ferry stops in May", "Ann Lee", LEE, confidence=0.6))
    editor = Editor(Asked(), finder(unsure, SWEDISH))
    assert editor.item(claim((unsure, 0, "o"))) is None
    assert editor.item(claim((unsure, 0, "o"), (SWEDISH, 0, "o")))  # another page says it too
    assert Editor(Asked(), finder(torn)).item(claim((torn, 0, "o"))) is None


def test_whom_i_means_outside_a_quotation_is_not_told_as_known() -> None:
    where = page("Bo Ek was there. I believe that the ferry stops in May.")
    mine = traced(where, said(where, "that the ferry stops in May", "I", EK))
    assert Editor(Asked(), finder(mine)).item(claim((mine, 0, "o"))) is None
    assert who(mine, mine.statements[0], "en") == "I"


def test_the_sentence_that_names_its_source_goes_before_one_with_a_pronoun() -> None:
    where = page("She said that the ferry stops in May. The line closes in May, said Ann Lee.")
    two = traced(
        where,
        said(where, "that the ferry stops in May", "She", LEE),
        said(where, "The line closes in May", "Ann Lee", LEE),
    )
    (quote,) = item(claim((two, 0, "o"), (two, 1, "o")), two).quotes
    assert quote.words == "The line closes in May, said Ann Lee."
    assert pronoun(where, two.statements[0]) == "She"
    assert pronoun(where, two.statements[1]) == ""


def test_a_quote_from_the_span_goes_before_an_older_one() -> None:
    later = page("The ferry will stop in early May, as Ann Lee had said.", published="2026-03-09")
    new = traced(later, said(later, "The ferry will stop in early May", "Ann Lee", LEE))
    told = claim((ENGLISH, 0, "o"), (new, 0, "o"))
    assert item(told, ENGLISH, new, since="2026-03-09").quotes[0].words == later.text
    assert item(told, ENGLISH, new).quotes[0].words == EN.text
