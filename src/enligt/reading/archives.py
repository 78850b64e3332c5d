"""Web archives (WARC) to pages."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from enligt.errors import ReadError
from enligt.reading.one import page_of
from enligt.reading.raw import Raw, too_large
from enligt.records import Options, Page

_DAMAGED = (OSError, ValueError, EOFError, zlib.error)
_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


def is_archive(path: Path) -> bool:
    """Whether a file is named as a WARC archive."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


class Stretch(NamedTuple):
    """Some of an archive's answers: the place in the file (bytes) where the first begins, and how many, or all."""

    start: int = 0
    size: int | None = None


WHOLE = Stretch()


def pages_in_archive(
    path: Path, options: Options, stretch: Stretch = WHOLE, came_to: Callable[[int], None] = lambda _at: None
) -> Iterator[Page | ReadError]:
    """The pages that an archive's servers answered with, in its order; what isn't a page is passed over.

    The archive is streamed: only one record's page is held at a time. ``came_to`` is told where each record begins.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        with path.open("rb") as stream:
            stream.seek(stretch.start)
            answers = ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all")
            for record in islice(answers, stretch.size):
                came_to(record.stream_pos)
                if _is_page(record):
                    yield _page(record, path.name, options)
    except _DAMAGED as error:
        yield ReadError(str(path), f"the archive is damaged or can't be read ({error})", "copy or fetch it again")


def stretches(path: Path, size: int) -> list[Stretch]:
    """An archive cut into stretches of ``size`` answers, each of which can be read by itself.

    One that is packed as a whole, and not each record by itself, stays whole; so does the rest of a damaged one.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    starts: list[int] = []
    try:
        with path.open("rb") as stream:
            answers = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False)
            starts.extend(record.stream_pos for record in islice(answers, 0, None, size))
    except _DAMAGED:
        pass  # whoever reads the last stretch will tell
    if any(later <= earlier for earlier, later in pairwise(starts)):
        return [WHOLE]
    return [Stretch(start, size) for start in starts[:-1]] + [Stretch(starts[-1] if starts else 0)]


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
