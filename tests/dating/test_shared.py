"""The pages that the project keeps beside the checkout: what must be dated and counted on them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from enligt.dating import Amount, When, amounts, dates
from enligt.reading import read
from enligt.records import Page

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder is not beside this checkout")


def dated(file: Path) -> tuple[Page, list[When], list[Amount]]:
    page = read(file)
    spans = [block.span for block in page.story]
    return page, dates(page.text, spans, page.lang, page.published), amounts(page.text, spans, page.lang)


def test_seed() -> None:
    (file,) = (SHARED / "seed").glob("*.txt")
    page, whens, counted = dated(file)
    assert [(when.iso, when.relation) for when in whens if when.precision != "year"] == [
        ("2026-02-05", "on"),
        ("2026-02-06", "on"),
        ("2018-02", "by"),
        ("2026-02-05", "on"),
        ("2025-09-01/2025-11-30", "on"),
        ("2025-07", "since"),
    ]
    assert [page.words(when.span)[:4] for when in whens if when.remark] == ["seda"]
    assert {("2010", "on"), ("2026", "until")} <= {(when.iso, when.relation) for when in whens}
    assert [(int(amount.low), amount.currency, amount.bound) for amount in counted if amount.low > 2] == [
        (700, None, "at most"),
        (800, None, "exact"),
        (1550, None, "exact"),
        (5_000_000_000, "EUR", "nearly"),
        (15_000_000_000, "EUR", "exact"),
    ]


def test_relay_facts() -> None:
    missed = []
    for story in sorted((SHARED / "relay").glob("story*")):
        pages = {file.stem: dated(file) for file in story.glob("p*.html")}
        for fact in json.loads((story / "truth.json").read_text(encoding="utf-8"))["facts"]:
            _, whens, counted = pages[fact["page"]]
            wanted = fact["date"]
            if wanted and not any(wanted in (when.iso, when.end.isoformat()) for when in whens):
                missed.append((story.name, fact["page"], wanted))
            figure = fact["amount"]
            told = not figure or any(amount.low == Decimal(figure) for amount in counted)
            if not told and fact["unit"] != "tests per week":
                missed.append((story.name, fact["page"], figure))
    # "all states but one" is arithmetic, not reading.
    assert missed == [("story6", "p2", 56)]
