"""What tests of several folders look at."""

from __future__ import annotations

import pytest

from enligt.records import Block, Credit, Link, Name, Page, Span, Speaker, Statement, Traced


@pytest.fixture
def rich_traced() -> Traced:
    """A page and statements with every field filled in, and with none."""
    text = "«Да», — сказал он.\n\nTT 🚢 skriver."
    page = Page(
        text=text,
        blocks=(Block("paragraph", Span(0, 18)), Block("credit", Span(20, len(text)))),
        url="https://kust.example/1",
        outlet="Kustbladet",
        title="Да 🚢",
        lang="ru",
        published="2026-03-05T06:40:00+03:00",
        credits=(Credit("TT", "wire", Span(20, 22)), Credit("Kaj", "metadata", None)),
    )
    full = Statement(
        id="a1",
        content=(Span(0, 4), Span(5, 6)),
        cue=(Span(8, 14),),
        source=(Span(15, 17),),
        form="mixed",
        voice="anonymous",
        speaker=Speaker(id="kaj-ek", name="Kaj Ek"),
        via=(Link("TT", Span(20, 22)), Link("Kustbladet", None)),
        parent="b2",
        stance="denies",
        said_on="2026-03-04",
        confidence=0.1 + 0.2,
    )
    bare = Statement(id="b2", content=(Span(0, 4),), cue=(), source=(), form="direct", voice="unstated")
    return Traced(page=page, statements=(full, bare), names=(Name("ORG", Span(20, 22)),))
