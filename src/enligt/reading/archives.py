"""Web archives (WARC) to pages."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice, pairwise
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

from enligt.errors import ReadError
from enligt.reading.framing import NotWholeError, next_record, opened, record_end
from enligt.reading.one import page_of, tried
from enligt.reading.raw import Raw, too_large
from enligt.records import Options, Page

_DAMAGED = (OSError, ValueError, EOFError, zlib.error)
_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


def is_archive(path: Path) -> bool:
    """Whether a file is named as a WARC archive."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


class Stretch(NamedTuple):
    """A part of an archive: the records that begin from ``start`` on and before ``stop`` (bytes), or the whole rest."""

    start: int = 0
    stop: int | None = None


WHOLE = Stretch()


def pages_in_archive(
    path: Path, options: Options, stretch: Stretch = WHOLE, came_to: Callable[[int], None] = lambda _at: None
) -> Iterator[Page | ReadError]:
    """The pages that an archive's servers answered with, in its order; what isn't a page is passed over.

    The archive is streamed: only one record's page is held at a time. ``came_to`` is told where each record begins. A
    record that is damaged or cut short comes as an error in its place, and what is whole behind it is read.
    """
    try:
        with opened(path) as stream:
            for at, found in _answers(stream, stretch, lambda record: _page(record, path.name, options)):
                came_to(at)
                if isinstance(found, NotWholeError):
                    yield ReadError(f"the record at byte {at} of {path.name}", str(found), "fetch the archive again")
                elif found is not None:
                    yield found
    except _DAMAGED as error:
        yield ReadError(str(path), f"the archive can't be read ({error})", "copy or fetch it again")


def stretches(path: Path, size: int) -> list[Stretch]:
    """An archive cut into stretches of ``size`` answers, each of which can be read by itself; the last has the rest."""
    starts = [0]
    with suppress(*_DAMAGED), opened(path) as stream:  # whoever reads the last stretch will tell
        places = (at for at, _ in _answers(stream, WHOLE, lambda _: None, parse_http=False))
        starts += islice(places, size, None, size)
    return [Stretch(start, stop) for start, stop in pairwise([*starts, None]) if start is not None]


Read = TypeVar("Read")


def _answers(
    stream: IO[bytes], stretch: Stretch, read: Callable[[Any], Read], *, parse_http: bool = True
) -> Iterator[tuple[int, Read | NotWholeError]]:
    """Where each answer in a stretch begins, and what is ``read`` of its record; or why a record there is not whole.

    What was read is given away only when the record has been seen to end where it should.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    begin: int | None = stretch.start
    while begin is not None:
        came_to, held, problem = begin, None, None
        begun = False
        stream.seek(begin)
        try:
            for record in ArchiveIterator(stream, parse_http=parse_http, auto_decode="all"):
                if held:
                    yield held
                came_to, held, begun = record.stream_pos, None, True
                if stretch.stop is not None and came_to >= stretch.stop:
                    return
                if record.record_type == WarcRecordType.response:
                    held = came_to, read(record)
        except _DAMAGED as error:
            problem = error
        if stretch.stop is not None and came_to >= stretch.stop:
            return
        try:
            begin = record_end(stream, came_to)
        except NotWholeError as why:
            yield came_to, why
            begin = next_record(stream, came_to + 1)
            continue
        if held:
            yield held
        if not problem:
            return
        if not begun:  # fastwarc is stricter
            yield came_to, NotWholeError(f"it can't be read ({problem})")


def _is_page(record: Any) -> bool:
    ok = record.http_headers is not None and record.http_headers.status_code == 200
    return ok and (record.http_content_type or "").lower() in _HTML_TYPES and not _robots(record)


def _robots(record: Any) -> bool:
    return str(record.headers.get("WARC-Target-URI", "")).endswith("/robots.txt")


def _page(record: Any, archive: str, options: Options) -> Page | ReadError | None:
    """The page in a record, or why it can't be read; ``None`` if it is none."""
    if not _is_page(record):
        return None
    url = str(record.headers.get("WARC-Target-URI", "")).strip("<>")
    name = f"{url} in {archive}"

    def page() -> Page:
        try:
            data = record.reader.read(options.fetch.max_bytes + 1)
        except _DAMAGED as error:
            raise ReadError(name, f"what the server sent is damaged ({error})", "fetch the page again") from None
        if len(data) > options.fetch.max_bytes:
            raise too_large(name, options.fetch)
        raw = Raw(name=name, data=data, url=url or None, charset=record.http_charset)
        return page_of(raw, lang=options.lang, published=options.published)

    return tried(page, name)
