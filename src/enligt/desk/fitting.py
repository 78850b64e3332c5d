"""Names made to fit into a picture, where nothing wraps by itself."""

from __future__ import annotations

import textwrap
import unicodedata
from math import ceil

#: How much wider than a small letter a capital is, and a letter of a script that fills squares.
_CAPITAL, _SQUARE = 1.25, 1.9


def fitted(name: str, room: int, lines: int) -> tuple[str, ...]:
    """A name in so many lines of about ``room`` small letters, shortened where it is longer.

    >>> fitted("a senior official of the Ministry of Agriculture and Fisheries", 22, 2)
    ('a senior official of', 'the Ministry of…')
    >>> fitted("Kustnyhetsbladet", 14, 2)
    ('Kustnyhe-', 'tsbladet')
    """
    wide = sum(
        _SQUARE if unicodedata.east_asian_width(char) in "WF" else _CAPITAL if char.isupper() else 1.0 for char in name
    )
    letters = max(2, int(room * len(name) / wide)) if name else room
    if lines > 1:
        name = " ".join(_hyphened(word, letters) for word in name.split())
    return tuple(textwrap.wrap(name, letters, max_lines=lines, placeholder="…")) or ("",)


def _hyphened(word: str, letters: int) -> str:
    """A word that is longer than a line in parts of one length, each but the last with a hyphen."""
    if len(word) <= letters:
        return word
    size = ceil(len(word) / ceil(len(word) / (letters - 1)))
    return "- ".join(word[at : at + size] for at in range(0, len(word), size))
