"""A page's one way through the house: read, attribute, name, date, enter; one page at a time or a stream."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enligt.attributing import attributer, statements_of
from enligt.errors import EnligtError, ReadError
from enligt.reading import Readable, read
from enligt.reading.one import REPORT_IT
from enligt.records import Found, Options, Page, Traced

if TYPE_CHECKING:
    from enligt.naming.lookup import Directory


def trace(
    source: Readable, *, lang: str | None = None, published: str | None = None, options: Options | None = None
) -> Traced:
    """Find every statement on one page.

    ``source`` is a ``Page`` or anything that ``enligt.read`` takes (a path, an address, bytes or text); ``lang`` and
    ``published`` override what the page says of itself.

    Raises ``ReadError`` if the source can't be read as a page and ``ModelError`` if the model can't be loaded,
    ``ListError`` if a file of ``options.actors`` isn't a list of actors.

    >>> traced = trace('"We leave at dawn," said Ann Lee.', lang="en")
    >>> traced.page.words(*traced.statements[0].source)
    'Ann Lee'
    """
    page = read(source, lang=lang, published=published, options=options)
    return next(trace_many([page], options=options))


def trace_many(pages: Iterable[Readable], *, options: Options | None = None) -> Iterator[Traced]:
    """Trace a stream of pages, in its order, in bounded memory; the result of a page never depends on its company.

    Raises what ``trace`` raises; read the pages first (``enligt.read_all``) to go on past those that can't be read.
    """
    options = options or Options()
    directory = _own_directory(options.actors)
    stream = (read(page, options=options) for page in pages)
    for page, found in attributer(options).find(stream):
        yield _traced(page, found, directory)


class Failed(NamedTuple):
    """A page whose tracing fails by a fault of ours, or of a library, that it is the first to show."""

    page: Page
    error: Exception

    def told(self, what: str) -> ReadError:
        """What to tell people, who know the page as ``what``."""
        return ReadError(what, f"tracing it fails ({type(self.error).__name__}: {self.error})", REPORT_IT)


def trace_each(pages: Iterable[Page], *, options: Options) -> Iterator[Traced | Failed]:
    """Trace a stream of pages as ``trace_many`` does; one whose tracing fails comes as such in its place, and costs no
    other.

    Raises what ``trace_many`` raises of the model and the lists, and what ``pages`` raises.
    """
    source, ahead, reading = iter(pages), deque[Page](), False

    def given() -> Iterator[Page]:
        nonlocal reading
        while True:
            reading = True
            page = next(source, None)
            reading = False
            if page is None:
                return
            ahead.append(page)
            yield page

    while True:
        try:
            for traced in trace_many(given(), options=options):
                ahead.popleft()
                yield traced
            return
        except EnligtError:
            raise
        except Exception:
            if reading:
                raise
        # Several pages were being worked on; by itself, each shows whether it is the one.
        while ahead:
            yield _traced_alone(ahead.popleft(), options)


def _traced_alone(page: Page, options: Options) -> Traced | Failed:
    try:
        return next(trace_many([page], options=options))
    except EnligtError:
        raise
    except Exception as error:  # noqa: BLE001
        return Failed(page, error)


def _own_directory(lists: Sequence[Path]) -> Directory | None:
    """The shipped actors and outlets with those of the user's lists; ``None``, for the shipped ones, without any."""
    if not lists:
        return None
    from enligt.naming.lists import extended
    from enligt.naming.lookup import Directory

    return Directory(extended(*lists))


def _traced(page: Page, found: Found, directory: Directory | None) -> Traced:
    """A page's statements with their speakers, chains and dates, its assertions, entries, and names that do not fit."""
    from enligt.attributing.assertions import assertions, unattributed
    from enligt.dating import amounts, dates, outside, said_on
    from enligt.naming.speakers import resolved
    from enligt.naming.warnings import name_warnings
    from enligt.registers import entries_of

    statements = resolved(page, statements_of(page, found.relations), found.names, directory)
    whens = dates(page.text, [block.span for block in page.story], page.lang, page.published)
    free = unattributed(page, statements)
    facts = [when.span for when in whens] + [amount.span for amount in amounts(page.text, free, page.lang)]
    asserted = assertions(page, free, facts, [name.span for name in found.names])
    whens = outside(whens, [span for statement in statements for span in statement.content])
    dated = []
    for statement in statements:
        when = said_on(page.text, whens, statement.cue, statement.content, statement.source)
        dated.append(replace(statement, said_on=when.iso) if when else statement)
    traced = Traced(
        page=page,
        statements=tuple(dated),
        names=found.names,
        warnings=name_warnings(page, found.names, directory),
        assertions=asserted,
    )
    return replace(traced, entries=entries_of(traced, directory))
