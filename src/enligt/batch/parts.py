"""The input, cut into parts: each a minute or two of one worker's work, and named the same from run to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from enligt.errors import EnligtError, ReadError
from enligt.reading.archives import Stretch, is_archive, pages_in_archive, stretches
from enligt.reading.one import page_of, tried
from enligt.reading.raw import Raw, too_large
from enligt.records import HEAD, Options, Page, digest

#: Pages in a part, at most: one to two minutes of one core. So much is done again when a worker is killed.
PAGES_A_PART = 256
#: Where a Parquet file holds its pages: whole HTML pages or bare texts.
_BODIES = ("html", "text")


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages of one file: the records from ``start`` on and before ``stop`` (``None``: all that follow).

    Both are places in bytes in an archive, rows in Parquet.
    """

    id: str
    path: str
    start: int
    stop: int | None


def files_in(inputs: Iterable[Path]) -> list[Path]:
    """The archives and Parquet files that are named, or lie in a folder that is, each once and in order.

    Raises ``ReadError`` for what is neither.
    """
    found: dict[Path, None] = {}
    for one in inputs:
        if one.is_dir():
            found |= dict.fromkeys(sorted(file for file in one.resolve().rglob("*") if _is_input(file)))
        elif not one.exists():
            raise ReadError(str(one), "no such file or folder", "check its name")
        elif not _is_input(one):
            raise ReadError(
                str(one), "this is neither a WARC archive nor Parquet", "add single pages with `enligt add`"
            )
        else:
            found[one.resolve()] = None
    return list(found)


def parts_of(file: Path, size: int, settings: str) -> list[Part]:
    """A file cut into parts of ``size`` records; their ids begin with ``settings``, which names all else on which their
    results depend.

    Raises ``ReadError`` for Parquet without pages.
    """
    state = file.stat()
    cut = stretches(file, size) if is_archive(file) else _rows(file, size)
    return [
        Part(
            id=settings + digest(str(file), str(state.st_size), str(state.st_mtime_ns), str(one.start), str(one.stop)),
            path=str(file),
            start=one.start,
            stop=one.stop,
        )
        for one in cut
    ]


def pages_in(
    part: Part, options: Options, came_to: Callable[[int], None] = lambda _at: None
) -> Iterator[Page | ReadError]:
    """The pages of a part, in order; what can't be read comes as an error in its place.

    ``came_to`` is told the place of each record.
    """
    file = Path(part.path)
    if is_archive(file):
        yield from pages_in_archive(file, options, Stretch(part.start, part.stop), came_to)
        return
    try:
        for at, row in enumerate(_read(file, part.start, part.stop), start=part.start):
            came_to(at)
            name = f"row {at} of {file.name}"
            yield tried(partial(_page, row, name, options), name)
    except (OSError, pa.ArrowException) as error:
        yield ReadError(part.path, f"it can't be read as Parquet ({error})", "write it again")


def _is_input(file: Path) -> bool:
    return file.is_file() and (is_archive(file) or file.suffix.lower() == ".parquet")


def _rows(file: Path, size: int) -> list[Stretch]:
    try:
        described = pq.ParquetFile(file)
    except (OSError, pa.ArrowException) as error:
        raise ReadError(str(file), f"it can't be read as Parquet ({error})", "write it again") from error
    if not set(_BODIES) & set(described.schema_arrow.names):
        raise ReadError(str(file), "it has no column of pages", "name the one that holds them `html` or `text`")
    rows = described.metadata.num_rows
    return [Stretch(start, min(start + size, rows)) for start in range(0, rows, size)]


def _read(file: Path, start: int, stop: int | None) -> Iterator[dict[str, str | bytes | None]]:
    """Rows of a Parquet file; only the groups that hold some of them are read."""
    with pq.ParquetFile(file) as opened:
        columns = [name for name in (*_BODIES, *HEAD) if name in opened.schema_arrow.names]
        first, stop = 0, opened.metadata.num_rows if stop is None else stop
        for group in range(opened.num_row_groups):
            last = first + opened.metadata.row_group(group).num_rows
            if first < stop and start < last:
                table = opened.read_row_group(group, columns)
                lower = max(start, first) - first
                yield from table.slice(lower, min(stop, last) - first - lower).to_pylist()
            first = last


def _page(row: dict[str, str | bytes | None], name: str, options: Options) -> Page:
    body = row.get("html") or row.get("text") or b""
    data = body.encode("utf-8", "replace") if isinstance(body, str) else body
    if len(data) > options.fetch.max_bytes:
        raise too_large(name, options.fetch)
    beside = {key: str(row[key]) for key in HEAD if row.get(key)}
    if not _is_date(beside.get("published", "")):
        beside.pop("published", None)
    lang, published = options.lang or beside.get("lang"), options.published or beside.get("published")
    try:
        page = page_of(Raw(name=name, data=data, url=beside.get("url")), lang=lang, published=published)
    except EnligtError as error:
        raise ReadError(name, error.why, error.next_step) from error
    return replace(page, outlet=beside.get("outlet", page.outlet), title=beside.get("title", page.title))


def _is_date(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
