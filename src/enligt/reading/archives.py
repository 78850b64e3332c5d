"""Web archives (WARC) to pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from enligt.errors import ReadError
from enligt.reading.one import page_of
from enligt.reading.raw import Raw, too_large
from enligt.records import Options, Page

_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


def is_archive(path: Path) -> bool:
    """Whether a file is named as a WARC archive."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


def pages_in_archive(path: Path, options: Options) -> Iterator[Page | ReadError]:
    """The pages that an archive's servers answered with, in its order; what isn't a page is passed over.

    The archive is streamed: only one record's page is held at a time.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all"):
                if _is_page(record):
                    yield _page(record, path.name, options)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        yield ReadError(str(path), f"the archive is damaged or can't be read ({error})", "copy or fetch it again")


def _is_page(record: Any) -> bool:
    ok = record.http_headers is not None and record.http_headers.status_code == 200
    return ok and (record.http_content_type or "").lower() in _HTML_TYPES and not _robots(record)


def _robots(record: Any) -> bool:
    return str(record.headers.get("WARC-Target-URI", "")).endswith("/robots.txt")


def _page(record: Any, archive: str, options: Options) -> Page | ReadError:
    url = str(record.headers.get("WARC-Target-URI", "")).strip("<>")
    name = f"{url} in {archive}"
    limits = options.fetch
    try:
        data = record.reader.read(limits.max_bytes + 1)
        if len(data) > limits.max_bytes:
            return too_large(name, limits)
        raw = Raw(name=name, data=data, url=url or None, charset=record.http_charset)
        return page_of(raw, lang=options.lang, published=options.published)
    except ReadError as error:
        return error
