"""Pages → relations by cue words and surface patterns: the baseline that a trained model must beat."""

from __future__ import annotations

from collections.abc import Sequence

from enligt.attributing.quotes import quotations
from enligt.records import Found, Page, Relation


class Baseline:
    """Finds quotations and reports by a cue lexicon; no model, no parser, linear time."""

    def find(self, pages: Sequence[Page]) -> list[Found]:
        """What is found on each page, in the order of ``pages``."""
        return [Found(_relations(page)) for page in pages]


def _relations(page: Page) -> tuple[Relation, ...]:
    return tuple(Relation(content=(quote,), confidence=0.3) for quote in quotations(page.text, page.story))
