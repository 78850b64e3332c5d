"""Who speaks, as a reader knows them."""

from enligt.brief.speaking import pronoun, who
from enligt.records import Name, Span, Speaker, Traced

from .conftest import EK, LEE, page, said

LAVROV = Speaker(id="sergey-lavrov", name="Sergey Lavrov")


def test_a_known_person_is_spelt_as_on_a_page_in_the_readers_language() -> None:
    where = page("Utrikesminister Sergej Lavrov säger att det är bra.", lang="sv")
    one = said(where, "att det är bra", "Utrikesminister Sergej Lavrov", LAVROV)
    found = Traced(page=where, statements=(one,), names=(Name("PER", Span(16, 29)),))
    assert who(found, one, "sv") == "Sergej Lavrov"
    assert who(found, one, "en") == "Sergey Lavrov"
    assert who(Traced(page=where, statements=(one,)), one, "sv") == "Sergey Lavrov"


def test_a_country_is_named_in_the_readers_language_beside_the_pages_word() -> None:
    where = page("Ankara denies that there is a date.")
    one = said(where, "that there is a date", "Ankara", Speaker(id="country-tr", name="Türkiye"), voice="institution")
    found = Traced(page=where, statements=(one,))
    assert (who(found, one, "sv"), pronoun(where, one)) == ("Turkiet", "Ankara")


def test_documents_groups_and_several_speakers_are_told_in_the_pages_words() -> None:
    where = page("A draft protocol of the ministry, it seems, says that the ferry stops. Lee and Ek agree.")
    draft = Speaker(id="d", name="A draft")
    document = said(where, "that the ferry stops", "A draft protocol of the ministry", draft, voice="document")
    both = said(where, "agree", "Lee and Ek", LEE, others=(EK,))
    found = Traced(page=where, statements=(document, both))
    assert who(found, document, "en") == "A draft protocol of the ministry"
    assert who(found, both, "en") == "Lee and Ek"


def test_where_it_is_undecided_all_are_told_and_where_nobody_is_nobody() -> None:
    where = page("He said that the ferry stops, it was said.")
    doubtful = said(where, "that the ferry stops", "He", candidates=(LEE, EK))
    nobody = said(where, "that the ferry stops", "", voice="unstated")
    found = Traced(page=where, statements=(doubtful, nobody))
    assert who(found, doubtful, "en") == "Ann Lee / Bo Ek"
    assert who(found, nobody, "en") == ""
