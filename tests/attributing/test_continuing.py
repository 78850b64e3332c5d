"""Quotations alone: who goes on speaking, and what stays without a speaker."""

import re

from enligt.attributing.continuing import CONTINUED, UNATTRIBUTED, with_continued
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
    first, second, third = with_continued(page(text), [said(text, QUOTE)])
    assert second.source == third.source == first.source
    assert second.cue == ()
    assert text[slice(*second.content[0])] == MORE
    assert second.confidence == CONTINUED


def test_after_a_paragraph_without_a_quotation_the_speaker_is_unknown() -> None:
    text = f"{QUOTE} Ann Lee said.\n\nIt rained.\n\n{MORE}"
    _, second = with_continued(page(text), [said(text, QUOTE)])
    assert second.source == ()
    assert second.confidence == UNATTRIBUTED


def test_titles_and_quotations_that_are_known_add_nothing() -> None:
    text = f"{QUOTE} Ann Lee said.\n\n“A Short Title”\n\nHe read “{'word ' * 9}” aloud."
    relation = said(text, QUOTE)
    assert with_continued(page(text), [relation]) == (relation,)
