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
    start, end = _first(wanted, page.text)
    first, last = max(0, start - REACH), min(len(page.text), end + REACH)
    before, after = page.text[first:start], page.text[end:last]
    return Snippet(
        f"{'…' if first else ''}{' '.join(before.split())}{' ' if before[-1:].isspace() else ''}",
        page.text[start:end],
        f"{' ' if after[:1].isspace() else ''}{' '.join(after.split())}{'…' if last < len(page.text) else ''}",
    )


def _first(wanted: set[str], text: str) -> tuple[int, int]:
    """Where the first word stands that is one of some when folded; nowhere: ``(0, 0)``."""
    folded = text.translate(_FOLDS)
    if len(folded) == len(text):  # each character is one when folded, too, so that places are the same
        hit = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", folded) if wanted else None
    else:
        hit = next((found for found in _WORD.finditer(text) if _folded(found[0]) in wanted), None)
    return hit.span() if hit else (0, 0)


class _Folds(dict[int, str]):
    """Each character of words as ``_folded`` has it, looked up once; two for one that is none or several then."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _folded(char)
        if not _WORD.search(char + folded):
            self[code] = char
        else:
            self[code] = folded if len(folded) == 1 and _WORD.match(char) and _WORD.match(folded) else char * 2
        return self[code]


_FOLDS = _Folds()


def _folded(word: str) -> str:
    """A word without case and diacritics, as the ledger's index compares it."""
    if word.isascii():  # most words of most pages, and much quicker
        return word.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", word).casefold() if not unicodedata.combining(char))
