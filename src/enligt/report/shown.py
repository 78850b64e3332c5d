"""Page text made safe to show: no character in it can steer the terminal or turn the reading order around."""

from __future__ import annotations

import re

#: Stands for a character that is not shown.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: C0 controls but tab and line feed, DEL, C1 controls (some terminals obey them), the marks, embeddings, overrides and
#: isolates of the bidirectional algorithm, the two Unicode line breaks, lone surrogates (which can't be encoded), and
#: the two noncharacters that no XML may hold.
UNSHOWABLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_UNSHOWABLE = re.compile(f"[{UNSHOWABLE}]")


def shown(text: str) -> str:
    r"""The text with every character that could mislead a terminal or a reader replaced, one for one.

    >>> shown("red \x1b[31malert\x07")
    'red �[31malert�'
    """
    return _UNSHOWABLE.sub(REPLACEMENT, text)


def json_safe(line: str) -> str:
    r"""A line of JSON with the same characters written as ``\uXXXX``, so that it means the same and steers nothing.

    >>> json_safe('{"text": "a\u202eb"}')
    '{"text": "a\\u202eb"}'
    """
    return _UNSHOWABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
