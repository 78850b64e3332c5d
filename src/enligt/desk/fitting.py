"""Names made to fit into a picture, where nothing wraps by itself."""

from __future__ import annotations

import textwrap
import unicodedata

#: How much wider than a small letter a capital is, and a letter of a script that fills squares.
_CAPITAL, _SQUARE = 1.25, 1.9


def fitted(name: str, room: int, lines: int) -> tuple[str, ...]:
    """A name in so many lines of about ``room`` small letters, shortened where it is longer.

    >>> fitted("a senior official of the Ministry of Agriculture and Fisheries", 22, 2)
    ('a senior official of', 'the Ministry of…')
    """
    wide = sum(
        _SQUARE if unicodedata.east_asian_width(char) in "WF" else _CAPITAL if char.isupper() else 1.0 for char in name
    )
    letters = max(2, int(room * len(name) / wide)) if name else room
    return tuple(textwrap.wrap(name, letters, max_lines=lines, placeholder="…")) or ("",)
