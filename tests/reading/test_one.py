import gzip
from pathlib import Path

import pytest

from enligt.errors import ReadError
from enligt.reading import read
from enligt.records import Fetch, Options, Page

RUSSIAN = "Порт сообщил, что причал откроют весной. Председатель комиссии добавила, что работы обошлись дешевле."
SWEDISH = "Hamnen säger att piren öppnar på våren. Ordföranden lägger till att bygget blev billigare än väntat."


def test_a_page_passes_through_with_what_is_overridden() -> None:
    page = Page(text="Hej.", lang="sv")
    assert read(page) == page
    changed = read(page, lang="nb", published="2026-03-04")
    assert (changed.text, changed.lang, changed.published) == ("Hej.", "no", "2026-03-04")


def test_options_override_too() -> None:
    page = read(SWEDISH, options=Options(lang="da", published="2026-03-04"))
    assert (page.lang, page.published) == ("da", "2026-03-04")


def test_path_string_and_bytes_give_the_same_text(tmp_path: Path) -> None:
    file = tmp_path / "a page.txt"
    file.write_text(SWEDISH, encoding="utf-8")
    packed = tmp_path / "a page.txt.gz"
    packed.write_bytes(gzip.compress(SWEDISH.encode()))
    texts = {read(source).text for source in (file, str(file), packed, SWEDISH, SWEDISH.encode())}
    assert texts == {SWEDISH}
    assert read(file).url == file.as_uri()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (SWEDISH.encode("latin-1"), SWEDISH),
        (SWEDISH.encode("utf-16"), SWEDISH),
        (b"\xef\xbb\xbf" + SWEDISH.encode(), SWEDISH),
        (SWEDISH.encode() + b" \xff.", SWEDISH + " \ufffd."),
    ],
)
def test_charsets(data: bytes, text: str) -> None:
    assert read(data).text == text


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251", "no-such-charset"])
def test_declared_charset_is_checked_against_the_bytes(declared: str) -> None:
    html = f'<html><head><meta charset="{declared}"></head><body><article><p>{RUSSIAN}</p></article></body></html>'
    assert RUSSIAN in read(html.encode("cp1251")).text


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("missing.html", "no such file"),
        ("my missing page.txt", "no such file"),
        (Path("missing"), "no such file"),
        ("", "it is empty"),
        (b" \n", "it is empty"),
        (b"%PDF-1.7 ...", "this is a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "this is an image"),
        (b"\xff\xd8\xff\xe0", "this is an image"),
        (b"PK\x03\x04...", "ZIP archive or an office document"),
        (b"MZ\x00\x00", "this is a binary file"),
        (bytes(range(128, 160)) * 30, "can't be decoded"),
        (gzip.compress(b"Hej")[:-9], "packing is damaged"),
        ("ftp://pier.example/a", "ftp: are not fetched"),
        ('<?xml version="1.0"?><rss version="2.0"></rss>', "this is a feed"),
    ],
)
def test_what_can_not_be_read(source: str | bytes | Path, why: str) -> None:
    with pytest.raises(ReadError, match=why) as caught:
        read(source)
    assert caught.value.what
    assert caught.value.next_step


def test_a_folder_is_not_one_page(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="this is a folder"):
        read(tmp_path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(ReadError, match="larger than 20 MB"):
        read(huge)


def test_bombs_and_bytes_past_the_limit_are_refused() -> None:
    options = Options(fetch=Fetch(max_bytes=100_000))
    for data in (b"x" * 100_001, gzip.compress(bytes(10_000_000))):
        with pytest.raises(ReadError, match="larger than"):
            read(data, options=options)


def test_unknown_language_asked_for() -> None:
    with pytest.raises(ReadError, match="language asked for"):
        read(SWEDISH, lang="zh")
