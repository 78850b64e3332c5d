"""What hostile pages are made of, and what must hold of whatever comes out of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from enligt.errors import EnligtError
from enligt.pipeline import trace
from enligt.reading.one import page_of
from enligt.reading.raw import Raw
from enligt.records import Options, Page, Span, Traced

BASELINE = Options(model="baseline", threads=1)
LANGUAGES = ("sv", "en", "ru", "de", "fr", "pl", "fi")

#: Words that mean something to one stage or another, and characters that trouble programs.
PIECES = (
    '"', "“", "”", "„", "«", "»", "’", "'", "‹", "—", "–", "-", "…", ".", ",", ":", ";", "!", "?", "(", ")", "[",
    "]", "said ", "told ", "according to ", "sade ", "enligt ", "сказал ", "по словам ", "sagte ", "laut ",
    "a déclaré ", "selon ", "Ann Lee ", "minister ", "Eva Lund ", "Олег Тарханов ", "Reuters ", "TASS ", "he ",
    "hon ", "она ", "TT-AFP", "Foto: ", "By Bo Ek", "(Reuters) - ", "not ", "denied ", "on Monday ", "den 4 maj ",
    "12.03.2024 ", "5 миллионов ", "1 234 567,89 ", "5 % ", "$", "€", "²", "½", "Ⅻ", "٣", "１",
    "999999999999999999999999 ", "31.02.9999 ", "0000-00-00 ", "\n", "\n\n", "\t", "\r", "\v", "\f", "\x00",
    "\x1b[31m", "\x7f", "\x85", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u200e", "\u202e", "\u202c", "\u2028",
    "\u2029", "\u2066", "\u2069", "\ufeff", "\ufffe", "\uffff", "\ud800", "\udfff", "\U000e0041", "\U0010ffff",
    "a\u0301", "\u0301" * 30, "ß", "İ", "ŉ", "ﬁ", "ǰ", "👩‍👩‍👧", "漢", "ع", "A", "é", "Ж", "https://a.example/b?c=d ",
    "@a ", "</p>", "<b>", "&amp;", "&#0;", "&#xD800;", "{{ 7*7 }}", "%s", "\\", "--", "=cmd()",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join)


def traced(text: str, lang: str | None, options: Options = BASELINE) -> Traced | None:
    """A text read and traced as its bytes would be; ``None`` where it is refused."""
    try:
        page = page_of(Raw(name="page", data=text.encode("utf-8", "surrogatepass")), lang=lang, published=None)
    except EnligtError:
        return None
    return trace(page, options=options)


def check(found: Traced) -> None:
    """What must hold of every traced page."""
    page = found.page
    blocks = [block.span for block in page.blocks]
    assert blocks == sorted(blocks)
    ids = [statement.id for statement in found.statements]
    assert len(ids) == len(set(ids))
    for span in spans_of(found):
        assert 0 <= span.start < span.end <= len(page.text), span
        assert page.words(span)
    for statement in found.statements:
        assert statement.content
        assert 0 <= statement.confidence <= 1
        assert statement.parent is None or statement.parent in ids
    told = json.dumps(found.as_json(), allow_nan=False)
    assert json.loads(told) == found.as_json()


def spans_of(found: Traced) -> Iterator[Span]:
    """Every span of a traced page."""
    yield from _within(found)


def _within(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Page):
        yield from (block.span for block in value.blocks)
        yield from (credit.evidence for credit in value.credits if credit.evidence)
    elif isinstance(value, tuple):
        for one in value:
            yield from _within(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _within(getattr(value, name))
