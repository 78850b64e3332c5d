"""Quotations alone: who goes on speaking, and what stays without a speaker."""

import re

from enligt.attributing.continuing import CONTINUED, UNATTRIBUTED, with_continued
from enligt.attributing.sentences import parsed
from enligt.records import Block, Page, Relation, Span

QUOTE = "“We waited for the ferry until the lamps went out.”"
MORE = "“Nobody came, and nobody told us why it had been so.”"


def page(text: str) -> Page:
    blocks = tuple(Block("paragraph", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text))
    return Page(text=text, lang="en", blocks=blocks)


def said(text: str, quote: str) -> Relation:
    start, source, cue = text.index(quote), text.index("Ann Lee"), text.index("said")
    return Relation(
        content=(Span(start, start + len(quote)),), source=(Span(source, source + 7),), cue=(Span(cue, cue + 4),)
    )


def test_a_paragraph_of_quotation_goes_on_with_the_speaker_before() -> None:
    text = f"{QUOTE} Ann Lee said.\n\n{MORE}\n\n{MORE}"
    first, second, third = with_continued(parsed(page(text)), [said(text, QUOTE)])
    assert second.source == third.source == first.source
    assert second.cue == ()
    assert text[slice(*second.content[0])] == MORE
    assert second.confidence == CONTINUED


def test_after_a_paragraph_without_a_quotation_the_speaker_is_unknown() -> None:
    text = f"{QUOTE} Ann Lee said.\n\nIt rained.\n\n{MORE}"
    _, second = with_continued(parsed(page(text)), [said(text, QUOTE)])
    assert second.source == ()
    assert second.confidence == UNATTRIBUTED


def test_titles_and_quotations_that_are_known_add_nothing() -> None:
    text = f"{QUOTE} Ann Lee said.\n\n“A Short Title”\n\nHe read “{'word ' * 9}” aloud."
    relation = said(text, QUOTE)
    assert with_continued(parsed(page(text)), [relation]) == (relation,)


def test_a_sentence_of_quotation_goes_on_within_its_paragraph() -> None:
    text = f"{QUOTE} Ann Lee said. The lamps are oil lamps. {MORE}"
    first, second = with_continued(parsed(page(text)), [said(text, QUOTE)])
    assert second.source == first.source
    assert text[slice(*second.content[0])] == MORE


def in_german(text: str, content: str) -> tuple[Page, Relation]:
    here = page(text)
    start, source, cue = text.index(content), text.index("Anna Berg"), text.index("sagte")
    relation = Relation(
        content=(Span(start, start + len(content)),), source=(Span(source, source + 9),), cue=(Span(cue, cue + 5),)
    )
    return Page(text=text, lang="de", blocks=here.blocks), relation


def test_the_reported_mood_goes_on_with_the_speaker_before() -> None:
    text = "Die Brücke ist zu, sagte Anna Berg. Sie sei müde. Es habe geregnet.\n\nDer Hafen könne warten."
    here, relation = in_german(text, "Die Brücke ist zu")
    _, *more = with_continued(parsed(here), [relation])
    contents = [here.words(*one.content) for one in more]
    assert contents == ["Sie sei müde", "Es habe geregnet", "Der Hafen könne warten"]
    assert {one.source for one in more} == {relation.source}


def test_other_moods_and_first_persons_are_nobodys() -> None:
    text = "Die Brücke ist zu, sagte Anna Berg. Sie ist müde. Ich habe Zeit. Als sei nichts gewesen, ging sie."
    here, relation = in_german(text, "Die Brücke ist zu")
    assert with_continued(parsed(here), [relation]) == (relation,)


def test_the_reported_mood_needs_a_speaker_before() -> None:
    here = Page(text="Sie sei müde.", lang="de", blocks=(Block("paragraph", Span(0, 13)),))
    assert with_continued(parsed(here), []) == ()


def test_what_lies_in_a_larger_statement_is_not_told_again() -> None:
    text = "Anna Berg sagte, die Brücke sei zu, so die Wirtin. Es habe geregnet."
    here = Page(text=text, lang="de", blocks=(Block("paragraph", Span(0, len(text))),))
    whole = Relation(content=(Span(17, len(text)),), source=(Span(0, 9),), cue=(Span(10, 15),))
    inner = Relation(content=(Span(21, 34),), source=(Span(39, 49),), cue=(Span(36, 38),))
    assert with_continued(parsed(here), [whole, inner]) == (whole, inner)
