from hypothesis import given
from hypothesis import strategies as st

from enligt.records import Page, Span, Statement
from enligt.report.segments import segmented

TEXT = "abcdefghij klmnopqrst"


def statement(content: list[Span], cue: list[Span] | None = None, source: list[Span] | None = None) -> Statement:
    return Statement(
        id=str(content),
        content=tuple(content),
        cue=tuple(cue or ()),
        source=tuple(source or ()),
        form="direct",
        voice="named",
    )


def test_overlapping_spans_are_cut_where_either_begins_or_ends() -> None:
    statements = [statement([Span(0, 6)]), statement([Span(4, 9)])]
    (segments,) = segmented(Page(text=TEXT), statements, [Span(0, 10)])
    assert [(s.text, s.numbers) for s in segments] == [
        ("abcd", (1,)),
        ("ef", (2, 1)),  # the shorter statement counts as the inner one
        ("ghi", (2,)),
        ("j", ()),
    ]
    assert [s.depth for s in segments] == [1, 2, 1, 0]
    assert [[(m.opens, m.closes) for m in s.marks] for s in segments] == [
        [(True, False)],
        [(True, False), (False, True)],
        [(False, True)],
        [],
    ]


def test_a_source_inside_a_content_looks_like_a_source() -> None:
    outer = statement([Span(0, 10)])
    inner = statement([Span(6, 9)], cue=[Span(4, 5)], source=[Span(1, 3)])
    (segments,) = segmented(Page(text=TEXT), [outer, inner], [Span(0, 10)])
    assert [(s.text, s.part) for s in segments if s.part != "content"] == [("bc", "source"), ("e", "cue")]
    assert [s.first_of for s in segments if s.first_of] == [(1,), (2,)]


def test_a_span_over_two_blocks_opens_and_closes_once() -> None:
    first, second = segmented(Page(text=TEXT), [statement([Span(5, 15)])], [Span(0, 10), Span(11, 21)])
    assert [(s.text, [m[2:] for m in s.marks]) for s in first + second if s.marks] == [
        ("fghij", [(True, False)]),
        ("klmn", [(False, True)]),
    ]
    assert [s.first_of for s in second if s.first_of] == []


spans = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda t: Span(t[0], min(t[0] + t[1], 21)))


@given(st.lists(st.builds(statement, st.lists(spans, min_size=1), st.lists(spans), st.lists(spans)), max_size=6))
def test_nothing_is_lost_and_every_character_knows_its_statements(statements: list[Statement]) -> None:
    blocks = [Span(0, 10), Span(11, 21)]
    for block, segments in zip(blocks, segmented(Page(text=TEXT), statements, blocks), strict=True):
        assert "".join(s.text for s in segments) == TEXT[block.start : block.end]
        at = block.start
        for segment in segments:
            for position in range(at, at + len(segment.text)):
                expected = {
                    (number, part)
                    for number, one in enumerate(statements, start=1)
                    for part in ("source", "cue", "content")
                    for span in getattr(one, part)
                    if span.start <= position < span.end
                }
                assert {(m.number, m.part) for m in segment.marks} == expected
            at += len(segment.text)
