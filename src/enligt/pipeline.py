"""A page's one way through the house: read, attribute; one page at a time or a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from enligt.attributing import Attributer, attributer, statements_of
from enligt.reading import Readable, read
from enligt.records import Options, Page, Traced

#: Pages looked at together, so that short windows of different pages can share a batch; bounds memory on a stream.
PAGES_TOGETHER = 32


def trace(source: Readable, *, lang: str | None = None, published: str | None = None, options: Options | None = None) -> Traced:
    """Find every statement on one page.

    ``source`` is a ``Page`` or anything that ``enligt.read`` takes (a path, an address, bytes or text); ``lang`` and
    ``published`` override what the page says of itself.

    Raises ``ReadError`` if the source can't be read as a page and ``ModelError`` if the model can't be loaded.

    >>> traced = trace('"We leave at dawn," said Ann Lee.', lang="en")
    >>> traced.page.words(*traced.statements[0].source)
    'Ann Lee'
    """
    options = options or Options(lang=lang, published=published)
    return next(trace_many([read(source, options=options)], options=options))


def trace_many(pages: Iterable[Readable], *, options: Options | None = None) -> Iterator[Traced]:
    """Trace a stream of pages, in its order, in bounded memory; the result of a page never depends on its company.

    Raises what ``trace`` raises; read the pages first (``enligt.read_all``) to go on past those that can't be read.
    """
    options = options or Options()
    finder = attributer(options)
    stream = (read(page, options=options) for page in pages)
    while batch := list(islice(stream, PAGES_TOGETHER)):
        yield from _traced(batch, finder)


def _traced(pages: list[Page], finder: Attributer) -> Iterator[Traced]:
    for page, found in zip(pages, finder.find(pages), strict=True):
        yield Traced(page=page, statements=statements_of(page, found.relations), names=found.names)
