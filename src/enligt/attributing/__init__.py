"""Page → statements: who says what, as exact spans.

An attributer finds bare relations (content, cue, source) and names on pages; what can be told from the spans and the
words alone (form, voice, nesting, a stable id) is worked out here once, the same for every attributer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from enligt.attributing.statements import statements_of
from enligt.records import Found, Options, Page

__all__ = ["Attributer", "attributer", "statements_of"]


class Attributer(Protocol):
    """Finds relations on pages. The result for a page does not depend on the pages beside it."""

    def find(self, pages: Sequence[Page]) -> list[Found]:
        """What is found on each page, in the order of ``pages``."""
        ...


def attributer(options: Options) -> Attributer:
    """The attributer that the options name; raises ``ModelError`` if its model can't be loaded."""
    from enligt.attributing.baseline import Baseline

    return Baseline()
