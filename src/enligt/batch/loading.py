"""A selection of a batch's pages into a ledger, which then has them as if it had traced them itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from enligt.batch.job import PARTS, SHELF
from enligt.batch.shelf import Shelf, place
from enligt.batch.tables import UNDATED
from enligt.errors import BatchError
from enligt.ledger import Ledger
from enligt.records import Page, Traced
from enligt.tracing.meaning import Meaning, Sense, Told
from enligt.tracing.saying import Saying, proposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which pages: published from ``since`` to ``until`` (ISO days, both included), in a language. Undated pages are in
    it only where no day is asked for."""

    since: str | None = None
    until: str | None = None
    lang: str | None = None

    def has(self, day: str, lang: str) -> bool:
        """Whether a page of a day and language is in the selection."""
        if self.lang and lang != self.lang:
            return False
        if self.since or self.until:
            return day != UNDATED and (self.since or "") <= day <= (self.until or "9")
        return True


class Remembered(Meaning):
    """The meanings of a page's sayings, that were read when it was traced; of anything else the model is asked."""

    def __init__(self) -> None:
        self._senses: dict[tuple[str, ...], deque[Sense]] = {}

    def remember(self, page: Page, said: Iterable[Saying]) -> None:
        """Know the meanings of a page's sayings, in the order of its text, and forget those of the page before.

        The same words said twice may mean two things, each in its paragraph; so they are given out in that order.
        """
        self._senses.clear()
        for one in said:
            words = tuple(page.words(span) for span in proposition(page, one.statement.content))
            self._senses.setdefault(words, deque()).append(one.sense)

    def within(self, told: Iterable[Told]) -> Iterator[list[Sense]]:
        """The senses of the contents of each text."""
        for one in told:
            contents = [tuple(one.text[start:end] for start, end in content) for content in one.contents]
            if all(self._senses.get(words) for words in contents):
                yield [self._senses[words].popleft() for words in contents]
            else:
                yield next(self._model.within([one]))

    @cached_property
    def _model(self) -> Meaning:
        return Meaning()


def load(out: Path, ledger: Ledger, meaning: Remembered, selection: Selection) -> Iterator[tuple[Traced, bool]]:
    """Add pages of a batch's ``out`` to a ledger that was opened with ``meaning``: each, and whether it was new there.

    Raises ``BatchError`` if ``out`` is no batch's, or its ``work`` has been removed.
    """
    try:
        parts = (out / PARTS).read_text(encoding="utf-8").split()
    except OSError as error:
        why = "no finished batch is here, or its folder `work` was removed"
        raise BatchError(str(out), why, "run `enligt batch IN… OUT` first") from error
    shelf = Shelf(out / SHELF, parts)
    for part in range(len(parts)):
        for row, (day, lang) in enumerate(shelf.partitions(part)):
            if selection.has(day, lang):
                traced = shelf.traced(place(part, row))
                meaning.remember(traced.page, shelf.sayings(place(part, row))[1])
                yield traced, ledger.add(traced)
