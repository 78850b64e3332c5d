"""Many pages from files, folders, feeds, sitemaps and archives, as a stream."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from enligt.errors import ReadError
from enligt.reading.one import read
from enligt.records import Options, Page


def read_all(sources: Iterable[str | os.PathLike[str]], *, options: Options | None = None) -> Iterator[Page | ReadError]:
    """Read every page of every source, lazily; what can't be read comes as a ``ReadError`` in its place."""
    options = options or Options()
    for source in sources:
        try:
            yield read(source, options=options)
        except ReadError as error:
            yield error
