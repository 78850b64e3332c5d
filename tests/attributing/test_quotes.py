import re
import time

import pytest

from enligt.attributing.quotes import MAX_QUOTATIONS, quotations
from enligt.records import Block, Span


def quoted(text: str, kind: str = "paragraph") -> list[str]:
    blocks = [Block(kind, Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text)]
    return [text[start:end] for start, end in quotations(text, blocks)]


@pytest.mark.parametrize(
    "quote",
    ["“Bron är öppen”", "„Die Brücke ist offen“", "«Мост открыт»", "« Le pont est ouvert »", "»Die Brücke ist offen«",
     "”Bron är öppen”", "»Silta on auki»", '"The bridge is open"', "‘The bridge is open’", "‚Sie ist offen‘",
     "'The bridge is open'", "''The bridge is open''", "``The bridge is open''"],
)  # fmt: skip
def test_marks_of_every_national_style_pair(quote: str) -> None:
    assert quoted(f"Först detta: {quote}, sedan det.") == [quote]


def test_only_the_outermost_of_nested_quotations_is_given() -> None:
    assert quoted("«Фирма «Волна» закрыта», – сказал он.") == ["«Фирма «Волна» закрыта»"]
    assert quoted("Hon sa: ”Han kallade det ’en seger’ i går.” Sedan gick hon.") == [
        "”Han kallade det ’en seger’ i går.”"
    ]


def test_apostrophes_and_inch_signs_are_no_quotations() -> None:
    assert quoted("It’s the workers’ day, and he's 6' 2\" tall; that’s all.") == []


def test_quote_over_paragraphs_gives_a_span_for_each() -> None:
    text = "“The first part.\n“The second part.\n“The third part,” Lind said."
    assert quoted(text) == ["“The first part.", "“The second part.", "“The third part,”"]


def test_missing_closing_mark_ends_before_the_reporting_clause() -> None:
    assert quoted('"Vi väntar på besked, säger Lind. Mötet är slut.') == ['"Vi väntar på besked']


def test_missing_opening_mark_starts_with_the_paragraph_or_the_sentence() -> None:
    assert quoted('Kanalen hålls öppen", tillade Lind.') == ['Kanalen hålls öppen"']
    text = '"Ja", sa Lind. Kanalen hålls öppen", tillade hon.'
    assert quoted(text) == ['"Ja"', 'Kanalen hålls öppen"']


def test_dash_speech_leaves_out_the_authors_words() -> None:
    assert quoted("— Мост открыт, — сказал Лунд. — Ждём всех, — добавил он, — кто хочет.") == [
        "Мост открыт,", "Ждём всех,", "кто хочет.",
    ]  # fmt: skip
    assert quoted("– Bron är öppen, säger Eva Lund, chef för hamnen. Nu väntar vi.") == [
        "Bron är öppen",
        "Nu väntar vi.",
    ]


def test_dash_of_a_list_item_is_no_speech() -> None:
    assert quoted("- Två broar", kind="list") == []


def test_marks_outside_the_given_blocks_are_left_alone() -> None:
    text = "“One” “Two”"
    assert quotations(text, [Block("paragraph", Span(6, 11))]) == (Span(6, 11),)


@pytest.mark.parametrize("unit", ['"a ', "“a b. ", "«a ", "a” ", "‘a “b” ", "— a. — b ", "''", '."'])
def test_pages_of_marks_take_linear_time_and_are_bounded(unit: str) -> None:
    text = unit * 60_000
    started = time.process_time()
    found = quotations(text, [Block("paragraph", Span(0, len(text)))])
    assert time.process_time() - started < 5
    assert len(found) <= MAX_QUOTATIONS
