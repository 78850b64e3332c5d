"""Anything a caller may name as one page, read into a ``Page``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from enligt.errors import ReadError
from enligt.reading.html import page_from_html
from enligt.reading.language import chosen_language
from enligt.reading.plain import page_from_text
from enligt.reading.raw import Raw, feed_kind, is_html, read_path, read_standard_input, text_in, too_large, unpacked
from enligt.records import Fetch, Options, Page

Readable = Page | str | bytes | os.PathLike[str]

#: What to do about a page that shows a fault of enligt's.
REPORT_IT = "please report this with the page; the others are done"

#: Characters up to which a string may be a file's name.
_PATH_CHARACTERS = 1000
_LOOKS_LIKE_A_FILE = re.compile(r"(?:\S+\.\w{1,6}|.+\.(?:html?|xhtml|txt|gz|warc|xml|rss|atom|pdf|md|docx?))", re.I)
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]{1,20})://\S+", re.I)


def read(
    source: Readable, *, lang: str | None = None, published: str | None = None, options: Options | None = None
) -> Page:
    """Read one page.

    ``source`` is a path, an http(s) address (which is fetched), ``-`` for standard input, the bytes or the string of
    an HTML page or plain text, or a ``Page``, which passes through. The text of plain text is kept unchanged.
    ``lang`` and ``published`` (ISO 8601) override what the page says of itself; with ``options`` its own do, and its
    limits hold.

    Raises ``ReadError`` for what can't be read as one page, with the reason and the next step.

    >>> page = read('"We leave at dawn," said Ann Lee.', lang="en")
    >>> page.lang, page.blocks[0].kind
    ('en', 'paragraph')
    """
    options = options or Options()
    lang, published = lang or options.lang, published or options.published
    if isinstance(source, Page):
        code = chosen_language(lang, source.url or "page") if lang else source.lang
        return replace(source, lang=code, published=published or source.published)
    return page_of(raw_of(source, options.fetch), lang=lang, published=published)


def page_of(raw: Raw, *, lang: str | None, published: str | None) -> Page:
    """The page in an input's bytes. Raises ``ReadError`` if they hold none."""
    code = chosen_language(lang, raw.name) if lang else None
    text = text_in(raw)
    if kind := feed_kind(text):
        raise ReadError(raw.name, f"this is a feed or sitemap ({kind})", "add it with `enligt add`")
    if is_html(text):
        page = page_from_html(text, what=raw.name, url=raw.url, lang=code)
    else:
        page = page_from_text(text, what=raw.name, url=raw.url, lang=code)
    return replace(page, published=published) if published else page


def tried(reading: Callable[[], Page], name: str) -> Page | ReadError:
    """What reading one of many pages gives, or why it gives none: whatever is wrong with it, the others go on.

    >>> tried(lambda: page_of(Raw(name="a", data=b""), lang=None, published=None), "a").why
    'it is empty'
    """
    try:
        return reading()
    except ReadError as error:
        return error
    except Exception as error:  # a fault of ours, or of a library, that this page is the first to show  # noqa: BLE001
        return ReadError(name, f"reading it fails ({type(error).__name__}: {error})", REPORT_IT)


def raw_of(source: str | bytes | os.PathLike[str], limits: Fetch) -> Raw:
    """An input's bytes: fetched, read from a file or standard input, or the source itself.

    Raises ``ReadError`` if there are none to be had.
    """
    if isinstance(source, bytes):
        if len(source) > limits.max_bytes:
            raise too_large("page", limits)
        return Raw(name="page", data=unpacked(source, "page", limits))
    if not isinstance(source, str):
        return read_path(Path(source), limits)
    if address := _ADDRESS.fullmatch(source.strip()):
        if address[1].lower() not in ("http", "https"):
            raise ReadError(
                source, f"addresses of the kind {address[1]}: are not fetched", "name a file or an http(s) address"
            )
        from enligt.reading.fetch import fetch

        return fetch(source.strip(), limits)
    if source == "-":
        return read_standard_input(limits)
    if "\n" not in source and 0 < len(source) <= _PATH_CHARACTERS and (path := _existing(source)):
        return read_path(path, limits)
    if len(source) <= _PATH_CHARACTERS and _LOOKS_LIKE_A_FILE.fullmatch(source):
        raise ReadError(source, "no such file", "check its name and folder")
    return Raw(name="text", data=source.encode("utf-8", "replace"))


def _existing(name: str) -> Path | None:
    path = Path(name)
    try:
        return path if path.exists() else None
    except (OSError, ValueError):
        return None
