"""Adds a stream of pages of any length to a ledger: what is there is passed over, a killed run goes on where it was."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.errors import ReadError
from enligt.pipeline import Failed, trace_each
from enligt.records import Options, Page, Traced

if TYPE_CHECKING:
    from enligt.ledger import Ledger
    from enligt.reading.course import Course, Place

#: How often (seconds) the place in an archive is written down: what a killed run reads again.
SAVED_EVERY = 2.0

_LONE = re.compile("[\ud800-\udfff]")


class Bookmarks:
    """Where a run is in each archive: up to there all pages are in the ledger. Kept in a file beside the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._file = ledger.beside("progress")
        self._saved = time.monotonic()
        try:
            self._marks: dict[str, list[object]] = dict(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):  # none, or a broken one: then all is read from the beginning
            self._marks = {}

    def begin(self, archive: Path) -> int:
        """Where to begin in an archive: at its beginning if it has changed, or the ledger has not its pages."""
        match self._marks.get(str(archive.resolve())):
            case [state, int(at), str(page)] if state == _state(archive) and page in self._ledger:
                return at
        return 0

    def passed(self, place: Place, page_id: str) -> None:
        """All pages up to this one are in the ledger."""
        self._marks[str(place.archive.resolve())] = [_state(place.archive), place.at, page_id]
        if time.monotonic() - self._saved >= SAVED_EVERY:
            self.save()

    def finished(self, archive: Path) -> None:
        """All pages of an archive are there."""
        self._marks.pop(str(archive.resolve()), None)

    def save(self) -> None:
        """Write the marks down; without a right to write a killed run begins anew."""
        self._saved = time.monotonic()
        beside = self._file.with_name(f"{self._file.name}.new")
        with suppress(OSError):
            if self._marks:
                beside.write_text(json.dumps(self._marks), "utf-8")
                beside.replace(self._file)
            else:
                self._file.unlink(missing_ok=True)


def add_all(
    ledger: Ledger,
    pages: Iterable[Page],
    course: Course,
    options: Options,
    passed_over: Callable[[], None],
    complain: Callable[[ReadError], None],
) -> Iterator[tuple[Traced, bool]]:
    """Trace and keep the pages that the ledger has not; each when it is kept and claimed, with whether it was new.

    ``course`` is that of ``pages``, and begins where a killed run has come to. ``passed_over`` is called for each page
    that is there already, and ``complain`` told of those that can't be traced or kept. Nothing but what is being traced
    is in memory.
    """
    marks = Bookmarks(ledger)
    course.begin = marks.begin
    waiting: deque[tuple[str, Place | None]] = deque()
    archives: set[Path] = set()

    def new() -> Iterator[Page]:
        for page in keepable(pages, complain):
            if course.place:
                archives.add(course.place.archive)
            if page.id not in ledger:
                waiting.append((page.id, course.place))
                yield page
            else:
                passed_over()
                if course.place and not waiting:
                    marks.passed(course.place, page.id)

    def traced_pages() -> Iterator[Traced]:
        for found in trace_each(new(), options=options):
            if isinstance(found, Failed):
                complain(found.told(found.page.url or "a page"))
                waiting.remove(next(one for one in waiting if one[0] == found.page.id))
            else:
                yield found

    try:
        for traced, is_new in ledger.add_many(traced_pages()):
            page_id, place = waiting.popleft()
            if place:
                marks.passed(place, page_id)
            yield traced, is_new
        for archive in archives:
            marks.finished(archive)
    finally:
        marks.save()


def keepable(pages: Iterable[Page], complain: Callable[[ReadError], None]) -> Iterator[Page]:
    """The pages that any ledger can hold; one with characters that a database can't is complained of."""
    for page in pages:
        text = f"{page.title}{page.outlet}{page.text}"
        if "\x00" in text or _LONE.search(text):
            why = "it holds characters that are none (NUL or half of a pair)"
            complain(ReadError(page.url or "a page", why, "save it again as UTF-8"))
        else:
            yield page


def _state(archive: Path) -> list[int]:
    told = archive.stat()
    return [told.st_size, told.st_mtime_ns]
