"""Inputs are cut so that the parts together are the whole, whatever the file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enligt.batch.parts import files_in, pages_in, parts_of
from enligt.errors import ReadError
from enligt.reading import read_all
from enligt.records import Options, Page


def test_the_parts_of_an_archive_hold_its_pages_in_order(tmp_path: Path, records: list[bytes]) -> None:
    packed = {
        "plain.warc": b"".join(records),
        "each.warc.gz": b"".join(map(gzip.compress, records)),
        "whole.warc.gz": gzip.compress(b"".join(records)),
    }
    for name, data in packed.items():
        (tmp_path / name).write_bytes(data)
        parts = parts_of(tmp_path / name, 3, "")
        assert len({part.id for part in parts}) == 3
        assert [page for part in parts for page in pages_in(part, Options())] == list(read_all([tmp_path / name]))


def test_of_a_damaged_archive_what_is_whole_is_read_and_the_rest_told(tmp_path: Path, records: list[bytes]) -> None:
    packed = [gzip.compress(one) for one in records]
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(b"".join(packed[:5]) + packed[5][:300])
    *pages, error = (page for part in parts_of(torn, 2, "") for page in pages_in(part, Options()))
    (tmp_path / "whole.warc.gz").write_bytes(b"".join(packed[:5]))
    assert pages == list(read_all([tmp_path / "whole.warc.gz"]))
    assert isinstance(error, ReadError)


def test_other_settings_make_other_parts(archive: Path) -> None:
    assert not {one.id for one in parts_of(archive, 3, "small")} & {one.id for one in parts_of(archive, 3, "full")}


def test_rows_of_parquet_are_pages(tmp_path: Path) -> None:
    file = tmp_path / "pages.parquet"
    rows = [
        {"text": f"Page {n}. “We stay,” said Ann Lee.", "url": f"https://a.example/{n}", "outlet": "Kustbladet",
         "lang": "en", "published": "2026-03-05" if n else "yesterday"}
        for n in range(5)
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=2)
    parts = parts_of(file, 3, "")
    pages = [page for part in parts for page in pages_in(part, Options())]
    assert [len(list(pages_in(part, Options()))) for part in parts] == [3, 2]
    assert [page.text for page in pages if isinstance(page, Page)] == [row["text"] for row in rows]
    assert isinstance(pages[0], Page)
    assert (pages[0].published, pages[0].outlet, pages[0].lang) == (None, "Kustbladet", "en")
    assert isinstance(pages[1], Page)
    assert pages[1].published == "2026-03-05"


def test_rows_without_text_are_errors_in_their_place(tmp_path: Path) -> None:
    file = tmp_path / "pages.parquet"
    pq.write_table(pa.Table.from_pylist([{"text": ""}, {"text": "“We stay,” said Ann Lee to the paper."}]), file)
    first, second = (page for part in parts_of(file, 9, "") for page in pages_in(part, Options()))
    assert isinstance(first, ReadError)
    assert isinstance(second, Page)


def test_what_is_no_input_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Hej", encoding="utf-8")
    pq.write_table(pa.table({"words": ["x"]}), tmp_path / "words.parquet")
    for wrong in (tmp_path / "page.html", tmp_path / "nowhere.warc"):
        with pytest.raises(ReadError):
            files_in([wrong])
    with pytest.raises(ReadError, match="no column"):
        parts_of(tmp_path / "words.parquet", 9, "")


def test_folders_are_searched_and_each_file_is_taken_once(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "deep").mkdir()
    inside = tmp_path / "deep" / "b.warc.gz"
    inside.write_bytes(archive.read_bytes())
    (tmp_path / "notes.txt").write_text("no page", encoding="utf-8")
    assert files_in([tmp_path, inside]) == [inside.resolve()]
