"""Whatever a page holds: no stage breaks on it, every offset is right, and what comes out is JSON."""

import gc
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enligt.dating import amounts, dates
from enligt.export import export
from enligt.naming.variants import same_person
from enligt.records import Options, Span
from enligt.report import json_safe, report_html, shown
from enligt.report.shown import UNSHOWABLE

from .pages import LANGUAGES, PIECES, check, texts, traced

languages = st.none() | st.sampled_from(LANGUAGES)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
TAGS = (
    "p",
    "div",
    "article",
    "h1",
    "b",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "br",
    "script",
    "style",
    "title",
    "svg",
    "time",
)


@QUICK
@given(texts, languages)
def test_any_text(text: str, lang: str | None) -> None:
    if found := traced(text, lang):
        check(found)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Elements that nest, or are cut off, with attributes and text of any kind."""
    parts = ["<html><body>"]
    for _ in range(draw(st.integers(1, 25))):
        tag = draw(st.sampled_from(TAGS))
        attribute = draw(
            st.sampled_from(["", ' class="byline"', " lang=xx", ' datetime="9999-99-99"', " a='", ' href="//"'])
        )
        parts.append(draw(st.sampled_from([f"<{tag}{attribute}>", f"</{tag}>", f"<{tag}", "<!--", "<![CDATA[", "<?x"])))
        parts.append(draw(texts))
    return "".join(parts)


@QUICK
@given(markup(), languages)
def test_any_markup(html: str, lang: str | None) -> None:
    if found := traced(html, lang):
        check(found)


@QUICK
@given(st.binary(max_size=2_000))
def test_any_bytes(data: bytes) -> None:
    from enligt.errors import EnligtError
    from enligt.reading import read

    try:
        page = read(data)
    except EnligtError:
        return
    assert all(0 <= start < end <= len(page.text) for _, (start, end) in page.blocks)


@FEW
@given(texts, st.sampled_from(["small", "full"]))
def test_the_models_too(text: str, model: str) -> None:
    if found := traced(text, "en", Options(model=model, threads=1)):  # type: ignore[arg-type]
        check(found)


@QUICK
@given(texts, st.sampled_from(LANGUAGES), st.none() | st.sampled_from(["2026-03-05", "9999-12-31", "0001-01-01", "x"]))
def test_dates_and_amounts(text: str, lang: str, published: str | None) -> None:
    whole = [Span(0, len(text))] if text else []
    for one in [*dates(text, whole, lang, published), *amounts(text, whole, lang)]:
        assert 0 <= one.span.start < one.span.end <= len(text)


@QUICK
@given(texts, texts)
def test_names_are_alike_either_way_round(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)


@FEW
@given(st.lists(texts, min_size=1, max_size=3))
def test_whatever_is_shown_or_exported_steers_nothing(pages: list[str]) -> None:
    found = [one for text in pages if (one := traced(f"{text} “Yes,” said Ann {text}.", "en"))]
    if not found:  # an export of nothing is nothing
        return
    unshowable = set(map(chr, range(0x20))) - set("\n\t") | set("\u202e\u2028\u2066\ud800\x9b")
    for form in ("prov", "annotations", "jsonl", "csv"):
        written = "".join(export(iter(found), form))  # type: ignore[arg-type]
        assert not set(written) & unshowable, form
        if form == "jsonl":
            assert all(json.loads(line) for line in written.splitlines())
        elif form != "csv":
            json.loads(written)
    assert not set(report_html(found)) & unshowable


@given(st.text())
def test_shown_text_keeps_its_length(text: str) -> None:
    assert len(shown(text)) == len(text)
    assert json.loads(json_safe(json.dumps(text, ensure_ascii=False))) == text
    assert UNSHOWABLE


#: Seconds of processor time for a megabyte: some twenty times what a page of news takes, as the slowest of these do.
SECONDS_A_MEGABYTE = 60.0
#: Twice the text may take this many times as long: twice, with room for a busy machine. Four times is a square.
GROWTH = 3.0
#: The smaller of the two sizes (characters) at which each is timed, so that all of them take seconds.
SIZE = 8_000
SHAPES = {
    **{repr(piece): piece for piece in PIECES[::4]}, "lines of a dash": "— a\n", "pairs": "«»",
    "quote and cue": "“A” said B. ", "initials": "A. ", "joined": "Ann Lee and ", "turns": "A: ",
    "bylines": "By Ann Lee, ", "wire": "(Reuters) - ", "bullets": "• a\n", "short lines": "a\n\n",
    "headings": "Ann Lee\n\n", "hyphens": "Aa-", "dashes in a line": "a — b ",
    "pointing": "That was reported by Ann Lee. ", "papers": "The paper Coast said it. The paper said so. ",
    "repeated name": "Ann Lee said Bo Ek said ", "offices": "minister president of the ", "months": "May June ",
    "elements": "<p>a ", "nested": "<div><b>", "lists": "<ul><li>", "tables": "<table><tr><td>", "brackets": "((",
    "comments": "<!--", "entities": "&amp;", "headlines": "<h1>Ann</h1>",
    "times": "<time datetime='2026-01-01'>a</time>", "links": "<a href=x>a</a>",
    "scripts": "<script type='application/ld+json'>[",
}  # fmt: skip


def seconds(unit: str, size: int) -> float:
    head = "<html><body><article><p>Ann Lee said the bridge will open. </p>" if unit.startswith("<") else ""
    text = head + unit * (size // len(unit))
    gc.collect()
    gc.disable()  # it begins when it likes, and takes as long as the rest
    try:
        began = time.process_time()
        found = traced(text, "en")
        taken = time.process_time() - began
    finally:
        gc.enable()
    if found:
        check(found)
    return taken


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text_and_not_with_its_square(shape: str) -> None:
    small = seconds(SHAPES[shape], SIZE)
    large = seconds(SHAPES[shape], 2 * SIZE)
    if large > GROWTH * max(small, 0.2):  # once more, where the machine had something else to do
        small, large = seconds(SHAPES[shape], SIZE), seconds(SHAPES[shape], 2 * SIZE)
    assert large <= GROWTH * max(small, 0.2), (small, large)
    assert large <= SECONDS_A_MEGABYTE * 2 * SIZE / 1_000_000 + 1
