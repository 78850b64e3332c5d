import gzip
import io
import sys
from pathlib import Path

import pytest
from servers import Answer, site

from enligt.errors import ReadError
from enligt.reading import read_all
from enligt.records import Fetch, Options, Page

LOCAL = Options(fetch=Fetch(allow_private=True, max_seconds=5.0))
XML = (("Content-Type", "application/xml"),)


def titles(results: object) -> list[str | None]:
    return [item.title if isinstance(item, Page) else f"! {item.what}: {item.why}" for item in results]  # type: ignore[attr-defined]


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Norrvik Bee</title><language>en</language>{''.join(items)}</channel></rss>"
    )


def test_folders_are_searched_in_order_and_errors_come_in_their_place(tmp_path: Path, article: str) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.html").write_text(article.format(title="Hidden"))
    (tmp_path / "b" / "2.html.gz").write_bytes(gzip.compress(article.format(title="Two").encode()))
    (tmp_path / "1.html").write_text(article.format(title="One"))
    (tmp_path / "3.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "4.html").write_text("")
    found = titles(read_all([tmp_path, "missing"]))
    assert found[0] == "One"
    assert "files of this kind (.jpg) are passed over" in str(found[1])
    assert "it is empty" in str(found[2])
    assert found[3] == "Two"
    assert "no such file" in str(found[4])
    assert len(found) == 5


def test_pages_are_read_as_they_are_asked_for(tmp_path: Path, article: str) -> None:
    (tmp_path / "1.html").write_text(article.format(title="One"))
    stream = read_all([tmp_path / "1.html", tmp_path / "2.html"])
    assert isinstance(next(stream), Page)
    (tmp_path / "2.html").write_text(article.format(title="Two"))
    assert titles(stream) == ["Two"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, article: str) -> None:
    piped = io.TextIOWrapper(io.BytesIO(article.format(title="Piped").encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert titles(read_all(["-"])) == ["Piped"]


def test_feed_file_with_whole_articles_needs_no_network(tmp_path: Path) -> None:
    text = "<p>The harbour commission of Grenholm said that the pier will open to ships in the spring.</p>" * 6
    item = (
        "<item><title>Pier &amp; bridge</title><link>https://bee.example/pier</link><author>Ada Berg</author>"
        f"<pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate><content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
    (tmp_path / "feed.xml").write_text(rss(item, "<item><title>Teaser</title></item>"))
    page, error = read_all([tmp_path / "feed.xml"])
    assert isinstance(page, Page)
    assert (page.title, page.url, page.outlet) == ("Pier & bridge", "https://bee.example/pier", "Norrvik Bee")
    assert page.published == "2026-03-04T10:00:00+00:00"
    assert isinstance(error, ReadError)
    assert "entry 2" in error.what


def test_feed_on_the_web_is_followed_as_robots_txt_allows(article: str) -> None:
    items = [f"<item><link>{{site}}/{name}</link></item>" for name in ("one", "private", "gone", "two")]
    answers = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private"),
        "/feed": Answer(rss(*items).encode(), headers=XML),
        "/one": Answer(article.format(title="One").encode()),
        "/private": Answer(article.format(title="Private").encode()),
        "/two": Answer(article.format(title="Two").encode()),
    }
    with site(answers) as server:
        found = titles(read_all([f"{server.address}/feed"], options=LOCAL))
        assert "/private" not in [path for path, _ in server.asked]
    assert [found[0], found[3]] == ["One", "Two"]
    assert "robots.txt asks not to" in str(found[1])
    assert "404" in str(found[2])


def test_feed_that_robots_txt_refuses() -> None:
    answers = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /"), "/feed": Answer(rss().encode(), headers=XML)}
    with site(answers) as server:
        (error,) = titles(read_all([f"{server.address}/feed"], options=LOCAL))
    assert "robots.txt asks not to" in str(error)


def test_sitemap_index(article: str) -> None:
    def sitemap(kind: str, entry: str, *paths: str) -> Answer:
        places = "".join(f"<{entry}><loc>{{site}}{path}</loc></{entry}>" for path in paths)
        namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        return Answer(f'<?xml version="1.0"?><{kind} {namespace}>{places}</{kind}>'.encode(), headers=XML)

    answers = {
        "/index.xml": sitemap("sitemapindex", "sitemap", "/missing.xml", "/a.xml"),
        "/a.xml": sitemap("urlset", "url", "/one", "/two"),
        "/one": Answer(article.format(title="One").encode()),
        "/two": Answer(article.format(title="Two").encode()),
    }
    with site(answers) as server:
        found = titles(read_all([f"{server.address}/index.xml"], options=LOCAL))
    assert "404" in str(found[0])
    assert found[1:] == ["One", "Two"]


def warc(*pages: tuple[str, str, bytes]) -> bytes:
    records = b""
    for url, kind, body in pages:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        records += (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-04T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode() + http
        records += b"\r\n\r\n"
    return records


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_web_archive(tmp_path: Path, article: str, name: str) -> None:
    data = warc(
        ("https://bee.example/robots.txt", "text/plain", b"User-agent: *"),
        ("https://bee.example/one", "text/html", article.format(title="One").encode()),
        ("https://bee.example/a.png", "image/png", b"\x89PNG"),
        ("https://bee.example/empty", "text/html", b"<html></html>"),
    )
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    page, error = read_all([tmp_path / name])
    assert isinstance(page, Page)
    assert (page.title, page.url) == ("One", "https://bee.example/one")
    assert isinstance(error, ReadError)
    assert "bee.example/empty" in error.what


def test_damaged_archive(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"\x1f\x8b nothing")
    results = list(read_all([tmp_path / "a.warc.gz"]))
    assert len(results) == 1
    assert isinstance(results[0], ReadError)
