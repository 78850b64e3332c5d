"""What a web page says of itself outside its text: address, outlet, title, date, language, and whom it credits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from enligt.addresses import host_of
from enligt.reading.agencies import agency
from enligt.reading.spaces import collapsed
from enligt.records import Credit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Nodes looked at in a page's JSON-LD, and depth: real pages have a few dozen, three or four deep.
_MAX_NODES, _MAX_DEPTH = 2000, 12

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|WebPage|Liveblog", re.I)
_DATE_KEYS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
)
_SOURCE_KEYS = ("syndication-source", "original-source", "news_agency", "news-agency", "source", "dc.source")
_BETWEEN_AUTHORS = re.compile(r"[;,] +| (?:and|och|et|und|и|&) ")
_ISO_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A web page's own account of itself; every part may be missing."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    lang: str | None = None
    published: str | None = None
    credits: tuple[Credit, ...] = ()


def metadata_of(tree: HtmlElement, fetched_from: str | None) -> Metadata:
    """The metadata in a page's head, JSON-LD and ``time`` element. ``fetched_from`` is its http(s) address if known."""
    metas = _metas(tree)
    nodes = list(_json_ld(tree))
    articles = [node for node in nodes if _ARTICLE_TYPES.search(str(node.get("@type", "")))]
    base = fetched_from or metas.get("og:url")
    canonical = _address(_first(tree.xpath("//link[@rel='canonical']/@href")), base)
    own = _address(metas.get("og:url"), base) or fetched_from or canonical
    return Metadata(
        url=canonical or own,
        outlet=metas.get("og:site_name") or _first(_names(node.get("publisher") for node in articles)) or _site(nodes),
        title=metas.get("og:title") or _first(node.get("headline") for node in articles) or _heading(tree),
        lang=_first(tree.xpath("/html/@lang|/html/@xml:lang"))
        or metas.get("og:locale")
        or metas.get("content-language")
        or _first(node.get("inLanguage") for node in articles),
        published=_first(map(_iso, _dates(tree, metas, articles))),
        credits=tuple(_credits(metas, articles, canonical, fetched_from or own)),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The content of each meta element by its folded name; the first of a name counts."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = collapsed(meta.get("content") or "")
        if key and content:
            metas.setdefault(key.strip().lower(), content)
    return metas


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, however nested, within bounds; broken JSON is passed over."""
    waiting: list[tuple[Any, int]] = []
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            waiting.append((json.loads(script, strict=False), 0))
        except (ValueError, RecursionError):
            continue
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node, depth = waiting.pop(0)
        if isinstance(node, dict):
            yield node
        if depth < _MAX_DEPTH and isinstance(node, dict | list):
            children = node.values() if isinstance(node, dict) else node
            waiting += [(child, depth + 1) for child in children if isinstance(child, dict | list)]


def _dates(tree: HtmlElement, metas: dict[str, str], articles: list[dict[str, Any]]) -> Iterator[Any]:
    yield metas.get("article:published_time")
    yield from (node.get("datePublished") for node in articles)
    yield from (metas.get(key) for key in _DATE_KEYS)
    yield from tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime | //article//time/@datetime")


def _iso(value: Any) -> str | None:
    """A date or date-time as it stands if it is ISO 8601, else ``None``."""
    text = value.strip() if isinstance(value, str) else ""
    if not _ISO_DATE.match(text):
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return text[:10]
    return text


def _credits(
    metas: dict[str, str], articles: list[dict[str, Any]], canonical: str | None, own: str | None
) -> Iterator[Credit]:
    if canonical and own and not _same_site(host_of(canonical), host_of(own)):
        yield Credit(host_of(canonical), "source", None)
    for node in articles:
        for key in ("isBasedOn", "isBasedOnUrl", "creditText", "sourceOrganization", "copyrightHolder"):
            for name in _names([node.get(key)]):
                if key != "copyrightHolder" or agency(name):
                    yield _credit(name)
    authors = [*_names(node.get("author") for node in articles), metas.get("author") or ""]
    for name in (name for line in filter(None, authors) for name in _authors(line)):
        wire = agency(name.removeprefix("By "))
        yield Credit(wire or name, "wire" if wire else "byline", None)
    for key in _SOURCE_KEYS:
        if metas.get(key):
            yield _credit(metas[key])


def _authors(line: str) -> list[str]:
    """The names in one line of authors; a line whose parts are no full names ("Berg, Ada") is one.

    >>> _authors("Ada Berg, Bo Ek and Cy Dal"), _authors("Berg, Ada")
    (['Ada Berg', 'Bo Ek', 'Cy Dal'], ['Berg, Ada'])
    """
    names = _BETWEEN_AUTHORS.split(line)
    return names if all(" " in name for name in names) else [line]


def _credit(name: str) -> Credit:
    if name.startswith(("http://", "https://")):
        return Credit(host_of(name) or name, "metadata", None)
    wire = agency(name)
    return Credit(wire or name, "wire" if wire else "metadata", None)


def _names(values: Iterable[Any]) -> Iterator[str]:
    """The names in values that may be strings, objects with a name or address, or lists of these."""
    for value in values:
        if isinstance(value, list):
            yield from _names(item for item in value[:20] if not isinstance(item, list))
        elif isinstance(value, dict):
            yield from _names([value.get("name") or value.get("url") or value.get("@id")])
        elif isinstance(value, str) and 0 < len(value.strip()) <= 300:
            yield collapsed(value)


def _site(nodes: list[dict[str, Any]]) -> str | None:
    return _first(
        _names(node.get("name") for node in nodes if node.get("@type") in ("WebSite", "NewsMediaOrganization"))
    )


def _heading(tree: HtmlElement) -> str | None:
    headings = [collapsed(h1.text_content()) for h1 in tree.iter("h1")]
    return headings[0] if len(headings) == 1 and headings[0] else None


def _address(href: str | None, base: str | None) -> str | None:
    """An http(s) address, made whole with the page's own."""
    if not href:
        return None
    try:
        whole = urljoin(base or "", href.strip())
        return whole if urlsplit(whole).scheme in ("http", "https") and host_of(whole) else None
    except ValueError:
        return None


def _same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site: the same, or one a subdomain of the other (``m.``, ``amp.``)."""
    if one == other or one.endswith("." + other) or other.endswith("." + one):
        return True
    tail = one.split(".")[-2:]
    # Two subdomains of one site; a last part such as "co.uk" is too short to be a site's own name.
    return len(tail[0]) > 3 and tail == other.split(".")[-2:]


def _first(values: Iterable[Any]) -> str | None:
    for value in values:
        if isinstance(value, str) and value.strip():
            return collapsed(value)
    return None
