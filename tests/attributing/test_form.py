import pytest

from enligt.attributing.form import form_of
from enligt.attributing.quotes import quotations
from enligt.records import Block, Span


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ("“Bron är öppen”, sa Lund.", "“Bron är öppen”", "direct"),
        ("“Bron är öppen”, sa Lund.", "Bron är öppen", "direct"),
        ("Lund sa att bron är “en dröm” för alla.", "att bron är “en dröm” för alla", "mixed"),
        ("Lund sa att bron är öppen, och log.", "att bron är öppen", "indirect"),
        ("“En”, sa han. Lund sa att bron är öppen.", "att bron är öppen", "indirect"),
    ],
)
def test_form_follows_from_how_much_is_quoted(text: str, content: str, form: str) -> None:
    start = text.index(content)
    quoted = quotations(text, [Block("paragraph", Span(0, len(text)))])
    assert form_of(text, [Span(start, start + len(content))], quoted) == form


def test_fragments_are_judged_together() -> None:
    assert form_of("“A b” c d e f", [Span(0, 5), Span(6, 13)], [Span(0, 5)]) == "mixed"
