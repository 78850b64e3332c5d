"""The pages that a brief is made from: all by their heads, whole only those that are read for quotes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache

from enligt.ledger.listing import PageHead
from enligt.records import Traced

#: Pages asked for in one query: SQLite takes 32,766 values.
AT_ONCE = 10_000
_DAY = len("2026-03-05")


class Shelf:
    """Looks up pages and keeps what it found; ``page_of`` and ``heads_of`` ask the ledger."""

    def __init__(
        self,
        page_of: Callable[[str], Traced | None],
        heads_of: Callable[[Collection[str]], Mapping[str, PageHead]],
    ) -> None:
        self.page = cache(page_of)
        self._heads_of = heads_of
        self._heads: dict[str, PageHead] = {}

    def fetch(self, page_ids: Iterable[str]) -> None:
        """Have the heads of many pages at hand."""
        missing = sorted(set(page_ids) - self._heads.keys())
        for at in range(0, len(missing), AT_ONCE):
            self._heads.update(self._heads_of(missing[at : at + AT_ONCE]))

    def head(self, page_id: str) -> PageHead | None:
        """A page without its text."""
        self.fetch((page_id,))
        return self._heads.get(page_id)

    def day(self, page_id: str) -> str:
        """The day on which a page was published, ISO; empty where that is unknown."""
        head = self.head(page_id)
        return ((head and head.published) or "")[:_DAY]
