"""Rows of Parquet hold all that was found on a page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pytest

from enligt.batch import tables
from enligt.records import Echo, Entry, Evidence, NameWarning, Page, Party, Span, Speaker, Statement, Told, Traced


@pytest.fixture
def traced(rich_traced: Traced) -> Traced:
    """A page with one of everything that may be found on it."""
    full, bare = rich_traced.statements
    full = replace(full, others=(Speaker(id="lo-ek", name="Lo Ek"),), candidates=(Speaker(id="mi-ek", name="Mi Ek"),))
    proof = Span(20, 30)
    entry = Entry(
        id="d4",
        kind="pledge",
        event="pledge",
        what="TT 🚢",
        status="planned",
        who=(Party("kaj-ek", "Kaj Ek", "actor"),),
        amount=Decimal("0.10"),
        unit="EUR",
        evidence=(Evidence(rich_traced.page.id, proof),),
        statements=(Told(rich_traced.page.id, "a1"),),
    )
    return replace(
        rich_traced,
        statements=(full, bare),
        warnings=(NameWarning("spelling", Span(20, 22), "is not known", None),),
        assertions=(Statement(id="c3", content=(proof,), cue=(), source=(), form="indirect", voice="author"),),
        entries=(entry,),
    )


def test_a_traced_page_comes_back_as_it_was(traced: Traced) -> None:
    page, statements, names = tables.page_row(traced), tables.statement_rows(traced), tables.name_rows(traced)
    kept = [
        pa.Table.from_pylist(rows, schema).to_pylist()
        for rows, schema in (
            ([page], tables.PAGES),
            (statements, tables.STATEMENTS),
            (names, tables.NAMES),
            (tables.entry_rows(traced), tables.ENTRIES),
        )
    ]
    assert tables.traced_of(kept[0][0], *kept[1:]) == traced
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
