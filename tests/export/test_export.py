import csv
import io
import json

import pytest

from enligt.export import ExportFormat, export
from enligt.export.table import COLUMNS
from enligt.records import Page, Traced

FORMATS = ExportFormat.__args__  # type: ignore[attr-defined]


def rows(*pages: Traced) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export(pages, "csv")), newline="")))


@pytest.mark.parametrize("form", FORMATS)
def test_no_pages_no_file(form: ExportFormat) -> None:
    assert list(export([], form)) == []


@pytest.mark.parametrize("form", FORMATS)
def test_pages_are_written_as_they_come(form: ExportFormat, traced: Traced) -> None:
    asked = 0

    def pages():
        nonlocal asked
        for _ in range(50):
            asked += 1
            yield traced

    pieces = export(pages(), form)
    next(pieces), next(pieces)
    assert asked <= 2


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_utf_8_without_controls(form: ExportFormat, hostile: Traced) -> None:
    written = "".join(export([hostile], form))
    assert written.encode()
    assert not {"\x1b", "\u202e", "\ud800"} & set(written)


def test_json_lines_are_the_contract(traced: Traced, hostile: Traced) -> None:
    lines = "".join(export([traced, hostile], "jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == [
        json.loads(json.dumps(page.as_json())) for page in (traced, hostile)
    ]


def test_a_row_a_statement(traced: Traced) -> None:
    found = rows(traced)
    assert [row["statement"] for row in found] == ["a1", "b2", "c3", "d4"]
    assert tuple(found[0]) == COLUMNS
    one = found[0]
    assert (one["speaker"], one["others"], one["via"]) == ("Bo Ask", "Kaj Ek", "Azimut → Kustposten")
    assert one["content"] == "The port … “closes on Monday”"
    start, end = map(int, one["content_spans"].split()[1].split("-"))
    assert traced.page.text[start:end] == "“closes on Monday”"
    assert found[2]["candidates"] == "Ann Lee; Kaj Ek"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(traced: Traced, start: str) -> None:
    page = Page(text=traced.page.text, title=f"{start}HYPERLINK(1)", outlet=f"{start}1", published=f"{start}1")
    for row in rows(Traced(page=page, statements=traced.statements)):
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))]
        assert "HYPERLINK(1)" in row["title"]
