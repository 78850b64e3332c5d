"""Feeds and sitemaps to the pages they list."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from enligt.errors import ReadError
from enligt.reading.fetch import fetch
from enligt.reading.html import page_from_html
from enligt.reading.one import page_of
from enligt.reading.raw import Raw, feed_kind, text_in
from enligt.reading.robots import Robots
from enligt.records import Options, Page

#: Pages taken from one feed or sitemap, and sitemaps from one index (which may not index indexes): the standard's own
#: limits are far higher, but whoever wants more than this wants an archive.
_MAX_PAGES, _MAX_SITEMAPS = 1000, 50

#: Characters of text from which a feed's entry is the article itself and not a teaser.
_SUBSTANTIAL = 400

_SITEMAP_KINDS = ("urlset", "sitemapindex")


def pages_in_feed(raw: Raw, options: Options, robots: Robots | None = None) -> Iterator[Page | ReadError]:
    """The pages that a feed or sitemap lists, in its order.

    Each page is fetched from its address if the site's robots.txt lets us. A feed read from a file is used for what it
    holds: where an entry has the whole article, nothing is fetched.
    """
    robots = robots or Robots(options.fetch)
    try:
        if raw.url and _on_web(raw.url):
            robots.check(raw.url)
        if feed_kind(text_in(raw)) in _SITEMAP_KINDS:
            for found in _sitemap_addresses(raw, options, robots):
                yield found if isinstance(found, ReadError) else _fetched(found, options, robots)
        else:
            yield from _feed_pages(raw, options, robots)
    except ReadError as error:
        yield error


def _on_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _fetched(url: str, options: Options, robots: Robots) -> Page | ReadError:
    try:
        robots.check(url)
        return page_of(fetch(url, options.fetch), lang=options.lang, published=options.published)
    except ReadError as error:
        return error


def _feed_pages(raw: Raw, options: Options, robots: Robots) -> Iterator[Page | ReadError]:
    import feedparser

    feed: Any = feedparser.parse(io.BytesIO(raw.data), response_headers={"content-location": raw.url or ""})
    if not feed.entries:
        yield ReadError(raw.name, "the feed lists no entries", "check that this is the feed you meant")
    for number, entry in enumerate(feed.entries[:_MAX_PAGES], 1):
        content = max((part.get("value") or "" for part in [*entry.get("content", []), _summary(entry)]), key=len)
        link = entry.get("link") or ""
        if not _on_web(raw.url or "") and len(_text_of(content)) >= _SUBSTANTIAL:
            yield _entry_page(entry, content, feed.feed, f"{raw.name}, entry {number}", options)
        elif _on_web(link):
            yield _fetched(link, options, robots)
        else:
            yield ReadError(
                f"{raw.name}, entry {number}", "it has neither the article nor an address", "add the article's own page"
            )


def _summary(entry: Any) -> dict[str, str]:
    return {"value": entry.get("summary") or ""}


def _text_of(html: str) -> str:
    from lxml import etree
    from lxml.html import fromstring

    try:
        return str(fromstring(f"<div>{html}</div>").text_content()).strip()
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""


def _entry_page(entry: Any, content: str, feed: Any, name: str, options: Options) -> Page | ReadError:
    """An entry's own content as a page, with what the feed says of it as the page's metadata."""
    language = escape(str(feed.get("language") or ""), quote=True)
    title = escape(str(entry.get("title") or ""))
    author = escape(str(entry.get("author") or ""), quote=True)
    site = escape(str(feed.get("title") or ""), quote=True)
    html = (
        f'<!doctype html><html lang="{language}"><head><meta name="author" content="{author}">'
        f'<meta property="og:site_name" content="{site}"></head>'
        f"<body><article><h1>{title}</h1><div>{content}</div></article></body></html>"
    )
    try:
        page = page_from_html(html, what=name, url=entry.get("link") or None, lang=options.lang)
    except ReadError as error:
        return error
    return replace(page, published=options.published or _date(entry) or page.published)


def _date(entry: Any) -> str | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError):
        return None


def _sitemap_addresses(raw: Raw, options: Options, robots: Robots) -> Iterator[str | ReadError]:
    """The addresses in a sitemap and in those that it indexes, within bounds, and what went wrong with the latter."""
    if feed_kind(text_in(raw)) != "sitemapindex":
        yield from _locations(raw)[:_MAX_PAGES]
        return
    for address in _locations(raw)[:_MAX_SITEMAPS]:
        try:
            robots.check(address)
            yield from _locations(fetch(address, options.fetch))[:_MAX_PAGES]
        except ReadError as error:
            yield error


def _locations(raw: Raw) -> list[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(raw.data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ReadError(raw.name, "the sitemap is damaged", "fetch it again")
    places = root.xpath("./*[local-name()='url' or local-name()='sitemap']/*[local-name()='loc']/text()")
    return [place.strip() for place in places if _on_web(place.strip())]
