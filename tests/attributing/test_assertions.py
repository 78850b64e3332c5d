import time

import pytest

from enligt.attributing.assertions import assertions, unattributed
from enligt.attributing.statements import statements_of
from enligt.records import Block, BlockKind, Page, Relation, Span, Statement


def page_of(text: str, lang: str | None = "en", kind: BlockKind = "paragraph") -> Page:
    return Page(text=text, lang=lang, blocks=(Block(kind, Span(0, len(text))),))


def at(page: Page, words: str) -> Span:
    start = page.text.index(words)
    return Span(start, start + len(words))


def free(page: Page, *statements: Statement) -> list[str]:
    return [page.words(span) for span in unattributed(page, statements)]


def said(page: Page, source: str, cue: str, content: str) -> Statement:
    relation = Relation(content=(at(page, content),), cue=(at(page, cue),), source=(at(page, source),))
    (statement,) = statements_of(page, [relation])
    return statement


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("sv", "Fördraget om fyrarna löpte ut den 5 februari."),
        ("en", "The lighthouse treaty expired on 5 February."),
        ("ru", "Договор о маяках истёк 5 февраля."),
        ("de", "Der Vertrag über die Leuchttürme endete am 5. Februar."),
        ("fr", "Le traité sur les phares a expiré le 5 février."),
    ],
)
def test_a_plain_sentence_is_free_whole(lang: str, sentence: str) -> None:
    assert free(page_of(sentence, lang)) == [sentence.rstrip(".")]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Did the lighthouse treaty expire on 5 February?"),
        ("en", "Read our guide to all 12 lighthouses of the bay."),
        ("en", "Photo by Ann Lee shows the lighthouse in 2019."),
        ("en", "We counted 12 lighthouses along the bay."),
        ("en", "The treaty reportedly expired on 5 February."),
        ("en", "The keeper said the treaty expired on 5 February."),
        ("en", "MODERATOR: The treaty expired on 5 February."),
        ("en", "“The treaty expired on 5 February.”"),
        ("en", "Expired in 2019."),
        ("en", "Twelve lighthouses of the long bay, 2019"),
        ("sv", "Prenumerera på vårt brev med 12 fyrar i veckan."),
        ("sv", "Fyrarna lär ha kostat 12 miljoner kronor."),
        ("de", "Der Vertrag sei am 5. Februar ausgelaufen."),
        ("fr", "Le traité aurait expiré le 5 février dernier."),
        ("ru", "Договор якобы истёк 5 февраля этого года."),
        (None, "The lighthouse treaty expired on 5 February."),
        ("tlh", "The lighthouse treaty expired on 5 February."),
    ],
)
def test_what_asserts_nothing_plainly_is_left_out(lang: str | None, sentence: str) -> None:
    assert free(page_of(sentence, lang)) == []


def test_only_a_heading_with_a_verb_asserts() -> None:
    assert free(page_of("Lighthouse treaty has expired after 12 years", kind="heading"))
    assert not free(page_of("The lighthouses of the bay since 1912", kind="heading"))


def test_other_peoples_words_are_not_the_pages() -> None:
    text = "The lighthouse treaty expired on 5 February."
    assert free(page_of(text, kind="quote")) == []
    assert free(page_of(text, kind="boilerplate")) == []


def test_what_a_statement_has_a_part_in_is_not_free() -> None:
    page = page_of("The ferry sank in 2019. The keeper told Ann Lee that the ferry had been sold for 12 crowns.")
    statement = said(page, "The keeper", "told", "that the ferry had been sold for 12 crowns")
    assert free(page, statement) == ["The ferry sank in 2019"]


def test_a_clause_beside_a_statement_is_free() -> None:
    page = page_of("The bridge closed again in 2019, but the mayor says that it will open.")
    statement = said(page, "the mayor", "says", "that it will open")
    assert free(page, statement) == ["The bridge closed again in 2019"]


@pytest.mark.parametrize(
    ("lang", "source", "cue", "content", "own"),
    [
        (
            "en",
            "Norland",
            "said",
            "that it had met the limit, but did so by illegally leaving out 12 boats",
            "did so by illegally leaving out 12 boats",
        ),
        (
            "sv",
            "Norland",
            "uppgav",
            "att man hade nått målet, men gjorde det genom att olagligt utelämna båtar",
            "gjorde det genom att olagligt utelämna båtar",
        ),
    ],
)
def test_nobody_charges_oneself(lang: str, source: str, cue: str, content: str, own: str) -> None:
    page = page_of(f"{source} {cue} {content}.", lang)
    assert free(page, said(page, source, cue, content)) == [own]


def test_a_charge_against_another_stays_the_speakers() -> None:
    content = "that Sudland had met the limit, but did so by illegally leaving out 12 boats"
    page = page_of(f"Norland said {content}.")
    assert free(page, said(page, "Norland", "said", content)) == []


def test_assertions_need_a_fact_or_a_charge_against_somebody() -> None:
    text = "The keepers met at dawn again. The bay has 12 lighthouses now. Norland illegally sold the old ferry."
    page = page_of(text)
    spans = unattributed(page, [])
    facts, names = [at(page, "12 lighthouses")], [at(page, "Norland")]
    found = assertions(page, spans, facts, names)
    assert [page.words(*s.content) for s in found] == [
        "The bay has 12 lighthouses now",
        "Norland illegally sold the old ferry",
    ]
    assert [page.words(*s.content) for s in assertions(page, spans, facts, [])] == ["The bay has 12 lighthouses now"]


def test_an_assertion_is_the_pages_own_and_keeps_its_id() -> None:
    page = page_of("The bay has 12 lighthouses now.")
    first, again = (assertions(page, unattributed(page, []), [at(page, "12")], []) for _ in range(2))
    assert first == again
    (one,) = first
    assert (one.voice, one.speaker, one.cue, one.source, one.form) == ("author", None, (), (), "indirect")
    assert one.id != assertions(page, [at(page, "bay has 12 lighthouses")], [at(page, "12")], [])[0].id


@pytest.mark.parametrize("text", ["but illegally, ", "a; b, and ", "In 2019. ", "“a” said, but did "])
def test_a_hostile_page_costs_no_more_than_its_length(text: str) -> None:
    page = page_of(text * 20_000)
    start = time.process_time()
    spans = unattributed(page, [])
    assertions(page, spans, spans, spans)
    assert time.process_time() - start < 3
