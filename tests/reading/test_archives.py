"""A record of a web archive that is not whole is told by its place and never taken for a page; the others are read."""

import gzip
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest

from enligt.errors import ReadError
from enligt.reading import archives, read_all
from enligt.reading.archives import pages_in_archive, stretches
from enligt.records import Options, Page, digest

RECORDS = 6
#: The record that the tests damage.
BAD = 3


def record(number: int, article: str, off: int = 0, kind: str = "response", encoding: str = "") -> bytes:
    """A record whose length is told ``off`` by some bytes; its page is longer than what is unpacked at a time."""
    filler = "".join(map(digest, map(str, range(number, number + 8_000))))
    body = f"{article.format(title=f'Page {number}')}<!-- {filler} -->".encode()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{encoding}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://bee.example/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\nWARC-Date: 2026-03-10T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + off}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


Pack = Callable[[bytes], bytes]


def plain(data: bytes) -> bytes:
    return data


def numbers(found: list[Page | ReadError]) -> list[int | str]:
    """The pages' numbers, and what is told of those that are none."""
    return [int(str(one.url)[-1]) if isinstance(one, Page) else f"{one.what}: {one.why}" for one in found]


def damaged(packed: list[bytes], bad: bytes) -> bytes:
    return b"".join([*packed[:BAD], bad, *packed[BAD + 1 :]])


@pytest.mark.parametrize("pack", [plain, gzip.compress])
@pytest.mark.parametrize(
    "fault",
    [
        "length too large", "length beyond the next", "length beyond the end", "length too small", "no length",
        "cut short", "cut within its head", "no head",
    ],
)  # fmt: skip
def test_a_record_that_is_not_whole_is_told_and_the_others_are_read(
    tmp_path: Path, article: str, pack: Pack, fault: str
) -> None:
    whole = [record(number, article) for number in range(RECORDS)]
    bad = {
        "length too large": record(BAD, article, 200),
        "length beyond the next": record(BAD, article, 200_000),
        "length beyond the end": record(BAD, article, 10**12),
        "length too small": record(BAD, article, -70_000),
        "no length": whole[BAD].replace(b"Content-Length", b"Content-Breadth"),
        "cut short": whole[BAD][:-70_000],
        "cut within its head": whole[BAD][:120],
        "no head": b"WORC" + whole[BAD][4:],
    }[fault]
    packed = [pack(one) for one in whole]
    file = tmp_path / f"crawl.warc{'' if pack is plain else '.gz'}"
    file.write_bytes(damaged(packed, pack(bad)))
    found = numbers(list(pages_in_archive(file, Options())))
    at = sum(map(len, packed[:BAD]))
    assert [one for one in found if isinstance(one, int)] == [0, 1, 2, 4, 5]
    (told,) = (one for one in found if isinstance(one, str))
    assert told.startswith(f"the record at byte {at} of crawl.warc")
    assert found.index(told) == BAD
    parts = stretches(file, 2)
    assert [one for part in parts for one in numbers(list(pages_in_archive(file, Options(), part)))] == found
    assert len(parts) == 3


@pytest.mark.parametrize("lost", [5, 3_000])
def test_packing_that_breaks_off_or_is_damaged(tmp_path: Path, article: str, lost: int) -> None:
    packed = [gzip.compress(record(number, article)) for number in range(RECORDS)]
    flipped = bytearray(packed[BAD])
    flipped[-lost] ^= 0xFF
    file = tmp_path / "crawl.warc.gz"
    places = [0, *accumulate(map(len, packed))]
    for data, bad, why in (
        (damaged(packed, packed[BAD][:-lost]), BAD, "its gzip packing is damaged"),
        (damaged(packed, bytes(flipped)), BAD, "its gzip packing is damaged"),
        (b"".join(packed)[:-lost], RECORDS - 1, "it is cut short"),
    ):
        file.write_bytes(data)
        found = numbers(list(pages_in_archive(file, Options())))
        assert found[bad] == f"the record at byte {places[bad]} of crawl.warc.gz: {why}"
        assert found[:bad] + found[bad + 1 :] == [number for number in range(RECORDS) if number != bad]


def test_an_archive_packed_as_a_whole_is_read_from_any_record_and_its_end_is_missed(
    tmp_path: Path, article: str
) -> None:
    whole = [record(number, article) for number in range(RECORDS)]
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(gzip.compress(b"".join(whole)))
    begun: list[int] = []
    assert numbers(list(pages_in_archive(file, Options(), came_to=begun.append))) == list(range(RECORDS))
    assert begun == [0, *accumulate(map(len, whole[:-1]))]
    parts = stretches(file, 4)
    assert [numbers(list(pages_in_archive(file, Options(), part))) for part in parts] == [[0, 1, 2, 3], [4, 5]]
    file.write_bytes(gzip.compress(damaged(whole, record(BAD, article, 200))))
    assert [one for one in numbers(list(pages_in_archive(file, Options()))) if one in range(RECORDS)] == [0, 1, 2, 4, 5]
    file.write_bytes(file.read_bytes()[:-1_000])
    *rest, told = numbers(list(pages_in_archive(file, Options())))
    assert len(rest) < RECORDS
    assert "cut short" in str(told)


def test_records_between_the_answers_may_be_damaged_too(tmp_path: Path, article: str) -> None:
    whole = [record(0, article), record(1, article, 100, kind="request"), record(2, article)]
    (tmp_path / "crawl.warc").write_bytes(b"".join(whole))
    first, told, last = numbers(list(read_all([tmp_path / "crawl.warc"])))
    assert (first, last) == (0, 2)
    assert f"the record at byte {len(whole[0])} " in str(told)


def test_what_a_server_packed_badly_costs_one_page(tmp_path: Path, article: str) -> None:
    bad = record(1, article, encoding="Content-Encoding: gzip\r\n")
    (tmp_path / "crawl.warc").write_bytes(record(0, article) + bad + record(2, article))
    first, told, last = numbers(list(read_all([tmp_path / "crawl.warc"])))
    assert (first, last) == (0, 2)
    assert str(told).startswith("https://bee.example/1 in crawl.warc: what the server sent is damaged")


def test_a_fault_in_reading_costs_one_page(tmp_path: Path, article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page_of = archives.page_of

    def faulty(raw: archives.Raw, **more: str | None) -> Page:
        if (raw.url or "").endswith("1"):
            raise RecursionError("too deep")
        return page_of(raw, **more)

    monkeypatch.setattr(archives, "page_of", faulty)
    (tmp_path / "crawl.warc").write_bytes(b"".join(record(number, article) for number in range(3)))
    first, told, last = numbers(list(read_all([tmp_path / "crawl.warc"])))
    assert (first, last) == (0, 2)
    assert "RecursionError: too deep" in str(told)
