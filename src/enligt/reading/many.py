"""Many pages, from files, addresses, folders, feeds, sitemaps and archives, as a stream."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from enligt.errors import ReadError
from enligt.reading.archives import Stretch, is_archive, pages_in_archive
from enligt.reading.course import Course
from enligt.reading.one import page_of, raw_of, tried
from enligt.reading.raw import feed_kind, text_in
from enligt.records import Options, Page

#: Kinds of file that are looked for in folders, without a ``.gz`` after them.
_KINDS = (".html", ".htm", ".xhtml", ".txt", ".md", ".xml", ".rss", ".atom", ".warc")


def read_all(
    sources: Iterable[str | os.PathLike[str]], *, options: Options | None = None, course: Course | None = None
) -> Iterator[Page | ReadError]:
    """Read every page of every source, in their order and lazily.

    A source is what ``read`` takes as a path, address or ``-``, or a folder (searched through, in the order of names,
    without hidden files), a feed, a sitemap or a WARC archive. What can't be read comes as a ``ReadError`` in its
    place, so that one bad input doesn't stop the others. ``course`` is kept told of how far that is.

    >>> [str(error) for error in read_all(["missing.html"])]
    ['missing.html: no such file; check its name and folder']
    """
    options, course = options or Options(), course or Course()
    for source in sources:
        path = _path(source)
        if path is not None and path.is_dir():
            yield from _folder(path, options, course)
        else:
            yield from _one(source, path, options, course)


def _one(
    source: str | os.PathLike[str], path: Path | None, options: Options, course: Course
) -> Iterator[Page | ReadError]:
    """The pages of one source that is no folder."""
    try:
        if path is not None and is_archive(path):
            begin = course.begins(path)
            yield from pages_in_archive(path, options, Stretch(begin), lambda at: course.came_to(path, at))
            return
        if path is None and source != "-" and "://" not in str(source):
            raise ReadError(str(source), "no such file", "check its name and folder")
        raw = raw_of(source, options.fetch)
        if feed_kind(text_in(raw)):
            from enligt.reading.feeds import pages_in_feed

            yield from pages_in_feed(raw, options)
        else:
            yield tried(lambda: page_of(raw, lang=options.lang, published=options.published), raw.name)
    except ReadError as error:
        yield error
    finally:
        if path is not None:
            course.has_read(path)


def _folder(folder: Path, options: Options, course: Course) -> Iterator[Page | ReadError]:
    """The pages in a folder and those below it. Links to folders aren't followed, so that there is an end."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(place, name)
            if path.name.lower().removesuffix(".gz").endswith(_KINDS):
                yield from _one(path, path, options, course)
            else:
                yield ReadError(
                    str(path), f"files of this kind ({path.suffix or 'no suffix'}) are passed over", _ADVICE
                )


_ADVICE = f"pages are looked for in files that end in {', '.join(_KINDS)}, gzipped or not"


def _path(source: str | os.PathLike[str]) -> Path | None:
    """The existing file or folder that a source names, if it names one."""
    path = Path(source)
    try:
        return path if path.exists() else None
    except (OSError, ValueError):
        return None
