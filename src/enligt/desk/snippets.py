"""The words of a page around what was looked for."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from enligt.records import Page

#: Characters shown before and after the words that were found.
REACH = 110
_WORD = re.compile(r"\w+")


class Snippet(NamedTuple):
    """A run of a page's text in pieces: before, the words found (may be empty), after."""

    before: str
    found: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.found}{self.after}"


def snippet(page: Page, words: str) -> Snippet:
    """The first place in a page's text where a word of the question stands, with what is around it.

    >>> snippet(Page(text="No ship sailed to Malmö."), "malmo ship")
    Snippet(before='No ', found='ship', after=' sailed to Malmö.')
    """
    wanted = {_folded(word) for word in _WORD.findall(words)}
    hit = next((found for found in _WORD.finditer(page.text) if _folded(found[0]) in wanted), None)
    start, end = hit.span() if hit else (0, 0)
    first, last = max(0, start - REACH), min(len(page.text), end + REACH)
    before, after = page.text[first:start], page.text[end:last]
    return Snippet(
        f"{'…' if first else ''}{' '.join(before.split())}{' ' if before[-1:].isspace() else ''}",
        page.text[start:end],
        f"{' ' if after[:1].isspace() else ''}{' '.join(after.split())}{'…' if last < len(page.text) else ''}",
    )


def _folded(word: str) -> str:
    """A word without case and diacritics, as the ledger's index compares it."""
    if word.isascii():  # most words of most pages, and much quicker
        return word.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", word).casefold() if not unicodedata.combining(char))
