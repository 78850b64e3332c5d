"""Page → statements: who says what, as exact spans.

An attributer finds bare relations (content, cue, source) and names on pages; what can be told from the spans and the
words alone (form, voice, nesting, a stable id) is worked out here once, the same for every attributer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from enligt.attributing.statements import statements_of
from enligt.records import Found, Options, Page

__all__ = ["Attributer", "attributer", "statements_of"]


class Attributer(Protocol):
    """Finds relations on pages. The result for a page does not depend on the pages beside it."""

    def find(self, pages: Iterable[Page]) -> Iterator[tuple[Page, Found]]:
        """Each page of a stream with what is found on it, in the stream's order and in bounded memory."""
        ...


def attributer(options: Options) -> Attributer:
    """The attributer that the options name; raises ``ModelError`` if its model can't be loaded."""
    if options.model == "baseline":
        from enligt.attributing.baseline import Baseline

        return Baseline()
    from enligt.attributing.model import Model

    return Model(options.model, options.threads)
