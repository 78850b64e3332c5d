"""White space as a reader sees it."""

from __future__ import annotations

import re

# Not U+00A0 and U+202F: French typography sets them on purpose, and words are later found by their exact characters.
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_INVISIBLE = re.compile(r"[\u200b\u00ad\ufeff]")


def collapsed(text: str) -> str:
    """The text with runs of white space as one space, none at its ends, and no invisible characters.

    >>> collapsed("  Hej\\n  då\u00ad. ")
    'Hej då.'
    """
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip(" \u00a0\u202f")
