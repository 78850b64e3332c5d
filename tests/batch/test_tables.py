"""Rows of Parquet hold all that was found on a page."""

from __future__ import annotations

import pyarrow as pa
import pytest

from enligt.batch import tables
from enligt.records import Block, Credit, Echo, Link, Name, NameWarning, Page, Span, Speaker, Statement, Traced

TEXT = "«Да», — сказал он.\n\nTT 🚢 skriver."
FULL = Statement(
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
    others=(Speaker(id="lo-ek", name="Lo Ek"),),
    candidates=(Speaker(id="mi-ek", name="Mi Ek"),),
)
BARE = Statement(id="b2", content=(Span(0, 4),), cue=(), source=(), form="direct", voice="unstated")
TRACED = Traced(
    page=Page(
        text=TEXT,
        blocks=(Block("paragraph", Span(0, 18)), Block("credit", Span(20, len(TEXT)))),
        url="https://kust.example/1",
        outlet="Kustbladet",
        title="Да 🚢",
        lang="ru",
        published="2026-03-05T06:40:00+03:00",
        credits=(Credit("TT", "wire", Span(20, 22)), Credit("Kaj", "metadata", None)),
    ),
    statements=(FULL, BARE),
    names=(Name("ORG", Span(20, 22)),),
    warnings=(NameWarning("spelling", Span(20, 22), "is not known", None),),
    assertions=(Statement(id="c3", content=(Span(20, 30),), cue=(), source=(), form="indirect", voice="author"),),
)


def test_a_traced_page_comes_back_as_it_was() -> None:
    page, statements, names = tables.page_row(TRACED), tables.statement_rows(TRACED), tables.name_rows(TRACED)
    kept = [
        pa.Table.from_pylist(rows, schema).to_pylist()
        for rows, schema in (([page], tables.PAGES), (statements, tables.STATEMENTS), (names, tables.NAMES))
    ]
    assert tables.traced_of(kept[0][0], kept[1], kept[2]) == TRACED
    assert all(set(row) == set(schema.names) for row, schema in ((page, tables.PAGES), (names[0], tables.NAMES)))


@pytest.mark.parametrize(
    ("published", "day"), [("2026-03-05T06:40:00", "2026-03-05"), (None, "undated"), ("../../x", "undated")]
)
def test_a_page_is_filed_under_its_day_only_if_that_is_one(published: str | None, day: str) -> None:
    row = tables.page_row(Traced(page=Page(text="Hej.", published=published), statements=()))
    assert (row["date"], row["language"]) == (day, "und")


def test_an_echo_comes_back_as_it_was() -> None:
    pairs = ((Span(0, 4), Span(7, 11)), (Span(5, 6), Span(1, 2)))
    echo = Echo(page="a", of="b", kind="edited", credited=True, share=0.5, pairs=pairs)
    (row,) = pa.Table.from_pylist([tables.echo_row(echo)], tables.ECHOES).to_pylist()
    assert tables.echo_of(row) == echo
